#pragma once

#include <filesystem>

namespace outcry::test {

/// The checkout that this program was built from. The one place that knows: a path in every
/// command line would keep checkouts from sharing a compiler cache.
[[nodiscard]] std::filesystem::path source_folder();

}  // namespace outcry::test
