#include "gateway/api/order_check.hpp"

#include <algorithm>
#include <utility>

#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

using enum RejectReason;
using Unit = Violation::Unit;

/// From `minimum` to `maximum` in multiples of `step`; a maximum of zero is none.
struct Range {
    int128 minimum = 0;
    int128 maximum = 0;
    int128 step = 1;
};

/// What a value that leaves its range is refused with.
struct RangeReasons {
    RejectReason below{};
    RejectReason above{};
    RejectReason off_step = none;
};
constexpr RangeReasons price_reasons{price_below_minimum, price_above_maximum, price_off_step};
constexpr RangeReasons quantity_reasons{quantity_below_minimum, quantity_above_maximum,
                                        quantity_off_step};
constexpr RangeReasons market_reasons{market_quantity_below_minimum, market_quantity_above_maximum};

int128 nearest_in(const Range& range, int128 given) {
    const int128 step = std::max<int128>(range.step, 1);
    const int128 lowest = (range.minimum + step - 1) / step * step;
    const int128 rounded = (given + step / 2) / step * step;
    if (range.maximum == 0) return std::max(lowest, rounded);
    return std::clamp(rounded, lowest, std::max(lowest, range.maximum / step * step));
}

/// The value of a parameter that is looked at.
struct Given {
    Parameter parameter{};
    Unit unit{};
    int128 value = 0;
};

class Finder {
public:
    explicit Finder(const OrderToCheck& order)
        : view_{order.view},
          command_{order.command},
          now_{order.now},
          instrument_{instrument_of(order.view, order.command.instrument)},
          definition_{instrument_.definition},
          rules_{instrument_.rules},
          terms_{terms_of(order.command)} {}

    std::vector<Violation> find() {
        check_prices();
        if (!is_by_quote()) check_quantities();
        check_notional();
        check_trailing();
        if (terms_.expires_at != Timestamp{} && terms_.expires_at <= now_) {
            add(expiry_not_in_future,
                {Parameter::good_till_date, Unit::time, terms_.expires_at.value()}, now_.value());
        }
        if (has_price()) check_distance();
        return std::move(found_);
    }

private:
    [[nodiscard]] bool is_by_quote() const noexcept {
        return command_.order_type == OrderType::market_by_quote;
    }
    [[nodiscard]] bool has_price() const noexcept {
        return !is_by_quote() && command_.order_type != OrderType::market &&
               !is_stop_market(command_.order_type);
    }

    void add(RejectReason reason, const Given& given, int128 limit,
             std::optional<int128> nearest = {}) {
        found_.push_back({reason, given.parameter, given.unit, given.value, limit, nearest});
    }

    void check_range(const Given& given, const Range& range, const RangeReasons& reasons) {
        if (given.value < range.minimum) {
            add(reasons.below, given, range.minimum, nearest_in(range, given.value));
        } else if (range.maximum != 0 && given.value > range.maximum) {
            add(reasons.above, given, range.maximum, nearest_in(range, given.value));
        } else if (range.step > 1 && given.value % range.step != 0) {
            add(reasons.off_step, given, range.step, nearest_in(range, given.value));
        }
    }

    void check_prices() {
        const Range range{definition_.price_minimum.value(), definition_.price_maximum.value(),
                          std::max<int128>(rules_.price_step, 1)};
        if (has_price()) {
            check_range({Parameter::price, Unit::ticks, command_.price.value()}, range,
                        price_reasons);
        }
        if (terms_.stop_price != Price{}) {
            check_range({Parameter::stop_price, Unit::ticks, terms_.stop_price.value()}, range,
                        price_reasons);
        }
    }

