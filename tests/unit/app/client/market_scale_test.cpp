#include "app/client/market_scale.hpp"

#include <string>

#include <gtest/gtest.h>

namespace outcry::app {
namespace {

const std::string exchange_info = R"({"symbols":[
  {"symbol":"ETHUSDT","baseAsset":"ETH","quoteAsset":"USDT","filters":[]},
  {"symbol":"BTCUSDT","baseAsset":"BTC","quoteAsset":"USDT","filters":[
    {"filterType":"PRICE_FILTER","minPrice":"0.05000000","tickSize":"0.05000000"},
    {"filterType":"LOT_SIZE","stepSize":"0.00001000"}]}]})";

MarketScale scale() {
    auto market = parse_market_scale(exchange_info, "BTCUSDT");
    EXPECT_TRUE(market.has_value());
    return *market;
}

TEST(MarketScale, ReadsTickAndStep) {
    const MarketScale market = scale();
    EXPECT_EQ(market.base_asset, "BTC");
    EXPECT_EQ(market.quote_asset, "USDT");
    EXPECT_EQ(market.price_text(1), "0.05");
    EXPECT_EQ(market.price_text(1'200'001), "60000.05");
    EXPECT_EQ(market.price_text(0), "0.00");
    EXPECT_EQ(market.price_text(-3), "-0.15");
    EXPECT_EQ(market.quantity_text(1), "0.00001");
    EXPECT_EQ(market.quantity_text(UINT64_MAX), "184467440737095.51615");
}

TEST(MarketScale, CountsTicksAndLots) {
    const MarketScale market = scale();
    EXPECT_EQ(market.ticks_of(*parse_decimal("60000.09")), 1'200'001);
    EXPECT_EQ(market.lots_of(*parse_decimal("1.000019")), 100'001u);
    // One tick times one lot is 0.0000005.
    EXPECT_TRUE(market.tick_lots_of(*parse_decimal("1000000")) == uint128{2'000'000'000'000});
}

TEST(MarketScale, SaturatesWhereAnAmountIsBeyondAllMeasure) {
    const MarketScale market = scale();
    const Decimal amount = *parse_decimal("99999999999999999999999999999999");
    EXPECT_EQ(market.lots_of(amount), UINT64_MAX);
    EXPECT_EQ(market.ticks_of(amount), INT64_MAX);
}

TEST(MarketScale, RefusesAnAnswerItCannotUse) {
    EXPECT_FALSE(parse_market_scale("{", "BTCUSDT").has_value());
    EXPECT_FALSE(parse_market_scale("[]", "BTCUSDT").has_value());
    EXPECT_FALSE(parse_market_scale(exchange_info, "ETHUSDT").has_value());
    EXPECT_FALSE(parse_market_scale(exchange_info, "XRPUSDT").has_value());
}

}  // namespace
}  // namespace outcry::app
