#include "gateway/api/rates.hpp"

namespace outcry::gateway {
namespace {

constexpr int rate_decimals = 8;
constexpr int128 units_per_ppm = 100;

void write_roles(JsonWriter& json, const CommissionRates& rates) {
    json.name("maker").amount(Amount{rates.maker_ppm * units_per_ppm}, rate_decimals);
    json.name("taker").amount(Amount{rates.taker_ppm * units_per_ppm}, rate_decimals);
}

}  // namespace

void write_commission_rates(JsonWriter& json, const CommissionRates& rates) {
    json.begin_object();
    write_roles(json, rates);
    json.name("buyer").word("0.00000000");
    json.name("seller").word("0.00000000");
    json.end_object();
}

void write_order_rates(JsonWriter& json, const CommissionRates& rates) {
    json.begin_object();
    write_roles(json, rates);
    json.end_object();
}

void write_no_discount(JsonWriter& json) {
    json.begin_object();
    json.name("enabledForAccount").boolean(false);
    json.name("enabledForSymbol").boolean(false);
    json.name("discountAsset").null();
    json.name("discount").word("0.00000000");
    json.end_object();
}

}  // namespace outcry::gateway
