#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"

#include "support/command_generator.hpp"

namespace outcry::test {

/// Commands that make many fills, so that every kind of row comes up often.
inline constexpr unsigned lively_passive_percent = 60;

/// An engine whose events a test feeds to whatever follows the event log. Dense sequences from 1.
class EventSource {
public:
    EventSource();

    /// The events of one command; valid until the next call.
    std::span<const Event> apply(const Command& unstamped);
    /// Opens the small venue, and returns its events.
    [[nodiscard]] std::vector<Event> open_small_venue();
    /// The events of so many random commands, always the same for a seed.
    [[nodiscard]] std::vector<Event> random_events(std::uint64_t seed, std::size_t command_count);

    [[nodiscard]] const engine::Engine& engine() const { return engine_; }

    /// Between two commands; a larger one spreads them over several days.
    std::int64_t step_us = 1'000;
    /// What the random commands use: bits of `GeneratedRule`.
    std::uint32_t rules = GeneratedRule::all;

private:
    engine::Engine engine_;
    EventBuffer buffer_;
    Timestamp time_{1'764'028'800'000'000};  // 2025-11-25 00:00:00 UTC
};

/// The events of one command each, in order.
[[nodiscard]] std::vector<std::span<const Event>> commands_of(std::span<const Event> events);

}  // namespace outcry::test
