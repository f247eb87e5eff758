#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event.hpp"

namespace outcry::views::test {

/// Seeded commands of every kind around one price, many of which meet each other, and some of
/// which are refused. It listens to the events, so that cancels and amendments mostly hit.
class RandomCommands {
public:
    explicit RandomCommands(std::uint64_t seed) : random_{seed} {}

    /// The venue: two assets, two instruments, four accounts with funds, one key.
    [[nodiscard]] std::vector<Command> set_up();
    [[nodiscard]] Command next();
    void listen(const Event& event);

    static constexpr std::uint32_t account_count = 4;

private:
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    [[nodiscard]] AccountId any_account() {
        return AccountId{
            static_cast<std::uint32_t>(user_account_first.value() + below(account_count))};
    }
    [[nodiscard]] Command placement();
    void aim(Command& command);
    [[nodiscard]] Command amendment();
    [[nodiscard]] Command operators_command();
    void name(Command& command);

    struct Known {
        OrderId id;
        AccountId account;
        InstrumentId instrument;
    };
    std::mt19937_64 random_;
    std::vector<Known> known_;
    Timestamp time_;
};

}  // namespace outcry::views::test
