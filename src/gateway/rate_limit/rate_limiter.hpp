#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "outcry/domain/event.hpp"
#include "outcry/gateway/gateway_options.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/rate_limit/client_address.hpp"
#include "gateway/rate_limit/order_meter.hpp"
#include "gateway/rate_limit/rate_usage.hpp"
#include "gateway/rate_limit/weight_meter.hpp"

namespace outcry::gateway {

class JsonWriter;

/// What a request costs, and whom.
struct RequestCost {
    ClientAddress client;
    std::uint32_t weight = 0;
    std::uint32_t orders = 0;
};

/// Both kinds of limits of one gateway. Everything is counted; what has a limit is refused beyond
/// it, except cancels, which are counted only. One thread.
class RateLimiter {
public:
    explicit RateLimiter(const RateLimits& limits)
        : limits_{limits}, weights_{limits}, orders_{limits} {}

    [[nodiscard]] WeightMeter& weights() noexcept { return weights_; }
    [[nodiscard]] OrderMeter& orders() noexcept { return orders_; }
    [[nodiscard]] const RateLimits& limits() const noexcept { return limits_; }
    [[nodiscard]] bool has_limits() const noexcept {
        return limits_.weight_per_minute_max != 0 || limits_.orders_per_10s_max != 0 ||
               limits_.orders_per_day_max != 0;
    }

    /// After the view has applied it.
    void on_event(const views::VenueView& view, const Event& event, Timestamp now);

    [[nodiscard]] RateUsage usage(const RequestCost& cost, std::optional<AccountId> account,
                                  Timestamp now);

    /// `rateLimits` of exchangeInfo: the limits there are.
    void write_limits(JsonWriter& json) const;
    /// `rateLimits` of an answer: with what is used of them.
    void write_usage(JsonWriter& json, const RateUsage& usage) const;
    /// The limits of orders with what the account has used of them.
    void write_order_counts(JsonWriter& json, const OrderMeter::Counts& counts) const;

private:
    const RateLimits limits_;
    WeightMeter weights_;
    OrderMeter orders_;
};

}  // namespace outcry::gateway
