#include "outcry/wire/json.hpp"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "outcry/wire/enum_names.hpp"

#include "unit/wire/random_command.hpp"

namespace outcry::wire {
namespace {

TEST(Json, ShowsAnOrderAsOneLine) {
    Command command;
    command.type = CommandType::place_order;
    command.sequence = Sequence{42};
    command.time = Timestamp{1'700'000'000'000'000};
    command.account = AccountId{16};
    command.request = RequestId{7};
    command.instrument = InstrumentId{1};
    command.price = Price{50'000};
    command.quantity = Quantity{3};
    command.order_type = OrderType::limit;
    command.side = Side::sell;
    command.time_in_force = TimeInForce::gtc;
    command.texts.created.client_order_id = ClientOrderId{"say \"hi\"\n"};
    std::string text;
    append_json(text, command);
    EXPECT_EQ(text, R"({"sequence":42,"time":1700000000000000,"type":"place_order","account":16,)"
                    R"("request":7,"instrument":1,"side":"sell","order_type":"limit",)"
                    R"("time_in_force":"gtc","price":50000,"quantity":3,)"
                    R"("self_trade_prevention":"none","client_order_id":"say \"hi\"\u000a"})");
}

TEST(Json, ShowsATradeAsOneLine) {
    Event event;
    event.sequence = Sequence{43};
    event.type = EventType::order_traded;
    event.flags = EventFlag::last_of_command;
    event.instrument = InstrumentId{1};
    event.traded = {};
    event.traded.trade_id = TradeId{1};
    event.traded.price = Price{50'000};
    event.traded.quantity = Quantity{3};
    event.traded.maker_fee = Amount{int128{1} << 100};
    std::string text;
    append_json(text, event);
    EXPECT_EQ(text, R"({"sequence":43,"index":0,"time":0,"type":"order_traded","request":0,)"
                    R"("instrument":1,"trade_id":1,"price":50000,"quantity":3,"taker_side":"buy",)"
                    R"("maker_order_id":0,"maker_account":0,"maker_open_quantity":0,)"
                    R"("maker_fee":"1267650600228229401496703205376","taker_order_id":0,)"
                    R"("taker_account":0,"taker_fee":"0","is_last":true})");
}

TEST(Json, ShowsWhatAStopOrderWaitsFor) {
    Event event;
    event.type = EventType::order_terms_set;
    event.terms = {};
    event.terms.order_id = OrderId{5};
    event.terms.stop_price = Price{90};
    event.terms.reserved_amount = Amount{7};
    event.terms.session = SessionId{3};
    event.terms.phase = OrderPhase::waiting;
    std::string text;
    append_json(text, event);
    EXPECT_EQ(text, R"({"sequence":0,"index":0,"time":0,"type":"order_terms_set","request":0,)"
                    R"("instrument":0,"order_id":5,"account":0,"stop_price":90,)"
                    R"("trailing_delta_bips":0,"visible_quantity":0,"expires_at":0,)"
                    R"("phase":"waiting","reserves_by_formula":false,"reserved_amount":"7",)"
                    R"("order_list_id":0,"strategy_id":0,"strategy_type":0,"session":3,)"
                    R"("is_last":false})");
}

TEST(Json, ShowsRulesTheSameAsCommandAndAsEvent) {
    test::RandomCommands commands{24};
    const Command command = commands.next(CommandType::set_fee_tier);
    Event event;
    event.type = EventType::fee_tier_set;
    event.fee_tier = command.fee_tier;
    std::string of_command;
    std::string of_event;
    append_json(of_command, command);
    append_json(of_event, event);
    std::string rules = of_command.substr(of_command.find("\"index\":"));
    rules.pop_back();
    EXPECT_NE(of_event.find(rules + ",\"is_last\""), std::string::npos) << of_event;
}

TEST(Json, HasABodyForEveryTypeOfEventButTheClock) {
    for (int number = 1; number < 256; ++number) {
        Event event;
        event.type = static_cast<EventType>(number);
        std::string text;
        append_json(text, event);
        ASSERT_TRUE(nlohmann::json::accept(text)) << text;
        const bool has_body = nlohmann::json::parse(text).size() > 7;
        const bool has_name = !wire::name_of(event.type).empty();
        EXPECT_EQ(has_body, has_name && event.type != EventType::clock_advanced) << text;
    }
}

TEST(Json, ShowsRulesOfAKeyWhateverTheirCountsSay) {
    Command command;
    command.type = CommandType::set_key_rules;
    command.key_rules.address_count = 200;
    command.key_rules.instrument_count = 200;
    std::string text;
    append_json(text, command);
    EXPECT_TRUE(nlohmann::json::accept(text)) << text;
}

TEST(Json, CanBeParsedWhateverTheCommand) {
    test::RandomCommands commands{23};
    for (int round = 0; round < 5000; ++round) {
        std::string text;
        append_json(text, commands.next());
        ASSERT_TRUE(nlohmann::json::accept(text)) << text;
    }
}

}  // namespace
}  // namespace outcry::wire
