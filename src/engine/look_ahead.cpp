#include "engine/look_ahead.hpp"

namespace outcry::engine {

void prefetch_ahead(const Venue& venue, std::span<const Command> batch,
                    std::size_t position) noexcept {
    static_cast<void>(venue);
    static_cast<void>(batch);
    static_cast<void>(position);
}

}  // namespace outcry::engine
