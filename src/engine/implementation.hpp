#pragma once

#include "outcry/engine/engine.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

class Engine::Implementation {
public:
    explicit Implementation(const EngineLimits& limits) : venue_{limits} {}

    [[nodiscard]] Venue& venue() noexcept { return venue_; }
    [[nodiscard]] const Venue& venue() const noexcept { return venue_; }

private:
    Venue venue_;
};

}  // namespace outcry::engine
