#pragma once

#include <algorithm>
#include <filesystem>
#include <vector>

#include "support/source_folder.hpp"

namespace outcry::test {

/// Every scenario of the repository, in the order of their names.
[[nodiscard]] inline std::vector<std::filesystem::path> scenario_paths() {
    std::vector<std::filesystem::path> paths;
    const std::filesystem::path folder = source_folder() / "tests/scenario/rules";
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder})
        if (entry.path().extension() == ".scenario") paths.push_back(entry.path());
    std::ranges::sort(paths);
    return paths;
}

}  // namespace outcry::test
