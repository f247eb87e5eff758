#include "engine/snapshot/visit.hpp"

#include <cstring>

#include "engine/operator/operator_commands.hpp"
#include "engine/snapshot/visit_rules.hpp"
#include "engine/venue/open_orders.hpp"

namespace outcry::engine {
namespace {

[[nodiscard]] VenueState venue_state_of(const Venue& venue) noexcept {
    return {
        .sequence = venue.sequence,
        .time = venue.time,
        .order_id_last = venue.order_id_last,
        .mass_action_request = venue.mass_action.request,
        .mass_action_account = venue.mass_action.account,
        .mass_action_instrument = venue.mass_action.instrument,
        .mass_action_is_pending = venue.mass_action.is_pending ? std::uint8_t{1} : std::uint8_t{0}};
}

[[nodiscard]] OrderState order_state_of(const Venue& venue, Slot slot) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    return {.order_id = node.order_id,
            .price = node.price,
            .open_quantity = node.open_quantity,
            .quantity = node.quantity,
            .account = node.account(),
            .instrument = node.instrument,
            .side = node.side(),
            .type = node.type,
            .client_order_id = venue.books.pool().name(slot),
            .phase = venue.phase_of(slot)};
}

[[nodiscard]] OrderTermsState order_terms_state_of(const Venue& venue, Slot slot) noexcept {
    const TermsOfOrder& terms = venue.terms[slot];
    return {.order_id = venue.books.pool().node(slot).order_id,
            .expires_at = terms.expires_at,
            .stop_price = terms.stop_price,
            .watermark = terms.watermark,
            .visible_quantity = terms.visible_quantity,
            .visible_open_quantity = terms.visible_open_quantity,
            .trailing_delta_bips = terms.trailing_delta_bips,
            .time_in_force = terms.time_in_force,
            .self_trade_prevention = terms.self_trade_prevention,
            .reserves_nothing = terms.reserves_nothing,
            .session = terms.session,
            .ready_rank = terms.phase == OrderPhase::ready ? venue.triggers.rank_of(slot) : 0};
}

void visit_instruments(const Venue& venue, StateVisitor& visitor) {
    for (std::uint16_t id = 0; id < venue.instruments.count(); ++id) {
        visitor.on_instrument(state_of(venue.instruments[InstrumentId{id}]));
    }
    for (std::uint16_t id = 0; id < venue.instruments.count(); ++id) {
        const Instrument& instrument = venue.instruments[InstrumentId{id}];
        if (instrument.prevented_match_id_last == PreventedMatchId{}) continue;
        visitor.on_instrument_counters(
            {.prevented_match_id_last = instrument.prevented_match_id_last,
             .instrument = InstrumentId{id}});
    }
}

void visit_accounts(const Venue& venue, StateVisitor& visitor) {
    venue.accounts.for_each([&](const AccountState& account) { visitor.on_account(account); });
    venue.accounts.for_each([&](const AccountState& account) {
        const TradeGroupId group = venue.account_orders.trade_group(account.id);
        const SelfTradePrevention prevention = venue.account_orders.default_prevention(account.id);
        if (group == TradeGroupId{} && prevention == SelfTradePrevention::none) return;
        visitor.on_account_rules({.account = account.id,
                                  .trade_group = group,
                                  .default_self_trade_prevention = prevention});
    });
}

void visit_balances(const Venue& venue, StateVisitor& visitor) {
    venue.accounts.for_each([&](const AccountState& account) {
        for (std::uint16_t asset = 0; asset < venue.assets.count(); ++asset) {
            const Balance& balance = venue.ledger.balance(account.id, AssetId{asset});
            if (balance.free == Amount{} && balance.locked == Amount{}) continue;
            visitor.on_balance({.free = balance.free,
                                .locked = balance.locked,
                                .account = account.id,
                                .asset = AssetId{asset}});
        }
    });
}

void visit_trigger_ranges(const Venue& venue, StateVisitor& visitor) {
    venue.triggers.for_each_range([&](InstrumentId instrument) {
        const InstrumentTriggers& touched = venue.triggers.of(instrument);
        visitor.on_trigger_range(
            {.low = touched.low, .high = touched.high, .instrument = instrument});
        return false;
    });
}

[[nodiscard]] OrderListState list_state_of(const OpenList& list) noexcept {
    return {.order_list_id = list.id,
            .order_ids = list.order_ids,
            .account = list.account,
            .instrument = list.instrument,
            .type = list.type,
            .client_order_id = list.name};
}

/// Each list where its first open order stands, so that the order is that of the orders.
void visit_lists(const Venue& venue, StateVisitor& visitor) {
    if (venue.lists.used_count() == 0) return;
    for_each_open(venue, [&](Slot slot) {
        if (venue.books.pool().node(slot).flags == 0) return;
        const ListIndex index = venue.terms[slot].list;
        if (index == 0) return;
        const OpenList& list = venue.lists[index];
        std::size_t place = 0;
        while (list.slots[place] == no_slot) ++place;
        if (list.slots[place] == slot) visitor.on_order_list(list_state_of(list));
    });
}

void visit_staged_orders(const Venue& venue, StateVisitor& visitor) {
    for (std::size_t gateway = 0; gateway < StagedOrders::gateways_max; ++gateway) {
        std::uint32_t place = 0;
        for (const Command& command : venue.staged_orders.of(static_cast<std::uint8_t>(gateway))) {
            StagedOrderState state;
            std::memcpy(state.command.data(), &command, sizeof command);
            state.source = static_cast<std::uint32_t>(gateway);
            state.place = place++;
            visitor.on_staged_order(state);
        }
    }
}

void visit_orders(const Venue& venue, StateVisitor& visitor) {
    for_each_open(venue, [&](Slot slot) { visitor.on_order(order_state_of(venue, slot)); });
    for_each_open(venue, [&](Slot slot) {
        if (venue.books.pool().node(slot).flags == 0) return;
        visitor.on_order_terms(order_terms_state_of(venue, slot));
    });
    visit_lists(venue, visitor);
}

}  // namespace

void visit_state(const Venue& venue, StateVisitor& visitor) {
    visitor.on_venue(venue_state_of(venue));
    for (std::uint16_t id = 0; id < venue.assets.count(); ++id) {
        visitor.on_asset(venue.assets[AssetId{id}]);
    }
    visit_instruments(venue, visitor);
    visit_accounts(venue, visitor);
    visit_balances(venue, visitor);
    visit_orders(venue, visitor);
    for (std::uint32_t place = 0; place < venue.keys.count(); ++place) {
        visitor.on_key(venue.keys[place]);
    }
    if (venue.staged.size != 0) visitor.on_staged(venue.staged);
    visit_staged_orders(venue, visitor);
    visit_rules(venue, visitor);
    visit_trigger_ranges(venue, visitor);
}

}  // namespace outcry::engine
