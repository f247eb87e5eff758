#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace outcry::test {

/// What is wrong with a scenario, with the file and line it stands in.
class ScenarioError final : public std::runtime_error {
public:
    ScenarioError(std::string_view file, int line, std::string_view what);
};

/// One line: who does what, so many times, and the whole answer.
struct ScenarioLine {
    int number = 0;
    unsigned repeat_count = 1;
    std::string action;
    std::vector<std::string> answer;  // its parts, split at commas
    bool has_answer = false;
};

/// A file as docs/formats/scenario.md describes it, not yet understood beyond its lines.
struct ScenarioFile {
    std::string name;
    std::vector<ScenarioLine> lines;
};

[[nodiscard]] ScenarioFile parse_scenario(std::string name, std::string_view text);
[[nodiscard]] ScenarioFile read_scenario(const std::filesystem::path& path);

/// Whether the answer says what the engine said. A part `A ... B (N in all)` stands for N of one
/// kind, of which A is the first and B the last.
[[nodiscard]] bool matches(const std::vector<std::string>& answer,
                           const std::vector<std::string>& said);

/// The answer as a scenario would write it, long runs of one kind shortened.
[[nodiscard]] std::string answer_of(const std::vector<std::string>& said);

}  // namespace outcry::test
