#pragma once

#include "outcry/engine/engine.hpp"

#include "engine/look_ahead.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

class Engine::Implementation {
public:
    explicit Implementation(const EngineLimits& limits) : venue_{limits} {}

    [[nodiscard]] Venue& venue() noexcept { return venue_; }
    [[nodiscard]] const Venue& venue() const noexcept { return venue_; }
    /// Not part of the state: the engine is the same without it, but slower.
    [[nodiscard]] LookAhead& look_ahead() noexcept { return look_ahead_; }

private:
    Venue venue_;
    LookAhead look_ahead_;
};

}  // namespace outcry::engine
