#include <algorithm>

#include "support/naive_engine.hpp"

namespace outcry::test {

/// Whom a taker meets next: the best price, then the longest there.
NaiveEngine::Order* NaiveEngine::best(std::uint16_t instrument, Side taker_side,
                                      std::optional<std::int64_t> limit) {
    const bool buys = taker_side == Side::buy;
    Order* found = nullptr;
    for (Order& order : orders_) {
        if (order.instrument != instrument || order.side == taker_side) continue;
        if (order.phase != OrderPhase::working) continue;
        if (limit && (buys ? order.price > *limit : order.price < *limit)) continue;
        if (found == nullptr) {
            found = &order;
        } else if (order.price != found->price) {
            if (buys ? order.price < found->price : order.price > found->price) found = &order;
        } else if (order.arrival < found->arrival) {
            found = &order;
        }
    }
    return found;
}

bool NaiveEngine::would_trade(std::uint16_t instrument, Side side, std::int64_t price) {
    return best(instrument, side, price) != nullptr;
}

std::uint64_t NaiveEngine::lots_within(const Taking& taking, std::uint16_t instrument,
                                       const Order& maker) const {
    const bool hides = maker.terms.visible_quantity.value() != 0;
    const std::uint64_t wanted = std::min(taking.open, hides ? maker.shown : maker.open);
    if (!taking.budget) return wanted;
    const int128 per_lot = cost(instrument, Side::buy, maker.price, 1);
    if (per_lot == 0) return wanted;
    if (per_lot * static_cast<int128>(wanted) <= *taking.budget) return wanted;
    int128 paid_for = *taking.budget / per_lot;
    paid_for -= paid_for % static_cast<int128>(taking.step);
    return static_cast<std::uint64_t>(std::min(paid_for, static_cast<int128>(wanted)));
}

NaiveEngine::Ending NaiveEngine::trade(std::uint16_t instrument, Taking& taking) {
    while (taking.open != 0) {
        Order* const maker = best(instrument, taking.side, taking.limit);
        if (maker == nullptr) return Ending::done;
        if (fills_left_ == 0 || matches_left_ == 0) return Ending::limit_reached;
        const std::uint64_t lots = lots_within(taking, instrument, *maker);
        if (lots == 0) return Ending::budget_spent;
        const std::size_t before = events_->events().size();
        if (are_kept_apart(taking, maker->account)) {
            const auto mode = taking.prevention;
            const std::uint64_t id = maker->id;
            prevent(instrument, taking, *maker, lots);
            --matches_left_;
            const std::size_t own_events = find(id) == nullptr ? 2 : 1;
            const std::size_t made = events_->events().size() - before - own_events;
            fills_left_ -= std::min<std::uint64_t>(fills_left_, made);
            if (mode == SelfTradePrevention::expire_maker) continue;
            if (mode == SelfTradePrevention::decrement && taking.open != 0) continue;
            return Ending::own_order;
        }
        if (trial_ != nullptr) foresee(taking, maker->account, lots);
        fill(instrument, taking, *maker, lots);
        std::uint64_t made = events_->events().size() - before;
        // What is tried counts them apart, as many as there may be.
        if (trial_ != nullptr) made -= fee_events_behind(before);
        fills_left_ -= std::min(fills_left_, made);
    }
    return Ending::done;
}

std::uint64_t NaiveEngine::fee_events_behind(std::size_t place) const {
    std::uint64_t count = 0;
    for (const Event& event : events_->events().subspan(place)) {
        if (event.type == EventType::referral_paid) ++count;
        if (event.type == EventType::account_tier_changed) ++count;
    }
    return count;
}

/// What a taker would get: it trades, and nothing of it has happened.
NaiveEngine::Preview NaiveEngine::preview(std::uint16_t instrument, Taking taking) {
    auto orders = orders_;
    auto lists = lists_;
    auto instruments = instruments_;
    auto accounts = accounts_;
    auto balances = balances_;
    const auto fills_left = fills_left_;
    const auto matches_left = matches_left_;
    const auto arrivals = arrivals_;
    const auto ready_ranks = ready_ranks_;
    EventBuffer* const events = events_;
    scratch_.begin(sequence_, Timestamp{time_}, RequestId{});
    events_ = &scratch_;
    naive::Trial trial;
    trial_ = &trial;
    static_cast<void>(trade(instrument, taking));
    trial_ = nullptr;
    Preview result{.certain = trial.certain};
    for (const Event& event : scratch_.events()) {
        if (event.type != EventType::order_traded) continue;
        const OrderTraded& traded = event.traded;
        result.quantity += traded.quantity.value();
        result.quote += cost(instrument, Side::buy, traded.price.value(), traded.quantity.value());
    }
    events_ = events;
    orders_ = std::move(orders);
    lists_ = std::move(lists);
    instruments_ = std::move(instruments);
    accounts_ = std::move(accounts);
    balances_ = std::move(balances);
    fills_left_ = fills_left;
    matches_left_ = matches_left;
    arrivals_ = arrivals;
    ready_ranks_ = ready_ranks;
    return result;
}

void NaiveEngine::fill(std::uint16_t instrument, Taking& taking, Order& met,
                       std::uint64_t quantity) {
    const std::uint64_t id = met.id;
    before_trade(met);
    Order& maker = *find(id);
    Instrument& market = instruments_[instrument];
    const Fees fees = settle(instrument, taking, maker, quantity);
    maker.open -= quantity;
    if (maker.terms.visible_quantity.value() != 0) maker.shown -= quantity;
    taking.open -= quantity;
    if (taking.budget) *taking.budget -= cost(instrument, Side::buy, maker.price, quantity);
    market.last = maker.price;
    if (!taking.has_traded) taking.first = maker.price;
    taking.latest = maker.price;
    taking.has_traded = true;
    OrderTraded& traded = say(EventType::order_traded, instrument).traded;
    traded.trade_id = TradeId{++market.trades};
    traded.price = Price{maker.price};
    traded.quantity = Quantity{quantity};
    traded.maker_order_id = OrderId{maker.id};
    traded.taker_order_id = OrderId{taking.id};
    traded.maker_open_quantity = Quantity{maker.open};
    traded.maker_fee = Amount{fees.maker};
    traded.taker_fee = Amount{fees.taker};
    traded.maker_account = AccountId{maker.account};
    traded.taker_account = AccountId{taking.account};
    traded.taker_side = taking.side;
    traded.fee_flags = fees.flags;
    traded.fee_asset = fees.fee_asset;
    const int128 rebate = fees.maker < 0 ? -fees.maker : 0;
    pay_referrer(taking.account, fees.taker_asset, fees.taker - rebate, instrument);
    pay_referrer(maker.account, fees.maker_asset, fees.maker, instrument);
    if (maker.open == 0) {
        const Order filled = maker;
        erase(id);
        after_fill(filled);
    } else {
        show_next_part(maker);
    }
}

/// The next part of an iceberg, once what it showed is used up.
void NaiveEngine::show_next_part(Order& maker) {
    if (maker.terms.visible_quantity.value() == 0 || maker.shown != 0) return;
    maker.shown = std::min(maker.open, maker.terms.visible_quantity.value());
    maker.arrival = ++arrivals_;
    IcebergRefreshed& refreshed = say(EventType::iceberg_refreshed, maker.instrument).refreshed;
    refreshed.order_id = OrderId{maker.id};
    refreshed.price = Price{maker.price};
    refreshed.visible_open_quantity = Quantity{maker.shown};
    refreshed.open_quantity = Quantity{maker.open};
    refreshed.account = AccountId{maker.account};
    refreshed.side = maker.side;
}

// --- self-trade prevention -----------------------------------------------------------------------

bool NaiveEngine::are_kept_apart(const Taking& taking, std::uint32_t maker) const {
    if (taking.prevention == SelfTradePrevention::none) return false;
    if (taking.account == maker) return true;
    const std::uint32_t group = user(taking.account).group;
    return group != 0 && group == user(maker).group;
}

void NaiveEngine::prevent(std::uint16_t instrument, Taking& taking, Order& met,
                          std::uint64_t lots) {
    const auto mode = taking.prevention;
    const std::uint64_t id = met.id;
    if (mode == SelfTradePrevention::decrement) before_trade(met);
    Order& maker = *find(id);
    if (mode == SelfTradePrevention::decrement) {
        maker.open -= lots;
        maker.total -= lots;
        if (maker.terms.visible_quantity.value() != 0) maker.shown -= lots;
        hold(maker, own_amount(maker));
        taking.open -= lots;
        taking.prevented += lots;
        if (taking.budget) *taking.budget -= cost(instrument, Side::buy, maker.price, lots);
    }
    SelfTradePrevented& event = say(EventType::self_trade_prevented, instrument).prevented;
    event.id = PreventedMatchId{++instruments_[instrument].prevented};
    event.price = Price{maker.price};
    event.quantity = Quantity{lots};
    event.maker_order_id = OrderId{maker.id};
    event.taker_order_id = OrderId{taking.id};
    event.maker_open_quantity = Quantity{maker.open};
    if (!taking.is_by_quote) event.taker_open_quantity = Quantity{taking.open};
    event.maker_account = AccountId{maker.account};
    event.taker_account = AccountId{taking.account};
    event.trade_group = TradeGroupId{user(taking.account).group};
    event.taker_side = taking.side;
    event.mode = mode;
    if (maker.open == 0 || mode == SelfTradePrevention::expire_maker ||
        mode == SelfTradePrevention::expire_both) {
        end(id, CloseReason::self_trade_prevention, {});
    } else if (mode == SelfTradePrevention::decrement) {
        show_next_part(maker);
    }
}

}  // namespace outcry::test
