#include <string>

#include "gateway/encoding/streams.hpp"
#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

class MarketData : public ApiFixture {
public:
    MarketData() {
        static_cast<void>(place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=1000"));
        static_cast<void>(place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=2&price=999"));
        static_cast<void>(place("symbol=BTCUSDT&side=SELL&type=LIMIT_MAKER&quantity=3&price=1001"));
        // The first order of bob trades with alice's best bid.
        static_cast<void>(place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.25", bob_key));
    }
    const views::InstrumentView& btcusdt() { return *view.find_instrument("BTCUSDT"); }
};

using ApiMarketData = MarketData;
using StreamMessage = MarketData;

TEST_F(ApiMarketData, AnswersPingAndTime) {
    EXPECT_EQ(get("/api/v3/ping").body, "{}");
    EXPECT_EQ(get("/api/v3/time").body, R"({"serverTime":1700000000000})");
}

TEST_F(ApiMarketData, ShowsTheBookFromTheBest) {
    const std::string id = std::to_string(view.sequence().value());
    EXPECT_EQ(get("/api/v3/depth", "symbol=BTCUSDT").body,
              R"({"lastUpdateId":)" + id +
                  R"(,"bids":[["1000.00000000","0.75000000"],["999.00000000","2.00000000"]],)"
                  R"("asks":[["1001.00000000","3.00000000"]]})");
    EXPECT_EQ(get("/api/v3/depth", "symbol=BTCUSDT&limit=1").body,
              R"({"lastUpdateId":)" + id +
                  R"(,"bids":[["1000.00000000","0.75000000"]],)"
                  R"("asks":[["1001.00000000","3.00000000"]]})");
}

TEST_F(ApiMarketData, ShowsTheNewestTrades) {
    EXPECT_EQ(get("/api/v3/trades", "symbol=BTCUSDT").body,
              R"([{"id":1,"price":"1000.00000000","qty":"0.25000000","quoteQty":"250.00000000",)"
              R"("time":1700000000000,"isBuyerMaker":true,"isBestMatch":true}])");
}

TEST_F(ApiMarketData, ShowsTickersAsObjectOrArray) {
    const std::string book =
        R"({"symbol":"BTCUSDT","bidPrice":"1000.00000000","bidQty":"0.75000000",)"
        R"("askPrice":"1001.00000000","askQty":"3.00000000"})";
    EXPECT_EQ(get("/api/v3/ticker/bookTicker", "symbol=BTCUSDT").body, book);
    EXPECT_EQ(get("/api/v3/ticker/bookTicker").body, "[" + book + "]");
    EXPECT_EQ(get("/api/v3/ticker/bookTicker", "symbols=%5B%22BTCUSDT%22%5D").body,
              "[" + book + "]");
    EXPECT_EQ(get("/api/v3/ticker/price", "symbol=BTCUSDT").body,
              R"({"symbol":"BTCUSDT","price":"1000.00000000"})");
}

TEST_F(ApiMarketData, DescribesTheSymbols) {
    EXPECT_EQ(
        get("/api/v3/exchangeInfo", "symbol=BTCUSDT").body,
        R"({"timezone":"UTC","serverTime":1700000000000,"rateLimits":[],"exchangeFilters":[],)"
        R"("symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC",)"
        R"("baseAssetPrecision":8,"quoteAsset":"USDT","quotePrecision":8,)"
        R"("quoteAssetPrecision":8,"baseCommissionPrecision":8,"quoteCommissionPrecision":8,)"
        R"("orderTypes":["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS","STOP_LOSS_LIMIT",)"
        R"("TAKE_PROFIT","TAKE_PROFIT_LIMIT"],"icebergAllowed":true,)"
        R"("ocoAllowed":true,"otoAllowed":true,"opoAllowed":false,)"
        R"("quoteOrderQtyMarketAllowed":true,"allowTrailingStop":true,)"
        R"("cancelReplaceAllowed":true,"amendAllowed":true,"pegInstructionsAllowed":false,)"
        R"("isSpotTradingAllowed":true,"isMarginTradingAllowed":false,"filters":[)"
        R"({"filterType":"PRICE_FILTER","minPrice":"0.01000000","maxPrice":"1000000.00000000",)"
        R"("tickSize":"0.01000000"},{"filterType":"LOT_SIZE","minQty":"0.00001000",)"
        R"("maxQty":"9000.00000000","stepSize":"0.00001000"},)"
        R"({"filterType":"MARKET_LOT_SIZE","minQty":"0.00001000","maxQty":"9000.00000000",)"
        R"("stepSize":"0.00001000"},{"filterType":"TRAILING_DELTA",)"
        R"("minTrailingAboveDelta":1,"maxTrailingAboveDelta":65535,)"
        R"("minTrailingBelowDelta":1,"maxTrailingBelowDelta":65535},)"
        R"({"filterType":"NOTIONAL","minNotional":"5.00000000",)"
        R"("applyMinToMarket":false,"maxNotional":"9000000000.00000000",)"
        R"("applyMaxToMarket":false,"avgPriceMins":0},{"filterType":"MAX_NUM_ORDERS",)"
        R"("maxNumOrders":600}],"permissions":[],"permissionSets":[["SPOT"]],)"
        R"("defaultSelfTradePreventionMode":"NONE","allowedSelfTradePreventionModes":)"
        R"(["NONE","EXPIRE_TAKER","EXPIRE_MAKER","EXPIRE_BOTH","DECREMENT"]}],"sors":[]})");
}

TEST_F(ApiMarketData, ChoosesSymbols) {
    const auto body = [&](std::string_view query) {
        return get("/api/v3/exchangeInfo", query).body;
    };
    const auto is_empty = ::testing::HasSubstr(R"("symbols":[],)");
    EXPECT_EQ(body("symbol=NONE"), R"({"code":-1121,"msg":"Invalid symbol."})");
    EXPECT_EQ(body("symbols=[%22BTCUSDT%22,%22BTCUSDT%22]"),
              R"({"code":-1151,"msg":"Symbol is present multiple times in the list."})");
    EXPECT_EQ(body("symbol=BTCUSDT&symbols=[%22BTCUSDT%22]"),
              R"({"code":-1128,"msg":"Combination of optional parameters invalid."})");
    EXPECT_THAT(body("permissions=MARGIN"), is_empty);
    EXPECT_THAT(body("permissions=[%22SPOT%22]"), ::testing::HasSubstr("BTCUSDT"));
    EXPECT_THAT(body("symbolStatus=HALT"), is_empty);
    EXPECT_EQ(body("symbolStatus=OFF"), R"({"code":-1122,"msg":"Invalid symbolStatus."})");
    EXPECT_EQ(body("symbol=BTCUSDT&symbolStatus=HALT"),
              R"({"code":-1220,"msg":"The symbol's status does not match the requested )"
              R"(symbolStatus."})");
    EXPECT_THAT(body("showPermissionSets=false"),
                ::testing::Not(::testing::HasSubstr("permissionSets")));
}

TEST_F(StreamMessage, OfATrade) {
    static_cast<void>(place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=990"));
    Command command = command_of(CommandType::place_order);
    command.account = bob;
    command.side = Side::buy;
    command.order_type = OrderType::market;
    command.quantity = Quantity{50'000};
    const std::vector<Event> events = apply(command);
    ASSERT_EQ(events[1].type, EventType::order_traded);
    EXPECT_EQ(encode_trade(btcusdt().definition, events[1], {Timestamp{1'700'000'000'123'456}}),
              R"({"e":"trade","E":1700000000123,"s":"BTCUSDT","t":2,"p":"1001.00000000",)"
              R"("q":"0.50000000","T":1700000000000,"m":false,"M":true})");
    EXPECT_EQ(encode_trade(btcusdt().definition, events[1],
                           {Timestamp{1'700'000'000'123'456}, TimeUnit::microseconds}),
              R"({"e":"trade","E":1700000000123456,"s":"BTCUSDT","t":2,"p":"1001.00000000",)"
              R"("q":"0.50000000","T":1700000000000000,"m":false,"M":true})");
}

TEST_F(StreamMessage, OfADepthDifference) {
    const views::DepthDifference difference{
        .first = Sequence{7},
        .last = Sequence{9},
        .changes = {{Side::buy, Price{100'000}, Quantity{0}},
                    {Side::buy, Price{99'900}, Quantity{150'000}},
                    {Side::sell, Price{100'100}, Quantity{1}}}};
    EXPECT_EQ(encode_depth_difference(btcusdt().definition, difference,
                                      {Timestamp{1'700'000'000'000'000}}),
              R"({"e":"depthUpdate","E":1700000000000,"s":"BTCUSDT","U":7,"u":9,)"
              R"("b":[["1000.00000000","0.00000000"],["999.00000000","1.50000000"]],)"
              R"("a":[["1001.00000000","0.00001000"]]})");
}

TEST_F(StreamMessage, OfTheBestPricesAndOfTheFirstLevels) {
    const std::string id = std::to_string(btcusdt().depth.last_update().value());
    EXPECT_EQ(encode_book_ticker(btcusdt()),
              R"({"u":)" + id +
                  R"(,"s":"BTCUSDT","b":"1000.00000000","B":"0.75000000",)"
                  R"("a":"1001.00000000","A":"3.00000000"})");
    EXPECT_EQ(encode_partial_depth(btcusdt(), 5),
              R"({"lastUpdateId":)" + id +
                  R"(,"bids":[["1000.00000000","0.75000000"],["999.00000000","2.00000000"]],)"
                  R"("asks":[["1001.00000000","3.00000000"]]})");
}

TEST(CombinedMessage, NamesItsStream) {
    EXPECT_EQ(wrap_combined("btcusdt@trade", R"({"e":"trade"})"),
              R"({"stream":"btcusdt@trade","data":{"e":"trade"}})");
    EXPECT_EQ(wrap_combined("a\"b\\\n", "{}"), R"({"stream":"a\"b\\\u000a","data":{}})");
}

}  // namespace
}  // namespace outcry::gateway::test
