#include <algorithm>

#include "support/naive_command.hpp"
#include "support/naive_engine.hpp"

namespace outcry::test {

// --- self-trade prevention -----------------------------------------------------------------------

SelfTradePrevention NaiveEngine::prevention_of(const Command& command) const {
    if (command.self_trade_prevention != SelfTradePrevention::account_default)
        return command.self_trade_prevention;
    return accounts_[command.account.value() - 16].prevention;
}

bool NaiveEngine::are_kept_apart(const Taking& taking, std::uint32_t maker) const {
    if (taking.prevention == SelfTradePrevention::none) return false;
    if (taking.account == maker) return true;
    const std::uint32_t group = accounts_[taking.account - 16].group;
    return group != 0 && group == accounts_[maker - 16].group;
}

void NaiveEngine::prevent(std::uint16_t instrument, Taking& taking, Order& maker,
                          std::uint64_t lots) {
    const auto mode = taking.prevention;
    if (mode == SelfTradePrevention::decrement) {
        reserve(maker, -1);
        maker.open -= lots;
        maker.total -= lots;
        reserve(maker, 1);
        taking.open -= lots;
        taking.prevented += lots;
        if (taking.budget) *taking.budget -= cost(instrument, Side::buy, maker.price, lots);
    }
    SelfTradePrevented& event =
        events_->append(EventType::self_trade_prevented, InstrumentId{instrument}).prevented;
    event.id = PreventedMatchId{++instruments_[instrument].prevented};
    event.price = Price{maker.price};
    event.quantity = Quantity{lots};
    event.maker_order_id = OrderId{maker.id};
    event.taker_order_id = OrderId{taking.id};
    event.maker_open_quantity = Quantity{maker.open};
    if (!taking.budget) event.taker_open_quantity = Quantity{taking.open};
    event.maker_account = AccountId{maker.account};
    event.taker_account = AccountId{taking.account};
    event.trade_group = TradeGroupId{accounts_[taking.account - 16].group};
    event.taker_side = taking.side;
    event.mode = mode;
    if (maker.open == 0 || mode == SelfTradePrevention::expire_maker ||
        mode == SelfTradePrevention::expire_both)
        close_resting(maker, CloseReason::self_trade_prevention, {});
}

NaiveEngine::Preview NaiveEngine::preview(std::uint16_t instrument, Taking taking) const {
    Preview result;
    std::size_t fills = 0;
    std::size_t skipped = 0;
    for (const Order* order : queue(instrument, taking)) {
        if (taking.open == 0 || fills == fills_per_command_max ||
            skipped == self_trades_per_command_max)
            break;
        const bool is_own = are_kept_apart(taking, order->account);
        if (is_own && taking.prevention == SelfTradePrevention::expire_maker) {
            ++skipped;
            continue;
        }
        if (is_own && taking.prevention != SelfTradePrevention::decrement) break;
        const std::uint64_t lots = lots_within(taking, instrument, order->price, order->open);
        if (lots == 0) break;
        const int128 quote = cost(instrument, Side::buy, order->price, lots);
        taking.open -= lots;
        if (taking.budget) *taking.budget -= quote;
        if (is_own) {
            ++skipped;
            continue;
        }
        result.quantity += lots;
        result.quote += quote;
        ++fills;
    }
    return result;
}

void NaiveEngine::set_account_rules(const Command& command) {
    const SetAccountRules& rules = command.account_rules;
    if (!is_user(command.account.value()))
        return refuse(command, {RejectReason::unknown_account}, CommandPart::whole);
    if (static_cast<int>(rules.default_self_trade_prevention) > 4)
        return refuse(command, {RejectReason::invalid_definition}, CommandPart::whole);
    Account& account = accounts_[command.account.value() - 16];
    account.group = rules.trade_group.value();
    account.prevention = rules.default_self_trade_prevention;
    AccountRulesSet& set =
        events_->append(EventType::account_rules_set, InstrumentId{}).account_rules;
    set.account = command.account;
    set.trade_group = rules.trade_group;
    set.default_self_trade_prevention = rules.default_self_trade_prevention;
}

// --- terms of an order ---------------------------------------------------------------------------

void NaiveEngine::report_terms(const Command& command, std::uint64_t id) {
    const OrderTerms terms = terms_of(command);
    OrderTermsSet& set = events_->append(EventType::order_terms_set, command.instrument).terms;
    set.order_id = OrderId{id};
    set.stop_price = terms.stop_price;
    set.visible_quantity = terms.visible_quantity;
    set.expires_at = terms.expires_at;
    set.trailing_delta_bips = terms.trailing_delta_bips;
    set.account = command.account;
}

/// One tick off the other side when it slides and would trade, else where it says.
std::int64_t NaiveEngine::resting_price(const Command& command) const {
    const std::int64_t price = command.price.value();
    if (command.order_type != OrderType::limit_maker_slide) return price;
    Taking taking;
    taking.side = command.side;
    taking.limit = price;
    const auto others = queue(command.instrument.value(), taking);
    if (others.empty()) return price;
    return others.front()->price + (command.side == Side::buy ? -1 : 1);
}

bool NaiveEngine::has_work_left() const {
    return mass_action_.has_value() ||
           std::any_of(orders_.begin(), orders_.end(), [&](const Order& order) {
               return order.expires_at != 0 && order.expires_at <= time_;
           });
}

void NaiveEngine::expire() {
    static_cast<void>(events_->append(EventType::clock_advanced, InstrumentId{}));
    std::vector<Order> due;
    for (const Order& order : orders_)
        if (order.expires_at != 0 && order.expires_at <= time_) due.push_back(order);
    std::sort(due.begin(), due.end(), [](const Order& one, const Order& other) {
        return std::pair{one.expires_at, one.id} < std::pair{other.expires_at, other.id};
    });
    if (due.size() > mass_action_slice_max) due.resize(mass_action_slice_max);
    for (const Order& order : due) close_resting(order, CloseReason::expired, {});
}

}  // namespace outcry::test
