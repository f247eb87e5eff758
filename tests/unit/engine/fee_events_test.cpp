#include <cstring>

#include "unit/engine/engine_fixture.hpp"

namespace outcry::test {
namespace {

/// What the numbers of a fee mean stands in the event: flags, assets, and what went on.
class FeeEvents : public EngineFixture {
protected:
    void set_fees(const AccountFees& fees) {
        Command command;
        command.type = CommandType::set_account_fees;
        command.account = fees.account;
        std::memcpy(static_cast<void*>(&command.account_fees), &fees, sizeof fees);
        ASSERT_EQ(apply(command).front().type, EventType::account_fees_set);
    }
    [[nodiscard]] static AccountFees own_rates(AccountId account, std::int32_t maker_fee_ppm,
                                               std::int32_t taker_fee_ppm) {
        AccountFees fees;
        fees.account = account;
        fees.has_own_rates = 1;
        fees.maker_fee_ppm = maker_fee_ppm;
        fees.taker_fee_ppm = taker_fee_ppm;
        return fees;
    }
};

TEST_F(FeeEvents, ARebateIsNegativeAndComesOutOfTheTakersFee) {
    set_fees(own_rates(alice, -500, 1'000));
    set_fees(own_rates(bob, 0, 2'000));
    apply(limit(alice, Side::sell, 10'000, 10));
    const Events events = apply(limit(bob, Side::buy, 10'000, 10));
    ASSERT_EQ(events.size(), 2U);
    const OrderTraded& traded = events[1].traded;
    EXPECT_EQ(traded.taker_fee, Amount{20});
    EXPECT_EQ(traded.maker_fee, Amount{-5});
    EXPECT_EQ(traded.fee_flags, FeeFlag::maker_rebate);
    EXPECT_EQ(traded.fee_asset, AssetId{});
    EXPECT_EQ(balance(fee_account, btc), std::pair(std::int64_t{15}, std::int64_t{0}));
}

TEST_F(FeeEvents, AReferralNamesPayerReferrerAndAsset) {
    AccountFees fees = own_rates(bob, 0, 2'000);
    fees.referrer = carol;
    fees.referrer_share_ppm = 300'000;
    set_fees(fees);
    apply(limit(alice, Side::sell, 10'000, 10));
    const Events events = apply(limit(bob, Side::buy, 10'000, 10));
    ASSERT_EQ(events.size(), 3U);
    ASSERT_EQ(events[2].type, EventType::referral_paid);
    EXPECT_EQ(events[2].referral.trade_id, events[1].traded.trade_id);
    EXPECT_EQ(events[2].referral.amount, Amount{6});
    EXPECT_EQ(events[2].referral.account, bob);
    EXPECT_EQ(events[2].referral.referrer, carol);
    EXPECT_EQ(events[2].referral.asset, btc);
    EXPECT_EQ(balance(carol, btc), std::pair(std::int64_t{1'000'006}, std::int64_t{0}));
}

TEST_F(FeeEvents, AFeeInTheFeeAssetSaysSoForEachSide) {
    FeeAssetRate rate;
    rate.numerator = 3;
    rate.denominator = 4;
    rate.discount_ppm = 250'000;
    rate.asset = usd;
    rate.fee_asset = btc;
    Command command;
    command.type = CommandType::set_fee_asset_rate;
    std::memcpy(static_cast<void*>(&command.fee_asset_rate), &rate, sizeof rate);
    ASSERT_EQ(apply(command).front().type, EventType::fee_asset_rate_set);
    AccountFees fees = own_rates(alice, 1'000, 1'000);
    fees.pays_in_fee_asset = 1;
    set_fees(fees);
    apply(limit(alice, Side::sell, 40, 100));
    const Events events = apply(limit(bob, Side::buy, 40, 100));
    ASSERT_EQ(events.size(), 2U);
    // 4 USD cost 3 BTC less a quarter: 2.25, rounded up.
    EXPECT_EQ(events[1].traded.maker_fee, Amount{3});
    EXPECT_EQ(events[1].traded.fee_flags, FeeFlag::maker_in_fee_asset);
    EXPECT_EQ(events[1].traded.fee_asset, btc);
    EXPECT_EQ(balance(alice, usd), std::pair(std::int64_t{1'004'000}, std::int64_t{0}));
    EXPECT_EQ(balance(alice, btc), std::pair(std::int64_t{999'957}, std::int64_t{0}));
}

/// With referrers on both sides a fill makes three events: the order ends before they do not fit.
TEST_F(FeeEvents, ReferralsCountAsFillsOfTheLimit) {
    AccountFees fees = own_rates(alice, 1'000, 1'000);
    fees.referrer = carol;
    fees.referrer_share_ppm = 1'000'000;
    set_fees(fees);
    fees.account = bob;
    set_fees(fees);
    for (int i = 0; i < 300; ++i) apply(limit(alice, Side::sell, 1, 100));
    const Events events = apply(limit(bob, Side::buy, 300, 100));
    // 167 fills, of which the last began at 498, their referrals, acceptance and end.
    ASSERT_EQ(events.size(), 3U * 167 + 2);
    EXPECT_EQ(events.back().closed.reason, CloseReason::fill_limit);
    EXPECT_EQ(events.back().closed.open_quantity, Quantity{300 - 167});
}

}  // namespace
}  // namespace outcry::test
