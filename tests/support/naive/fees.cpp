#include <algorithm>

#include "support/naive_engine.hpp"

namespace outcry::test {
namespace {

constexpr std::int64_t day_us = 24LL * 3600 * 1'000'000;
constexpr int128 million = 1'000'000;

/// Rounded up to a whole unit, against the one who pays it.
int128 rounded_up(int128 part, int128 whole) { return (part + whole - 1) / whole; }

}  // namespace

/// With the first trade of a day: what the 30 days before make of the account.
void NaiveEngine::look_for_tier(std::uint32_t account_id) {
    if (tiers_.empty()) return;
    Account& account = user(account_id);
    const std::int64_t today = time_ / day_us;
    if (account.tier_day == today) return;
    account.tier_day = today;
    account.tier_found_by = sequence_.value();
    int128 volume = 0;
    for (const auto& [day, traded] : account.volumes)
        if (day >= today - 30 && day < today) volume += traded;
    std::uint8_t tier = 0;
    for (const auto& [index, each] : tiers_)
        if (volume >= each.volume_minimum.value()) tier = index;
    if (tier == account.tier) return;
    AccountTierChanged& changed = say(EventType::account_tier_changed, 0).tier;
    changed.volume = Amount{volume};
    changed.account = AccountId{account_id};
    changed.before = account.tier;
    changed.after = tier;
    account.tier = tier;
}

bool NaiveEngine::is_tier_known(std::uint32_t account) const {
    return tiers_.empty() || user(account).tier_day == time_ / day_us;
}

/// As if each fill had brought every event of fees that it can: does this one surely begin in time?
void NaiveEngine::foresee(const Taking& taking, std::uint32_t maker, std::uint64_t lots) {
    const std::uint64_t used = fills_per_command_max - fills_left_ + trial_->fee_events;
    if (used < fills_per_command_max) trial_->certain += lots;
    if (!trial_->has_filled && !is_tier_known(taking.account)) ++trial_->fee_events;
    trial_->has_filled = true;
    for (const std::uint32_t account : {taking.account, maker})
        if (user(account).fees.referrer.value() != 0) ++trial_->fee_events;
    // A maker that is new today counts with each of its fills, also where an earlier one found it.
    const bool is_found_now = user(maker).tier_found_by == sequence_.value();
    if (!tiers_.empty() && (!is_tier_known(maker) || is_found_now)) ++trial_->fee_events;
}

std::int64_t NaiveEngine::rate_of(std::uint32_t account_id, std::uint16_t instrument,
                                  bool is_maker) const {
    const Account& account = user(account_id);
    if (account.fees.has_own_rates != 0)
        return is_maker ? account.fees.maker_fee_ppm : account.fees.taker_fee_ppm;
    const auto tier = tiers_.find(account.tier);
    if (tier != tiers_.end())
        return is_maker ? tier->second.maker_fee_ppm : tier->second.taker_fee_ppm;
    const auto& definition = instruments_[instrument].definition;
    return is_maker ? definition.maker_fee_ppm : definition.taker_fee_ppm;
}

/// What the fee costs in the fee asset, if the account pays it so and can.
std::optional<int128> NaiveEngine::in_fee_asset(std::uint32_t account, AssetId received,
                                                int128 fee) {
    if (user(account).fees.pays_in_fee_asset == 0 || fee == 0) return {};
    if (batch_account_ == account) return {};
    const auto found = fee_asset_rates_.find(received.value());
    if (found == fee_asset_rates_.end()) return {};
    const FeeAssetRate& rate = found->second;
    const int128 up = fee * static_cast<int128>(rate.numerator) *
                      (million - static_cast<int128>(rate.discount_ppm));
    const int128 amount = rounded_up(up, static_cast<int128>(rate.denominator) * million);
    if (balance(account, rate.fee_asset).free < amount) return {};
    return amount;
}

void NaiveEngine::count_volume(std::uint16_t instrument, std::uint32_t account, int128 quote) {
    if (tiers_.empty()) return;
    if (tiers_.begin()->second.volume_asset != instruments_[instrument].definition.quote_asset)
        return;
    user(account).volumes[time_ / day_us] += quote;
}

/// Moves what is traded, and the fees. Returns what the event says of them.
NaiveEngine::Fees NaiveEngine::settle(std::uint16_t instrument, const Taking& taking,
                                      const Order& maker, std::uint64_t quantity) {
    look_for_tier(taking.account);
    look_for_tier(maker.account);
    const bool taker_buys = taking.side == Side::buy;
    const auto& definition = instruments_[instrument].definition;
    const int128 quote = cost(instrument, Side::buy, maker.price, quantity);
    const int128 base = cost(instrument, Side::sell, maker.price, quantity);
    const int128 taker_gets = taker_buys ? base : quote;
    const int128 maker_gets = taker_buys ? quote : base;
    Fees fees;
    fees.taker_asset = taker_buys ? definition.base_asset : definition.quote_asset;
    fees.maker_asset = taker_buys ? definition.quote_asset : definition.base_asset;

    balance(taking.account, fees.maker_asset).free -= maker_gets;
    balance(maker.account, fees.taker_asset).locked -= taker_gets;
    Order& held = *find(maker.id);
    held.held -= taker_gets;
    balance(taking.account, fees.taker_asset).free += taker_gets;
    balance(maker.account, fees.maker_asset).free += maker_gets;

    const std::int64_t taker_rate = rate_of(taking.account, instrument, false);
    const std::int64_t maker_rate = rate_of(maker.account, instrument, true);
    fees.taker = rounded_up(taker_gets * taker_rate, million);
    if (maker_rate >= 0) fees.maker = rounded_up(maker_gets * maker_rate, million);
    const AssetId earned = fees.taker_asset;
    const AssetId spent = fees.maker_asset;
    const auto pay = [&](std::uint32_t account, AssetId& asset, int128& fee, std::uint8_t flag) {
        const auto rate = fee_asset_rates_.find(asset.value());
        // The taker's order is paid with it.
        const bool is_needed = account == taking.account && rate != fee_asset_rates_.end() &&
                               rate->second.fee_asset == spent;
        const auto converted = is_needed ? std::nullopt : in_fee_asset(account, asset, fee);
        if (converted) {
            fees.fee_asset = fee_asset_rates_.at(asset.value()).fee_asset;
            asset = fees.fee_asset;
            fee = *converted;
            fees.flags |= flag;
        }
        balance(account, asset).free -= fee;
        balance(fee_account.value(), asset).free += fee;
    };
    pay(taking.account, fees.taker_asset, fees.taker, FeeFlag::taker_in_fee_asset);
    if (fees.maker > 0)
        pay(maker.account, fees.maker_asset, fees.maker, FeeFlag::maker_in_fee_asset);
    if (maker_rate < 0) {
        const int128 most =
            fees.taker_asset == earned && (fees.flags & FeeFlag::taker_in_fee_asset) == 0
                ? fees.taker
                : 0;
        const int128 rebate = std::min(taker_gets * -maker_rate / million, most);
        fees.maker = -rebate;
        fees.maker_asset = earned;
        if (rebate != 0) fees.flags |= FeeFlag::maker_rebate;
        balance(maker.account, earned).free += rebate;
        balance(fee_account.value(), earned).free -= rebate;
    }
    count_volume(instrument, taking.account, quote);
    count_volume(instrument, maker.account, quote);
    return fees;
}

void NaiveEngine::pay_referrer(std::uint32_t account, AssetId asset, int128 fee,
                               std::uint16_t instrument) {
    const AccountFees& terms = user(account).fees;
    if (terms.referrer.value() == 0 || fee <= 0) return;
    const int128 share = fee * static_cast<int128>(terms.referrer_share_ppm) / million;
    if (share == 0) return;
    balance(fee_account.value(), asset).free -= share;
    balance(terms.referrer.value(), asset).free += share;
    ReferralPaid& paid = say(EventType::referral_paid, instrument).referral;
    paid.trade_id = TradeId{instruments_[instrument].trades};
    paid.amount = Amount{share};
    paid.account = AccountId{account};
    paid.referrer = terms.referrer;
    paid.asset = asset;
}

}  // namespace outcry::test
