#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/ring/spsc_ring.hpp"

namespace outcry::sequencer {

/// The most commands taken from one ring before the next ring has its turn.
inline constexpr std::size_t commands_per_turn_max = 256;

/// Gives the commands of many rings one order, dense sequences and a time that never goes back.
/// Rings take turns, so that a busy gateway does not starve another. Owned by the core's thread.
class Sequencer {
public:
    /// `sequence` and `time` are those of the last command applied.
    Sequencer(std::vector<ring::SpscRing<Command>*> sources, Sequence sequence, Timestamp time);

    /// The waiting commands of the next ring that has any, in place; empty when none has.
    /// The same ring is offered again until it is released.
    [[nodiscard]] std::span<const Command> next_batch() noexcept;
    /// Gives the first `count` commands of the batch back to their gateway and passes the turn on.
    void release(std::size_t count) noexcept;

    /// Writes the next sequence and the time into the command.
    void stamp(Command& command, Timestamp now) noexcept {
        sequence_ = next(sequence_);
        // A clock set back must not reorder time: it stands still until the past is over.
        if (time_ < now) time_ = now;
        command.sequence = sequence_;
        command.time = time_;
    }

    [[nodiscard]] Sequence sequence() const noexcept { return sequence_; }
    [[nodiscard]] Timestamp time() const noexcept { return time_; }

private:
    std::vector<ring::SpscRing<Command>*> sources_;
    std::size_t turn_ = 0;
    Sequence sequence_;
    Timestamp time_;
};

}  // namespace outcry::sequencer
