#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event.hpp"

#include "support/scenario/scenario_words.hpp"

namespace outcry::test {

/// Who and what the names of a scenario mean. Learned from what the engine creates; `?9` is the
/// number nine, whether it exists or not.
class ScenarioNames {
public:
    void learn(const Event& event);

    [[nodiscard]] AccountId account(std::string_view name) const;
    [[nodiscard]] AssetId asset(std::string_view code) const;
    [[nodiscard]] InstrumentId instrument(std::string_view symbol) const;
    [[nodiscard]] std::string name_of(AccountId account) const;
    [[nodiscard]] std::string name_of(AssetId asset) const;

private:
    using Names = std::map<std::string, std::uint32_t, std::less<>>;

    [[nodiscard]] static std::uint32_t find(const Names& names, std::string_view name,
                                            std::string_view what);
    [[nodiscard]] static std::string name_in(const Names& names, std::uint32_t id);

    Names accounts_{{"world", 0}, {"fees", 1}, {"insurance", 2}};
    Names assets_;
    Names instruments_;
};

/// The command that `alice buy 5 @ 100`, `operator deposit 5 BTC to alice` or `next slice` is.
[[nodiscard]] Command command_of(ScenarioWords& words, const ScenarioNames& names);

// Its two halves: `alice …` in trader_commands.cpp, `operator …` in operator_commands.cpp.
void read_trader(ScenarioWords& words, const ScenarioNames& names, Command& command);
void read_operator(ScenarioWords& words, const ScenarioNames& names, Command& command);

// Rules, limits, statuses, fees and keys, in rule_commands.cpp; false: not one of its verbs.
[[nodiscard]] bool read_rule_command(std::string_view verb, ScenarioWords& words,
                                     const ScenarioNames& names, Command& command);
/// What follows the account or scope of a mass cancel: `buys session 7 on BTCUSD for dead_man`.
void read_mass_cancel(ScenarioWords& words, const ScenarioNames& names, Command& command);

}  // namespace outcry::test
