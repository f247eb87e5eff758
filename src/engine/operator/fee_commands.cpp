#include "engine/matching/order_commands.hpp"
#include "engine/operator/adoption.hpp"
#include "engine/operator/operator_commands.hpp"

namespace outcry::engine {
namespace {

/// A rebate is paid out of the taker's fee, so it is never above it.
[[nodiscard]] bool are_rates_valid(std::int32_t maker_fee_ppm,
                                   std::int32_t taker_fee_ppm) noexcept {
    return taker_fee_ppm >= 0 && taker_fee_ppm <= account_fee_ppm_max &&
           maker_fee_ppm >= -taker_fee_ppm && maker_fee_ppm <= account_fee_ppm_max;
}

/// Volumes rise with the index, and all are in one asset.
[[nodiscard]] bool fits_schedule(const FeeSchedule& schedule, const FeeTier& tier) noexcept {
    for (std::uint8_t index = 1; index <= fee_tiers_max; ++index) {
        if (index == tier.index || !schedule.has_tier(index)) continue;
        const FeeTier& other = schedule.tier(index);
        if (other.volume_asset != tier.volume_asset) return false;
        const bool is_placed = index < tier.index ? other.volume_minimum < tier.volume_minimum
                                                  : other.volume_minimum > tier.volume_minimum;
        if (!is_placed) return false;
    }
    return true;
}

[[nodiscard]] Refusal check_tier(const Venue& venue, const FeeTier& tier) noexcept {
    const Refusal invalid{RejectReason::invalid_definition};
    if (!venue.assets.has(tier.volume_asset)) return {RejectReason::unknown_asset};
    if (tier.index == 0 || tier.index > fee_tiers_max) return invalid;
    if (!are_rates_valid(tier.maker_fee_ppm, tier.taker_fee_ppm)) return invalid;
    if (tier.volume_minimum < Amount{}) return invalid;
    if (tier.is_removed == 0 && !fits_schedule(venue.fees, tier)) return invalid;
    return {};
}

[[nodiscard]] Refusal check_account_fees(const Venue& venue, const AccountFees& fees) noexcept {
    const Refusal invalid{RejectReason::invalid_definition};
    if (!venue.accounts.is_user(fees.account)) return {RejectReason::unknown_account};
    if (fees.referrer != AccountId{} && !venue.accounts.is_user(fees.referrer)) {
        return {RejectReason::unknown_account};
    }
    if (fees.referrer == fees.account || fees.referrer_share_ppm > fee_unit_ppm) return invalid;
    if (!are_rates_valid(fees.maker_fee_ppm, fees.taker_fee_ppm)) return invalid;
    return {};
}

[[nodiscard]] Refusal check_rate_record(const Venue& venue, const FeeAssetRate& rate) noexcept {
    if (!venue.assets.has(rate.asset)) return {RejectReason::unknown_asset};
    if (!venue.assets.has(rate.fee_asset)) return {RejectReason::unknown_asset};
    const bool is_fraction = rate.numerator == 0 || rate.denominator != 0;
    if (!is_fraction || rate.discount_ppm > fee_unit_ppm) {
        return {RejectReason::invalid_definition};
    }
    for (std::uint16_t asset = 0; asset < venue.assets.count(); ++asset) {
        const FeeAssetRate& other = venue.fees.rate(AssetId{asset});
        if (AssetId{asset} == rate.asset || other.numerator == 0) continue;
        if (other.fee_asset != rate.fee_asset) return {RejectReason::invalid_definition};
    }
    return {};
}

[[nodiscard]] bool has_fees(const AccountFees& fees) noexcept {
    return fees.has_own_rates != 0 || fees.pays_in_fee_asset != 0 || fees.referrer != AccountId{};
}

}  // namespace

bool adopt_fee_tier(Venue& venue, const FeeTier& tier) noexcept {
    if (check_tier(venue, tier)) return false;
    if (tier.is_removed != 0) {
        venue.fees.remove_tier(tier.index);
    } else {
        venue.fees.set_tier(tier);
    }
    return true;
}

bool adopt_account_fees(Venue& venue, const AccountFees& fees) noexcept {
    if (check_account_fees(venue, fees)) return false;
    const bool is_set = has_fees(fees);
    const bool was_set = has_fees(venue.standings.fees(fees.account));
    venue.standings.fees(fees.account) = is_set ? fees : AccountFees{};
    venue.account_orders.set_flag(fees.account, AccountFlag::has_fees, is_set);
    if (is_set && !was_set) ++venue.own_fees_count;
    if (!is_set && was_set) --venue.own_fees_count;
    return true;
}

bool adopt_fee_asset_rate(Venue& venue, const FeeAssetRate& rate) noexcept {
    if (check_rate_record(venue, rate)) return false;
    venue.fees.set_rate(rate);
    return true;
}

void set_fee_tier(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const FeeTier& tier = command.fee_tier;
    if (const Refusal refusal = check_tier(venue, tier)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    const bool is_adopted = adopt_fee_tier(venue, tier);
    OUTCRY_ASSERT(is_adopted);
    events.append(EventType::fee_tier_set, InstrumentId{}).fee_tier = tier;
}

void set_account_fees(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    AccountFees fees = command.account_fees;
    fees.account = command.account;
    if (const Refusal refusal = check_account_fees(venue, fees)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    const bool is_adopted = adopt_account_fees(venue, fees);
    OUTCRY_ASSERT(is_adopted);
    events.append(EventType::account_fees_set, InstrumentId{}).account_fees = fees;
}

void set_fee_asset_rate(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const FeeAssetRate& rate = command.fee_asset_rate;
    if (const Refusal refusal = check_rate_record(venue, rate)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    const bool is_adopted = adopt_fee_asset_rate(venue, rate);
    OUTCRY_ASSERT(is_adopted);
    events.append(EventType::fee_asset_rate_set, InstrumentId{}).fee_asset_rate = rate;
}

}  // namespace outcry::engine
