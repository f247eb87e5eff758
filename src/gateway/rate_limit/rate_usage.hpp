#pragma once

#include <cstdint>

namespace outcry::gateway {

/// What a client has used of its limits, as its answers tell it.
struct RateUsage {
    std::uint32_t weight = 0;         // of the address, in this minute
    std::uint32_t orders_10s = 0;     // of the account
    std::uint32_t orders_day = 0;     // of the account
    std::uint32_t retry_after_s = 0;  // 429 and 418: when to come again
    bool has_weight = false;
    bool has_orders = false;
};

}  // namespace outcry::gateway