    void check_quantities() {
        const Range range{static_cast<int128>(definition_.quantity_minimum.value()),
                          static_cast<int128>(definition_.quantity_maximum.value()),
                          std::max<int128>(rules_.quantity_step, 1)};
        const Given quantity{Parameter::quantity, Unit::lots,
                             static_cast<int128>(command_.quantity.value())};
        check_range(quantity, range, quantity_reasons);
        if (!has_price()) {
            check_range(quantity,
                        {static_cast<int128>(rules_.market_quantity_minimum.value()),
                         static_cast<int128>(rules_.market_quantity_maximum.value()), range.step},
                        market_reasons);
        }
        if (terms_.visible_quantity != Quantity{}) check_visible(range);
    }

    void check_visible(const Range& range) {
        const auto quantity = static_cast<int128>(command_.quantity.value());
        const Given visible{Parameter::iceberg_quantity, Unit::lots,
                            static_cast<int128>(terms_.visible_quantity.value())};
        if (visible.value > quantity)
            return add(iceberg_exceeds_quantity, visible, quantity, quantity);
        check_range(visible, range, quantity_reasons);
        const int128 parts = (quantity + visible.value - 1) / visible.value;
        const int128 parts_maximum = rules_.iceberg_parts_maximum;
        if (parts_maximum == 0 || parts <= parts_maximum) return;
        const int128 smallest = (quantity + parts_maximum - 1) / parts_maximum;
        const int128 step = range.step;
        add(too_many_iceberg_parts, visible, smallest, (smallest + step - 1) / step * step);
    }

    void check_notional() {
        const auto factor = static_cast<int128>(definition_.quote_units_per_tick_lot);
        const int128 minimum = static_cast<int128>(definition_.notional_minimum) * factor;
        const int128 maximum = static_cast<int128>(rules_.notional_maximum) * factor;
        Given given{Parameter::quote_order_quantity, Unit::quote_units,
                    command_.texts.created.quote_quantity.value()};
        if (has_price()) {
            given = {Parameter::quantity, Unit::quote_units,
                     quote_amount(definition_, command_.price, command_.quantity).value()};
        } else if (!is_by_quote()) {
            return;
        }
        if (given.value < minimum) add(notional_below_minimum, given, minimum);
        if (maximum != 0 && given.value > maximum) add(notional_above_maximum, given, maximum);
    }

    void check_trailing() {
        const Given delta{Parameter::trailing_delta, Unit::plain, terms_.trailing_delta_bips};
        if (delta.value == 0) return;
        const Range range{rules_.trailing_minimum_bips, rules_.trailing_maximum_bips, 1};
        check_range(delta, range, {trailing_delta_out_of_range, trailing_delta_out_of_range});
    }

    void check_distance() {
        const bool buys = command_.side == Side::buy;
        const std::uint32_t up = buys ? rules_.bid_up_bips : rules_.ask_up_bips;
        const std::uint32_t down = buys ? rules_.bid_down_bips : rules_.ask_down_bips;
        const int128 last = instrument_.price_last.value();
        if (last == 0) return;
        const Given price{Parameter::price, Unit::ticks, command_.price.value()};
        // Exact, as the engine compares: no rounded bound decides.
        if (up != 0 && price.value * bips_per_unit > last * up) {
            add(price_outside_percent, price, last * up / bips_per_unit);
        } else if (down != 0 && price.value * bips_per_unit < last * down) {
            add(price_outside_percent, price, (last * down + bips_per_unit - 1) / bips_per_unit);
        } else {
            return;
        }
        const int128 step = std::max<int128>(rules_.price_step, 1);
        const int128 limit = found_.back().limit;
        const bool is_above = price.value > limit;
        found_.back().nearest = is_above ? limit / step * step : (limit + step - 1) / step * step;
    }

    const views::VenueView& view_;
    const Command& command_;
    Timestamp now_;
    const views::InstrumentView& instrument_;
    const InstrumentDefinition& definition_;
    const InstrumentRules& rules_;
    const OrderTerms terms_;
    std::vector<Violation> found_;
};

