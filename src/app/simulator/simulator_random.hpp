#pragma once

#include <cstdint>

#include "outcry/base/assert.hpp"
#include "outcry/base/hash.hpp"

namespace outcry::app {

/// Random numbers that a seed decides on every machine, which the standard library's distributions
/// do not promise (splitmix64).
class SimulatorRandom {
public:
    explicit SimulatorRandom(std::uint64_t seed) noexcept : state_{seed} {}

    [[nodiscard]] std::uint64_t next() noexcept {
        state_ += 0x9e3779b97f4a7c15ULL;
        return base::mix(state_);
    }
    /// 0 … bound - 1; the bias of the remainder is far below what an agent would notice.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) noexcept {
        OUTCRY_ASSERT(bound > 0);
        return next() % bound;
    }
    /// -size … size.
    [[nodiscard]] std::int64_t around_zero(std::int64_t size) noexcept {
        OUTCRY_ASSERT(size >= 0);
        return static_cast<std::int64_t>(below(2 * static_cast<std::uint64_t>(size) + 1)) - size;
    }

private:
    std::uint64_t state_;
};

}  // namespace outcry::app
