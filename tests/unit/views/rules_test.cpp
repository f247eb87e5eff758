#include <gtest/gtest.h>

#include "unit/views/event_script.hpp"

namespace outcry::views::test {
namespace {

constexpr std::int64_t funds = 1'000'000'000'000'000;
constexpr ViewLimits limits{.closed_orders_max = 1000, .trades_max = 1000};

void set_tier(EventScript& script, std::uint8_t index, std::int32_t maker, std::int32_t taker) {
    FeeTier& tier = script.append(EventType::fee_tier_set).fee_tier;
    tier.index = index;
    tier.maker_fee_ppm = maker;
    tier.taker_fee_ppm = taker;
    tier.volume_asset = usdt;
    script.finish();
}

void put_into_tier(EventScript& script, AccountId account, std::uint8_t tier) {
    AccountTierChanged& changed = script.append(EventType::account_tier_changed).tier;
    changed.account = account;
    changed.after = tier;
    changed.volume = Amount{77};
    script.finish();
}

TEST(FeeRates, AreTheAccountsOwnElseItsTiersElseTheInstruments) {
    Venue venue;
    EXPECT_EQ(venue.view.fee_rates(alice, btcusdt), (FeeRates{1000, 2000}));
    set_tier(venue.script, 2, -50, 900);
    set_tier(venue.script, 1, 10, 950);
    ASSERT_EQ(venue.view.fee_tiers().size(), 2u);
    EXPECT_EQ(venue.view.fee_tiers()[0].index, 1);
    put_into_tier(venue.script, alice, 2);
    EXPECT_EQ(venue.view.fee_rates(alice, btcusdt), (FeeRates{-50, 900}));
    EXPECT_EQ(venue.view.fee_rates(bob, btcusdt), (FeeRates{1000, 2000}));
    EXPECT_EQ(venue.view.find_account(alice)->fee_tier, 2);
    EXPECT_EQ(venue.view.find_account(alice)->tier_volume, Amount{77});

    AccountFees& fees = venue.script.append(EventType::account_fees_set).account_fees;
    fees.account = alice;
    fees.has_own_rates = 1;
    fees.maker_fee_ppm = 5;
    fees.taker_fee_ppm = 6;
    venue.script.finish();
    EXPECT_EQ(venue.view.fee_rates(alice, btcusdt), (FeeRates{5, 6}));
    ASSERT_NE(venue.view.find_fees(alice), nullptr);
    venue.script.append(EventType::account_fees_set).account_fees.account = alice;
    venue.script.finish();
    EXPECT_EQ(venue.view.find_fees(alice), nullptr);

    FeeTier& removed = venue.script.append(EventType::fee_tier_set).fee_tier;
    removed.index = 2;
    removed.is_removed = 1;
    venue.script.finish();
    EXPECT_EQ(venue.view.fee_rates(alice, btcusdt), (FeeRates{1000, 2000}));
}

/// Bob sells one lot at 100 to alice, who takes it; `fill` says what the fees are.
template <class Fill>
void trade_with(Venue& venue, Fill fill) {
    const OrderId maker = venue.script.rest(bob, Side::sell, 100, 1);
    const OrderId taker = venue.script.accept(alice, Side::buy, 100, 1);
    OrderTraded& traded = venue.script.append(EventType::order_traded).traded;
    traded.trade_id = TradeId{1};
    traded.price = Price{100};
    traded.quantity = Quantity{1};
    traded.maker_order_id = maker;
    traded.taker_order_id = taker;
    traded.maker_account = bob;
    traded.taker_account = alice;
    traded.taker_side = Side::buy;
    fill(traded);
    venue.script.finish();
}

TEST(Fees, OfAMakerMayBeARebateOutOfTheTakers) {
    Venue venue;
    trade_with(venue, [](OrderTraded& traded) {
        traded.maker_fee = Amount{-3};
        traded.taker_fee = Amount{20};
        traded.fee_flags = FeeFlag::maker_rebate;
    });
    const TradeRecord& trade = *venue.view.trades(btcusdt, TradeId{}, 1)[0];
    EXPECT_EQ(trade.maker_fee_asset, btc);
    EXPECT_EQ(trade.taker_fee_asset, btc);
    expect_balance(venue.view, alice, btc, funds + 10'000 - 20, 0);
    expect_balance(venue.view, bob, btc, funds - 10'000 + 3, 0);
    expect_balance(venue.view, bob, usdt, funds + 10'000, 0);
    expect_balance(venue.view, fee_account, btc, 17, 0);
}

constexpr AssetId token{2};

TEST(Fees, MayBePaidInTheFeeAsset) {
    Venue venue;
    venue.script.create_asset(token, "TOKEN");
    venue.script.adjust(alice, token, 500);
    trade_with(venue, [](OrderTraded& traded) {
        traded.maker_fee = Amount{10};
        traded.taker_fee = Amount{40};
        traded.fee_flags = FeeFlag::taker_in_fee_asset;
        traded.fee_asset = token;
    });
    const TradeRecord& trade = *venue.view.trades(btcusdt, TradeId{}, 1)[0];
    EXPECT_EQ(trade.maker_fee_asset, usdt);
    EXPECT_EQ(trade.taker_fee_asset, token);
    expect_balance(venue.view, alice, btc, funds + 10'000, 0);
    expect_balance(venue.view, alice, token, 460, 0);
    expect_balance(venue.view, bob, usdt, funds + 10'000 - 10, 0);
    expect_balance(venue.view, fee_account, token, 40, 0);
    expect_balance(venue.view, fee_account, usdt, 10, 0);
}

TEST(Fees, GoOnInPartToWhoBroughtTheAccount) {
    Venue venue;
    trade_with(venue, [](OrderTraded& traded) { traded.taker_fee = Amount{20}; });
    ReferralPaid& referral = venue.script.append(EventType::referral_paid).referral;
    referral.account = alice;
    referral.referrer = carol;
    referral.asset = btc;
    referral.amount = Amount{4};
    venue.script.finish();
    expect_balance(venue.view, carol, btc, funds + 4, 0);
    expect_balance(venue.view, fee_account, btc, 16, 0);
}

TEST(Accounts, HaveSubAccountsBetweenWhichMoneyMoves) {
    constexpr AccountId sub{19};
    Venue venue;
    AccountCreated& created = venue.script.append(EventType::account_created).account_created;
    created.account = sub;
    created.name = FixedText<32>{"alice-bot"};
    created.parent = alice;
    venue.script.finish();
    EXPECT_EQ(venue.view.find_account(sub)->parent, alice);
    ASSERT_EQ(venue.view.sub_accounts(alice).size(), 1u);
    EXPECT_EQ(venue.view.sub_accounts(alice)[0], sub);
    EXPECT_TRUE(venue.view.sub_accounts(bob).empty());

    BalanceTransferred& moved = venue.script.append(EventType::balance_transferred).transferred;
    moved.source = alice;
    moved.target = sub;
    moved.asset = usdt;
    moved.amount = Amount{250};
    venue.script.finish();
    expect_balance(venue.view, alice, usdt, funds - 250, 0);
    expect_balance(venue.view, sub, usdt, 250, 0);
}

/// One of each thing that operators set.
void set_everything(EventScript& script) {
    AccountStatusSet& status = script.append(EventType::account_status_set).account_status;
    status.account = bob;
    status.after = AccountStatus::cancel_only;
    AccountLimits& of_account = script.append(EventType::account_limits_set).account_limits;
    of_account.account = external_account;
    of_account.open_orders_maximum = 9;
    ExposureLimit& exposure = script.append(EventType::exposure_limit_set).exposure_limit;
    exposure.account = bob;
    exposure.asset = usdt;
    exposure.maximum = Amount{1234};
    FeeAssetRate& rate = script.append(EventType::fee_asset_rate_set).fee_asset_rate;
    rate.asset = usdt;
    rate.fee_asset = btc;
    rate.numerator = 1;
    rate.denominator = 60'000;
    AccountFees& fees = script.append(EventType::account_fees_set).account_fees;
    fees.account = bob;
    fees.referrer = alice;
    DeadManSet& dead_man = script.append(EventType::dead_man_set).dead_man;
    dead_man.account = bob;
    dead_man.expires_at = Timestamp{999};
    script.append(EventType::venue_status_set).venue_status.after = VenueStatus::cancel_only;
    script.append(EventType::instrument_rules_set).instrument_rules.price_step = 5;
    InstrumentChange& change = script.append(EventType::instrument_changed).instrument_change;
    change.price_minimum = Price{2};
    change.price_maximum = Price{90'000};
    change.quantity_minimum = Quantity{3};
    change.quantity_maximum = Quantity{800};
    change.notional_minimum = 70;
    InstrumentStatusChanged& halted = script.append(EventType::instrument_status_changed).status;
    halted.after = InstrumentStatus::delisted;
    halted.reason = StatusReason::kill_switch;
    script.finish();
    set_tier(script, 3, 1, 2);
    put_into_tier(script, bob, 3);
}

void expect_everything(const VenueView& view) {
    EXPECT_EQ(view.status(), VenueStatus::cancel_only);
    EXPECT_EQ(view.find_account(bob)->status, AccountStatus::cancel_only);
    EXPECT_EQ(view.find_account(bob)->dead_man_at, Timestamp{999});
    EXPECT_EQ(view.find_account(bob)->fee_tier, 3);
    ASSERT_NE(view.find_limits(external_account), nullptr);
    EXPECT_EQ(view.find_limits(external_account)->open_orders_maximum, 9u);
    EXPECT_EQ(view.find_limits(bob), nullptr);
    ASSERT_EQ(view.exposure_limits(bob).size(), 1u);
    EXPECT_EQ(view.exposure_limits(bob)[0].maximum, Amount{1234});
    EXPECT_TRUE(view.exposure_limits(alice).empty());
    ASSERT_NE(view.find_fee_asset_rate(usdt), nullptr);
    EXPECT_EQ(view.find_fee_asset_rate(usdt)->denominator, 60'000u);
    EXPECT_EQ(view.find_fee_asset_rate(btc), nullptr);
    EXPECT_EQ(view.find_fees(bob)->referrer, alice);
    const InstrumentView& instrument = *view.instruments()[0];
    EXPECT_EQ(instrument.rules.price_step, 5u);
    EXPECT_EQ(instrument.status_reason, StatusReason::kill_switch);
    EXPECT_EQ(instrument.definition.status, InstrumentStatus::delisted);
    EXPECT_EQ(instrument.definition.price_minimum, Price{2});
    EXPECT_EQ(instrument.definition.price_maximum, Price{90'000});
    EXPECT_EQ(instrument.definition.quantity_minimum, Quantity{3});
    EXPECT_EQ(instrument.definition.quantity_maximum, Quantity{800});
    EXPECT_EQ(instrument.definition.notional_minimum, 70u);
}

TEST(Rules, AreKnownAndSurviveASaveAndALoad) {
    Venue venue{limits};
    set_everything(venue.script);
    expect_everything(venue.view);
    VenueView loaded{limits};
    ASSERT_TRUE(loaded.load(saved(venue.view)));
    EXPECT_EQ(saved(loaded), saved(venue.view));
    expect_everything(loaded);
}

TEST(Rules, AreGoneOnceTheyAreTakenAway) {
    Venue venue{limits};
    set_everything(venue.script);
    venue.script.append(EventType::account_limits_set).account_limits.account = external_account;
    ExposureLimit& exposure = venue.script.append(EventType::exposure_limit_set).exposure_limit;
    exposure.account = bob;
    exposure.asset = usdt;
    venue.script.append(EventType::fee_asset_rate_set).fee_asset_rate.asset = usdt;
    venue.script.append(EventType::dead_man_set).dead_man.account = bob;
    venue.script.finish();
    EXPECT_EQ(venue.view.find_limits(external_account), nullptr);
    EXPECT_TRUE(venue.view.exposure_limits(bob).empty());
    EXPECT_TRUE(venue.view.fee_asset_rates().empty());
    EXPECT_EQ(venue.view.find_account(bob)->dead_man_at, Timestamp{});
}

TEST(Rules, OfAKeyAreReplacedAsAWhole) {
    Venue venue{limits};
    EventScript& script = venue.script;
    script.append(EventType::bytes_staged).staged.size = 3;
    KeyRegistered& key = script.append(EventType::key_registered).key;
    key.account = alice;
    key.material_size = 3;
    key.name = KeyName{"key"};
    key.type = KeyType::hmac;
    KeyRulesSet& rules = script.append(EventType::key_rules_set).key_rules;
    rules.name = KeyName{"key"};
    rules.expires_at = Timestamp{5000};
    KeyAddressAllowed& address = script.append(EventType::key_address_allowed).key_address;
    address.name = KeyName{"key"};
    address.range.prefix_bits = 128;
    KeyInstrumentsAllowed& allowed =
        script.append(EventType::key_instruments_allowed).key_instruments;
    allowed.name = KeyName{"key"};
    allowed.count = 1;
    allowed.instruments[0] = ethusdt;
    script.finish();

    VenueView loaded{limits};
    ASSERT_TRUE(loaded.load(saved(venue.view)));
    EXPECT_EQ(saved(loaded), saved(venue.view));
    for (const VenueView* view : {&venue.view, &loaded}) {
        const KeyView* found = view->find_key("key");
        EXPECT_EQ(found->expires_at, Timestamp{5000});
        ASSERT_EQ(found->addresses.size(), 1u);
        EXPECT_EQ(found->addresses[0].prefix_bits, 128);
        EXPECT_EQ(found->instruments, std::vector{ethusdt});
    }

    script.append(EventType::key_rules_set).key_rules.name = KeyName{"key"};
    script.finish();
    EXPECT_EQ(venue.view.find_key("key")->expires_at, Timestamp{});
    EXPECT_TRUE(venue.view.find_key("key")->addresses.empty());
    EXPECT_TRUE(venue.view.find_key("key")->instruments.empty());
}

}  // namespace
}  // namespace outcry::views::test
