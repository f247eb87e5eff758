#include <string>

#include <nlohmann/json.hpp>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

using Json = nlohmann::json;

class ApiFilters : public ApiFixture {
public:
    ApiFilters() {
        Command command = command_of(CommandType::set_instrument_rules);
        InstrumentRules& rules = command.instrument_rules;
        rules.market_quantity_minimum = Quantity{100};
        rules.market_quantity_maximum = Quantity{1'000'000};
        rules.position_maximum = Quantity{1'000'000'000};
        rules.notional_maximum = std::uint64_t{100'000} * 100 * 100'000;  // 100,000 USDT
        rules.price_step = 10;
        rules.quantity_step = 100;
        rules.bid_up_bips = 50'000;
        rules.bid_down_bips = 2'000;
        rules.ask_up_bips = 30'000;
        rules.ask_down_bips = 5'000;
        rules.orders_maximum = 20;
        rules.stop_orders_maximum = 5;
        rules.iceberg_orders_maximum = 4;
        rules.order_lists_maximum = 3;
        rules.iceberg_parts_maximum = 10;
        rules.trailing_minimum_bips = 10;
        rules.trailing_maximum_bips = 2000;
        const auto events = apply(command);
        EXPECT_EQ(events.front().type, EventType::instrument_rules_set);
    }
    [[nodiscard]] Json filters_of(const Json& list) {
        Json by_type;
        for (const Json& filter : list) {
            by_type[filter["filterType"].get<std::string>()] = filter;
        }
        return by_type;
    }
    /// What a test of the order says first, and what the engine says of the order itself.
    void expect_refusal(std::string_view order, std::string_view text) {
        const Answer tested = call(Method::post, "/api/v3/order/test", order);
        const Answer placed = place(order);
        EXPECT_EQ(tested.status, 400) << order;
        EXPECT_EQ(Json::parse(placed.body)["msg"], text) << order;
        EXPECT_EQ(tested.body, placed.body) << order;
    }
};

TEST_F(ApiFilters, AreShownInExchangeInfo) {
    const Json info = Json::parse(get("/api/v3/exchangeInfo").body);
    Json filters = filters_of(info["symbols"][0]["filters"]);
    EXPECT_EQ(filters["PRICE_FILTER"]["tickSize"], "0.10000000");
    EXPECT_EQ(filters["LOT_SIZE"]["stepSize"], "0.00100000");
    EXPECT_EQ(filters["MARKET_LOT_SIZE"]["minQty"], "0.00100000");
    EXPECT_EQ(filters["MARKET_LOT_SIZE"]["maxQty"], "10.00000000");
    EXPECT_EQ(filters["NOTIONAL"]["minNotional"], "5.00000000");
    EXPECT_EQ(filters["NOTIONAL"]["maxNotional"], "100000.00000000");
    EXPECT_EQ(filters["PERCENT_PRICE_BY_SIDE"]["bidMultiplierUp"], "5.0000");
    EXPECT_EQ(filters["PERCENT_PRICE_BY_SIDE"]["bidMultiplierDown"], "0.2000");
    EXPECT_EQ(filters["PERCENT_PRICE_BY_SIDE"]["askMultiplierUp"], "3.0000");
    EXPECT_EQ(filters["PERCENT_PRICE_BY_SIDE"]["askMultiplierDown"], "0.5000");
    EXPECT_EQ(filters["ICEBERG_PARTS"]["limit"], 10);
    EXPECT_EQ(filters["TRAILING_DELTA"]["minTrailingAboveDelta"], 10);
    EXPECT_EQ(filters["TRAILING_DELTA"]["maxTrailingBelowDelta"], 2000);
    EXPECT_EQ(filters["MAX_NUM_ORDERS"]["maxNumOrders"], 20);
    EXPECT_EQ(filters["MAX_NUM_ALGO_ORDERS"]["maxNumAlgoOrders"], 5);
    EXPECT_EQ(filters["MAX_NUM_ICEBERG_ORDERS"]["maxNumIcebergOrders"], 4);
    EXPECT_EQ(filters["MAX_NUM_ORDER_LISTS"]["maxNumOrderLists"], 3);
    EXPECT_EQ(filters["MAX_POSITION"]["maxPosition"], "10000.00000000");
    const Json mine = Json::parse(call(Method::get, "/api/v3/myFilters", "symbol=BTCUSDT").body);
    EXPECT_EQ(filters_of(mine["symbolFilters"]), filters);
}

TEST_F(ApiFilters, RefuseInATestAsTheEngineDoes) {
    const std::string limit = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&";
    expect_refusal(limit + "quantity=1&price=1000.01", "Filter failure: PRICE_FILTER");
    expect_refusal(limit + "quantity=1.00001&price=1000", "Filter failure: LOT_SIZE");
    expect_refusal(limit + "quantity=200&price=1000", "Filter failure: NOTIONAL");
    expect_refusal(limit + "quantity=0.001&price=1000", "Filter failure: NOTIONAL");
    expect_refusal("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=11",
                   "Filter failure: MARKET_LOT_SIZE");
}

TEST_F(ApiFilters, NameTheNearestValueThatPasses) {
    const auto data_of = [&](std::string_view order) {
        return Json::parse(call(Method::post, "/api/v3/order/test", order).body)["data"];
    };
    const std::string limit = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&";
    EXPECT_EQ(data_of(limit + "quantity=1&price=1000.06")["nearestValid"], "1000.10000000");
    EXPECT_EQ(data_of(limit + "quantity=1.00049&price=1000")["nearestValid"], "1.00000000");
    EXPECT_EQ(data_of(limit + "quantity=200&price=1000")["nearestValid"], "100.00000000");
    EXPECT_EQ(data_of(limit + "quantity=1&price=1000&icebergQty=0.01"),
              Json::parse(R"({"reason":"too_many_iceberg_parts","filter":"ICEBERG_PARTS",)"
                          R"("parameter":"icebergQty","given":"0.01000000",)"
                          R"("limit":"0.10000000","nearestValid":"0.10000000"})"));
    EXPECT_EQ(data_of("symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=1&trailingDelta=2001"),
              Json::parse(R"({"reason":"trailing_delta_out_of_range","filter":"TRAILING_DELTA",)"
                          R"("parameter":"trailingDelta","given":2001,"limit":2000,)"
                          R"("nearestValid":2000})"));
}

TEST_F(ApiFilters, HoldPricesToADistanceFromTheLastOne) {
    EXPECT_EQ(
        place("symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=1000", bob_key)
            .status,
        200);
    EXPECT_EQ(
        place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1000").status,
        200);
    expect_refusal("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=5000.1",
                   "Filter failure: PERCENT_PRICE_BY_SIDE");
    expect_refusal("symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=499.9",
                   "Filter failure: PERCENT_PRICE_BY_SIDE");
}

}  // namespace
}  // namespace outcry::gateway::test
