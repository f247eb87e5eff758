#pragma once

#include <algorithm>
#include <deque>
#include <memory>
#include <vector>

#include "outcry/views/venue_view.hpp"

#include "views/account_histories.hpp"
#include "views/account_store.hpp"
#include "views/aggregate_store.hpp"
#include "views/amendment_store.hpp"
#include "views/key_store.hpp"
#include "views/order_list_store.hpp"
#include "views/order_store.hpp"
#include "views/refusal_store.hpp"
#include "views/rules_store.hpp"
#include "views/text_map.hpp"
#include "views/trade_store.hpp"

namespace outcry::views {

/// The state of a view and what events do to it. An order that its command has not finished with
/// is *in flight*: neither in the depth nor reserved. What is left of it rests when the command's
/// last event is applied, or an earlier one meets it in the book, so nobody sees a book that the
/// engine never had.
///
/// Candles and aggregates are fed by `on_trade`.
class VenueView::Implementation {
public:
    explicit Implementation(const ViewLimits& view_limits)
        : limits{view_limits},
          orders{view_limits.closed_orders_max, histories},
          trades{view_limits.trades_max, histories},
          refusals{view_limits.refusals_max},
          order_lists{view_limits.closed_order_lists_max},
          amendments{view_limits.amendments_max},
          // Those of the last command are asked for after it.
          aggregates{std::max(view_limits.trades_max, events_per_command_max)} {}

    void apply(const Event& event);

    ViewLimits limits;
    Sequence sequence;
    Timestamp time;
    std::uint16_t next_index = 0;  // of the event after the last one
    std::vector<AssetDefinition> assets;
    std::vector<std::unique_ptr<InstrumentView>> instruments;
    TextMap<InstrumentId> instrument_ids;
    AccountStore accounts;
    AccountHistories histories;
    OrderStore orders;
    TradeStore trades;
    RefusalStore refusals;
    OrderListStore order_lists;
    AmendmentStore amendments;
    RulesStore rules;
    /// As the saved state had it: what was forgotten before it was loaded.
    Sequence names_dropped_before;
    AggregateStore aggregates;
    KeyStore keys;
    std::deque<PreventedMatchRecord> prevented_matches;  // the newest, as they happened

    void add_instrument(const InstrumentDefinition& definition);
    /// What rests goes into the depth, at the end of its queue. Its reservation is `hold`.
    void show(OrderSlot& slot, Sequence at);
    /// What an order outside of flight holds of what its side pays with.
    [[nodiscard]] Amount held_by(const OrderRecord& record);

private:
    void on_accepted(const Event& event);
    void on_traded(const Event& event);
    void on_closed(const Event& event);
    void on_amended(const Event& event);
    void on_prevented(const Event& event);
    void on_terms(const Event& event);
    void on_triggered(const Event& event);
    void on_reserved(const Event& event);
    void on_refreshed(const Event& event);
    void on_list_accepted(const Event& event);
    void on_list_done(const Event& event);
    void on_refused(const Event& event);
    /// Whether a client may look for an order of that name.
    [[nodiscard]] static bool is_placement(const CommandRefused& refused) noexcept;
    void on_asset(const Event& event);
    void on_instrument(const Event& event);
    void on_account(const Event& event);
    void on_adjusted(const Event& event);
    void on_transferred(const Event& event);
    void on_referral(const Event& event);
    void on_venue_event(const Event& event);
    void on_rules_event(const Event& event);
    void on_instrument_changed(const Event& event);
    void finish_command(const Event& event);

    [[nodiscard]] static TradeRecord trade_of(const Event& event,
                                              const InstrumentDefinition& instrument) noexcept;
    void fill(OrderSlot& slot, const TradeRecord& trade);
    void settle(const InstrumentDefinition& instrument, const TradeRecord& trade);
    void on_trade(InstrumentView& instrument, const TradeRecord& trade);
    void remember_amendment(const OrderRecord& before, const Event& event);
    void put_in_flight(OrderSlot& slot);
    void finish_in_flight(OrderSlot& slot, const Event& event);
    void finish_all_but(OrderSlot& taker, const Event& event);
    void rest(OrderSlot& slot, const Event& event);
    void rest_if_in_flight(OrderSlot& slot, const Event& event);
    void end_order(OrderSlot& slot, OrderStatus status, CloseReason reason);

    /// Takes so much of what it shows out of the depth; all of it, and it leaves its queue.
    void reduce(OrderSlot& slot, Quantity quantity, Sequence at);
    void hide(OrderSlot& slot, Sequence at);
    /// Nothing happens to an order in flight, which holds nothing.
    void hold(const OrderSlot& slot, Timestamp at);
    void release(const OrderSlot& slot, Timestamp at);
    void move_to_locked(const OrderRecord& record, Amount amount, Timestamp at);

    /// Between what is free; a negative amount moves the other way.
    struct Transfer {
        AccountId source;
        AccountId target;
        AssetId asset;
        Amount amount;
    };
    void move_free(const Transfer& transfer, Timestamp at);
    [[nodiscard]] InstrumentView& instrument_of(InstrumentId id);
    [[nodiscard]] OrderSlot& order_of(OrderId id);

    std::vector<OrderSlot*> in_flight_;
};

}  // namespace outcry::views
