#include "engine/ledger/charging.hpp"

#include "outcry/base/int128.hpp"

namespace outcry::engine {
namespace {

struct Rates {
    std::int32_t maker_fee_ppm;
    std::int32_t taker_fee_ppm;
};

[[nodiscard]] bool has_own_fees(const Venue& venue, AccountId account) noexcept {
    return (venue.account_orders.flags(account) & AccountFlag::has_fees) != 0;
}

/// Those of the account, else of its tier, else of the instrument.
[[nodiscard]] Rates rates_of(const Venue& venue, const InstrumentDefinition& definition,
                             AccountId account) noexcept {
    if (has_own_fees(venue, account)) {
        const AccountFees& fees = venue.standings.fees(account);
        if (fees.has_own_rates != 0) return {fees.maker_fee_ppm, fees.taker_fee_ppm};
    }
    const std::uint8_t index = venue.standings[account].fee_tier;
    if (venue.fees.has_tier(index)) {
        const FeeTier& tier = venue.fees.tier(index);
        return {tier.maker_fee_ppm, tier.taker_fee_ppm};
    }
    return {static_cast<std::int32_t>(definition.maker_fee_ppm),
            static_cast<std::int32_t>(definition.taker_fee_ppm)};
}

/// What an account paid, and in what.
struct PaidFee {
    Amount amount;
    AssetId asset;
    bool is_converted = false;
};

/// A fee that is due, and the asset that its payer has to keep for the rest of its order.
struct DueFee {
    AccountId account;
    Amount amount;
    AssetId asset;
    AssetId kept_asset;
    bool keeps_asset = false;
};

/// What the fee costs in the fee asset; below zero when it cannot be said in 128 bits.
[[nodiscard]] Amount converted(Amount fee, const FeeAssetRate& rate) noexcept {
    const Amount too_much{-1};
    uint128 product{};
    if (__builtin_mul_overflow(static_cast<uint128>(fee.value()),
                               static_cast<uint128>(rate.numerator), &product)) {
        return too_much;
    }
    if (__builtin_mul_overflow(product, static_cast<uint128>(fee_unit_ppm - rate.discount_ppm),
                               &product)) {
        return too_much;
    }
    const uint128 divisor = static_cast<uint128>(rate.denominator) * fee_unit_ppm;
    const uint128 whole = product / divisor;
    const uint128 cost = whole + (product % divisor != 0 ? 1U : 0U);
    if (cost > static_cast<uint128>(ledger_total_max.value())) return too_much;
    return Amount{static_cast<int128>(cost)};
}

/// What an account has free may be what a later member of its batch was admitted with.
[[nodiscard]] bool is_spoken_for(const Venue& venue, AccountId account) noexcept {
    return venue.batch.is_running && venue.batch.account == account;
}

/// Takes the fee, in the fee asset where the account wants that and can.
[[nodiscard]] PaidFee collect(Venue& venue, const DueFee& due) noexcept {
    PaidFee paid{.amount = due.amount, .asset = due.asset};
    const FeeAssetRate& rate = venue.fees.rate(due.asset);
    const bool wants_fee_asset = due.amount != Amount{} && rate.numerator != 0 &&
                                 has_own_fees(venue, due.account) &&
                                 venue.standings.fees(due.account).pays_in_fee_asset != 0 &&
                                 !is_spoken_for(venue, due.account);
    // An order must not spend on fees what the rest of it will be paid with.
    if (wants_fee_asset && !(due.keeps_asset && rate.fee_asset == due.kept_asset)) {
        const Amount cost = converted(due.amount, rate);
        const Amount free = venue.ledger.balance(due.account, rate.fee_asset).free;
        if (cost >= Amount{} && cost <= free) {
            paid = {.amount = cost, .asset = rate.fee_asset, .is_converted = true};
        }
    }
    venue.ledger.balance(due.account, paid.asset).free -= paid.amount;
    venue.ledger.balance(fee_account, paid.asset).free += paid.amount;
    return paid;
}

[[nodiscard]] Amount share_of(Amount amount, std::uint32_t share_ppm) noexcept {
    return Amount{amount.value() * static_cast<int128>(share_ppm) /
                  static_cast<int128>(fee_unit_ppm)};
}

/// What the referrer gets of what the venue keeps of the fee.
[[nodiscard]] Amount pay_referrer(Venue& venue, AccountId account, Amount kept,
                                  AssetId asset) noexcept {
    if (!has_own_fees(venue, account)) return {};
    const AccountFees& fees = venue.standings.fees(account);
    if (fees.referrer == AccountId{}) return {};
    const Amount share = share_of(kept, fees.referrer_share_ppm);
    venue.ledger.balance(fee_account, asset).free -= share;
    venue.ledger.balance(fees.referrer, asset).free += share;
    return share;
}

/// The principal amounts of both, without fees.
void exchange(Venue& venue, const Fill& fill, const Instrument& instrument) noexcept {
    const AssetId paid_asset = instrument.paid_asset(fill.taker_side);
    const AssetId received_asset = instrument.received_asset(fill.taker_side);
    const bool taker_buys = fill.taker_side == Side::buy;
    const Amount paid = taker_buys ? fill.quote : fill.base;
    const Amount received = taker_buys ? fill.base : fill.quote;
    Balance& delivered = venue.ledger.balance(fill.maker, received_asset);
    OUTCRY_ASSERT(delivered.locked >= received);
    delivered.locked -= received;
    venue.ledger.balance(fill.maker, paid_asset).free += paid;
    Balance& payer = venue.ledger.balance(fill.taker, paid_asset);
    payer.free -= paid;
    OUTCRY_ASSERT(payer.free >= Amount{});
    venue.ledger.balance(fill.taker, received_asset).free += received;
}

void count_volume(Venue& venue, const Fill& fill, const Instrument& instrument) noexcept {
    if (venue.fees.tier_count() == 0) return;
    if (instrument.definition.quote_asset != venue.fees.volume_asset()) return;
    const std::uint32_t day = day_of(venue.time);
    venue.fees.add_volume(fill.taker, day, fill.quote);
    venue.fees.add_volume(fill.maker, day, fill.quote);
}

void find_tier(Venue& venue, AccountId account, EventBuffer& events) noexcept {
    const std::uint32_t day = day_of(venue.time);
    AccountStanding& standing = venue.standings[account];
    if (standing.fee_day == day + 1) return;
    // The days since the last trade were without any.
    const std::uint32_t first = standing.fee_day == 0 ? 0 : standing.fee_day;
    venue.fees.clear_volumes(account, first, day);
    standing.fee_day = day + 1;
    standing.tier_found_by = venue.sequence;
    const Amount volume = venue.fees.volume_before(account, day);
    const std::uint8_t tier = venue.fees.tier_of(volume);
    if (tier == standing.fee_tier) return;
    AccountTierChanged& changed =
        events.append(EventType::account_tier_changed, InstrumentId{}).tier;
    changed.volume = volume;
    changed.account = account;
    changed.before = standing.fee_tier;
    changed.after = tier;
    standing.fee_tier = tier;
}

/// Part of what the taker received, paid out of its fee; the rest of it stays with the venue.
[[nodiscard]] Amount pay_rebate(Venue& venue, AccountId maker, Amount rebate,
                                const PaidFee& taker_fee) noexcept {
    // A fee that was paid in another asset leaves nothing to pay it with.
    const Amount most = taker_fee.is_converted ? Amount{} : taker_fee.amount;
    const Amount paid = rebate < most ? rebate : most;
    venue.ledger.balance(fee_account, taker_fee.asset).free -= paid;
    venue.ledger.balance(maker, taker_fee.asset).free += paid;
    return paid;
}

struct Referral {
    AccountId account;
    Amount amount;
    AssetId asset;
};

void report_referral(const Venue& venue, InstrumentId instrument, const Referral& referral,
                     EventBuffer& events) noexcept {
    if (referral.amount == Amount{}) return;
    ReferralPaid& paid = events.append(EventType::referral_paid, instrument).referral;
    paid.trade_id = venue.instruments[instrument].trade_id_last;
    paid.amount = referral.amount;
    paid.account = referral.account;
    paid.referrer = venue.standings.fees(referral.account).referrer;
    paid.asset = referral.asset;
}

[[nodiscard]] std::size_t referrer_count(const Venue& venue, AccountId account) noexcept {
    if (!has_own_fees(venue, account)) return 0;
    return venue.standings.fees(account).referrer != AccountId{} ? 1 : 0;
}

}  // namespace

void find_tiers(Venue& venue, const Fill& fill, EventBuffer& events) noexcept {
    if (venue.fees.tier_count() == 0) return;
    find_tier(venue, fill.taker, events);
    find_tier(venue, fill.maker, events);
}

Charge settle_charged(Venue& venue, const Fill& fill) noexcept {
    const Instrument& instrument = venue.instruments[fill.instrument];
    exchange(venue, fill, instrument);
    count_volume(venue, fill, instrument);
    const bool taker_buys = fill.taker_side == Side::buy;
    const Amount taker_received = taker_buys ? fill.base : fill.quote;
    const Amount maker_received = taker_buys ? fill.quote : fill.base;
    const AssetId taker_asset = instrument.received_asset(fill.taker_side);
    const AssetId maker_asset = instrument.paid_asset(fill.taker_side);
    const std::int32_t maker_ppm = rates_of(venue, instrument.definition, fill.maker).maker_fee_ppm;
    const std::int32_t taker_ppm = rates_of(venue, instrument.definition, fill.taker).taker_fee_ppm;

    Charge charge;
    const PaidFee taker_fee =
        collect(venue, {.account = fill.taker,
                        .amount = fee_of(taker_received, static_cast<std::uint32_t>(taker_ppm)),
                        .asset = taker_asset,
                        .kept_asset = maker_asset,
                        .keeps_asset = true});
    charge.taker_fee = taker_fee.amount;
    Amount kept_of_taker_fee = taker_fee.amount;
    PaidFee maker_fee{.amount = {}, .asset = maker_asset};
    if (maker_ppm >= 0) {
        maker_fee =
            collect(venue, {.account = fill.maker,
                            .amount = fee_of(maker_received, static_cast<std::uint32_t>(maker_ppm)),
                            .asset = maker_asset,
                            .kept_asset = maker_asset,
                            .keeps_asset = fill.maker == fill.taker});
        charge.maker_fee = maker_fee.amount;
    } else {
        const Amount wanted = share_of(taker_received, static_cast<std::uint32_t>(-maker_ppm));
        const Amount rebate = pay_rebate(venue, fill.maker, wanted, taker_fee);
        kept_of_taker_fee -= rebate;
        charge.maker_fee = -rebate;
    }
    if (charge.maker_fee < Amount{}) charge.fee_flags |= FeeFlag::maker_rebate;
    if (maker_fee.is_converted) charge.fee_flags |= FeeFlag::maker_in_fee_asset;
    if (taker_fee.is_converted) charge.fee_flags |= FeeFlag::taker_in_fee_asset;
    if (maker_fee.is_converted) charge.fee_asset = maker_fee.asset;
    if (taker_fee.is_converted) charge.fee_asset = taker_fee.asset;
    charge.taker_referral = pay_referrer(venue, fill.taker, kept_of_taker_fee, taker_fee.asset);
    charge.maker_referral = pay_referrer(venue, fill.maker, maker_fee.amount, maker_fee.asset);
    return charge;
}

void report_referrals(const Venue& venue, const Fill& fill, const Charge& charge,
                      EventBuffer& events) noexcept {
    const Instrument& instrument = venue.instruments[fill.instrument];
    const bool taker_converts = (charge.fee_flags & FeeFlag::taker_in_fee_asset) != 0;
    const bool maker_converts = (charge.fee_flags & FeeFlag::maker_in_fee_asset) != 0;
    const AssetId taker_asset =
        taker_converts ? charge.fee_asset : instrument.received_asset(fill.taker_side);
    const AssetId maker_asset =
        maker_converts ? charge.fee_asset : instrument.paid_asset(fill.taker_side);
    report_referral(venue, fill.instrument, {fill.taker, charge.taker_referral, taker_asset},
                    events);
    report_referral(venue, fill.instrument, {fill.maker, charge.maker_referral, maker_asset},
                    events);
}

std::size_t tier_event_count_max(const Venue& venue, AccountId taker) noexcept {
    if (venue.fees.tier_count() == 0) return 0;
    return venue.standings[taker].fee_day != day_of(venue.time) + 1 ? 1 : 0;
}

std::size_t fee_event_count_max(const Venue& venue, AccountId taker, AccountId maker) noexcept {
    if (venue.has_plain_fees()) return 0;
    std::size_t count = referrer_count(venue, taker) + referrer_count(venue, maker);
    if (venue.fees.tier_count() == 0) return count;
    // A maker whose tier is found in this very command counts with each of its fills: the walk
    // that decides what fits does not know which of them is the first.
    const AccountStanding& standing = venue.standings[maker];
    const bool is_new = standing.fee_day != day_of(venue.time) + 1;
    if (is_new || standing.tier_found_by == venue.sequence) ++count;
    return count;
}

}  // namespace outcry::engine
