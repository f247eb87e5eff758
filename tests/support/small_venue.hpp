#pragma once

#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"

namespace outcry::test {

/// Limits of an engine that is made in a millisecond.
[[nodiscard]] engine::EngineLimits small_engine_limits();

/// The commands that open a venue: assets BASE and QUOTE (8 decimals), instrument 0 with tick
/// and lot of 1e-2 and no fees, accounts 16 and 17 with 1,000,000 of both.
[[nodiscard]] std::vector<Command> opening_commands();

inline constexpr AccountId first_trader{16};
inline constexpr AccountId second_trader{17};

[[nodiscard]] Command limit_order(AccountId account, Side side, std::int64_t price,
                                  std::uint64_t quantity);

/// Gives dense sequences and a time to commands that have none yet.
class Stamper {
public:
    [[nodiscard]] Command stamp(Command command) {
        sequence_ = next(sequence_);
        command.sequence = sequence_;
        command.time = time_of(sequence_);
        return command;
    }
    /// Of the next command.
    [[nodiscard]] Timestamp next_time() const { return time_of(next(sequence_)); }
    [[nodiscard]] Sequence sequence() const { return sequence_; }

private:
    [[nodiscard]] static Timestamp time_of(Sequence sequence) {
        return Timestamp{1'000'000 + static_cast<std::int64_t>(sequence.value())};
    }

    Sequence sequence_;
};

}  // namespace outcry::test
