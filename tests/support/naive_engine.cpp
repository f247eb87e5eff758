#include "support/naive_engine.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "support/naive_command.hpp"

namespace outcry::test {
namespace {

constexpr std::uint32_t first_user = 16;

std::int64_t narrowed(int128 value) {
    constexpr int128 max = std::numeric_limits<std::int64_t>::max();
    constexpr int128 min = std::numeric_limits<std::int64_t>::min();
    return static_cast<std::int64_t>(std::clamp(value, min, max));
}

bool is_market_type(OrderType type) {
    return type == OrderType::market || type == OrderType::market_by_quote;
}

bool is_maker_type(OrderType type) {
    return type == OrderType::limit_maker || type == OrderType::limit_maker_slide;
}

bool stays(const Command& command) {
    return is_maker_type(command.order_type) ||
           (command.order_type == OrderType::limit && (command.time_in_force == TimeInForce::gtc ||
                                                       command.time_in_force == TimeInForce::gtd));
}

/// Rounded up to a whole unit, against the one who pays it.
int128 fee(int128 received, std::uint32_t ppm) {
    return (received * static_cast<int128>(ppm) + 999'999) / 1'000'000;
}

}  // namespace

void NaiveEngine::apply(const Command& command, EventBuffer& events) {
    sequence_ = command.sequence;
    time_ = command.time.value();
    events_ = &events;
    const bool continues = command.type == CommandType::continue_mass_action;
    events.begin(command.sequence, command.time,
                 continues && mass_action_ ? mass_action_->request
                 : continues               ? RequestId{}
                                           : command.request);
    dispatch(command);
    events.finish();
}

void NaiveEngine::dispatch(const Command& command) {
    switch (command.type) {
        case CommandType::place_order: return place_order(command);
        case CommandType::cancel_order: return cancel_order(command);
        case CommandType::amend_order: return amend_order(command);
        case CommandType::replace_order: return replace_order(command);
        case CommandType::cancel_all_orders: {
            const Reason reason = names_refusal(command, true);
            if (reason.reason != RejectReason::none)
                return refuse(command, reason, CommandPart::whole);
            return cancel_slice(
                {command.request, command.account.value(), command.instrument.value()});
        }
        case CommandType::continue_mass_action:
            return mass_action_ ? cancel_slice(*mass_action_) : expire();
        case CommandType::advance_clock: return expire();
        case CommandType::set_account_rules: return set_account_rules(command);
        case CommandType::create_asset: return create_asset(command);
        case CommandType::create_instrument: return create_instrument(command);
        case CommandType::set_instrument_status:
        case CommandType::change_fees: return change_instrument(command);
        case CommandType::create_account: return create_account(command);
        case CommandType::adjust_balance: return adjust_balance(command);
        case CommandType::stage_bytes: return stage(command);
        case CommandType::register_key: return register_key(command);
        case CommandType::revoke_key: return revoke_key(command);
        default: break;
    }
    refuse(command, {RejectReason::invalid_order}, CommandPart::whole);
}

// --- what can be refused -------------------------------------------------------------------------

NaiveEngine::Reason NaiveEngine::names_refusal(const Command& command, bool only_cancels) const {
    if (command.instrument.value() >= instruments_.size())
        return {RejectReason::unknown_instrument};
    if (!is_user(command.account.value())) return {RejectReason::unknown_account};
    const auto status = instruments_[command.instrument.value()].definition.status;
    if (status == InstrumentStatus::halted) return {RejectReason::instrument_halted};
    if (only_cancels) return {};
    if (status == InstrumentStatus::cancel_only) return {RejectReason::instrument_cancel_only};
    if (status == InstrumentStatus::post_only && command.type != CommandType::amend_order &&
        !is_maker_type(command.order_type))
        return {RejectReason::instrument_post_only};
    return {};
}

NaiveEngine::Reason NaiveEngine::quantity_refusal(const InstrumentDefinition& definition,
                                                  std::uint64_t quantity) const {
    const int128 least = static_cast<int128>(definition.quantity_minimum.value());
    const int128 most = static_cast<int128>(definition.quantity_maximum.value());
    const int128 given = static_cast<int128>(quantity);
    if (given < least) return {RejectReason::quantity_below_minimum, given, least};
    if (given > most) return {RejectReason::quantity_above_maximum, given, most};
    return {};
}

NaiveEngine::Reason NaiveEngine::limits_refusal(const InstrumentDefinition& definition,
                                                std::int64_t price, std::uint64_t quantity) const {
    const std::int64_t least = definition.price_minimum.value();
    const std::int64_t most = definition.price_maximum.value();
    if (price < least) return {RejectReason::price_below_minimum, price, least};
    if (price > most) return {RejectReason::price_above_maximum, price, most};
    const Reason reason = quantity_refusal(definition, quantity);
    if (reason.reason != RejectReason::none) return reason;
    const int128 notional = static_cast<int128>(price) * static_cast<int128>(quantity);
    const int128 minimum = static_cast<int128>(definition.notional_minimum);
    if (notional < minimum) return {RejectReason::notional_below_minimum, notional, minimum};
    return {};
}

NaiveEngine::Reason NaiveEngine::form_refusal(const Command& command) const {
    const Reason invalid{RejectReason::invalid_order};
    const auto& definition = instruments_[command.instrument.value()].definition;
    const int128 budget = command.texts.created.quote_quantity.value();
    const auto in_force = static_cast<int>(command.time_in_force);
    if (static_cast<int>(command.side) > 1) return invalid;
    if (static_cast<int>(command.self_trade_prevention) > 5) return invalid;
    const OrderTerms terms = terms_of(command);
    const bool ends = command.time_in_force == TimeInForce::gtd;
    if (terms.stop_price.value() != 0 || terms.trailing_delta_bips != 0) return invalid;
    if (terms.visible_quantity.value() != 0) return invalid;
    if (ends != (terms.expires_at.value() != 0) || terms.expires_at.value() < 0) return invalid;
    const auto limit_refusal = [&] {
        const Reason reason =
            limits_refusal(definition, command.price.value(), command.quantity.value());
        if (reason.reason == RejectReason::none && ends && terms.expires_at.value() <= time_)
            return Reason{RejectReason::expiry_not_in_future, terms.expires_at.value(), time_};
        return reason;
    };
    switch (command.order_type) {
        case OrderType::limit:
            if (in_force < 1 || in_force > 4 || budget != 0) return invalid;
            return limit_refusal();
        case OrderType::limit_maker:
        case OrderType::limit_maker_slide:
            if ((in_force > 1 && !ends) || budget != 0) return invalid;
            return limit_refusal();
        case OrderType::market:
            if (in_force > 3 || command.price.value() != 0 || budget != 0) return invalid;
            return quantity_refusal(definition, command.quantity.value());
        case OrderType::market_by_quote: {
            if (in_force > 3 || command.price.value() != 0) return invalid;
            if (command.quantity.value() != 0 || budget <= 0) return invalid;
            const int128 minimum = static_cast<int128>(definition.notional_minimum) *
                                   static_cast<int128>(definition.quote_units_per_tick_lot);
            if (budget < minimum) return {RejectReason::notional_below_minimum, budget, minimum};
            return {};
        }
        default: break;
    }
    return invalid;
}

NaiveEngine::Reason NaiveEngine::admission_refusal(const Command& command) const {
    const std::uint16_t instrument = command.instrument.value();
    const std::uint32_t account = command.account.value();
    const auto& definition = instruments_[instrument].definition;
    const ClientOrderId& name = command.texts.created.client_order_id;
    if (!name.empty() && find_named(account, name) != nullptr)
        return {RejectReason::duplicate_client_order_id};
    const auto open_count = std::count_if(orders_.begin(), orders_.end(), [&](const Order& order) {
        return order.account == account;
    });
    if (stays(command) && open_count >= limits_.open_orders_per_account_max)
        return {RejectReason::too_many_open_orders, open_count + 1,
                limits_.open_orders_per_account_max};

    const Taking taking = taking_of(command);
    const bool buys = command.side == Side::buy;
    int128 needed = 0;
    if (command.order_type == OrderType::market && buys) {
        needed = preview(instrument, taking).quote;
    } else if (command.order_type == OrderType::market_by_quote) {
        needed = buys ? *taking.budget
                      : static_cast<int128>(preview(instrument, taking).quantity) *
                            static_cast<int128>(definition.base_units_per_lot);
    } else {
        needed = cost(instrument, command.side, command.price.value(), command.quantity.value());
    }
    const int128 free = balance(account, pays(instrument, command.side)).free;
    if (needed > free) return {RejectReason::insufficient_balance, needed, free};

    if (is_maker_type(command.order_type) &&
        would_trade(instrument, command.side, command.price.value())) {
        const bool has_place =
            command.order_type == OrderType::limit_maker_slide &&
            limits_refusal(definition, resting_price(command), command.quantity.value()).reason ==
                RejectReason::none;
        if (!has_place) return {RejectReason::would_trade};
    }
    if (command.order_type == OrderType::market_by_quote) {
        const auto others = queue(instrument, taking);
        if (!others.empty()) {
            const int128 least = cost(instrument, Side::buy, others.front()->price,
                                      definition.quantity_minimum.value());
            if (*taking.budget < least)
                return {RejectReason::quote_quantity_too_small, *taking.budget, least};
        }
    }
    if (!stays(command)) return {};
    if (orders_.size() >= limits_.orders_max)
        return {RejectReason::order_capacity, limits_.orders_max + int128{1}, limits_.orders_max};
    return price_room_refusal(instrument, resting_price(command));
}

NaiveEngine::Reason NaiveEngine::price_room_refusal(std::uint16_t instrument,
                                                    std::int64_t price) const {
    const std::uint64_t pages_max = limits_.price_pages_max != 0
                                        ? limits_.price_pages_max
                                        : std::max(1024U, limits_.orders_max / 8);
    // Cannot be reached with so few orders.
    if (orders_.size() < pages_max) return {};
    std::set<std::pair<std::uint16_t, std::int64_t>> pages;
    for (const Order& order : orders_) pages.insert({order.instrument, order.price >> 6});
    if (pages.size() < pages_max || pages.contains({instrument, price >> 6})) return {};
    return {RejectReason::price_level_capacity, static_cast<int128>(pages_max) + 1,
            static_cast<int128>(pages_max)};
}

std::pair<NaiveEngine::Order*, NaiveEngine::Reason> NaiveEngine::find_target(
    const Command& command) {
    const bool by_id = flag(command, CommandFlag::has_target_order_id);
    const bool by_name = flag(command, CommandFlag::has_target_client_order_id);
    const ClientOrderId& name = command.texts.target.client_order_id;
    for (Order& order : orders_) {
        if (order.account != command.account.value()) continue;
        if (order.instrument != command.instrument.value()) continue;
        if (by_id && order.id != command.target_order_id.value()) continue;
        if (!by_id && (name.empty() || order.name != name)) continue;
        if (by_id && by_name && order.name != name)
            return {nullptr, {RejectReason::client_order_id_mismatch}};
        return {&order, {}};
    }
    return {nullptr, {RejectReason::unknown_order}};
}

NaiveEngine::Order* NaiveEngine::find_named(std::uint32_t account, const ClientOrderId& name) {
    for (Order& order : orders_)
        if (order.account == account && order.name == name) return &order;
    return nullptr;
}

const NaiveEngine::Order* NaiveEngine::find_named(std::uint32_t account,
                                                  const ClientOrderId& name) const {
    for (const Order& order : orders_)
        if (order.account == account && order.name == name) return &order;
    return nullptr;
}

// --- trading -------------------------------------------------------------------------------------

NaiveEngine::Taking NaiveEngine::taking_of(const Command& command) const {
    Taking taking;
    taking.account = command.account.value();
    taking.side = command.side;
    taking.prevention = prevention_of(command);
    taking.open = command.quantity.value();
    if (!is_market_type(command.order_type)) taking.limit = resting_price(command);
    if (command.order_type == OrderType::market_by_quote) {
        taking.budget = command.texts.created.quote_quantity.value();
        taking.open = instruments_[command.instrument.value()].definition.quantity_maximum.value();
    }
    return taking;
}

/// Whom it would meet, in the order of meeting.
std::vector<const NaiveEngine::Order*> NaiveEngine::queue(std::uint16_t instrument,
                                                          const Taking& taking) const {
    const bool buys = taking.side == Side::buy;
    std::vector<const Order*> met;
    for (const Order& order : orders_) {
        if (order.instrument != instrument || order.side == taking.side) continue;
        if (taking.limit && (buys ? order.price > *taking.limit : order.price < *taking.limit))
            continue;
        met.push_back(&order);
    }
    std::sort(met.begin(), met.end(), [&](const Order* left, const Order* right) {
        if (left->price != right->price)
            return buys ? left->price < right->price : left->price > right->price;
        return left->arrival < right->arrival;
    });
    return met;
}

bool NaiveEngine::would_trade(std::uint16_t instrument, Side side, std::int64_t price) const {
    Taking taking;
    taking.side = side;
    taking.limit = price;
    return !queue(instrument, taking).empty();
}

std::uint64_t NaiveEngine::lots_within(const Taking& taking, std::uint16_t instrument,
                                       std::int64_t price, std::uint64_t offered) const {
    const std::uint64_t wanted = std::min(taking.open, offered);
    if (!taking.budget) return wanted;
    const int128 per_lot = cost(instrument, Side::buy, price, 1);
    if (per_lot == 0) return wanted;
    return static_cast<std::uint64_t>(
        std::min<int128>(*taking.budget / per_lot, static_cast<int128>(wanted)));
}

NaiveEngine::Ending NaiveEngine::trade(std::uint16_t instrument, Taking& taking) {
    std::size_t fills = 0;
    std::size_t met_own = 0;
    while (taking.open != 0) {
        const auto met = queue(instrument, taking);
        if (met.empty()) return Ending::done;
        if (fills == fills_per_command_max || met_own == self_trades_per_command_max)
            return Ending::limit_reached;
        Order& maker = *std::find_if(orders_.begin(), orders_.end(), [&](const Order& order) {
            return order.id == met.front()->id;
        });
        const std::uint64_t lots = lots_within(taking, instrument, maker.price, maker.open);
        if (lots == 0) return Ending::budget_spent;
        if (are_kept_apart(taking, maker.account)) {
            const auto mode = taking.prevention;
            prevent(instrument, taking, maker, lots);
            ++met_own;
            if (mode == SelfTradePrevention::expire_maker) continue;
            if (mode == SelfTradePrevention::decrement && taking.open != 0) continue;
            return Ending::own_order;
        }
        fill(instrument, taking, maker, lots);
        ++fills;
    }
    return Ending::done;
}

void NaiveEngine::fill(std::uint16_t instrument, Taking& taking, Order& maker,
                       std::uint64_t quantity) {
    Instrument& market = instruments_[instrument];
    const auto& definition = market.definition;
    const bool taker_buys = taking.side == Side::buy;
    const std::uint32_t buyer = taker_buys ? taking.account : maker.account;
    const std::uint32_t seller = taker_buys ? maker.account : taking.account;
    const int128 quote = cost(instrument, Side::buy, maker.price, quantity);
    const int128 base = cost(instrument, Side::sell, maker.price, quantity);
    const int128 buyer_fee =
        fee(base, taker_buys ? definition.taker_fee_ppm : definition.maker_fee_ppm);
    const int128 seller_fee =
        fee(quote, taker_buys ? definition.maker_fee_ppm : definition.taker_fee_ppm);
    (taker_buys ? balance(buyer, definition.quote_asset).free
                : balance(buyer, definition.quote_asset).locked) -= quote;
    (taker_buys ? balance(seller, definition.base_asset).locked
                : balance(seller, definition.base_asset).free) -= base;
    balance(buyer, definition.base_asset).free += base - buyer_fee;
    balance(seller, definition.quote_asset).free += quote - seller_fee;
    balance(fee_account.value(), definition.base_asset).free += buyer_fee;
    balance(fee_account.value(), definition.quote_asset).free += seller_fee;

    maker.open -= quantity;
    taking.open -= quantity;
    if (taking.budget) *taking.budget -= quote;
    OrderTraded& traded = events_->append(EventType::order_traded, InstrumentId{instrument}).traded;
    traded.trade_id = TradeId{++market.trades};
    traded.price = Price{maker.price};
    traded.quantity = Quantity{quantity};
    traded.maker_order_id = OrderId{maker.id};
    traded.taker_order_id = OrderId{taking.id};
    traded.maker_open_quantity = Quantity{maker.open};
    traded.maker_fee = Amount{taker_buys ? seller_fee : buyer_fee};
    traded.taker_fee = Amount{taker_buys ? buyer_fee : seller_fee};
    traded.maker_account = AccountId{maker.account};
    traded.taker_account = AccountId{taking.account};
    traded.taker_side = taking.side;
    if (maker.open == 0) erase(maker.id);
}

void NaiveEngine::place(const Command& command) {
    const std::uint16_t instrument = command.instrument.value();
    Taking taking = taking_of(command);
    taking.id = ++order_ids_;
    OrderAccepted& accepted =
        events_->append(EventType::order_accepted, command.instrument).accepted;
    accepted.order_id = OrderId{taking.id};
    accepted.price = Price{taking.limit.value_or(0)};
    accepted.quantity = command.quantity;
    accepted.quote_quantity = command.texts.created.quote_quantity;
    accepted.account = command.account;
    accepted.side = command.side;
    accepted.type = command.order_type;
    accepted.time_in_force = command.time_in_force;
    accepted.self_trade_prevention = taking.prevention;
    accepted.client_order_id = command.texts.created.client_order_id;

    if (flag(command, CommandFlag::has_terms)) report_terms(command, taking.id);
    const auto close = [&](CloseReason reason) {
        close_taking(taking, instrument, taking.limit.value_or(0), reason);
    };
    const bool is_all_or_nothing =
        command.order_type == OrderType::limit && command.time_in_force == TimeInForce::fok;
    if (is_all_or_nothing && preview(instrument, taking).quantity < taking.open)
        return close(CloseReason::unfilled_fok);
    const Ending ending = trade(instrument, taking);
    if (ending == Ending::own_order) return close(CloseReason::self_trade_prevention);
    if (ending == Ending::budget_spent && taking.prevented != 0)
        return close(CloseReason::self_trade_prevention);
    if (taking.open == 0 || ending == Ending::budget_spent) return;
    if (ending == Ending::limit_reached) return close(CloseReason::fill_limit);
    if (is_market_type(command.order_type)) return close(CloseReason::insufficient_liquidity);
    if (!stays(command)) return close(CloseReason::unfilled_ioc);
    orders_.push_back({taking.id, ++arrivals_, *taking.limit, taking.open,
                       command.quantity.value() - taking.prevented, taking.account, instrument,
                       command.side, command.order_type, command.texts.created.client_order_id,
                       terms_of(command).expires_at.value()});
    Balance& payer = balance(taking.account, pays(instrument, command.side));
    const int128 reserved = cost(instrument, command.side, *taking.limit, taking.open);
    payer.free -= reserved;
    payer.locked += reserved;
}

// --- order commands ------------------------------------------------------------------------------

void NaiveEngine::place_order(const Command& command) {
    Reason reason = names_refusal(command, false);
    if (reason.reason == RejectReason::none) reason = form_refusal(command);
    if (reason.reason == RejectReason::none) reason = admission_refusal(command);
    if (reason.reason != RejectReason::none) return refuse(command, reason, CommandPart::whole);
    place(command);
}

void NaiveEngine::cancel_order(const Command& command) {
    Reason reason = names_refusal(command, true);
    if (reason.reason == RejectReason::none && !names_a_target(command))
        reason = {RejectReason::invalid_order};
    if (reason.reason != RejectReason::none) return refuse(command, reason, CommandPart::whole);
    const auto [order, missing] = find_target(command);
    if (order == nullptr) return refuse(command, missing, CommandPart::whole);
    const bool is_new = order->open == order->total;
    if ((flag(command, CommandFlag::cancel_only_new) && !is_new) ||
        (flag(command, CommandFlag::cancel_only_partially_filled) && is_new))
        return refuse(command, {RejectReason::cancel_restricted}, CommandPart::whole);
    close_resting(*order, CloseReason::cancelled_by_user, name_of_cancel(command));
}

void NaiveEngine::replace_order(const Command& command) {
    Reason reason = names_refusal(command, false);
    if (reason.reason == RejectReason::none) reason = form_refusal(command);
    if (reason.reason == RejectReason::none &&
        (!names_a_target(command) || static_cast<int>(command.replace_mode) > 1))
        reason = {RejectReason::invalid_order};
    if (reason.reason != RejectReason::none) return refuse(command, reason, CommandPart::whole);
    const auto [order, missing] = find_target(command);
    reason = missing;
    if (order != nullptr) {
        const bool is_new = order->open == order->total;
        if ((flag(command, CommandFlag::cancel_only_new) && !is_new) ||
            (flag(command, CommandFlag::cancel_only_partially_filled) && is_new))
            reason = {RejectReason::cancel_restricted};
    }
    if (reason.reason == RejectReason::none) {
        close_resting(*order, CloseReason::replaced, name_of_cancel(command));
    } else {
        refuse(command, reason, CommandPart::cancel);
        if (command.replace_mode == ReplaceMode::stop_on_failure) return;
    }
    reason = admission_refusal(command);
    if (reason.reason != RejectReason::none) return refuse(command, reason, CommandPart::placement);
    place(command);
}

void NaiveEngine::cancel_slice(const MassAction& wanted) {
    const MassAction action = wanted;
    std::vector<std::uint64_t> ids;
    for (const Order& order : orders_)
        if (order.account == action.account && order.instrument == action.instrument)
            ids.push_back(order.id);
    std::sort(ids.begin(), ids.end());
    const std::size_t count = std::min(ids.size(), mass_action_slice_max);
    for (std::size_t i = 0; i < count; ++i) {
        const auto order = std::find_if(orders_.begin(), orders_.end(),
                                        [&](const Order& each) { return each.id == ids[i]; });
        close_resting(*order, CloseReason::cancelled_by_user, {});
    }
    mass_action_.reset();
    if (count < ids.size()) mass_action_ = action;
    MassActionProgressed& progress =
        events_->append(EventType::mass_action_progressed, InstrumentId{action.instrument})
            .mass_action;
    progress.closed_count = count;
    progress.account = AccountId{action.account};
    progress.is_finished = count == ids.size() ? 1 : 0;
}

// --- reports and arithmetic ----------------------------------------------------------------------

void NaiveEngine::refuse(const Command& command, const Reason& reason, CommandPart part) {
    CommandRefused& refused =
        events_->append(EventType::command_refused, command.instrument).refused;
    if (flag(command, CommandFlag::has_target_order_id)) refused.order_id = command.target_order_id;
    refused.given = narrowed(reason.given);
    refused.limit = narrowed(reason.limit);
    refused.account = command.account;
    refused.reason = reason.reason;
    refused.command = command.type;
    refused.part = part;
    const bool places =
        command.type == CommandType::place_order || command.type == CommandType::replace_order;
    const bool aims = command.type == CommandType::cancel_order ||
                      command.type == CommandType::amend_order ||
                      command.type == CommandType::replace_order;
    if (places && part != CommandPart::cancel) {
        refused.client_order_id = command.texts.created.client_order_id;
    } else if (aims && flag(command, CommandFlag::has_target_client_order_id)) {
        refused.client_order_id = command.texts.target.client_order_id;
    }
}

void NaiveEngine::close_resting(const Order& order, CloseReason reason,
                                const ClientOrderId& cancel_name) {
    OrderClosed& closed =
        events_->append(EventType::order_closed, InstrumentId{order.instrument}).closed;
    closed.order_id = OrderId{order.id};
    closed.price = Price{order.price};
    closed.open_quantity = Quantity{order.open};
    closed.account = AccountId{order.account};
    closed.side = order.side;
    closed.reason = reason;
    closed.was_resting = 1;
    closed.cancel_client_order_id = cancel_name;
    Balance& payer = balance(order.account, pays(order.instrument, order.side));
    const int128 reserved = cost(order.instrument, order.side, order.price, order.open);
    payer.locked -= reserved;
    payer.free += reserved;
    erase(order.id);
}

void NaiveEngine::close_taking(const Taking& taking, std::uint16_t instrument, std::int64_t price,
                               CloseReason reason) {
    OrderClosed& closed = events_->append(EventType::order_closed, InstrumentId{instrument}).closed;
    closed.order_id = OrderId{taking.id};
    closed.price = Price{price};
    if (!taking.budget) closed.open_quantity = Quantity{taking.open};
    closed.account = AccountId{taking.account};
    closed.side = taking.side;
    closed.reason = reason;
}

void NaiveEngine::erase(std::uint64_t id) {
    std::erase_if(orders_, [&](const Order& order) { return order.id == id; });
}

bool NaiveEngine::is_user(std::uint32_t account) const {
    return account >= first_user && account < first_user + accounts_.size();
}

int128 NaiveEngine::cost(std::uint16_t instrument, Side side, std::int64_t price,
                         std::uint64_t quantity) const {
    const auto& definition = instruments_[instrument].definition;
    const int128 lots = static_cast<int128>(quantity);
    if (side == Side::sell) return lots * static_cast<int128>(definition.base_units_per_lot);
    return lots * static_cast<int128>(price) *
           static_cast<int128>(definition.quote_units_per_tick_lot);
}

NaiveEngine::Balance& NaiveEngine::balance(std::uint32_t account, AssetId asset) {
    return balances_[{account, asset.value()}];
}
NaiveEngine::Balance NaiveEngine::balance(std::uint32_t account, AssetId asset) const {
    const auto found = balances_.find({account, asset.value()});
    return found == balances_.end() ? Balance{} : found->second;
}
AssetId NaiveEngine::pays(std::uint16_t instrument, Side side) const {
    const auto& definition = instruments_[instrument].definition;
    return side == Side::buy ? definition.quote_asset : definition.base_asset;
}
AssetId NaiveEngine::gets(std::uint16_t instrument, Side side) const {
    return pays(instrument, side == Side::buy ? Side::sell : Side::buy);
}

}  // namespace outcry::test
