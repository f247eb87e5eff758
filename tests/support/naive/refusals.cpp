#include <algorithm>

#include "support/naive_command.hpp"
#include "support/naive_engine.hpp"

namespace outcry::test {
namespace {

int128 wide(std::uint64_t value) { return static_cast<int128>(value); }

/// Whether a command makes a new order that has a price to check.
bool has_price(const Command& command) { return naive::has_price(command.order_type); }

bool is_by_quote(const Command& command) {
    return command.order_type == OrderType::market_by_quote;
}

int128 up_of(std::int64_t price, std::uint32_t bips) {
    return static_cast<int128>(price) * bips / 10'000;
}
int128 down_of(std::int64_t price, std::uint32_t bips) {
    return (static_cast<int128>(price) * bips + 9'999) / 10'000;
}

}  // namespace

// 1 and 2: names, venue, account, instrument
NaiveEngine::Reason NaiveEngine::names_refusal(const Command& command, bool only_cancels) const {
    if (command.instrument.value() >= instruments_.size())
        return {RejectReason::unknown_instrument};
    if (!is_user(command.account.value())) return {RejectReason::unknown_account};
    const auto status = instruments_[command.instrument.value()].definition.status;
    const auto standing = user(command.account.value()).status;
    if (status_ == VenueStatus::halted) return {RejectReason::venue_halted};
    if (status_ == VenueStatus::cancel_only && !only_cancels)
        return {RejectReason::venue_cancel_only};
    if (standing == AccountStatus::disabled) return {RejectReason::account_disabled};
    if (standing == AccountStatus::cancel_only && !only_cancels)
        return {RejectReason::account_cancel_only};
    if (status == InstrumentStatus::delisted) return {RejectReason::instrument_delisted};
    if (status == InstrumentStatus::halted) return {RejectReason::instrument_halted};
    if (only_cancels) return {};
    if (status == InstrumentStatus::cancel_only) return {RejectReason::instrument_cancel_only};
    const bool places = command.type == CommandType::place_order ||
                        command.type == CommandType::replace_order ||
                        command.type == CommandType::stage_order;
    if (status == InstrumentStatus::post_only && places &&
        !naive::is_maker_type(command.order_type))
        return {RejectReason::instrument_post_only};
    return {};
}

// 3: commands of this second
NaiveEngine::Reason NaiveEngine::rate_refusal(const Command& command) const {
    const std::uint32_t most = limits_of(command.account.value()).commands_per_second_maximum;
    const Account& account = user(command.account.value());
    const std::uint64_t count =
        account.rate_second == time_ / 1'000'000 ? account.rate_count + 1 : 1;
    if (most != 0 && count > most)
        return {RejectReason::command_rate_limit, wide(count), wide(most)};
    return {};
}

void NaiveEngine::count_command(const Command& command) {
    if (limits_of(command.account.value()).commands_per_second_maximum == 0) return;
    Account& account = user(command.account.value());
    if (account.rate_second != time_ / 1'000'000) account.rate_count = 0;
    account.rate_second = time_ / 1'000'000;
    ++account.rate_count;
}

// 4: form
NaiveEngine::Reason NaiveEngine::form_refusal(const Command& command) const {
    const Reason invalid{RejectReason::invalid_order};
    const int128 budget = command.texts.created.quote_quantity.value();
    const auto type = static_cast<int>(command.order_type);
    const auto in_force = static_cast<int>(command.time_in_force);
    const OrderTerms terms = terms_of(command);
    const bool ends = command.time_in_force == TimeInForce::gtd;
    const bool is_stop = naive::is_any_stop(command.order_type);
    const bool has_trigger = terms.stop_price.value() != 0 || terms.trailing_delta_bips != 0;
    if (static_cast<int>(command.side) > 1) return invalid;
    if (static_cast<int>(command.self_trade_prevention) > 5) return invalid;
    if (type < 1 || type > 9) return invalid;
    if (is_stop != has_trigger) return invalid;
    if (ends != (terms.expires_at.value() != 0) || terms.expires_at.value() < 0) return invalid;
    if (!has_price(command) && command.price.value() != 0) return invalid;
    if (is_by_quote(command) ? budget <= 0 || command.quantity.value() != 0 : budget != 0)
        return invalid;
    const bool is_maker = naive::is_maker_type(command.order_type);
    const bool is_plain_market = naive::is_market_type(command.order_type);
    if (in_force > 4) return invalid;
    if (is_plain_market && ends) return invalid;
    if (is_maker && in_force > 1 && !ends) return invalid;
    if (!is_maker && has_price(command) && in_force < 1) return invalid;
    const bool may_hide =
        is_maker || (has_price(command) && command.time_in_force == TimeInForce::gtc);
    if (terms.visible_quantity.value() != 0 && !may_hide) return invalid;
    const bool is_idempotent = (command.options & CommandOption::idempotent) != 0;
    if (is_idempotent && command.texts.created.client_order_id.empty()) return invalid;
    return {};
}

// 5 to 10, one after the other
NaiveEngine::Reason NaiveEngine::numbers_refusal(const Command& command) const {
    const std::uint16_t instrument = command.instrument.value();
    const OrderTerms terms = terms_of(command);
    const std::int64_t price = command.price.value();
    const std::uint64_t quantity = command.quantity.value();
    Reason reason;
    if (has_price(command)) reason = price_refusal(instrument, price);
    if (!reason && terms.stop_price.value() != 0)
        reason = price_refusal(instrument, terms.stop_price.value());
    if (!reason && !is_by_quote(command)) reason = quantity_refusal(instrument, quantity);
    if (!reason && !is_by_quote(command) && !has_price(command))
        reason = market_quantity_refusal(instrument, quantity);
    if (!reason && terms.visible_quantity.value() != 0) reason = parts_refusal(command);
    if (!reason && has_price(command)) reason = notional_refusal(instrument, price, quantity);
    if (!reason && is_by_quote(command)) reason = budget_refusal(command);
    if (!reason) reason = terms_refusal(command);
    if (!reason && has_price(command)) reason = percent_refusal(instrument, command.side, price);
    return reason;
}

// 5: price
NaiveEngine::Reason NaiveEngine::price_refusal(std::uint16_t instrument, std::int64_t price) const {
    const auto& definition = instruments_[instrument].definition;
    const std::int64_t least = definition.price_minimum.value();
    const std::int64_t most = definition.price_maximum.value();
    const std::int64_t step = instruments_[instrument].rules.price_step;
    if (price < least) return {RejectReason::price_below_minimum, price, least};
    if (price > most) return {RejectReason::price_above_maximum, price, most};
    if (step != 0 && price % step != 0) return {RejectReason::price_off_step, price, step};
    return {};
}

// 6: quantity
NaiveEngine::Reason NaiveEngine::quantity_refusal(std::uint16_t instrument,
                                                  std::uint64_t quantity) const {
    const auto& definition = instruments_[instrument].definition;
    const std::uint64_t least = definition.quantity_minimum.value();
    const std::uint64_t most = definition.quantity_maximum.value();
    const std::uint64_t step = instruments_[instrument].rules.quantity_step;
    if (quantity < least)
        return {RejectReason::quantity_below_minimum, wide(quantity), wide(least)};
    if (quantity > most) return {RejectReason::quantity_above_maximum, wide(quantity), wide(most)};
    if (step != 0 && quantity % step != 0)
        return {RejectReason::quantity_off_step, wide(quantity), wide(step)};
    return {};
}

NaiveEngine::Reason NaiveEngine::market_quantity_refusal(std::uint16_t instrument,
                                                         std::uint64_t quantity) const {
    const std::uint64_t least = instruments_[instrument].rules.market_quantity_minimum.value();
    const std::uint64_t most = instruments_[instrument].rules.market_quantity_maximum.value();
    if (quantity < least)
        return {RejectReason::market_quantity_below_minimum, wide(quantity), wide(least)};
    if (most != 0 && quantity > most)
        return {RejectReason::market_quantity_above_maximum, wide(quantity), wide(most)};
    return {};
}

// 7: what an iceberg shows
NaiveEngine::Reason NaiveEngine::parts_refusal(const Command& command) const {
    const std::uint64_t whole = command.quantity.value();
    const std::uint64_t part = terms_of(command).visible_quantity.value();
    if (part > whole) return {RejectReason::iceberg_exceeds_quantity, wide(part), wide(whole)};
    const Reason reason = quantity_refusal(command.instrument.value(), part);
    if (reason) return reason;
    const std::uint64_t most = instruments_[command.instrument.value()].rules.iceberg_parts_maximum;
    const std::uint64_t parts = whole / part + (whole % part != 0 ? 1 : 0);
    if (most != 0 && parts > most)
        return {RejectReason::too_many_iceberg_parts, wide(parts), wide(most)};
    return {};
}

// 8: notional
NaiveEngine::Reason NaiveEngine::notional_refusal(std::uint16_t instrument, std::int64_t price,
                                                  std::uint64_t quantity) const {
    const int128 notional = static_cast<int128>(price) * wide(quantity);
    const int128 least = wide(instruments_[instrument].definition.notional_minimum);
    const int128 most = wide(instruments_[instrument].rules.notional_maximum);
    if (notional < least) return {RejectReason::notional_below_minimum, notional, least};
    if (most != 0 && notional > most) return {RejectReason::notional_above_maximum, notional, most};
    return {};
}

NaiveEngine::Reason NaiveEngine::budget_refusal(const Command& command) const {
    const Instrument& market = instruments_[command.instrument.value()];
    const int128 unit = wide(market.definition.quote_units_per_tick_lot);
    const int128 budget = command.texts.created.quote_quantity.value();
    const int128 least = wide(market.definition.notional_minimum) * unit;
    const int128 most = wide(market.rules.notional_maximum) * unit;
    if (budget < least) return {RejectReason::notional_below_minimum, budget, least};
    if (most != 0 && budget > most) return {RejectReason::notional_above_maximum, budget, most};
    return {};
}

// 9: trailing delta, the time of a GTD order
NaiveEngine::Reason NaiveEngine::terms_refusal(const Command& command) const {
    const auto& rules = instruments_[command.instrument.value()].rules;
    const OrderTerms terms = terms_of(command);
    const std::uint16_t delta = terms.trailing_delta_bips;
    const std::uint16_t least = rules.trailing_minimum_bips;
    const std::uint16_t most = rules.trailing_maximum_bips;
    if (delta != 0 && delta < least)
        return {RejectReason::trailing_delta_out_of_range, delta, least};
    if (delta != 0 && most != 0 && delta > most)
        return {RejectReason::trailing_delta_out_of_range, delta, most};
    if (command.time_in_force == TimeInForce::gtd && terms.expires_at.value() <= time_)
        return {RejectReason::expiry_not_in_future, terms.expires_at.value(), time_};
    return {};
}

// 10: distance from the last price
NaiveEngine::Reason NaiveEngine::percent_refusal(std::uint16_t instrument, Side side,
                                                 std::int64_t price) const {
    const Instrument& market = instruments_[instrument];
    if (market.last == 0) return {};
    const bool buys = side == Side::buy;
    const std::uint32_t up = buys ? market.rules.bid_up_bips : market.rules.ask_up_bips;
    const std::uint32_t down = buys ? market.rules.bid_down_bips : market.rules.ask_down_bips;
    const int128 given = static_cast<int128>(price) * 10'000;
    if (up != 0 && given > static_cast<int128>(market.last) * up)
        return {RejectReason::price_outside_percent, price, up_of(market.last, up)};
    if (down != 0 && given < static_cast<int128>(market.last) * down)
        return {RejectReason::price_outside_percent, price, down_of(market.last, down)};
    return {};
}

}  // namespace outcry::test
