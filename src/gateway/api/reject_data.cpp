#include "gateway/api/reject_data.hpp"

#include <string_view>

#include "gateway/encoding/json_writer.hpp"
#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

void write_price(JsonWriter& json, const InstrumentDefinition& instrument, Price given,
                 Price limit) {
    json.name("filter").word("PRICE_FILTER");
    json.name("limit").price(instrument, limit);
    json.name("given").price(instrument, given);
    json.name("nearest").price(instrument, limit);
}

void write_quantity(JsonWriter& json, const InstrumentDefinition& instrument, Quantity given,
                    Quantity limit) {
    json.name("filter").word("LOT_SIZE");
    json.name("limit").quantity(instrument, limit);
    json.name("given").quantity(instrument, given);
    json.name("nearest").quantity(instrument, limit);
}

/// The nearest one is a quantity: at this price the smallest that is worth enough.
void write_notional(JsonWriter& json, const views::VenueView& view,
                    const InstrumentDefinition& instrument, const Command& command) {
    const int decimals = asset_of(view, instrument.quote_asset).decimals;
    const Amount minimum{static_cast<int128>(instrument.notional_minimum) *
                         static_cast<int128>(instrument.quote_units_per_tick_lot)};
    json.name("filter").word("NOTIONAL");
    json.name("limit").amount(minimum, decimals);
    json.name("given").amount(quote_amount(instrument, command.price, command.quantity), decimals);
    if (command.price <= Price{}) return;
    const auto price = static_cast<std::uint64_t>(command.price.value());
    const std::uint64_t lots = (instrument.notional_minimum + price - 1) / price;
    json.name("nearest").quantity(instrument, Quantity{lots});
}

bool has_bound(RejectReason reason) noexcept {
    switch (reason) {
        case RejectReason::price_below_minimum:
        case RejectReason::price_above_maximum:
        case RejectReason::quantity_below_minimum:
        case RejectReason::quantity_above_maximum:
        case RejectReason::notional_below_minimum: return true;
        default: return false;
    }
}

}  // namespace

std::string reject_data_of(const views::VenueView& view, const Submission& submission,
                           RejectReason reason) {
    const Command& command = submission.command;
    const bool is_new_order =
        command.type == CommandType::place_order || command.type == CommandType::replace_order;
    if (!is_new_order || !has_bound(reason)) return {};
    const InstrumentDefinition& instrument = instrument_of(view, command.instrument).definition;
    std::string text;
    JsonWriter json{text, submission.envelope.time_unit};
    json.begin_object();
    switch (reason) {
        case RejectReason::price_below_minimum:
            write_price(json, instrument, command.price, instrument.price_minimum);
            break;
        case RejectReason::price_above_maximum:
            write_price(json, instrument, command.price, instrument.price_maximum);
            break;
        case RejectReason::quantity_below_minimum:
            write_quantity(json, instrument, command.quantity, instrument.quantity_minimum);
            break;
        case RejectReason::quantity_above_maximum:
            write_quantity(json, instrument, command.quantity, instrument.quantity_maximum);
            break;
        default: write_notional(json, view, instrument, command); break;
    }
    json.end_object();
    return text;
}

}  // namespace outcry::gateway
