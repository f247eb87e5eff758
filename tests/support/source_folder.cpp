#include "support/source_folder.hpp"

namespace outcry::test {

std::filesystem::path source_folder() { return OUTCRY_SOURCE_DIR; }

}  // namespace outcry::test
