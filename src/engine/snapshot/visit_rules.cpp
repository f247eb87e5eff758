#include "engine/snapshot/visit_rules.hpp"

#include <cstring>

namespace outcry::engine {
namespace {

void visit_instrument_rules(const Venue& venue, StateVisitor& visitor) {
    for (std::uint16_t id = 0; id < venue.instruments.count(); ++id) {
        const Instrument& instrument = venue.instruments[InstrumentId{id}];
        const bool has_rules = (instrument.flags & InstrumentFlag::has_rules) != 0;
        if (!has_rules && instrument.status_reason == StatusReason{}) continue;
        visitor.on_instrument_rules({.rules = venue.rules[id],
                                     .instrument = InstrumentId{id},
                                     .status_reason = instrument.status_reason});
    }
}

/// All zero while nothing of it is set: then there is no record.
[[nodiscard]] VenueRulesState venue_rules_of(const Venue& venue) noexcept {
    const MassAction& action = venue.mass_action;
    VenueRulesState state;
    state.order_list_id_last = venue.lists.id_last();
    state.ready_rank_last = venue.triggers.rank_last();
    state.mass_action_session = action.session;
    state.status = venue.status;
    state.mass_action_scope = action.scope;
    state.mass_action_has_instrument = action.has_instrument ? 1 : 0;
    state.mass_action_has_side = action.has_side ? 1 : 0;
    state.mass_action_side = action.side;
    state.mass_action_reason = action.reason;
    return state;
}

void visit_venue_rules(const Venue& venue, StateVisitor& visitor) {
    const VenueRulesState state = venue_rules_of(venue);
    const VenueRulesState nothing;
    if (std::memcmp(&state, &nothing, sizeof state) != 0) visitor.on_venue_rules(state);
}

[[nodiscard]] bool is_plain(const AccountStanding& standing) noexcept {
    return standing.parent == AccountId{} && standing.rate_count == 0 &&
           standing.status == AccountStatus::active && standing.fee_day == 0;
}

void visit_standings(const Venue& venue, StateVisitor& visitor) {
    venue.accounts.for_each([&](const AccountState& account) {
        const AccountStanding& standing = venue.standings[account.id];
        if (is_plain(standing)) return;
        visitor.on_account_standing({.account = account.id,
                                     .parent = standing.parent,
                                     .rate_second = standing.rate_second,
                                     .rate_count = standing.rate_count,
                                     .status = standing.status,
                                     .fee_tier = standing.fee_tier,
                                     .fee_day = standing.fee_day});
    });
}

/// Bits of AccountFlag; those of the account of the world outside are the venue's.
[[nodiscard]] bool has_flag(const Venue& venue, AccountId account, std::uint8_t flag) noexcept {
    const std::uint8_t flags =
        account == external_account ? venue.account_flags : venue.account_orders.flags(account);
    return (flags & flag) != 0;
}

void visit_limits(const Venue& venue, StateVisitor& visitor) {
    venue.accounts.for_each([&](const AccountState& account) {
        if (!has_flag(venue, account.id, AccountFlag::has_limits)) return;
        visitor.on_account_limits(venue.standings.limits(account.id));
    });
    venue.accounts.for_each([&](const AccountState& account) {
        if (!has_flag(venue, account.id, AccountFlag::has_exposure_limits)) return;
        for (std::uint16_t asset = 0; asset < venue.assets.count(); ++asset) {
            const Amount maximum = venue.standings.exposure_maximum(account.id, AssetId{asset});
            if (maximum == Amount{}) continue;
            ExposureLimit limit;
            limit.maximum = maximum;
            limit.account = account.id;
            limit.asset = AssetId{asset};
            visitor.on_exposure_limit(limit);
        }
    });
}

void visit_volumes(const Venue& venue, AccountId account, StateVisitor& visitor) {
    const std::uint32_t fee_day = venue.standings[account].fee_day;
    if (fee_day == 0) return;
    const std::uint32_t last = fee_day - 1;
    for (std::uint32_t day = last > fee_volume_days ? last - fee_volume_days : 0; day <= last;
         ++day) {
        const Amount volume = venue.fees.volume(account, day);
        if (volume == Amount{}) continue;
        visitor.on_daily_volume({.volume = volume, .account = account, .day = day});
    }
}

void visit_fees(const Venue& venue, StateVisitor& visitor) {
    for (std::uint8_t index = 1; index <= fee_tiers_max; ++index) {
        if (venue.fees.has_tier(index)) visitor.on_fee_tier(venue.fees.tier(index));
    }
    venue.accounts.for_each([&](const AccountState& account) {
        const std::uint8_t flags = venue.account_orders.flags(account.id);
        if ((flags & AccountFlag::has_fees) == 0) return;
        visitor.on_account_fees(venue.standings.fees(account.id));
    });
    for (std::uint16_t asset = 0; asset < venue.assets.count(); ++asset) {
        const FeeAssetRate& rate = venue.fees.rate(AssetId{asset});
        if (rate.numerator != 0) visitor.on_fee_asset_rate(rate);
    }
    venue.accounts.for_each(
        [&](const AccountState& account) { visit_volumes(venue, account.id, visitor); });
}

void visit_timers(const Venue& venue, StateVisitor& visitor) {
    if (venue.dead_men.is_empty()) return;
    venue.accounts.for_each([&](const AccountState& account) {
        const DeadManTimers::Timer& timer = venue.dead_men[account.id];
        if (timer.expires_at == Timestamp{}) return;
        visitor.on_dead_man({.expires_at = timer.expires_at,
                             .account = account.id,
                             .timeout_ms = timer.timeout_ms});
    });
}

}  // namespace

void visit_rules(const Venue& venue, StateVisitor& visitor) {
    visit_venue_rules(venue, visitor);
    visit_instrument_rules(venue, visitor);
    visit_standings(venue, visitor);
    visit_limits(venue, visitor);
    visit_fees(venue, visitor);
    visit_timers(venue, visitor);
    for (std::uint32_t i = 0; i < venue.idempotent_orders.count(); ++i) {
        visitor.on_idempotency(venue.idempotent_orders[i]);
    }
    for (std::uint32_t place = 0; place < venue.keys.count(); ++place) {
        if (!venue.keys.rules(place).name.empty()) visitor.on_key_rules(venue.keys.rules(place));
    }
}

}  // namespace outcry::engine
