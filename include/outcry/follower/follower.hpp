#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"
#include "outcry/follower/digest.hpp"
#include "outcry/views/venue_view.hpp"

namespace outcry::follower {

/// The second engine with a view of its own, fed with durable commands only. Owned by one thread.
class Follower {
public:
    /// Both must stand at the same sequence: what recovery built.
    Follower(engine::Engine engine, views::VenueView view);

    /// Applies the next durable command to engine and view, digests its events and returns them;
    /// they are valid until the next call.
    std::span<const Event> apply(const Command& command);

    /// Whether the publisher's digest agrees with ours. Nothing when we have not come so far yet
    /// (see `sequence`) or when it is too long ago to be remembered.
    [[nodiscard]] std::optional<bool> agrees(DigestMark mark) const noexcept {
        return history_.agrees(mark);
    }

    [[nodiscard]] Sequence sequence() const noexcept { return engine_.sequence(); }
    [[nodiscard]] const engine::Engine& engine() const noexcept { return engine_; }
    [[nodiscard]] const views::VenueView& view() const noexcept { return view_; }

private:
    engine::Engine engine_;
    views::VenueView view_;
    EventBuffer buffer_;
    EventDigest digest_;
    DigestHistory history_;
};

/// Copies an engine record by record, as a snapshot would. Nothing when the copy's state hash
/// differs from the original's: then one of the two is broken and the venue must not start.
[[nodiscard]] std::optional<engine::Engine> copy_of(const engine::Engine& original,
                                                    const engine::EngineLimits& limits);

}  // namespace outcry::follower
