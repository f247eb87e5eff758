#include "unit/sinks/kafka/example_events.hpp"

#include <cstddef>

#include "unit/sinks/kafka/example_rules.hpp"

namespace outcry::sinks::kafka::test {
namespace {

constexpr AccountId seller{16};
constexpr AccountId buyer{17};

Event last(Event event) {
    event.flags |= EventFlag::last_of_command;
    return event;
}

Event asset(std::uint64_t sequence, std::uint16_t id, const char* code, std::uint8_t decimals) {
    Event event = example_event(EventType::asset_created, sequence, 0);
    event.asset.id = AssetId{id};
    event.asset.code = AssetCode{code};
    event.asset.decimals = decimals;
    return last(event);
}

Event market(std::uint64_t sequence) {
    Event event = example_event(EventType::instrument_created, sequence, 0);
    InstrumentCreated& created = event.instrument_created;
    created.tick_mantissa = 1;
    created.tick_scale = 2;
    created.lot_mantissa = 1;
    created.lot_scale = 3;
    created.price_minimum = Price{1};
    created.price_maximum = Price{100'000'000};
    created.quantity_minimum = Quantity{1};
    created.quantity_maximum = Quantity{9'000'000};
    created.notional_minimum = 500'000;
    created.maker_fee_ppm = 1'000;
    created.taker_fee_ppm = 1'500;
    created.base_asset = AssetId{0};
    created.quote_asset = AssetId{1};
    created.status = InstrumentStatus::trading;
    created.symbol = Symbol{"BTCUSDT"};
    return last(event);
}

void add_accounts(std::vector<Event>& events) {
    Event created = example_event(EventType::account_created, 4, 0);
    created.account_created.account = seller;
    created.account_created.external_uid = 18'446'744'073'709'551'615U;
    created.account_created.name = FixedText<32>{"\"Al\" \\ \xc3\xa9"};
    events.push_back(last(created));

    Event adjusted = example_event(EventType::balance_adjusted, 5, 0);
    adjusted.adjusted.account = seller;
    adjusted.adjusted.asset = AssetId{1};
    adjusted.adjusted.kind = AdjustmentKind::withdrawal;
    adjusted.adjusted.amount = Amount{-2'500'000};
    adjusted.adjusted.free_after = Amount{int128{1'000'000'000'000} * 1'000'000'000'000};
    events.push_back(last(adjusted));

    Event staged = example_event(EventType::bytes_staged, 6, 0);
    staged.staged.size = 3;
    staged.staged.bytes[0] = std::byte{'a'};
    staged.staged.bytes[1] = std::byte{'b'};
    staged.staged.bytes[2] = std::byte{'c'};
    events.push_back(last(staged));

    Event key = example_event(EventType::key_registered, 7, 0);
    key.key.account = seller;
    key.key.material_size = 3;
    key.key.name = KeyName{"key-of-al"};
    key.key.type = KeyType::ed25519;
    key.key.permissions = 3;
    events.push_back(last(key));
}

Event accepted(std::uint64_t sequence, std::uint64_t order_id, AccountId account, Side side) {
    Event event = example_event(EventType::order_accepted, sequence, 0);
    event.accepted.order_id = OrderId{order_id};
    event.accepted.account = account;
    event.accepted.side = side;
    event.accepted.type = OrderType::limit;
    event.accepted.time_in_force = TimeInForce::gtc;
    return event;
}

/// A resting sell of 2.5 at 100.00, and a buy of 4 at 101.00 that takes it and rests with 1.5.
void add_trade(std::vector<Event>& events) {
    Event maker = accepted(8, 1, seller, Side::sell);
    maker.accepted.price = Price{10'000};
    maker.accepted.quantity = Quantity{2'500};
    maker.accepted.client_order_id = ClientOrderId{"mine"};
    events.push_back(last(maker));

    Event taker = accepted(9, 2, buyer, Side::buy);
    taker.accepted.price = Price{10'100};
    taker.accepted.quantity = Quantity{4'000};
    taker.accepted.self_trade_prevention = SelfTradePrevention::expire_maker;
    events.push_back(taker);

    Event trade = example_event(EventType::order_traded, 9, 1);
    OrderTraded& traded = trade.traded;
    traded.trade_id = TradeId{1};
    traded.price = Price{10'000};
    traded.quantity = Quantity{2'500};
    traded.maker_order_id = OrderId{1};
    traded.taker_order_id = OrderId{2};
    traded.maker_account = seller;
    traded.taker_account = buyer;
    traded.taker_side = Side::buy;
    traded.maker_fee = Amount{250'000};
    traded.taker_fee = Amount{375'000};
    events.push_back(last(trade));
}

void add_endings(std::vector<Event>& events) {
    Event amended = example_event(EventType::order_amended, 10, 0);
    amended.amended.order_id = OrderId{2};
    amended.amended.account = buyer;
    amended.amended.side = Side::buy;
    amended.amended.price_before = Price{10'100};
    amended.amended.price = Price{10'050};
    amended.amended.open_quantity_before = Quantity{1'500};
    amended.amended.open_quantity = Quantity{1'000};
    amended.amended.quantity = Quantity{3'500};
    amended.amended.client_order_id = ClientOrderId{"renamed"};
    events.push_back(last(amended));

    Event closed = example_event(EventType::order_closed, 11, 0);
    closed.closed.order_id = OrderId{2};
    closed.closed.account = buyer;
    closed.closed.side = Side::buy;
    closed.closed.price = Price{10'050};
    closed.closed.open_quantity = Quantity{1'000};
    closed.closed.reason = CloseReason::cancelled_by_user;
    closed.closed.was_resting = 1;
    closed.closed.cancel_client_order_id = ClientOrderId{"cancel-1"};
    events.push_back(closed);

    Event progressed = example_event(EventType::mass_action_progressed, 11, 1);
    progressed.mass_action.account = buyer;
    progressed.mass_action.closed_count = 1;
    progressed.mass_action.is_finished = 1;
    events.push_back(last(progressed));
}

void add_market_order(std::vector<Event>& events) {
    Event market_order = accepted(12, 3, buyer, Side::buy);
    market_order.accepted.type = OrderType::market_by_quote;
    market_order.accepted.time_in_force = TimeInForce::ioc;
    market_order.accepted.quote_quantity = Amount{12'345'678};
    events.push_back(market_order);

    Event unfilled = example_event(EventType::order_closed, 12, 1);
    unfilled.closed.order_id = OrderId{3};
    unfilled.closed.account = buyer;
    unfilled.closed.side = Side::buy;
    unfilled.closed.reason = CloseReason::insufficient_liquidity;
    events.push_back(last(unfilled));

    Event refused = example_event(EventType::command_refused, 13, 0);
    refused.refused.account = buyer;
    refused.refused.command = CommandType::place_order;
    refused.refused.reason = RejectReason::price_above_maximum;
    refused.refused.given = 200'000'000;
    refused.refused.limit = 100'000'000;
    refused.refused.client_order_id = ClientOrderId{"too-dear"};
    events.push_back(last(refused));

    Event operator_refused = example_event(EventType::command_refused, 14, 0);
    operator_refused.refused.command = CommandType::adjust_balance;
    operator_refused.refused.reason = RejectReason::unknown_asset;
    events.push_back(last(operator_refused));
}

void add_operations(std::vector<Event>& events) {
    Event fees = example_event(EventType::fees_changed, 15, 0);
    fees.fees.maker_fee_ppm = 0;
    fees.fees.taker_fee_ppm = 2'000;
    events.push_back(last(fees));

    Event status = example_event(EventType::instrument_status_changed, 16, 0);
    status.status.before = InstrumentStatus::trading;
    status.status.after = InstrumentStatus::halted;
    events.push_back(last(status));

    Event revoked = example_event(EventType::key_revoked, 17, 0);
    revoked.key_revoked.account = seller;
    revoked.key_revoked.name = KeyName{"key-of-al"};
    events.push_back(last(revoked));

    events.push_back(last(example_event(EventType::clock_advanced, 18, 0)));
}

void add_prevention(std::vector<Event>& events) {
    Event rules = example_event(EventType::account_rules_set, 19, 0);
    rules.account_rules.account = buyer;
    rules.account_rules.trade_group = TradeGroupId{7};
    rules.account_rules.default_self_trade_prevention = SelfTradePrevention::decrement;
    events.push_back(last(rules));

    Event resting = accepted(20, 4, seller, Side::sell);
    resting.accepted.time_in_force = TimeInForce::gtd;
    events.push_back(resting);
    Event terms = example_event(EventType::order_terms_set, 20, 1);
    terms.terms.order_id = OrderId{4};
    terms.terms.account = seller;
    terms.terms.expires_at = Timestamp{1'800'000'000'000'000};
    events.push_back(last(terms));

    Event taker = accepted(21, 5, buyer, Side::buy);
    taker.accepted.self_trade_prevention = SelfTradePrevention::decrement;
    events.push_back(taker);
    Event prevented = example_event(EventType::self_trade_prevented, 21, 1);
    prevented.prevented.id = PreventedMatchId{1};
    prevented.prevented.price = resting.accepted.price;
    prevented.prevented.quantity = Quantity{1};
    prevented.prevented.maker_order_id = OrderId{4};
    prevented.prevented.taker_order_id = OrderId{5};
    prevented.prevented.maker_account = seller;
    prevented.prevented.taker_account = buyer;
    prevented.prevented.trade_group = TradeGroupId{7};
    prevented.prevented.taker_side = Side::buy;
    prevented.prevented.mode = SelfTradePrevention::decrement;
    events.push_back(last(prevented));
}

}  // namespace

Event example_event(EventType type, std::uint64_t sequence, std::uint16_t index) {
    Event event;
    event.type = type;
    event.sequence = Sequence{sequence};
    event.index = index;
    event.time = Timestamp{1'700'000'000'000'000 + static_cast<std::int64_t>(sequence)};
    return event;
}

std::vector<Event> market_events() {
    return {asset(1, 0, "BTC", 8), asset(2, 1, "USDT", 6), market(3)};
}

std::vector<Event> example_events() {
    std::vector<Event> events = market_events();
    add_accounts(events);
    add_trade(events);
    add_endings(events);
    add_market_order(events);
    add_operations(events);
    add_prevention(events);
    add_rule_events(events);
    return events;
}

}  // namespace outcry::sinks::kafka::test
