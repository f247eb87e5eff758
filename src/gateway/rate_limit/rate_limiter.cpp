#include "gateway/rate_limit/rate_limiter.hpp"

#include <string_view>

#include "gateway/encoding/json_writer.hpp"

namespace outcry::gateway {
namespace {

struct LimitRow {
    std::string_view type;
    std::string_view interval;
    std::int64_t interval_count;
    std::uint32_t limit;
};

void write_row(JsonWriter& json, const LimitRow& row, std::optional<std::uint32_t> count) {
    if (row.limit == 0) return;
    json.begin_object();
    json.name("rateLimitType").word(row.type);
    json.name("interval").word(row.interval);
    json.name("intervalNum").integer(row.interval_count);
    json.name("limit").count(row.limit);
    if (count) json.name("count").count(*count);
    json.end_object();
}

LimitRow weight_row(const RateLimits& limits) {
    return {"REQUEST_WEIGHT", "MINUTE", 1, limits.weight_per_minute_max};
}
LimitRow ten_seconds_row(const RateLimits& limits) {
    return {"ORDERS", "SECOND", 10, limits.orders_per_10s_max};
}
LimitRow day_row(const RateLimits& limits) {
    return {"ORDERS", "DAY", 1, limits.orders_per_day_max};
}

bool is_first_fill(const views::VenueView& view, OrderId id, Quantity traded) {
    const views::OrderRecord* const order = view.find_order(id);
    return order != nullptr && order->executed_quantity == traded;
}

}  // namespace

void RateLimiter::on_event(const views::VenueView& view, const Event& event, Timestamp now) {
    if (event.type == EventType::order_accepted) {
        orders_.on_accepted(event.accepted.account, now);
        return;
    }
    if (event.type != EventType::order_traded) return;
    const OrderTraded& traded = event.traded;
    if (is_first_fill(view, traded.taker_order_id, traded.quantity)) {
        orders_.on_first_fill(traded.taker_account, OrderMeter::Role::taker, now);
    }
    if (is_first_fill(view, traded.maker_order_id, traded.quantity)) {
        orders_.on_first_fill(traded.maker_account, OrderMeter::Role::maker, now);
    }
}

RateUsage RateLimiter::usage(const RequestCost& cost, std::optional<AccountId> account,
                             Timestamp now) {
    RateUsage usage{.weight = weights_.used(cost.client, now), .has_weight = true};
    if (cost.orders != 0 && account) {
        const OrderMeter::Counts counts = orders_.counts(*account, now);
        usage.orders_10s = counts.in_10s;
        usage.orders_day = counts.in_day;
        usage.has_orders = true;
    }
    return usage;
}

void RateLimiter::write_limits(JsonWriter& json) const {
    json.begin_array();
    for (const LimitRow& row : {weight_row(limits_), ten_seconds_row(limits_), day_row(limits_)}) {
        write_row(json, row, std::nullopt);
    }
    json.end_array();
}

void RateLimiter::write_usage(JsonWriter& json, const RateUsage& usage) const {
    json.begin_array();
    write_row(json, weight_row(limits_), usage.weight);
    if (usage.has_orders) {
        write_row(json, ten_seconds_row(limits_), usage.orders_10s);
        write_row(json, day_row(limits_), usage.orders_day);
    }
    json.end_array();
}

void RateLimiter::write_order_counts(JsonWriter& json, const OrderMeter::Counts& counts) const {
    json.begin_array();
    write_row(json, ten_seconds_row(limits_), counts.in_10s);
    write_row(json, day_row(limits_), counts.in_day);
    json.end_array();
}

}  // namespace outcry::gateway
