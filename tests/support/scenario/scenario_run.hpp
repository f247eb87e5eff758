#pragma once

#include <string>
#include <vector>

#include "support/scenario/scenario_command.hpp"
#include "support/scenario/scenario_engines.hpp"
#include "support/scenario/scenario_file.hpp"

namespace outcry::test {

/// Limits of a venue that is made in a millisecond; a scenario may ask for others.
[[nodiscard]] engine::EngineLimits scenario_limits();

/// The commands of the standard venue: assets BTC and USD without decimals, the instrument BTCUSD,
/// and alice, bob, carol and dave with a million of both.
[[nodiscard]] const std::vector<std::string>& standard_venue();

/// Plays a scenario. Throws `ScenarioError` for a line that cannot be understood.
class ScenarioRun {
public:
    explicit ScenarioRun(const ScenarioFile& file);

    /// Plays all lines; the failures, each with its file and line. None: it holds.
    [[nodiscard]] std::vector<std::string> play();

private:
    void open();
    void play(const ScenarioLine& line);
    [[nodiscard]] std::vector<std::string> said_to(const ScenarioLine& line);
    [[nodiscard]] std::vector<std::string> said_to_command(const ScenarioLine& line,
                                                           ScenarioWords& words);
    void fail(const ScenarioLine& line, const std::string& what);

    const ScenarioFile& file_;
    std::size_t first_line_ = 0;  // behind the directives
    ScenarioEngines engines_;
    ScenarioNames names_;
    std::vector<std::string> failures_;
};

}  // namespace outcry::test
