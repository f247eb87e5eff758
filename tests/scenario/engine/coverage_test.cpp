#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "scenario/engine/scenario_folder.hpp"
#include "support/scenario/scenario_file.hpp"

namespace outcry::test {
namespace {

std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream input{path};
    std::ostringstream text;
    text << input.rdbuf();
    return text.str();
}

/// What the engine's sources name of an enumeration: `RejectReason::would_trade`.
std::set<std::string> named_in_engine(const std::string& enumeration) {
    std::set<std::string> names;
    const std::regex pattern{enumeration + "::(\\w+)"};
    const std::filesystem::path folder = source_folder() / "src/engine";
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (!entry.is_regular_file()) continue;
        const std::string text = text_of_file(entry.path());
        for (std::sregex_iterator found{text.begin(), text.end(), pattern}, end; found != end;
             ++found)
            names.insert((*found)[1]);
    }
    return names;
}

/// Every word of every answer of every scenario.
std::set<std::string> words_of_answers() {
    std::set<std::string> words;
    for (const std::filesystem::path& path : scenario_paths()) {
        for (const ScenarioLine& line : read_scenario(path).lines) {
            for (const std::string& part : line.answer) {
                std::istringstream input{part};
                for (std::string word; input >> word;) words.insert(word);
            }
        }
    }
    return words;
}

std::string missing(const std::set<std::string>& wanted, const std::set<std::string>& words) {
    std::string text;
    for (const std::string& name : wanted)
        if (!words.contains(name)) text += " " + name;
    return text;
}

TEST(Scenarios, ShowEveryReasonForWhichTheEngineRefuses) {
    std::set<std::string> reasons = named_in_engine("RejectReason");
    reasons.erase("none");
    EXPECT_GT(reasons.size(), 30U);
    EXPECT_EQ(missing(reasons, words_of_answers()), "");
}

TEST(Scenarios, ShowEveryReasonForWhichAnOrderIsClosed) {
    std::set<std::string> reasons = named_in_engine("CloseReason");
    EXPECT_GT(reasons.size(), 6U);
    // These have words of their own, which must be there: `cancelled #1 5 by_operator`.
    reasons.erase("cancelled_by_user");
    reasons.erase("cancelled_by_operator");
    reasons.insert({"cancelled", "by_operator"});
    EXPECT_EQ(missing(reasons, words_of_answers()), "");
}

}  // namespace
}  // namespace outcry::test