/// At this price the smallest quantity that is worth enough, or the largest that is not too much.
void add_nearest_quantity(Violation& violation, const InstrumentDefinition& instrument,
                          const Command& command, int128 step) {
    if (violation.unit != Unit::quote_units || violation.parameter != Parameter::quantity) return;
    const int128 lot_value =
        command.price.value() * static_cast<int128>(instrument.quote_units_per_tick_lot);
    if (lot_value <= 0) return;
    const bool is_below = violation.reason == notional_below_minimum;
    const int128 lots =
        is_below ? (violation.limit + lot_value - 1) / lot_value : violation.limit / lot_value;
    violation.nearest = is_below ? (lots + step - 1) / step * step : lots / step * step;
}

void write_value(JsonWriter& json, const views::VenueView& view,
                 const InstrumentDefinition& instrument, Unit unit, int128 value) {
    switch (unit) {
        case Unit::ticks: json.price(instrument, Price{static_cast<std::int64_t>(value)}); return;
        case Unit::lots:
            json.quantity(instrument, Quantity{static_cast<std::uint64_t>(value)});
            return;
        case Unit::quote_units:
            json.amount(Amount{value}, asset_of(view, instrument.quote_asset).decimals);
            return;
        case Unit::plain: json.integer(static_cast<std::int64_t>(value)); return;
        case Unit::time: json.time(Timestamp{static_cast<std::int64_t>(value)}); return;
    }
    OUTCRY_UNREACHABLE();
}

}  // namespace

std::vector<Violation> find_violations(const OrderToCheck& order) {
    std::vector<Violation> found = Finder{order}.find();
    const views::InstrumentView& instrument = instrument_of(order.view, order.command.instrument);
    const auto step = std::max<int128>(instrument.rules.quantity_step, 1);
    for (Violation& violation : found) {
        add_nearest_quantity(violation, instrument.definition, order.command, step);
    }
    return found;
}

void write_violation(JsonWriter& json, const views::VenueView& view,
                     const InstrumentDefinition& instrument, const Violation& violation) {
    json.begin_object();
    json.name("reason").word(name_of(violation.reason));
    const std::string_view filter = filter_of(violation.reason);
    if (!filter.empty()) json.name("filter").word(filter);
    json.name("parameter").word(name_of(violation.parameter));
    write_value(json.name("given"), view, instrument, violation.unit, violation.given);
    write_value(json.name("limit"), view, instrument, violation.unit, violation.limit);
    if (violation.nearest) {
        // Of an amount the nearest one is a quantity: at the price that was given.
        const Unit unit = violation.unit == Unit::quote_units ? Unit::lots : violation.unit;
        write_value(json.name("nearestValid"), view, instrument, unit, *violation.nearest);
    }
    json.end_object();
}

std::string_view filter_of(RejectReason reason) noexcept {
    switch (reason) {
        case price_below_minimum:
        case price_above_maximum:
        case price_off_step: return "PRICE_FILTER";
        case quantity_below_minimum:
        case quantity_above_maximum:
        case quantity_off_step: return "LOT_SIZE";
        case market_quantity_below_minimum:
        case market_quantity_above_maximum: return "MARKET_LOT_SIZE";
        case notional_below_minimum:
        case notional_above_maximum: return "NOTIONAL";
        case price_outside_percent: return "PERCENT_PRICE_BY_SIDE";
        case too_many_iceberg_parts: return "ICEBERG_PARTS";
        case trailing_delta_out_of_range: return "TRAILING_DELTA";
        case position_above_maximum: return "MAX_POSITION";
        case too_many_open_orders:
        case too_many_instrument_orders: return "MAX_NUM_ORDERS";
        case too_many_stop_orders: return "MAX_NUM_ALGO_ORDERS";
        case too_many_iceberg_orders: return "MAX_NUM_ICEBERG_ORDERS";
        case too_many_order_lists: return "MAX_NUM_ORDER_LISTS";
        default: return {};
    }
}

}  // namespace outcry::gateway
