#include "engine/matching/matcher.hpp"

#include "outcry/domain/event.hpp"

#include "engine/matching/closing.hpp"
#include "engine/matching/lists.hpp"
#include "engine/matching/triggers.hpp"

namespace outcry::engine {

MatchEnd Matcher::run(Taker& taker) noexcept {
    const MatchEnd end = trade(taker);
    if (price_first_ != no_price) {
        settle_taker(taker);
        look_at_stops(taker);
    }
    if (__builtin_expect(venue_.batch.is_running, 0)) {
        venue_.batch.fill_count = fill_count_;
        venue_.batch.self_trade_count = self_trade_count_;
    }
    return end;
}

void Matcher::look_at_stops(const Taker& taker) noexcept {
    const Price last = instrument_.price_last;
    const bool buys = taker.side == Side::buy;
    // A run's prices move one way: its first and its last are its bounds.
    const std::int64_t highest = base::chosen(buys, last.value(), price_first_.value());
    const std::int64_t lowest = base::chosen(buys, price_first_.value(), last.value());
    const bool is_reached = (highest >= book_.stop_above.value()) |
                            (lowest <= book_.stop_below.value()) | venue_.keeps_ranges;
    if (__builtin_expect(is_reached, 0)) {
        look_at_triggers(venue_, instrument_.definition.id, price_first_, last);
    }
}

MatchEnd Matcher::trade(Taker& taker) noexcept {
    const Side maker_side = opposite(taker.side);
    while (taker.open != Quantity{} && OrderBooks::crosses(book_, taker.side, taker.limit)) {
        if (fill_count_ >= fills_per_command_max ||
            self_trade_count_ == self_trades_per_command_max) {
            return MatchEnd::fill_limit;
        }
        const Slot maker = venue_.books.front(book_, maker_side);
        const OrderNode& node = venue_.books.pool().node(maker);
        const Quantity quantity =
            takeable(taker, instrument_.definition, book_.best_price[index_of(maker_side)],
                     venue_.offered_by(maker));
        if (quantity == Quantity{}) return MatchEnd::budget_spent;
        if (is_same_party(venue_, taker, node.account())) {
            if (!prevent_self_trade(taker, maker, quantity)) return MatchEnd::self_trade;
            continue;
        }
        fill(taker, maker, quantity);
    }
    return MatchEnd::done;
}

bool Matcher::prevent_self_trade(Taker& taker, Slot maker, Quantity quantity) noexcept {
    const SelfTradePrevention mode = taker.self_trade_prevention;
    ++self_trade_count_;
    if (mode == SelfTradePrevention::decrement) {
        part_from_sibling(maker);
        decrement(taker, maker, quantity);
    }
    report_prevented(taker, maker, quantity);
    const bool is_maker_gone = venue_.books.pool().node(maker).open_quantity == Quantity{};
    const bool expires_maker =
        mode == SelfTradePrevention::expire_maker || mode == SelfTradePrevention::expire_both;
    if (is_maker_gone || expires_maker) {
        const std::size_t event_count = events_.events().size() + 1;
        close_resting(venue_, maker, {CloseReason::self_trade_prevention}, events_);
        // What else of its list ended counts like fills.
        fill_count_ += events_.events().size() - event_count;
    } else if (mode == SelfTradePrevention::decrement) {
        show_next_part(maker, quantity);
    }
    if (mode == SelfTradePrevention::decrement) return taker.open != Quantity{};
    return mode == SelfTradePrevention::expire_maker;
}

void Matcher::decrement(Taker& taker, Slot maker, Quantity quantity) noexcept {
    OrderNode& node = venue_.books.pool().node(maker);
    venue_.ledger.release(node.account(), instrument_.paid_asset(node.side()),
                          instrument_.reserved_by(node.side(), node.price, quantity));
    node.open_quantity -= quantity;
    // The total shrinks with it: what is executed is the difference of the two.
    node.quantity -= quantity;
    taker.open -= quantity;
    taker.prevented += quantity;
    if (taker.has_budget) {
        taker.budget -= quote_amount(instrument_.definition, node.price, quantity);
    }
}

void Matcher::report_prevented(const Taker& taker, Slot maker, Quantity quantity) noexcept {
    const OrderNode& node = venue_.books.pool().node(maker);
    instrument_.prevented_match_id_last = next(instrument_.prevented_match_id_last);
    SelfTradePrevented& prevented =
        events_.append(EventType::self_trade_prevented, instrument_.definition.id).prevented;
    prevented.id = instrument_.prevented_match_id_last;
    prevented.price = node.price;
    prevented.quantity = quantity;
    prevented.maker_order_id = node.order_id;
    prevented.taker_order_id = taker.order_id;
    prevented.maker_open_quantity = node.open_quantity;
    prevented.taker_open_quantity = taker.is_by_quote ? Quantity{} : taker.open;
    prevented.maker_account = node.account();
    prevented.taker_account = taker.account;
    prevented.trade_group = taker.trade_group;
    prevented.taker_side = taker.side;
    prevented.mode = taker.self_trade_prevention;
}

void Matcher::fill(Taker& taker, Slot maker, Quantity quantity) noexcept {
    OrderNode& node = venue_.books.pool().node(maker);
    const ListMember member = member_of(venue_, maker);
    if (__builtin_expect(member.list != 0, 0)) part_from_sibling(maker);
    const Price price = book_.best_price[index_of(opposite(taker.side))];
    const Settlement settlement =
        settlement_of(instrument_.definition, price, quantity, taker.side);
    const Fill fill{.instrument = instrument_.definition.id,
                    .maker = node.account(),
                    .taker = taker.account,
                    .taker_side = taker.side,
                    .quote = settlement.quote,
                    .base = settlement.base};
    const bool has_plain_fees = venue_.has_plain_fees();
    Charge charge;
    if (has_plain_fees) {
        charge = settle_maker(taker, node.account(), settlement);
    } else {
        charge = settle_at_own_fees(fill);
    }
    taker.open -= quantity;
    if (taker.has_budget) taker.budget -= settlement.quote;
    node.open_quantity -= quantity;
    ++fill_count_;
    instrument_.trade_id_last = next(instrument_.trade_id_last);
    instrument_.price_last = price;
    if (price_first_ == no_price) price_first_ = price;
    report(taker, maker, quantity, charge);
    if (!has_plain_fees) report_referrals(fill, charge);
    if (node.open_quantity != Quantity{}) return show_next_part(maker, quantity);
    // The last of its reservation was settled with this fill: nothing is left to release.
    venue_.remove_order(maker);
    if (__builtin_expect(member.list != 0, 0)) {
        const std::size_t event_count = events_.events().size();
        after_fill(venue_, member, events_);
        fill_count_ += events_.events().size() - event_count;
    }
    warm_front(opposite(taker.side));
}

void Matcher::part_from_sibling(Slot maker) noexcept {
    const std::size_t event_count = events_.events().size();
    before_trade(venue_, maker, events_);
    fill_count_ += events_.events().size() - event_count;
}

void Matcher::show_next_part(Slot maker, Quantity used) noexcept {
    const OrderNode& node = venue_.books.pool().node(maker);
    if (__builtin_expect(node.flags == 0, 1)) return;
    TermsOfOrder& terms = venue_.terms[maker];
    if (terms.visible_quantity == Quantity{}) return;
    terms.visible_open_quantity -= used;
    if (terms.visible_open_quantity != Quantity{}) return;
    terms.visible_open_quantity = smaller(terms.visible_quantity, node.open_quantity);
    venue_.books.move_back(maker);
    ++fill_count_;
    IcebergRefreshed& refreshed =
        events_.append(EventType::iceberg_refreshed, instrument_.definition.id).refreshed;
    refreshed.order_id = node.order_id;
    refreshed.price = node.price;
    refreshed.visible_open_quantity = terms.visible_open_quantity;
    refreshed.open_quantity = node.open_quantity;
    refreshed.account = node.account();
    refreshed.side = node.side();
}

void Matcher::warm_front(Side side) const noexcept {
    const Slot front = venue_.books.front(book_, side);
    const OrderPool& pool = venue_.books.pool();
    const OrderNode& node = pool.node(front);
    prefetch(&pool.node(node.next));
    venue_.books.ids().prefetch_entry(node.order_id);
    venue_.client_ids.prefetch_kept_bucket(node.client_bucket);
    venue_.account_orders.prefetch_list(node.account());
    venue_.ledger.prefetch_balance(node.account(), instrument_.definition.base_asset);
    venue_.ledger.prefetch_balance(node.account(), instrument_.definition.quote_asset);
}

/// At once, also for the taker: what it has free decides what it pays with.
Charge Matcher::settle_at_own_fees(const Fill& fill) noexcept {
    const std::size_t event_count = events_.events().size();
    find_tiers(venue_, fill, events_);
    fill_count_ += events_.events().size() - event_count;
    return settle_charged(venue_, fill);
}

void Matcher::report_referrals(const Fill& fill, const Charge& charge) noexcept {
    const std::size_t event_count = events_.events().size();
    engine::report_referrals(venue_, fill, charge, events_);
    fill_count_ += events_.events().size() - event_count;
}

Charge Matcher::settle_maker(const Taker& taker, AccountId maker,
                             const Settlement& settlement) noexcept {
    const bool taker_buys = taker.side == Side::buy;
    const Amount maker_pays = taker_buys ? settlement.base : settlement.quote;
    const Amount taker_pays = taker_buys ? settlement.quote : settlement.base;
    const Amount maker_fee = taker_buys ? settlement.seller_fee : settlement.buyer_fee;
    Balance& delivered = venue_.ledger.balance(maker, instrument_.received_asset(taker.side));
    OUTCRY_ASSERT(delivered.locked >= maker_pays);
    delivered.locked -= maker_pays;
    venue_.ledger.balance(maker, instrument_.paid_asset(taker.side)).free += taker_pays - maker_fee;
    paid_ += taker_pays;
    received_ += maker_pays;
    maker_fees_ += maker_fee;
    const Amount taker_fee = taker_buys ? settlement.buyer_fee : settlement.seller_fee;
    taker_fees_ += taker_fee;
    return {.maker_fee = maker_fee, .taker_fee = taker_fee};
}

void Matcher::settle_taker(const Taker& taker) noexcept {
    const AssetId paid_asset = instrument_.paid_asset(taker.side);
    const AssetId received_asset = instrument_.received_asset(taker.side);
    Balance& payer = venue_.ledger.balance(taker.account, paid_asset);
    payer.free -= paid_;
    // Its admission has made sure of that.
    OUTCRY_ASSERT(payer.free >= Amount{});
    venue_.ledger.balance(taker.account, received_asset).free += received_ - taker_fees_;
    venue_.ledger.balance(fee_account, received_asset).free += taker_fees_;
    venue_.ledger.balance(fee_account, paid_asset).free += maker_fees_;
}

void Matcher::report(const Taker& taker, Slot maker, Quantity quantity,
                     const Charge& charge) noexcept {
    const OrderNode& node = venue_.books.pool().node(maker);
    OrderTraded& traded = events_.append(EventType::order_traded, instrument_.definition.id).traded;
    traded.trade_id = instrument_.trade_id_last;
    traded.price = instrument_.price_last;
    traded.quantity = quantity;
    traded.maker_order_id = node.order_id;
    traded.taker_order_id = taker.order_id;
    traded.maker_open_quantity = node.open_quantity;
    traded.maker_fee = charge.maker_fee;
    traded.taker_fee = charge.taker_fee;
    traded.maker_account = node.account();
    traded.taker_account = taker.account;
    traded.taker_side = taker.side;
    traded.fee_flags = charge.fee_flags;
    traded.fee_asset = charge.fee_asset;
}

}  // namespace outcry::engine
