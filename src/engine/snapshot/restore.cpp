#include "engine/snapshot/restore.hpp"

#include "outcry/base/hash.hpp"

#include "engine/matching/taker.hpp"
#include "engine/operator/operator_commands.hpp"

namespace outcry::engine {
namespace {

/// Bytes from outside may claim a size that their text does not have: no `view` of those.
template <std::size_t size_max>
[[nodiscard]] bool fits(const FixedText<size_max>& text) noexcept {
    return text.size() <= size_max;
}

/// Between minus and plus what the ledger can hold.
[[nodiscard]] bool is_ledger_amount(Amount amount) noexcept {
    return amount <= ledger_total_max && amount >= -ledger_total_max;
}

/// Whether an order of this type can be open where it says it is.
[[nodiscard]] bool is_open_type(OrderType type, OrderPhase phase) noexcept {
    if (type == OrderType::market_by_quote || type > OrderType::take_profit_limit) return false;
    switch (phase) {
        case OrderPhase::working: return !has_no_limit(type) && type != OrderType{};
        case OrderPhase::waiting:
        case OrderPhase::tracking: return is_stop(type);
        case OrderPhase::pending:
        case OrderPhase::ready: return type != OrderType{};
    }
    return false;
}

[[nodiscard]] bool is_order_valid(const Venue& venue, const OrderState& state) noexcept {
    if (!venue.instruments.has(state.instrument)) return false;
    if (!venue.accounts.is_user(state.account)) return false;
    if (!fits(state.client_order_id)) return false;
    if (static_cast<unsigned>(state.side) > 1) return false;
    if (!is_open_type(state.type, state.phase)) return false;
    if (state.order_id == OrderId{} || state.order_id > venue.order_id_last) return false;
    if (state.open_quantity == Quantity{} || state.open_quantity > state.quantity) return false;
    // Its instrument's limits may have become smaller since it came.
    return state.quantity <= quantity_max && state.price >= Price{} && state.price <= price_max;
}

[[nodiscard]] bool has_order_room(const Venue& venue, const OrderState& state) noexcept {
    if (venue.books.pool().is_full()) return false;
    if (venue.books.find(state.order_id) != no_slot) return false;
    if (state.phase != OrderPhase::working) return true;
    if (!venue.books.has_price_room(state.instrument, state.price)) return false;
    return !OrderBooks::crosses(venue.books.book(state.instrument), state.side, state.price);
}

/// What the phase of an order, or matching, relies on.
[[nodiscard]] bool are_terms_valid(const OrderNode& node, const OrderTermsState& state,
                                   OrderPhase phase) noexcept {
    if (state.expires_at < Timestamp{} || state.reserves_nothing > 1) return false;
    if ((state.ready_rank != 0) != (phase == OrderPhase::ready)) return false;
    if (phase == OrderPhase::waiting && state.stop_price <= Price{}) return false;
    if (phase == OrderPhase::tracking && state.trailing_delta_bips == 0) return false;
    if (state.visible_open_quantity > node.open_quantity) return false;
    if (state.visible_open_quantity > state.visible_quantity) return false;
    return (state.visible_quantity == Quantity{}) == (state.visible_open_quantity == Quantity{});
}

void name_restored(Venue& venue, const OrderState& state, Slot slot) noexcept {
    venue.books.pool().name(slot) = state.client_order_id;
    if (state.client_order_id.empty()) return;
    const std::uint64_t hash = base::hash_text(state.client_order_id.view(), state.account.value());
    venue.books.pool().node(slot).client_bucket = venue.client_ids.insert(hash, slot);
}

}  // namespace

bool restore_venue(Venue& venue, const VenueState& state) noexcept {
    if (venue.sequence != Sequence{} || venue.assets.count() != 0) return false;
    if (state.mass_action_is_pending > 1) return false;
    venue.sequence = state.sequence;
    venue.time = state.time;
    venue.order_id_last = state.order_id_last;
    venue.mass_action = {.request = state.mass_action_request,
                         .account = state.mass_action_account,
                         .instrument = state.mass_action_instrument,
                         .is_pending = state.mass_action_is_pending != 0};
    return true;
}

bool restore_asset(Venue& venue, const AssetState& state) noexcept {
    if (venue.assets.is_full() || state.id.value() != venue.assets.count()) return false;
    if (!fits(state.code)) return false;
    if (state.code.empty() || venue.assets.has_code(state.code)) return false;
    if (state.decimals > asset_decimals_max) return false;
    venue.assets.add(state);
    return true;
}

bool restore_instrument(Venue& venue, const InstrumentState& state) noexcept {
    if (venue.instruments.is_full() || state.id.value() != venue.instruments.count()) return false;
    if (!venue.assets.has(state.base_asset) || !venue.assets.has(state.quote_asset)) return false;
    if (!fits(state.symbol)) return false;
    if (venue.instruments.has_symbol(state.symbol)) return false;
    const InstrumentDefinition definition = definition_of(state);
    if (!is_tradable(definition)) return false;
    venue.instruments.add({.definition = definition,
                           .flags = 0,
                           .status_reason = {},
                           .trade_id_last = state.trade_id_last,
                           .price_last = state.price_last,
                           .prevented_match_id_last = {}});
    return true;
}

bool restore_account(Venue& venue, const AccountState& state) noexcept {
    if (!fits(state.name)) return false;
    if (state.id <= insurance_account) {
        // These exist from the start; a snapshot can only repeat them.
        return venue.accounts[state.id].name == state.name && state.external_uid == 0;
    }
    if (venue.accounts.is_full() || state.id != venue.accounts.next_id()) return false;
    if (venue.accounts.is_taken(state.external_uid, state.name.view())) return false;
    venue.accounts.add(state);
    venue.ledger.open(state.id);
    return true;
}

bool restore_account_rules(Venue& venue, const AccountRulesState& state) noexcept {
    if (!venue.accounts.is_user(state.account)) return false;
    if (state.default_self_trade_prevention > SelfTradePrevention::decrement) return false;
    venue.account_orders.set_rules(state.account, state.trade_group,
                                   state.default_self_trade_prevention);
    return true;
}

bool restore_instrument_counters(Venue& venue, const InstrumentCountersState& state) noexcept {
    if (!venue.instruments.has(state.instrument)) return false;
    venue.instruments[state.instrument].prevented_match_id_last = state.prevented_match_id_last;
    return true;
}

bool restore_order_terms(Venue& venue, const OrderTermsState& state) noexcept {
    const Slot slot = venue.books.find(state.order_id);
    if (slot == no_slot) return false;
    OrderNode& node = venue.books.pool().node(slot);
    const bool is_awaited = node.flags == OrderFlag::awaits_terms;
    if (node.flags != 0 && !is_awaited) return false;
    const OrderPhase phase = is_awaited ? venue.terms[slot].phase : OrderPhase::working;
    if (!are_terms_valid(node, state, phase)) return false;
    TermsOfOrder terms{};
    terms.expires_at = state.expires_at;
    terms.stop_price = state.stop_price;
    terms.watermark = state.watermark;
    terms.visible_quantity = state.visible_quantity;
    terms.visible_open_quantity = state.visible_open_quantity;
    terms.trailing_delta_bips = state.trailing_delta_bips;
    terms.session = state.session;
    terms.time_in_force = state.time_in_force;
    terms.self_trade_prevention = state.self_trade_prevention;
    terms.session = state.session;
    terms.reserves_nothing = state.reserves_nothing;
    venue.set_terms(slot, terms);
    if (phase == OrderPhase::working) return true;
    venue.enter_phase(slot, phase, state.ready_rank);
    return true;
}

bool restore_trigger_range(Venue& venue, const TriggerRangeState& state) noexcept {
    if (!venue.instruments.has(state.instrument)) return false;
    if (state.low < Price{} || state.high < state.low) return false;
    if (venue.triggers.has_range(state.instrument)) return false;
    venue.triggers.widen(state.instrument, state.low, state.high);
    return true;
}

bool restore_balance(Venue& venue, const BalanceState& state) noexcept {
    if (!venue.accounts.has(state.account) || !venue.assets.has(state.asset)) return false;
    if (!is_ledger_amount(state.free) || !is_ledger_amount(state.locked)) return false;
    Balance& balance = venue.ledger.balance(state.account, state.asset);
    if (balance.free != Amount{} || balance.locked != Amount{}) return false;
    balance.free = state.free;
    balance.locked = state.locked;
    return true;
}

bool restore_order(Venue& venue, const OrderState& state) noexcept {
    if (!is_order_valid(venue, state) || !has_order_room(venue, state)) return false;
    const Slot slot = venue.books.restore({.order_id = state.order_id,
                                           .price = state.price,
                                           .open_quantity = state.open_quantity,
                                           .quantity = state.quantity,
                                           .account = state.account,
                                           .instrument = state.instrument,
                                           .side = state.side,
                                           .type = state.type},
                                          venue.order_id_last);
    name_restored(venue, state, slot);
    venue.account_orders.restore(state.account, slot, venue.books.pool());
    if (state.phase == OrderPhase::working) {
        venue.books.append(slot, state.price);
    } else {
        venue.books.pool().node(slot).flags = OrderFlag::awaits_terms;
        venue.terms[slot] = {};
        venue.terms[slot].phase = state.phase;
    }
    return true;
}

bool restore_key(Venue& venue, const KeyState& state) noexcept {
    if (!fits(state.name)) return false;
    if (venue.keys.is_full() || state.name.empty()) return false;
    if (!venue.accounts.is_user(state.account)) return false;
    if (state.material_size > staged_size_max) return false;
    if (venue.keys.find(state.name) != venue.keys.count()) return false;
    venue.keys.add(state);
    return true;
}

bool restore_staged(Venue& venue, const StagedState& state) noexcept {
    if (state.size > staged_size_max) return false;
    venue.staged = state;
    return true;
}

}  // namespace outcry::engine
