#include "outcry/engine/engine.hpp"

#include "engine/implementation.hpp"
#include "engine/invariant/invariants.hpp"
#include "engine/look_ahead.hpp"
#include "engine/matching/order_commands.hpp"
#include "engine/matching/triggers.hpp"
#include "engine/matching/turns.hpp"
#include "engine/operator/operator_commands.hpp"
#include "engine/snapshot/restore.hpp"
#include "engine/snapshot/state_hasher.hpp"
#include "engine/snapshot/visit.hpp"

namespace outcry::engine {
namespace {

/// Goes on with what the last command left over.
void continue_work(Venue& venue, EventBuffer& events) noexcept {
    if (venue.mass_action.is_pending) return continue_mass_action(venue, events);
    if (venue.next_deadline() <= venue.time) return advance_clock(venue, events);
    take_turns(venue, events);
}

void dispatch_operator(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    switch (command.type) {
        case CommandType::create_asset: return create_asset(venue, command, events);
        case CommandType::create_instrument: return create_instrument(venue, command, events);
        case CommandType::set_instrument_status:
            return set_instrument_status(venue, command, events);
        case CommandType::create_account: return create_account(venue, command, events);
        case CommandType::adjust_balance: return adjust_balance(venue, command, events);
        case CommandType::stage_bytes: return stage_bytes(venue, command, events);
        case CommandType::register_key: return register_key(venue, command, events);
        case CommandType::revoke_key: return revoke_key(venue, command, events);
        case CommandType::change_fees: return change_fees(venue, command, events);
        case CommandType::set_account_rules: return set_account_rules(venue, command, events);
        case CommandType::set_instrument_rules: return set_instrument_rules(venue, command, events);
        case CommandType::change_instrument: return change_instrument(venue, command, events);
        case CommandType::set_account_status: return set_account_status(venue, command, events);
        case CommandType::set_venue_status: return set_venue_status(venue, command, events);
        case CommandType::set_account_limits: return set_account_limits(venue, command, events);
        case CommandType::set_exposure_limit: return set_exposure_limit(venue, command, events);
        case CommandType::set_fee_tier: return set_fee_tier(venue, command, events);
        case CommandType::set_account_fees: return set_account_fees(venue, command, events);
        case CommandType::set_fee_asset_rate: return set_fee_asset_rate(venue, command, events);
        case CommandType::transfer_balance: return transfer_balance(venue, command, events);
        case CommandType::set_key_rules: return set_key_rules(venue, command, events);
        default: break;
    }
    refuse(command, {RejectReason::invalid_order}, CommandPart::whole, events);
}

void dispatch(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    switch (command.type) {
        case CommandType::place_order: return place_order(venue, command, events);
        case CommandType::cancel_order: return cancel_order(venue, command, events);
        case CommandType::amend_order: return amend_order(venue, command, events);
        case CommandType::replace_order: return replace_order(venue, command, events);
        case CommandType::cancel_all_orders: return cancel_all_orders(venue, command, events);
        case CommandType::continue_mass_action: return continue_work(venue, events);
        case CommandType::advance_clock: return advance_clock(venue, events);
        case CommandType::cancel_orders: return cancel_orders(venue, command, events);
        case CommandType::set_dead_man: return set_dead_man(venue, command, events);
        case CommandType::stage_order:
        case CommandType::stage_cancel: return stage_order(venue, command, events);
        case CommandType::place_order_list: return place_order_list(venue, command, events);
        case CommandType::apply_batch: return apply_batch(venue, command, events);
        case CommandType::cancel_order_list: return cancel_order_list(venue, command, events);
        case CommandType::none:
            return refuse(command, {RejectReason::invalid_order}, CommandPart::whole, events);
        default: break;
    }
    dispatch_operator(venue, command, events);
}

}  // namespace

Engine::Engine(const EngineLimits& limits)
    : implementation_{std::make_unique<Implementation>(limits)} {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

void Engine::apply(const Command& command, EventBuffer& events) noexcept {
    Venue& venue = implementation_->venue();
    const bool continues = command.type == CommandType::continue_mass_action;
    // The sequencer numbers commands densely, keeps time from going back, and finishes what is
    // pending before it takes anything else.
    OUTCRY_ASSERT(command.sequence == next(venue.sequence));
    OUTCRY_ASSERT(command.time >= venue.time);
    OUTCRY_ASSERT(continues == venue.has_work_left());
    // Nothing happens between the time of an expiry and the expiry.
    OUTCRY_ASSERT(continues || command.type == CommandType::advance_clock ||
                  command.time < venue.next_deadline());
    venue.sequence = command.sequence;
    venue.time = command.time;
    events.begin(command.sequence, command.time,
                 continues ? venue.mass_action.request : command.request);
    dispatch(venue, command, events);
    if (__builtin_expect(venue.triggers.has_ranges(), 0)) forget_idle_ranges(venue);
    events.finish();
}

void Engine::look_ahead(std::span<const Command> batch, std::size_t position) const noexcept {
    implementation_->look_ahead().advance(implementation_->venue(), batch, position);
}

bool Engine::mass_action_is_pending() const noexcept {
    return implementation_->venue().has_work_left();
}
Timestamp Engine::next_deadline() const noexcept {
    return implementation_->venue().next_deadline();
}
Sequence Engine::sequence() const noexcept { return implementation_->venue().sequence; }
Timestamp Engine::time() const noexcept { return implementation_->venue().time; }
bool Engine::is_empty() const noexcept {
    const Venue& venue = implementation_->venue();
    return venue.assets.count() == 0 && venue.accounts.user_count() == 0;
}

void Engine::visit(StateVisitor& visitor) const { visit_state(implementation_->venue(), visitor); }
std::uint64_t Engine::state_hash() const {
    StateHasher hasher;
    visit(hasher);
    return hasher.value();
}

bool Engine::restore(const VenueState& venue) {
    return restore_venue(implementation_->venue(), venue);
}
bool Engine::restore(const AssetState& asset) {
    return restore_asset(implementation_->venue(), asset);
}
bool Engine::restore(const InstrumentState& instrument) {
    return restore_instrument(implementation_->venue(), instrument);
}
bool Engine::restore(const AccountState& account) {
    return restore_account(implementation_->venue(), account);
}
bool Engine::restore(const AccountRulesState& rules) {
    return restore_account_rules(implementation_->venue(), rules);
}
bool Engine::restore(const InstrumentCountersState& counters) {
    return restore_instrument_counters(implementation_->venue(), counters);
}
bool Engine::restore(const BalanceState& balance) {
    return restore_balance(implementation_->venue(), balance);
}
bool Engine::restore(const OrderState& order) {
    return restore_order(implementation_->venue(), order);
}
bool Engine::restore(const OrderTermsState& terms) {
    return restore_order_terms(implementation_->venue(), terms);
}
bool Engine::restore(const OrderListState& list) {
    return restore_order_list(implementation_->venue(), list);
}
bool Engine::restore(const StagedOrderState& staged) {
    return restore_staged_order(implementation_->venue(), staged);
}
bool Engine::restore(const KeyState& key) { return restore_key(implementation_->venue(), key); }
bool Engine::restore(const StagedState& staged) {
    return restore_staged(implementation_->venue(), staged);
}

bool Engine::restore(const InstrumentRulesState& rules) {
    return restore_instrument_rules(implementation_->venue(), rules);
}
bool Engine::restore(const TriggerRangeState& range) {
    return restore_trigger_range(implementation_->venue(), range);
}

bool Engine::restore(const VenueRulesState& rules) {
    return restore_venue_rules(implementation_->venue(), rules);
}
bool Engine::restore(const AccountStandingState& standing) {
    return restore_account_standing(implementation_->venue(), standing);
}
bool Engine::restore(const AccountLimits& limits) {
    return restore_account_limits(implementation_->venue(), limits);
}
bool Engine::restore(const ExposureLimit& limit) {
    return restore_exposure_limit(implementation_->venue(), limit);
}
bool Engine::restore(const FeeTier& tier) {
    return restore_fee_tier(implementation_->venue(), tier);
}
bool Engine::restore(const AccountFees& fees) {
    return restore_account_fees(implementation_->venue(), fees);
}
bool Engine::restore(const FeeAssetRate& rate) {
    return restore_fee_asset_rate(implementation_->venue(), rate);
}
bool Engine::restore(const DailyVolumeState& volume) {
    return restore_daily_volume(implementation_->venue(), volume);
}
bool Engine::restore(const DeadManState& dead_man) {
    return restore_dead_man(implementation_->venue(), dead_man);
}
bool Engine::restore(const IdempotencyState& record) {
    return restore_idempotency(implementation_->venue(), record);
}
bool Engine::restore(const SetKeyRules& rules) {
    return restore_key_rules(implementation_->venue(), rules);
}

const char* Engine::broken_invariant() const {
    return broken_invariant_of(implementation_->venue());
}

}  // namespace outcry::engine
