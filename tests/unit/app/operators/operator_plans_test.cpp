#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/app/operators/operator_venue.hpp"

namespace outcry::app {
namespace {

using nlohmann::json;
using testing::ElementsAre;

class OperatorPlans : public OperatorVenue {};

TEST_F(OperatorPlans, MakeAMarketInItsOwnUnits) {
    const Command made = command("market create", {{"symbol", "NEW"},
                                                   {"base", "BASE"},
                                                   {"quote", "QUOTE"},
                                                   {"tick", "0.05"},
                                                   {"step", "0.001"},
                                                   {"priceMinimum", "1"},
                                                   {"priceMaximum", "1000"},
                                                   {"quantityMaximum", "500"},
                                                   {"notionalMinimum", "5"},
                                                   {"makerFee", "0.0002"},
                                                   {"status", "halted"}});
    ASSERT_EQ(made.type, CommandType::create_instrument);
    const InstrumentDefinition& market = made.instrument_definition;
    EXPECT_EQ(market.tick_mantissa, 5U);
    EXPECT_EQ(market.tick_scale, 2);
    EXPECT_EQ(market.price_minimum, Price{20});
    EXPECT_EQ(market.price_maximum, Price{20'000});
    EXPECT_EQ(market.quantity_minimum, Quantity{1});
    EXPECT_EQ(market.quantity_maximum, Quantity{500'000});
    EXPECT_EQ(market.notional_minimum, 100'000U);
    EXPECT_EQ(market.maker_fee_ppm, 200U);
    EXPECT_EQ(market.taker_fee_ppm, 1000U);
    EXPECT_EQ(market.status, InstrumentStatus::halted);
    EXPECT_THAT(apply(made),
                ElementsAre(testing::Field(&Event::type, EventType::instrument_created)));
}

TEST_F(OperatorPlans, MakeAMarketWhoseDefaultsTheEngineTakes) {
    EXPECT_EQ(apply(command("asset create", {{"asset", "WEI"}, {"decimals", 18}})).front().type,
              EventType::asset_created);
    const Command made = command("market create", {{"symbol", "BASEWEI"},
                                                   {"base", "BASE"},
                                                   {"quote", "WEI"},
                                                   {"tick", "0.01"},
                                                   {"step", "0.00001"}});
    EXPECT_EQ(apply(made).front().type, EventType::instrument_created);
}

TEST_F(OperatorPlans, NameWhatIsWrongOfAMarket) {
    const json good{{"symbol", "NEW"},
                    {"base", "BASE"},
                    {"quote", "QUOTE"},
                    {"tick", "0.01"},
                    {"step", "0.01"}};
    EXPECT_EQ(failure("market create", good), "none");
    const auto with = [&](const char* name, const json& value) {
        json members = good;
        members[name] = value;
        return failure("market create", members);
    };
    EXPECT_EQ(with("base", "NONE"), "unknown_asset base");
    EXPECT_EQ(with("tick", "0"), "invalid_field tick");
    EXPECT_EQ(with("tick", "one"), "invalid_field tick");
    EXPECT_EQ(with("priceMinimum", "0.015"), "invalid_field priceMinimum");
    EXPECT_EQ(with("makerFee", "-0.1"), "invalid_field makerFee");
    EXPECT_EQ(with("status", "open"), "invalid_field status");
    EXPECT_EQ(with("symbol", "A-NAME-THAT-IS-LONGER-THAN-20"), "invalid_field symbol");
}

TEST_F(OperatorPlans, ChangeOnlyTheBoundsThatAreNamed) {
    const Command made = command("market change", {{"symbol", "BASEQUOTE"}, {"priceMaximum", "9"}});
    EXPECT_EQ(made.type, CommandType::change_instrument);
    EXPECT_EQ(made.instrument_change.price_maximum, Price{900});
    EXPECT_EQ(made.instrument_change.price_minimum, Price{1});
    EXPECT_EQ(made.instrument_change.quantity_maximum, quantity_max);
}

TEST_F(OperatorPlans, ReplaceTheRulesOfAMarket) {
    const Command made = command("rules market", {{"symbol", "BASEQUOTE"},
                                                  {"priceStep", "0.05"},
                                                  {"positionMaximum", "100"},
                                                  {"notionalMaximum", "1000"},
                                                  {"bidUpBips", 50'000},
                                                  {"trailingMaximumBips", "2000"}});
    InstrumentRules rules;
    rules.price_step = 5;
    rules.position_maximum = Quantity{10'000};
    rules.notional_maximum = 10'000'000;
    rules.bid_up_bips = 50'000;
    rules.trailing_maximum_bips = 2000;
    EXPECT_EQ(made.instrument_rules, rules);
    EXPECT_EQ(failure("rules market", {{"symbol", "BASEQUOTE"}, {"trailingMaximumBips", 65'536}}),
              "invalid_field trailingMaximumBips");
    EXPECT_EQ(failure("rules market", {{"symbol", "NONE"}}), "unknown_market symbol");
}

TEST_F(OperatorPlans, KillInTwoSteps) {
    const Made market = make(
        "status market", {{"symbol", "BASEQUOTE"}, {"status", "halted"}, {"cancelOrders", true}});
    ASSERT_EQ(market.plan.commands.size(), 2U);
    EXPECT_EQ(market.plan.commands[0].instrument_status, InstrumentStatus::halted);
    EXPECT_EQ(market.plan.commands[0].options,
              static_cast<std::uint8_t>(StatusReason::kill_switch));
    EXPECT_EQ(market.plan.commands[1].type, CommandType::cancel_orders);
    EXPECT_EQ(market.plan.commands[1].mass_cancel.scope, CancelScope::instrument);
    EXPECT_EQ(market.plan.commands[1].mass_cancel.reason, CloseReason::kill_switch);
    const Made account =
        make("status account",
             {{"account", "second"}, {"status", "cancel_only"}, {"cancelOrders", "true"}});
    ASSERT_EQ(account.plan.commands.size(), 2U);
    EXPECT_EQ(account.plan.commands[1].account, test::second_trader);
    EXPECT_EQ(account.plan.commands[1].mass_cancel.scope, CancelScope::account);
    const Made venue = make("status venue", {{"status", "halted"}, {"cancelOrders", true}});
    ASSERT_EQ(venue.plan.commands.size(), 2U);
    EXPECT_EQ(venue.plan.commands[0].venue_status.status, VenueStatus::halted);
    EXPECT_EQ(venue.plan.commands[1].mass_cancel.scope, CancelScope::venue);
    EXPECT_EQ(make("status venue", {{"status", "open"}}).plan.commands.size(), 1U);
}

TEST_F(OperatorPlans, MoveMoneyInUnitsOfTheAsset) {
    const Command deposit =
        command("deposit", {{"account", "first"}, {"asset", "BASE"}, {"amount", "1.5"}});
    EXPECT_EQ(deposit.account, test::first_trader);
    EXPECT_EQ(deposit.adjustment.amount, Amount{150'000'000});
    EXPECT_EQ(deposit.adjustment.kind, AdjustmentKind::deposit);
    EXPECT_EQ(
        command("withdraw", {{"account", "@fees"}, {"asset", "BASE"}, {"amount", "1"}}).account,
        fee_account);
    const Command transfer = command(
        "transfer",
        {{"from", "first"}, {"to", "second"}, {"asset", "QUOTE"}, {"amount", "0.00000001"}});
    EXPECT_EQ(transfer.account, test::first_trader);
    EXPECT_EQ(transfer.transfer.target, test::second_trader);
    EXPECT_EQ(transfer.transfer.asset, AssetId{1});
    EXPECT_EQ(transfer.transfer.amount, Amount{1});
    EXPECT_EQ(transfer.transfer.is_by_operator, 1);
    EXPECT_EQ(failure("deposit", {{"account", "nobody"}, {"asset", "BASE"}, {"amount", "1"}}),
              "unknown_account account");
    EXPECT_EQ(
        failure("deposit", {{"account", "first"}, {"asset", "BASE"}, {"amount", "0.000000001"}}),
        "invalid_field amount");
}

TEST_F(OperatorPlans, MakeAccountsAndSubAccounts) {
    const Command made =
        command("account create", {{"name", "new"}, {"uid", "7"}, {"parent", "first"}});
    EXPECT_EQ(made.new_account.name.view(), "new");
    EXPECT_EQ(made.new_account.external_uid, 7U);
    EXPECT_EQ(made.new_account.parent, test::first_trader);
    EXPECT_EQ(failure("account create", {{"name", "@fees"}}), "invalid_field name");
}

TEST_F(OperatorPlans, RegisterAKeyWithItsRulesInOneCall) {
    const Made made = make("key register", {{"account", "first"},
                                            {"name", "key-1"},
                                            {"type", "hmac"},
                                            {"secret", "much secret"},
                                            {"permissions", json::array({"read", "withdraw"})},
                                            {"expiresAt", "1700000000000"},
                                            {"addresses", "10.0.0.0/8,::1"},
                                            {"symbols", json::array({"BASEQUOTE"})}});
    ASSERT_FALSE(made.failure);
    ASSERT_EQ(made.plan.commands.size(), 3U);
    EXPECT_EQ(made.plan.commands[0].type, CommandType::stage_bytes);
    EXPECT_EQ(made.plan.commands[1].key.permissions, 5);
    EXPECT_EQ(made.plan.commands[1].account, test::first_trader);
    const SetKeyRules& rules = made.plan.commands[2].key_rules;
    EXPECT_EQ(rules.name.view(), "key-1");
    EXPECT_EQ(rules.expires_at, Timestamp{1'700'000'000'000'000});
    EXPECT_EQ(rules.address_count, 2);
    EXPECT_EQ(rules.addresses[0].prefix_bits, 104);
    EXPECT_EQ(rules.addresses[1].prefix_bits, 128);
    EXPECT_EQ(rules.instrument_count, 1);
    EXPECT_EQ(apply(made.plan.commands[0]).front().type, EventType::bytes_staged);
    EXPECT_EQ(apply(made.plan.commands[1]).front().type, EventType::key_registered);
    EXPECT_EQ(seal_.unseal({"key-1", 5}, view_.find_key("key-1")->material), "much secret");
}

TEST_F(OperatorPlans, NameWhatIsWrongOfAKey) {
    const json good{{"account", "first"}, {"name", "k"}, {"type", "hmac"}, {"secret", "s"}};
    EXPECT_EQ(make("key register", good).plan.commands.size(), 2U);
    const auto with = [&](const char* name, const json& value) {
        json members = good;
        members[name] = value;
        return failure("key register", members);
    };
    EXPECT_EQ(with("name", "a key"), "invalid_field name");
    EXPECT_EQ(with("type", "dsa"), "invalid_field type");
    EXPECT_EQ(with("type", "rsa"), "missing_field publicKey");
    EXPECT_EQ(with("permissions", "read,everything"), "invalid_field permissions");
    EXPECT_EQ(with("addresses", "10.0.0.1/8"), "invalid_field addresses");
    EXPECT_EQ(with("addresses", "::1,::2,::3,::4,::5"), "invalid_field addresses");
    EXPECT_EQ(with("symbols", "NONE"), "unknown_market symbols");
    json no_key = good;
    no_key["type"] = "ed25519";
    no_key["publicKey"] = "-----BEGIN PUBLIC KEY-----";
    EXPECT_EQ(failure("key register", no_key), "invalid_field publicKey");
}

TEST_F(OperatorPlans, LimitAnAccountOrEverybody) {
    const Command venue = command("limits account", {{"openOrdersMaximum", 10}});
    EXPECT_EQ(venue.account_limits.account, external_account);
    EXPECT_EQ(venue.account_limits.open_orders_maximum, 10U);
    const Command one = command("limits account", {{"account", "first"},
                                                   {"orderNotionalMaximum", "1000"},
                                                   {"asset", "QUOTE"},
                                                   {"orderQuantityMaximum", "2.5"},
                                                   {"symbol", "BASEQUOTE"},
                                                   {"priceCollarBips", 500},
                                                   {"commandsPerSecondMaximum", 100}});
    EXPECT_EQ(one.account_limits.account, test::first_trader);
    EXPECT_EQ(one.account_limits.order_notional_maximum, Amount{100'000'000'000});
    EXPECT_EQ(one.account_limits.order_quantity_maximum, Quantity{250});
    EXPECT_EQ(failure("limits account", {{"orderNotionalMaximum", "1"}}), "missing_field asset");
    EXPECT_EQ(failure("limits account", {{"orderQuantityMaximum", "1"}}), "missing_field symbol");
    const Command exposure =
        command("limits exposure", {{"account", "first"}, {"asset", "BASE"}, {"maximum", "3"}});
    EXPECT_EQ(exposure.exposure_limit.maximum, Amount{300'000'000});
    EXPECT_EQ(exposure.exposure_limit.account, test::first_trader);
}

TEST_F(OperatorPlans, SetFeesOfAllKinds) {
    const Command market = command("fees market", {{"symbol", "BASEQUOTE"}, {"takerFee", "0.002"}});
    EXPECT_EQ(market.fees.maker_fee_ppm, 0U);
    EXPECT_EQ(market.fees.taker_fee_ppm, 2000U);
    const Command account = command("fees account", {{"account", "first"},
                                                     {"makerFee", "-0.0001"},
                                                     {"takerFee", "0.0005"},
                                                     {"referrer", "second"},
                                                     {"referrerShare", "0.2"},
                                                     {"paysInFeeAsset", true}});
    EXPECT_EQ(account.account_fees.maker_fee_ppm, -100);
    EXPECT_EQ(account.account_fees.has_own_rates, 1);
    EXPECT_EQ(account.account_fees.referrer, test::second_trader);
    EXPECT_EQ(account.account_fees.referrer_share_ppm, 200'000U);
    EXPECT_EQ(account.account_fees.pays_in_fee_asset, 1);
    EXPECT_EQ(failure("fees account", {{"account", "first"}, {"makerFee", "0.1"}}),
              "missing_field takerFee");
    const Command tier = command("fees tier", {{"index", 2},
                                               {"volumeAsset", "QUOTE"},
                                               {"volumeMinimum", "1000000"},
                                               {"makerFee", "0"},
                                               {"takerFee", "0.0004"}});
    EXPECT_EQ(tier.fee_tier.index, 2);
    EXPECT_EQ(tier.fee_tier.taker_fee_ppm, 400);
    EXPECT_EQ(command("fees tier", {{"index", 2}, {"remove", true}}).fee_tier.is_removed, 1);
    EXPECT_EQ(failure("fees tier", {{"index", 17}}), "invalid_field index");
}

TEST_F(OperatorPlans, PriceFeesBetweenAssetsOfDifferentDecimals) {
    (void)apply(command("asset create", {{"asset", "COIN"}, {"decimals", 10}}));
    const Command up =
        command("fees asset",
                {{"asset", "BASE"}, {"feeAsset", "COIN"}, {"price", "2.5"}, {"discount", "0.25"}});
    EXPECT_EQ(up.fee_asset_rate.numerator, 2500U);  // 25 / 10, and two decimals more
    EXPECT_EQ(up.fee_asset_rate.denominator, 10U);
    EXPECT_EQ(up.fee_asset_rate.discount_ppm, 250'000U);
    const Command down =
        command("fees asset", {{"asset", "COIN"}, {"feeAsset", "BASE"}, {"price", "2.5"}});
    EXPECT_EQ(down.fee_asset_rate.numerator, 25U);
    EXPECT_EQ(down.fee_asset_rate.denominator, 1000U);
    EXPECT_EQ(failure("fees asset", {{"asset", "COIN"}, {"feeAsset", "BASE"}, {"price", "0"}}),
              "invalid_field price");
}

TEST_F(OperatorPlans, CancelByScope) {
    EXPECT_EQ(failure("cancel", json::object()), "missing_field all");
    EXPECT_EQ(command("cancel", {{"all", true}}).mass_cancel.scope, CancelScope::venue);
    const Command market = command("cancel", {{"symbol", "BASEQUOTE"}, {"side", "sell"}});
    EXPECT_EQ(market.mass_cancel.scope, CancelScope::instrument);
    EXPECT_EQ(market.mass_cancel.has_side, 1);
    EXPECT_EQ(market.side, Side::sell);
    const Command account = command("cancel", {{"account", "first"}, {"symbol", "BASEQUOTE"}});
    EXPECT_EQ(account.mass_cancel.scope, CancelScope::account);
    EXPECT_EQ(account.mass_cancel.has_instrument, 1);
    EXPECT_EQ(account.mass_cancel.reason, CloseReason::cancelled_by_operator);
}

TEST_F(OperatorPlans, ShowAccountsAndMarketsInDecimals) {
    const auto account = make("account show", {{"account", "first"}}).plan.describe(view_);
    EXPECT_EQ(account["account"], "first");
    EXPECT_EQ(account["balances"][0]["asset"], "BASE");
    EXPECT_EQ(account["balances"][0]["free"], "1000000.00000000");
    const auto markets = make("market list", json::object()).plan.describe(view_);
    ASSERT_EQ(markets.size(), 1U);
    EXPECT_EQ(markets[0]["tick"], "0.01");
    EXPECT_EQ(markets[0]["status"], "trading");
    EXPECT_EQ(make("account list", {{"limit", "1"}}).plan.describe(view_).size(), 1U);
    EXPECT_EQ(make("account list", {{"after", "16"}}).plan.describe(view_)[0]["account"], "second");
}

}  // namespace
}  // namespace outcry::app
