#include <cctype>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "scenario/engine/scenario_folder.hpp"
#include "support/scenario/scenario_run.hpp"

namespace outcry::test {
namespace {

class Scenario : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(Scenario, IsAnsweredAsItSays) {
    const ScenarioFile file = read_scenario(GetParam());
    ScenarioRun run{file};
    const std::vector<std::string> failures = run.play();
    for (const std::string& failure : failures) ADD_FAILURE() << failure;
}

/// matching/price_priority.scenario is the test Scenario/matching_price_priority.
std::string test_name_of(const ::testing::TestParamInfo<std::filesystem::path>& parameter) {
    const std::filesystem::path& path = parameter.param;
    std::string name = path.parent_path().filename().string() + "_" + path.stem().string();
    for (char& letter : name)
        if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
    return name;
}

INSTANTIATE_TEST_SUITE_P(Rules, Scenario, ::testing::ValuesIn(scenario_paths()), test_name_of);

}  // namespace
}  // namespace outcry::test
