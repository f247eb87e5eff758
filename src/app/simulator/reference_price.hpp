#pragma once

#include <cstdint>

#include "app/simulator/simulator_random.hpp"

namespace outcry::app {

/// What simulated traders think a market is worth: a random walk that is drawn back to its anchor,
/// so that the price of a day is alive and the price of a year is near.
class ReferencePrice {
public:
    explicit ReferencePrice(std::int64_t anchor_ticks) noexcept;

    /// Goes on from a price that the market had; kept within half and twice the anchor.
    void set(std::int64_t ticks) noexcept;
    void step(SimulatorRandom& random) noexcept;
    [[nodiscard]] std::int64_t ticks() const noexcept;

private:
    // In thousandths of a tick: a step may be smaller than a tick.
    std::int64_t anchor_;
    std::int64_t price_;
};

}  // namespace outcry::app
