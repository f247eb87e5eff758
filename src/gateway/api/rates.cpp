#include "gateway/api/rates.hpp"

#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

constexpr int rate_decimals = 8;
constexpr int128 units_per_ppm = 100;

void write_roles(JsonWriter& json, const views::FeeRates& rates) {
    json.name("maker").amount(Amount{rates.maker_ppm * units_per_ppm}, rate_decimals);
    json.name("taker").amount(Amount{rates.taker_ppm * units_per_ppm}, rate_decimals);
}

}  // namespace

void write_commission_rates(JsonWriter& json, const views::FeeRates& rates) {
    json.begin_object();
    write_roles(json, rates);
    json.name("buyer").word("0.00000000");
    json.name("seller").word("0.00000000");
    json.end_object();
}

void write_order_rates(JsonWriter& json, const views::FeeRates& rates) {
    json.begin_object();
    write_roles(json, rates);
    json.end_object();
}

void write_discount(JsonWriter& json, const views::VenueView& view, AccountId account,
                    const InstrumentDefinition& instrument) {
    const AccountFees* const fees = view.find_fees(account);
    const auto rates = view.fee_asset_rates();
    // Buyers pay in base, sellers in quote: the market has it where one of the two can be paid so.
    const FeeAssetRate* rate = view.find_fee_asset_rate(instrument.quote_asset);
    if (rate == nullptr) rate = view.find_fee_asset_rate(instrument.base_asset);
    json.begin_object();
    json.name("enabledForAccount").boolean(fees != nullptr && fees->pays_in_fee_asset != 0);
    json.name("enabledForSymbol").boolean(rate != nullptr);
    json.name("discountAsset");
    if (rates.empty()) {
        json.null();
    } else {
        json.word(asset_of(view, rates.front().fee_asset).code.view());
    }
    const std::uint32_t discount_ppm = rate == nullptr ? 0 : rate->discount_ppm;
    json.name("discount").amount(Amount{discount_ppm * units_per_ppm}, rate_decimals);
    json.end_object();
}

}  // namespace outcry::gateway
