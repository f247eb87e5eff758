#include <cstring>

#include "outcry/base/hash.hpp"

#include "engine/operator/adoption.hpp"
#include "engine/operator/operator_commands.hpp"
#include "engine/snapshot/restore.hpp"

namespace outcry::engine {

bool restore_instrument_rules(Venue& venue, const InstrumentRulesState& state) noexcept {
    if (!venue.instruments.has(state.instrument)) return false;
    if (state.status_reason > StatusReason::reconciliation) return false;
    if (!are_rules_valid(state.rules)) return false;
    venue.instruments[state.instrument].status_reason = state.status_reason;
    return adopt_rules(venue, state.instrument, state.rules);
}

bool restore_venue_rules(Venue& venue, const VenueRulesState& state) noexcept {
    if (state.status > VenueStatus::halted) return false;
    if (state.mass_action_scope > CancelScope::venue) return false;
    if (state.mass_action_has_instrument > 1 || state.mass_action_has_side > 1) return false;
    if (state.mass_action_side > Side::sell) return false;
    venue.lists.restore_id_last(state.order_list_id_last);
    venue.triggers.restore_rank_last(state.ready_rank_last);
    adopt_venue_status(venue, state.status);
    MassAction& action = venue.mass_action;
    action.session = state.mass_action_session;
    action.scope = state.mass_action_scope;
    action.side = state.mass_action_side;
    action.reason = state.mass_action_reason;
    action.has_instrument = state.mass_action_has_instrument != 0;
    action.has_side = state.mass_action_has_side != 0;
    return true;
}

bool restore_account_standing(Venue& venue, const AccountStandingState& state) noexcept {
    if (!venue.accounts.is_user(state.account)) return false;
    if (state.parent != AccountId{} && !venue.accounts.is_user(state.parent)) return false;
    if (state.status > AccountStatus::disabled || state.fee_tier > fee_tiers_max) return false;
    AccountStanding& standing = venue.standings[state.account];
    standing.parent = state.parent;
    standing.rate_second = state.rate_second;
    standing.rate_count = state.rate_count;
    standing.fee_day = state.fee_day;
    standing.fee_tier = state.fee_tier;
    adopt_account_status(venue, state.account, state.status);
    return true;
}

bool restore_account_limits(Venue& venue, const AccountLimits& limits) noexcept {
    return has_limits(limits) && adopt_limits(venue, limits);
}

bool restore_exposure_limit(Venue& venue, const ExposureLimit& limit) noexcept {
    return limit.maximum != Amount{} && adopt_exposure_limit(venue, limit);
}

bool restore_fee_tier(Venue& venue, const FeeTier& tier) noexcept {
    return tier.is_removed == 0 && adopt_fee_tier(venue, tier);
}

bool restore_account_fees(Venue& venue, const AccountFees& fees) noexcept {
    return adopt_account_fees(venue, fees);
}

bool restore_fee_asset_rate(Venue& venue, const FeeAssetRate& rate) noexcept {
    return rate.numerator != 0 && adopt_fee_asset_rate(venue, rate);
}

bool restore_daily_volume(Venue& venue, const DailyVolumeState& state) noexcept {
    if (!venue.accounts.is_user(state.account) || state.volume <= Amount{}) return false;
    // It must be one of those that the account's last trade left.
    const std::uint32_t fee_day = venue.standings[state.account].fee_day;
    if (state.day >= fee_day || fee_day - state.day > fee_volume_days + 1) return false;
    if (venue.fees.volume(state.account, state.day) != Amount{}) return false;
    venue.fees.add_volume(state.account, state.day, state.volume);
    return true;
}

bool restore_dead_man(Venue& venue, const DeadManState& state) noexcept {
    if (!venue.accounts.is_user(state.account) || state.expires_at <= Timestamp{}) return false;
    if (venue.dead_men[state.account].expires_at != Timestamp{}) return false;
    venue.dead_men.set(state.account, state.expires_at, state.timeout_ms);
    return true;
}

bool restore_idempotency(Venue& venue, const IdempotencyState& state) noexcept {
    if (!venue.accounts.is_user(state.account) || venue.idempotent_orders.is_full()) return false;
    const ClientOrderId& name = state.client_order_id;
    if (name.size() > ClientOrderId::capacity || name.empty()) return false;
    venue.idempotent_orders.append(base::hash_text(name.view(), state.account.value()), state);
    return true;
}

bool restore_key_rules(Venue& venue, const SetKeyRules& rules) noexcept {
    if (rules.name.size() > KeyName::capacity || !adopt_key_rules(venue, rules)) return false;
    const SetKeyRules kept = counted_part(rules);
    return std::memcmp(&kept, &rules, sizeof kept) == 0;
}

}  // namespace outcry::engine
