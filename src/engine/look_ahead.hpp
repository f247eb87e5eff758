#pragma once

#include <cstddef>
#include <span>

#include "outcry/domain/command.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// Starts to load what the commands behind `position` will touch; see engine.hpp.
void prefetch_ahead(const Venue& venue, std::span<const Command> batch,
                    std::size_t position) noexcept;

}  // namespace outcry::engine
