#include "app/simulator/reference_price.hpp"

#include <algorithm>

namespace outcry::app {
namespace {

constexpr std::int64_t parts_per_tick = 1000;
/// A step is at most 0.005 % of the price, and this share of the way back to the anchor: after a
/// day of 20 steps a second the price is about one percent away.
constexpr std::int64_t step_divisor = 20'000;
constexpr std::int64_t return_divisor = 200'000;
constexpr std::int64_t anchor_ticks_max = std::int64_t{1} << 50;

}  // namespace

ReferencePrice::ReferencePrice(std::int64_t anchor_ticks) noexcept
    : anchor_{std::clamp(anchor_ticks, std::int64_t{1}, anchor_ticks_max) * parts_per_tick},
      price_{anchor_} {}

void ReferencePrice::set(std::int64_t ticks) noexcept {
    const std::int64_t bounded = std::clamp(ticks, std::int64_t{1}, anchor_ticks_max);
    price_ = std::clamp(bounded * parts_per_tick, anchor_ / 2, 2 * anchor_);
}

void ReferencePrice::step(SimulatorRandom& random) noexcept {
    const std::int64_t size = price_ / step_divisor + 1;
    const std::int64_t moved =
        price_ + random.around_zero(size) + (anchor_ - price_) / return_divisor;
    price_ = std::clamp(moved, anchor_ / 2, 2 * anchor_);
}

std::int64_t ReferencePrice::ticks() const noexcept {
    return std::max<std::int64_t>(price_ / parts_per_tick, 1);
}

}  // namespace outcry::app
