#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "outcry/domain/ids.hpp"
#include "outcry/gateway/gateway_options.hpp"

#include "gateway/rate_limit/weight_meter.hpp"

namespace outcry::gateway {

/// Unfilled orders per account: +1 for each that is accepted; the first fill of an order gives back
/// 1 to a taker and 5 to a maker, never below zero. Counted from events, so all gateways agree;
/// what is under way is counted by the gateway that took it. One thread.
class OrderMeter {
public:
    explicit OrderMeter(const RateLimits& limits) : limits_{limits} {}

    /// Nothing, or why `count` more orders are not to be sent.
    [[nodiscard]] Result<void, LimitReached> admit(AccountId account, std::uint32_t count,
                                                   Timestamp now);
    /// A command on its way, and its end whatever that was.
    void begin(AccountId account, std::uint32_t count);
    void end(AccountId account, std::uint32_t count);

    void on_accepted(AccountId account, Timestamp now);
    enum class Role : std::uint8_t { taker, maker };
    void on_first_fill(AccountId account, Role role, Timestamp now);

    struct Counts {
        std::uint32_t in_10s = 0;
        std::uint32_t in_day = 0;
    };
    [[nodiscard]] Counts counts(AccountId account, Timestamp now);

private:
    struct Account {
        std::int64_t ten_seconds = 0;  // number of the interval that is counted
        std::int64_t day = 0;
        Counts counts;
        std::uint32_t under_way = 0;
    };
    [[nodiscard]] Account& at(AccountId account, Timestamp now);

    const RateLimits limits_;
    std::vector<Account> accounts_;  // by id; ids are dense
};

}  // namespace outcry::gateway
