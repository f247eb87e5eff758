#include <string>

#include <nlohmann/json.hpp>

#include "gateway/streams/stream_table.hpp"
#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

using Json = nlohmann::json;

class MarketSummaries : public ApiFixture {
public:
    MarketSummaries() {
        static_cast<void>(place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=1000"));
        static_cast<void>(place("symbol=BTCUSDT&side=SELL&type=LIMIT_MAKER&quantity=3&price=1001"));
        static_cast<void>(place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.25", bob_key));
    }
    [[nodiscard]] Json read(const std::string& path, const std::string& query = "") {
        return Json::parse(get("/x/v1/public/" + path, query).body);
    }
};

TEST_F(MarketSummaries, NameTheMarketsAndAssets) {
    EXPECT_EQ(read("pairs"),
              Json::parse(R"([{"ticker_id":"BTC_USDT","base":"BTC","target":"USDT"}])"));
    EXPECT_EQ(read("assets").at("BTC").at("name"), "BTC");
}

TEST_F(MarketSummaries, HaveTheLastDay) {
    EXPECT_EQ(read("tickers"), Json::parse(R"([{"ticker_id":"BTC_USDT","base_currency":"BTC",
        "target_currency":"USDT","last_price":"1000.00000000","base_volume":"0.25000000",
        "target_volume":"250.00000000","bid":"1000.00000000","ask":"1001.00000000",
        "high":"1000.00000000","low":"1000.00000000"}])"));
    EXPECT_EQ(read("summary"), Json::parse(R"([{"trading_pairs":"BTC_USDT","base_currency":"BTC",
        "quote_currency":"USDT","last_price":"1000.00000000","lowest_ask":"1001.00000000",
        "highest_bid":"1000.00000000","base_volume":"0.25000000","quote_volume":"250.00000000",
        "price_change_percent_24h":"0.000","highest_price_24h":"1000.00000000",
        "lowest_price_24h":"1000.00000000"}])"));
    EXPECT_EQ(read("ticker"), Json::parse(R"({"BTC_USDT":{"last_price":"1000.00000000",
        "base_volume":"0.25000000","quote_volume":"250.00000000","isFrozen":"0"}})"));
}

TEST_F(MarketSummaries, HaveTheBookAndTheTrades) {
    const Json book = Json::parse(R"({"ticker_id":"BTC_USDT","timestamp":1700000000000,
        "bids":[["1000.00000000","0.75000000"]],"asks":[["1001.00000000","3.00000000"]]})");
    EXPECT_EQ(read("orderbook", "ticker_id=BTC_USDT&depth=20"), book);
    EXPECT_EQ(read("orderbook", "market_pair=BTC_USDT"), book);
    EXPECT_EQ(read("trades", "market_pair=BTC_USDT"),
              Json::parse(R"([{"trade_id":1,"price":"1000.00000000","base_volume":"0.25000000",
        "quote_volume":"250.00000000","timestamp":1700000000000,"type":"sell"}])"));
    EXPECT_EQ(read("historical_trades", "ticker_id=BTC_USDT&limit=1"),
              Json::parse(R"({"buy":[],"sell":[{"trade_id":1,"price":"1000.00000000",
        "base_volume":"0.25000000","target_volume":"250.00000000",
        "trade_timestamp":1700000000000,"type":"sell"}]})"));
}

TEST_F(MarketSummaries, RefuseMarketsThatAreNotThere) {
    for (const std::string path : {"orderbook", "trades", "historical_trades"}) {
        EXPECT_EQ(read(path, "ticker_id=BTCUSDT").at("code"), -1121) << path;
        EXPECT_EQ(read(path).at("code"), -1102) << path;
    }
}

TEST_F(MarketSummaries, DoNotShowWhatIsDelisted) {
    Command command = command_of(CommandType::set_instrument_status);
    command.instrument_status = InstrumentStatus::halted;
    apply(command);
    EXPECT_EQ(read("ticker").at("BTC_USDT").at("isFrozen"), "1");
}

using ApiDescription = ApiFixture;

TEST_F(ApiDescription, OfStreamsHasEachOfThemAndEachCall) {
    const Json document = Json::parse(get("/docs/asyncapi.json").body);
    EXPECT_EQ(document.at("asyncapi"), "3.0.0");
    EXPECT_EQ(document.at("channels").size(), stream_rows().size() + 1);
    EXPECT_EQ(document.at("channels").at("_symbol__depth_100ms").at("address"),
              "/ws/{symbol}@depth@100ms");
    EXPECT_EQ(document.at("channels")
                  .at("calls")
                  .at("messages")
                  .at("order_place")
                  .at("payload")
                  .at("properties")
                  .at("method")
                  .at("const"),
              "order.place");
    for (const auto& [name, operation] : document.at("operations").items()) {
        const std::string reference = operation.at("channel").at("$ref");
        EXPECT_TRUE(document.at("channels").contains(reference.substr(11))) << name;
    }
}

TEST_F(ApiDescription, OfCallsIsWhereReadersLookForIt) {
    EXPECT_EQ(get("/docs/openapi.json").body, get("/openapi.json").body);
}

}  // namespace
}  // namespace outcry::gateway::test
