#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/engine/workload.hpp"

namespace outcry::bench {

/// The recorded order files of a folder that hold no auction, by name; none when there is no such
/// folder.
[[nodiscard]] std::vector<std::string> recorded_files(const std::string& folder);

/// The rows of a recorded order file as steps, the book load as fill. Rows that the engine would
/// refuse (unknown orders, post-only orders that cross) are left out. A file is short, so its book
/// is emptied and the rows follow again until there are `step_count_min` steps.
[[nodiscard]] Workload recorded_workload(const std::string& path, std::uint64_t step_count_min);

}  // namespace outcry::bench
