#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "outcry/base/hash.hpp"
#include "outcry/domain/command.hpp"
#include "outcry/domain/event.hpp"

namespace outcry::test {

/// Commands for the pinned replay: the same on every machine and for ever. It has a source of its
/// own, so that the generators of other tests may change without changing what is pinned here.
class ReplayCommands {
public:
    /// The next command, without sequence and time.
    [[nodiscard]] Command next();
    /// The answer to the last one: later commands mean the orders that it made.
    void see(std::span<const Event> events);

    static constexpr std::uint16_t instrument_count = 4;
    static constexpr std::uint32_t account_count = 24;

private:
    struct Known {
        OrderId id;
        AccountId account;
        InstrumentId instrument;
    };

    [[nodiscard]] Command opening(std::uint64_t step);
    void fill_order(Command& command);
    void fill_target(Command& command);
    void fill_amendment(Command& command);
    void fill_operator(Command& command);
    void name_order(Command& command);
    [[nodiscard]] std::uint64_t draw(std::uint64_t end);
    [[nodiscard]] std::int64_t draw_price(InstrumentId instrument, Side side);

    static constexpr std::size_t known_count = 1'024;

    std::uint64_t step_ = 0;
    std::uint64_t state_ = 20'261'124;
    std::array<std::int64_t, instrument_count> middles_{1'000, 50'000, 90, 7'000'000};
    std::array<Known, known_count> known_{};
    std::uint64_t known_next_ = 0;
};

}  // namespace outcry::test
