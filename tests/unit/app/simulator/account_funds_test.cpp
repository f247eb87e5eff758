#include "app/simulator/account_funds.hpp"

#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "app/simulator/simulator.hpp"

namespace outcry::app {
namespace {

const std::vector<MarketScale> markets = {
    {.symbol = "BTCUSDT",
     .base_asset = "BTC",
     .quote_asset = "USDT",
     .tick = {.mantissa = 1, .scale = 2},
     .step = {.mantissa = 1, .scale = 5}},
    {.symbol = "ETHUSDT",
     .base_asset = "ETH",
     .quote_asset = "USDT",
     .tick = {.mantissa = 1, .scale = 2},
     .step = {.mantissa = 1, .scale = 4}},
};

TEST(AccountFunds, SharesAQuoteAssetBetweenItsMarkets) {
    const auto funds = funds_of(nlohmann::json::parse(R"({"balances":[
        {"asset":"BTC","free":"1.00000000","locked":"0.50000000"},
        {"asset":"USDT","free":"100.00000000","locked":"20.00000000"}]})"),
                                markets);
    ASSERT_EQ(funds.size(), 2u);
    EXPECT_EQ(funds[0].base_free_lots, 100'000u);
    EXPECT_EQ(funds[0].base_lots, 150'000u);
    EXPECT_TRUE(funds[0].quote_free_tick_lots == uint128{500'000'000});
    EXPECT_TRUE(funds[0].quote_tick_lots == uint128{600'000'000});
    EXPECT_EQ(funds[1].base_lots, 0u);
    EXPECT_TRUE(funds[1].quote_tick_lots == uint128{60'000'000});
}

TEST(AccountFunds, AreNothingWhereTheAnswerIsNoAccount) {
    for (const char* text : {"null", "[]", "{}", R"({"balances":5})",
                             R"({"balances":[1,{"asset":"BTC","free":1,"locked":"x"}]})"}) {
        const auto funds = funds_of(nlohmann::json::parse(text), markets);
        ASSERT_EQ(funds.size(), 2u);
        EXPECT_EQ(funds[0].base_lots, 0u) << text;
    }
}

TEST(SimulatorOptions, TakeMakersAndTakersOfTheSeed) {
    Seed seed;
    seed.markets.push_back({.symbol = "BTCUSDT", .price = "60000"});
    for (const char* name : {"demo", "maker-one", "maker-two", "taker-one", "maker-without-key"}) {
        SeedAccount account{.name = name};
        if (account.name != "maker-without-key") {
            account.keys.push_back({.name = "key-of-" + account.name, .material = "secret"});
        }
        seed.accounts.push_back(account);
    }
    const SimulatorOptions options = simulator_options(seed);
    ASSERT_EQ(options.markets.size(), 1u);
    EXPECT_EQ(options.markets[0].reference_price, "60000");
    ASSERT_EQ(options.accounts.size(), 3u);
    EXPECT_EQ(options.accounts[0].credentials.api_key, "key-of-maker-one");
    EXPECT_EQ(options.accounts[0].role, AgentRole::maker);
    EXPECT_EQ(options.accounts[1].role, AgentRole::canceller);
    EXPECT_EQ(options.accounts[2].role, AgentRole::taker);
}

}  // namespace
}  // namespace outcry::app
