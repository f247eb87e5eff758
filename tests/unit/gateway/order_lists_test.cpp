#include <string>
#include <variant>
#include <vector>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

class ApiOrderLists : public ApiFixture {
public:
    [[nodiscard]] Reply send(std::string_view path, std::string_view query) {
        return signed_request(Method::post, path, query);
    }
    [[nodiscard]] Submission submission_for(std::string_view path, std::string_view query) {
        Reply reply = send(path, query);
        auto* const submission = std::get_if<Submission>(&reply);
        EXPECT_NE(submission, nullptr) << body_of(reply);
        return submission == nullptr ? Submission{} : std::move(*submission);
    }
    [[nodiscard]] std::string refusal_for(std::string_view path, std::string_view query) {
        return body_of(send(path, query));
    }
    [[nodiscard]] static std::string body_of(const Reply& reply) {
        const auto* const answer = std::get_if<Answer>(&reply);
        return answer == nullptr ? "no answer" : answer->body;
    }

    static constexpr std::string_view oco = "/api/v3/orderList/oco";
    static constexpr std::string_view older_oco = "/api/v3/order/oco";
    static constexpr std::string_view oto = "/api/v3/orderList/oto";
    static constexpr std::string_view otoco = "/api/v3/orderList/otoco";
};

TEST_F(ApiOrderLists, StagesBothOrdersOfAnOcoBeforeTheList) {
    const Submission submission = submission_for(
        oco,
        "symbol=BTCUSDT&side=SELL&quantity=1&listClientOrderId=list&aboveType=LIMIT_MAKER"
        "&abovePrice=60000&aboveClientOrderId=a&belowType=STOP_LOSS_LIMIT&belowStopPrice=40000"
        "&belowPrice=39000&belowTimeInForce=GTC&belowIcebergQty=0.5&belowStrategyId=3"
        "&belowStrategyType=1000000&selfTradePreventionMode=EXPIRE_MAKER");
    EXPECT_EQ(submission.command.type, CommandType::place_order_list);
    EXPECT_EQ(submission.command.account, alice);
    EXPECT_EQ(submission.command.order_list.type, OrderListType::oco);
    EXPECT_EQ(submission.command.order_list.client_order_id.view(), "list");
    EXPECT_NE(submission.command.order_list.client_order_id_hash, 0U);
    EXPECT_EQ(submission.response_type, ResponseType::result);
    ASSERT_EQ(submission.staged.size(), 2U);
    const Command& above = submission.staged[0];
    EXPECT_EQ(above.type, CommandType::stage_order);
    EXPECT_EQ(above.account, alice);
    EXPECT_EQ(above.side, Side::sell);
    EXPECT_EQ(above.order_type, OrderType::limit_maker);
    EXPECT_EQ(above.price, Price{6'000'000});
    EXPECT_EQ(above.quantity, Quantity{100'000});
    EXPECT_EQ(above.texts.created.client_order_id.view(), "a");
    EXPECT_EQ(above.self_trade_prevention, SelfTradePrevention::expire_maker);
    const Command& below = submission.staged[1];
    EXPECT_EQ(below.type, CommandType::stage_order);
    EXPECT_EQ(below.order_type, OrderType::stop_loss_limit);
    EXPECT_EQ(below.price, Price{3'900'000});
    EXPECT_EQ(terms_of(below), (OrderTerms{.stop_price = Price{4'000'000},
                                           .visible_quantity = Quantity{50'000},
                                           .strategy_id = 3,
                                           .strategy_type = 1'000'000}));
    EXPECT_EQ(below.self_trade_prevention, SelfTradePrevention::expire_maker);
}

TEST_F(ApiOrderLists, NamesListAndOrdersThatCameWithoutName) {
    const Submission submission =
        submission_for(oco,
                       "symbol=BTCUSDT&side=BUY&quantity=1&aboveType=STOP_LOSS&aboveStopPrice=60000"
                       "&belowType=TAKE_PROFIT&belowStopPrice=40000");
    EXPECT_EQ(submission.staged[0].texts.created.client_order_id.view(), "0000000000100000000001");
    EXPECT_EQ(submission.staged[1].texts.created.client_order_id.view(), "0000000000100000000002");
    EXPECT_EQ(submission.command.order_list.client_order_id.view(), "0000000000100000000003");
}

TEST_F(ApiOrderLists, ReadsTheOlderFormOfAnOco) {
    const Submission submission = submission_for(
        older_oco,
        "symbol=BTCUSDT&side=SELL&quantity=1&price=60000&limitClientOrderId=l&stopPrice=40000"
        "&stopLimitPrice=39000&stopLimitTimeInForce=FOK&stopClientOrderId=s&trailingDelta=50"
        "&limitIcebergQty=0.1&limitStrategyId=1&stopStrategyType=1000005");
    ASSERT_EQ(submission.staged.size(), 2U);
    const Command& limit = submission.staged[0];
    EXPECT_EQ(limit.order_type, OrderType::limit_maker);
    EXPECT_EQ(limit.price, Price{6'000'000});
    EXPECT_EQ(terms_of(limit),
              (OrderTerms{.visible_quantity = Quantity{10'000}, .strategy_id = 1}));
    const Command& stop = submission.staged[1];
    EXPECT_EQ(stop.order_type, OrderType::stop_loss_limit);
    EXPECT_EQ(stop.time_in_force, TimeInForce::fok);
    EXPECT_EQ(stop.price, Price{3'900'000});
    EXPECT_EQ(terms_of(stop), (OrderTerms{.stop_price = Price{4'000'000},
                                          .trailing_delta_bips = 50,
                                          .strategy_type = 1'000'005}));
    EXPECT_EQ(submission_for(older_oco,
                             "symbol=BTCUSDT&side=SELL&quantity=1&price=60000"
                             "&stopPrice=40000")
                  .staged[1]
                  .order_type,
              OrderType::stop_loss);
}

TEST_F(ApiOrderLists, StagesTheWorkingOrderOfAnOtoFirst) {
    const Submission submission = submission_for(
        oto,
        "symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=50000&workingQuantity=1"
        "&workingTimeInForce=GTC&pendingType=MARKET&pendingSide=SELL&pendingQuantity=0.5");
    EXPECT_EQ(submission.command.order_list.type, OrderListType::oto);
    ASSERT_EQ(submission.staged.size(), 2U);
    EXPECT_EQ(submission.staged[0].order_type, OrderType::limit);
    EXPECT_EQ(submission.staged[0].side, Side::buy);
    EXPECT_EQ(submission.staged[1].order_type, OrderType::market);
    EXPECT_EQ(submission.staged[1].side, Side::sell);
    EXPECT_EQ(submission.staged[1].quantity, Quantity{50'000});
    EXPECT_EQ(submission.staged[1].time_in_force, TimeInForce::ioc);
}

TEST_F(ApiOrderLists, StagesThreeOrdersOfAnOtoco) {
    const Submission submission = submission_for(
        otoco,
        "symbol=BTCUSDT&workingType=LIMIT_MAKER&workingSide=BUY&workingPrice=50000"
        "&workingQuantity=1&pendingSide=SELL&pendingQuantity=1&pendingAboveType=TAKE_PROFIT_LIMIT"
        "&pendingAboveStopPrice=60000&pendingAbovePrice=60010&pendingAboveTimeInForce=GTC"
        "&pendingBelowType=STOP_LOSS&pendingBelowStopPrice=40000&pendingBelowTrailingDelta=30");
    EXPECT_EQ(submission.command.order_list.type, OrderListType::otoco);
    ASSERT_EQ(submission.staged.size(), 3U);
    EXPECT_EQ(submission.staged[1].order_type, OrderType::take_profit_limit);
    EXPECT_EQ(submission.staged[1].price, Price{6'001'000});
    EXPECT_EQ(submission.staged[2].order_type, OrderType::stop_loss);
    EXPECT_EQ(terms_of(submission.staged[2]),
              (OrderTerms{.stop_price = Price{4'000'000}, .trailing_delta_bips = 30}));
}

TEST_F(ApiOrderLists, RefusesOrdersThatMakeNoOcoEachWithItsCode) {
    const std::string sell = "symbol=BTCUSDT&side=SELL&quantity=1&";
    const std::string buy = "symbol=BTCUSDT&side=BUY&quantity=1&";
    const std::string above_limit = "aboveType=LIMIT_MAKER&abovePrice=60000&";
    const std::string below_limit = "belowType=LIMIT_MAKER&belowPrice=60000";
    const std::string above_stop = "aboveType=STOP_LOSS&aboveStopPrice=60000&";
    const std::string below_stop = "belowType=STOP_LOSS&belowStopPrice=40000";
    const std::string above_profit = "aboveType=TAKE_PROFIT&aboveStopPrice=60000&";
    const std::string below_profit = "belowType=TAKE_PROFIT&belowStopPrice=40000";
    struct Row {
        std::string query;
        std::string_view body;
    };
    const Row rows[] = {
        {sell + "aboveType=MARKET&" + below_stop,
         R"({"code":-1158,"msg":"Order type not supported in OCO."})"},
        {sell + above_limit + below_limit,
         R"({"code":-1168,"msg":"At least one OCO order must be contingent."})"},
        {buy + above_limit + below_stop,
         R"({"code":-1165,"msg":"A limit order in a buy OCO must be below."})"},
        {sell + above_profit + below_limit,
         R"({"code":-1166,"msg":"A limit order in a sell OCO must be above."})"},
        {buy + above_stop + below_stop,
         R"({"code":-1196,"msg":"A stop loss order in a buy OCO must be above."})"},
        {sell + above_stop + below_stop,
         R"({"code":-1197,"msg":"A stop loss order in a sell OCO must be below."})"},
        {buy + above_profit + below_profit,
         R"({"code":-1198,"msg":"A take profit order in a buy OCO must be below."})"},
        {sell + above_limit + below_profit,
         R"({"code":-1199,"msg":"A take profit order in a sell OCO must be above."})"},
        {sell + above_limit +
             "belowType=STOP_LOSS_LIMIT&belowStopPrice=40000&belowPrice=39000"
             "&belowTimeInForce=IOC&belowIcebergQty=0.1",
         R"({"code":-1160,"msg":"Parameter 'belowIcebergQty' is not supported if )"
         R"(`aboveTimeInForce`/`belowTimeInForce` is not GTC."})"},
        {sell + above_limit + "belowType=STOP_LOSS",
         R"({"code":-1102,"msg":"Param 'belowStopPrice' or 'belowTrailingDelta' must be sent, but )"
         R"(both were empty/null!"})"},
        {sell + above_limit + below_stop + "&belowStrategyType=1",
         R"({"code":-1134,"msg":"`strategyType` was less than 1000000."})"},
        {sell + "aboveType=LIMIT_MAKER&abovePrice=60000.001&" + below_stop,
         R"({"code":-1013,"msg":"Filter failure: PRICE_FILTER","data":{"filter":"PRICE_FILTER",)"
         R"("parameter":"abovePrice","given":"60000.001","limit":"0.01000000",)"
         R"("nearestValid":"60000.00000000"}})"},
    };
    for (const Row& row : rows) EXPECT_EQ(refusal_for(oco, row.query), row.body) << row.query;
}

TEST_F(ApiOrderLists, RefusesAWorkingOrderThatCannotWork) {
    EXPECT_EQ(
        refusal_for(oto,
                    "symbol=BTCUSDT&workingType=MARKET&workingSide=BUY&workingPrice=50000"
                    "&workingQuantity=1&pendingType=MARKET&pendingSide=SELL&pendingQuantity=0.5"),
        R"({"code":-1106,"msg":"Parameter 'workingPrice' sent when not required."})");
    EXPECT_EQ(refusal_for(oto,
                          "symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=1"
                          "&workingQuantity=1&workingTimeInForce=GTC&pendingType=MARKET"
                          "&pendingSide=SELL&pendingQuantity=1&stopPrice=4"),
              R"({"code":-1104,"msg":"Not all sent parameters were read; read '11' parameter(s) )"
              R"(but was sent '12'."})");
}

TEST_F(ApiOrderLists, AreOnTheWebSocketApi) {
    const std::string members =
        R"("symbol":"BTCUSDT","side":"SELL","quantity":"1","aboveType":"LIMIT_MAKER",)"
        R"("abovePrice":"60000","belowType":"STOP_LOSS","belowStopPrice":"40000")";
    const Reply reply = signed_websocket(
        "orderList.place.oco", members,
        "abovePrice=60000&aboveType=LIMIT_MAKER&apiKey=alice-key&belowStopPrice=40000"
        "&belowType=STOP_LOSS&quantity=1&side=SELL&symbol=BTCUSDT&timestamp=1700000000000");
    ASSERT_TRUE(std::holds_alternative<Submission>(reply)) << body_of(reply);
    EXPECT_EQ(std::get<Submission>(reply).staged.size(), 2U);
}

TEST_F(ApiOrderLists, CostAsManyOrdersAsTheyHave) {
    EXPECT_EQ(submission_for(oco,
                             "symbol=BTCUSDT&side=BUY&quantity=1&aboveType=STOP_LOSS"
                             "&aboveStopPrice=60000&belowType=TAKE_PROFIT&belowStopPrice=40000")
                  .cost.orders,
              2U);
}

}  // namespace
}  // namespace outcry::gateway::test
