#include <algorithm>

#include "support/naive_command.hpp"
#include "support/naive_engine.hpp"

namespace outcry::test {

// --- order commands ------------------------------------------------------------------------------

void NaiveEngine::place_order(const Command& command) {
    Reason reason = names_refusal(command, false);
    if (!reason) reason = rate_refusal(command);
    if (!reason) reason = form_refusal(command);
    if (!reason) reason = numbers_refusal(command);
    if (!reason && repeats(command, reason)) return;
    if (!reason) reason = admission_refusal(command);
    if (reason) return refuse(command, reason, CommandPart::whole);
    count_command(command);
    Order order = order_of(command);
    order.id = ++order_ids_;
    remember(command, order.id);
    accept(command, order);
    if (order.has_terms) report_terms(order);
    set_out(order);
}

NaiveEngine::Reason NaiveEngine::cancel_refusal(const Command& command) {
    const auto [order, missing] = find_target(command);
    if (order == nullptr) return missing;
    const bool is_new = order->open == order->total;
    if ((flag(command, CommandFlag::cancel_only_new) && !is_new) ||
        (flag(command, CommandFlag::cancel_only_partially_filled) && is_new))
        return {RejectReason::cancel_restricted};
    return {};
}

void NaiveEngine::cancel_order(const Command& command) {
    Reason reason = names_refusal(command, true);
    if (!reason && !names_a_target(command)) reason = {RejectReason::invalid_order};
    if (!reason) reason = cancel_refusal(command);
    if (reason) return refuse(command, reason, CommandPart::whole);
    end(find_target(command).first->id, CloseReason::cancelled_by_user, name_of_cancel(command));
}

void NaiveEngine::replace_order(const Command& command) {
    Reason reason = names_refusal(command, false);
    if (!reason) reason = rate_refusal(command);
    if (!reason) reason = form_refusal(command);
    if (!reason) reason = numbers_refusal(command);
    if (!reason && (!names_a_target(command) || static_cast<int>(command.replace_mode) > 1))
        reason = {RejectReason::invalid_order};
    if (!reason && repeats(command, reason)) return;
    if (reason) return refuse(command, reason, CommandPart::whole);
    const Reason kept = cancel_refusal(command);
    if (kept) {
        refuse(command, kept, CommandPart::cancel);
        if (command.replace_mode == ReplaceMode::stop_on_failure) return;
    } else {
        end(find_target(command).first->id, CloseReason::replaced, name_of_cancel(command));
    }
    reason = admission_refusal(command);
    if (!kept || !reason) count_command(command);
    if (reason) return refuse(command, reason, CommandPart::placement);
    Order order = order_of(command);
    order.id = ++order_ids_;
    remember(command, order.id);
    accept(command, order);
    if (order.has_terms) report_terms(order);
    set_out(order);
}

// --- what a new order is -------------------------------------------------------------------------

SelfTradePrevention NaiveEngine::prevention_of(const Command& command) const {
    if (command.self_trade_prevention != SelfTradePrevention::account_default)
        return command.self_trade_prevention;
    return user(command.account.value()).prevention;
}

/// One tick off the other side when it slides and would trade, else where it says.
std::int64_t NaiveEngine::resting_price(std::uint16_t instrument, Side side, OrderType type,
                                        std::int64_t price) {
    if (type != OrderType::limit_maker_slide) return price;
    const Order* const met = best(instrument, side, price);
    if (met == nullptr) return price;
    const auto step = std::max<std::int64_t>(1, instruments_[instrument].rules.price_step);
    return met->price + (side == Side::buy ? -step : step);
}

NaiveEngine::Order NaiveEngine::order_of(const Command& command) {
    const std::uint16_t instrument = command.instrument.value();
    const Instrument& market = instruments_[instrument];
    Order order;
    order.open = order.total = command.quantity.value();
    order.account = command.account.value();
    order.instrument = instrument;
    order.side = command.side;
    order.type = command.order_type;
    order.in_force = command.time_in_force;
    order.prevention = prevention_of(command);
    order.name = command.texts.created.client_order_id;
    order.has_terms = flag(command, CommandFlag::has_terms);
    order.terms = terms_of(command);
    if (naive::has_price(order.type))
        order.price = resting_price(instrument, order.side, order.type, command.price.value());
    if (order.type == OrderType::market_by_quote)
        order.budget = command.texts.created.quote_quantity.value();
    if (!naive::is_any_stop(order.type)) return order;
    const bool follows_at_once = order.terms.stop_price.value() == 0;
    order.phase = follows_at_once ? OrderPhase::tracking : OrderPhase::waiting;
    if (naive::is_market_stop(order.type) && order.side == Side::buy)
        order.hold_price = hold_price_of(order.terms, market);
    return order;
}

/// What a stop market buy reserves at: as far as the band lets it trade.
std::int64_t NaiveEngine::hold_price_of(const OrderTerms& terms, const Instrument& market) {
    const int128 band = market.rules.market_band_bips;
    const bool has_stop = terms.stop_price.value() != 0;
    const int128 from = has_stop ? terms.stop_price.value() : market.last;
    const int128 bips = 10'000 + band + (has_stop ? 0 : int128{terms.trailing_delta_bips});
    const int128 price = (from * bips + 9'999) / 10'000;
    return static_cast<std::int64_t>(std::min<int128>(price, price_max.value()));
}

void NaiveEngine::accept(const Command& command, const Order& order) {
    OrderAccepted& accepted = say(EventType::order_accepted, order.instrument).accepted;
    accepted.order_id = OrderId{order.id};
    accepted.price = Price{order.price};
    accepted.quantity = command.quantity;
    accepted.quote_quantity = command.texts.created.quote_quantity;
    accepted.account = command.account;
    accepted.side = order.side;
    accepted.type = order.type;
    accepted.time_in_force = order.in_force;
    accepted.self_trade_prevention = order.prevention;
    accepted.client_order_id = order.name;
}

void NaiveEngine::report_terms(const Order& order) {
    OrderTermsSet& set = say(EventType::order_terms_set, order.instrument).terms;
    const bool is_formula = !naive::is_market_stop(order.type) && !order.holds_nothing;
    set.order_id = OrderId{order.id};
    set.stop_price = order.terms.stop_price;
    set.visible_quantity = order.terms.visible_quantity;
    set.expires_at = order.terms.expires_at;
    set.trailing_delta_bips = order.terms.trailing_delta_bips;
    set.account = AccountId{order.account};
    if (!is_formula && !order.holds_nothing) set.reserved_amount = Amount{own_amount(order)};
    set.order_list_id = OrderListId{order.list};
    set.strategy_id = order.terms.strategy_id;
    set.strategy_type = order.terms.strategy_type;
    set.session = order.terms.session;
    set.phase = order.phase;
    set.reserves_by_formula = is_formula ? 1 : 0;
}

// --- trading and resting -------------------------------------------------------------------------

void NaiveEngine::set_out(Order order) {
    if (order.phase == OrderPhase::working) return run(order);
    if (!order.holds_nothing) hold(order, own_amount(order));
    orders_.push_back(order);
}

NaiveEngine::Taking NaiveEngine::taking_of(const Order& order) {
    const Instrument& market = instruments_[order.instrument];
    Taking taking;
    taking.id = order.id;
    taking.account = order.account;
    taking.side = order.side;
    taking.prevention = order.prevention;
    taking.open = order.open;
    taking.budget = order.budget;
    if (order.type == OrderType::market_by_quote) {
        taking.is_by_quote = true;
        taking.step = std::max<std::uint64_t>(1, market.rules.quantity_step);
        taking.open = market.definition.quantity_maximum.value();
    }
    if (naive::has_price(order.type)) {
        taking.limit = order.price;
        return taking;
    }
    const int128 band = market.rules.market_band_bips;
    if (band == 0) return taking;
    int128 reference = market.last;
    if (reference == 0) {
        const Order* const met = best(order.instrument, order.side, {});
        if (met == nullptr) return taking;
        reference = met->price;
    }
    taking.limit = static_cast<std::int64_t>(order.side == Side::buy
                                                 ? reference * (10'000 + band) / 10'000
                                                 : (reference * (10'000 - band) + 9'999) / 10'000);
    return taking;
}

/// An order that is in no place yet trades what it can, and what may rest does.
void NaiveEngine::run(Order order) {
    order.phase = OrderPhase::working;
    Taking taking = taking_of(order);
    const auto close_as = [&](CloseReason reason) { end_taking(order, taking, reason); };
    const bool is_all_or_nothing =
        naive::has_price(order.type) && order.in_force == TimeInForce::fok;
    if (is_all_or_nothing && preview(order.instrument, taking).certain < taking.open)
        return close_as(CloseReason::unfilled_fok);
    const Ending ending = trade(order.instrument, taking);
    see_prices(order.instrument, taking);
    if (ending == Ending::own_order) return close_as(CloseReason::self_trade_prevention);
    if (ending == Ending::budget_spent && !taking.is_by_quote)
        return close_as(CloseReason::insufficient_balance);
    if (ending == Ending::budget_spent && taking.prevented != 0)
        return close_as(CloseReason::self_trade_prevention);
    if (taking.open == 0 || ending == Ending::budget_spent) return after_fill(order);
    if (ending == Ending::limit_reached) return close_as(CloseReason::fill_limit);
    if (!naive::has_price(order.type)) {
        const bool is_anybody_left = best(order.instrument, order.side, {}) != nullptr;
        return close_as(is_anybody_left ? CloseReason::protection_limit
                                        : CloseReason::insufficient_liquidity);
    }
    if (!naive::may_rest(order.type, order.in_force)) return close_as(CloseReason::unfilled_ioc);
    if (price_room_refusal(order.instrument, order.price))
        return close_as(CloseReason::no_capacity);
    rest(order, taking);
}

void NaiveEngine::rest(Order order, const Taking& taking) {
    order.open = taking.open;
    order.total -= taking.prevented;
    order.shown = std::min(order.open, order.terms.visible_quantity.value());
    order.arrival = ++arrivals_;
    if (!order.holds_nothing) hold(order, own_amount(order));
    orders_.push_back(order);
}

// --- ends ----------------------------------------------------------------------------------------

void NaiveEngine::close(const Order& order, CloseReason reason, const ClientOrderId& cancel_name,
                        int was_resting) {
    OrderClosed& closed = say(EventType::order_closed, order.instrument).closed;
    closed.order_id = OrderId{order.id};
    closed.price = Price{order.price};
    closed.open_quantity = Quantity{order.open};
    closed.account = AccountId{order.account};
    closed.side = order.side;
    closed.reason = reason;
    closed.was_resting = static_cast<std::uint8_t>(was_resting);
    closed.cancel_client_order_id = cancel_name;
}

void NaiveEngine::end_taking(const Order& order, const Taking& taking, CloseReason reason) {
    Order rest_of_it = order;
    rest_of_it.open = taking.is_by_quote ? 0 : taking.open;
    close(rest_of_it, reason, {}, 0);
    after_end(rest_of_it, reason);
}

/// Ends an order that stands somewhere, and what ends with it.
void NaiveEngine::end(std::uint64_t id, CloseReason reason, const ClientOrderId& cancel_name) {
    Order order = *find(id);
    close(order, reason, cancel_name, order.phase == OrderPhase::working ? 1 : 2);
    hold(order, 0);
    erase(id);
    after_end(order, reason);
}

// --- reservations --------------------------------------------------------------------------------

int128 NaiveEngine::own_amount(const Order& order) const {
    const std::int64_t price = naive::is_market_stop(order.type) ? order.hold_price : order.price;
    return cost(order.instrument, order.side, price, order.open);
}

void NaiveEngine::hold(Order& order, int128 amount) {
    Balance& payer = balance(order.account, pays(order.instrument, order.side));
    payer.locked += amount - order.held;
    payer.free -= amount - order.held;
    order.held = amount;
}

void NaiveEngine::report_held(const Order& order) {
    OrderReserved& reserved = say(EventType::order_reserved, order.instrument).order_reserved;
    reserved.order_id = OrderId{order.id};
    reserved.amount = Amount{order.held};
    reserved.account = AccountId{order.account};
    reserved.side = order.side;
    const bool is_formula = !naive::is_market_stop(order.type) && !order.holds_nothing;
    reserved.is_by_formula = is_formula ? 1 : 0;
}

}  // namespace outcry::test
