#pragma once

#include <cstdint>

#include "gateway/encoding/json_writer.hpp"

namespace outcry::gateway {

/// Fees in millionths of what is received.
struct CommissionRates {
    std::uint32_t maker_ppm = 0;
    std::uint32_t taker_ppm = 0;
};

/// `{maker, taker, buyer, seller}`, the last two zero: fees hang on the role only.
void write_commission_rates(JsonWriter& json, const CommissionRates& rates);
/// `{maker, taker}`.
void write_order_rates(JsonWriter& json, const CommissionRates& rates);
/// There is no asset that fees are cheaper in.
void write_no_discount(JsonWriter& json);

}  // namespace outcry::gateway
