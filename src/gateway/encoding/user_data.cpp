#include "gateway/encoding/user_data.hpp"

#include <algorithm>

#include "gateway/encoding/json_writer.hpp"
#include "gateway/encoding/order_json.hpp"
#include "gateway/encoding/words.hpp"

namespace outcry::gateway {
namespace {

/// What one event says about one order, beyond the order's own record.
struct Execution {
    std::string_view type = "NEW";               // x
    ClientOrderId name;                          // c
    ClientOrderId name_before;                   // C
    Price price;                                 // L
    Quantity quantity;                           // l
    Amount quote;                                // Y
    Amount fee;                                  // n
    const AssetDefinition* fee_asset = nullptr;  // N
    TradeId trade_id;                            // t
    bool is_maker = false;
    Quantity prevented;                         // A, B
    std::string_view expiry;                    // eR
    const SelfTradePrevented* match = nullptr;  // that did not happen
};

Execution trade_of(const views::VenueView& view, const Event& event,
                   const views::OrderRecord& order) {
    const InstrumentDefinition& instrument = instrument_of(view, event.instrument).definition;
    const OrderTraded& traded = event.traded;
    Execution execution{.type = "TRADE", .name = order.client_order_id};
    execution.price = traded.price;
    execution.quantity = traded.quantity;
    execution.quote = quote_amount(instrument, traded.price, traded.quantity);
    execution.is_maker = order.order_id == traded.maker_order_id;
    execution.fee = execution.is_maker ? traded.maker_fee : traded.taker_fee;
    execution.fee_asset =
        &asset_of(view, order.side == Side::buy ? instrument.base_asset : instrument.quote_asset);
    execution.trade_id = traded.trade_id;
    return execution;
}

Execution close_of(const Event& event, const views::OrderRecord& order) {
    const OrderClosed& closed = event.closed;
    Execution execution{.type = "EXPIRED", .name = order.client_order_id};
    switch (status_of(closed.reason)) {
        case views::OrderStatus::cancelled:
            execution.type = "CANCELED";
            execution.name = closed.cancel_client_order_id.empty() ? cancel_id_of(event)
                                                                   : closed.cancel_client_order_id;
            execution.name_before = order.client_order_id;
            break;
        case views::OrderStatus::expired_in_match:
            execution.type = "TRADE_PREVENTION";
            execution.prevented = closed.open_quantity;
            break;
        default: execution.expiry = expiry_word_of(closed.reason); break;
    }
    return execution;
}

/// Each side lost what would have traded. Other modes say so by the end of the order.
Execution decrement_of(const Event& event, const views::OrderRecord& order) {
    Execution execution{.type = "TRADE_PREVENTION", .name = order.client_order_id};
    execution.prevented = event.prevented.quantity;
    execution.match = &event.prevented;
    return execution;
}

Execution execution_of(const views::VenueView& view, const Event& event,
                       const views::OrderRecord& order) {
    if (event.type == EventType::order_traded) return trade_of(view, event, order);
    if (event.type == EventType::order_closed) return close_of(event, order);
    if (event.type == EventType::self_trade_prevented) return decrement_of(event, order);
    const bool is_amended = event.type == EventType::order_amended;
    return {.type = is_amended ? "REPLACED" : "NEW", .name = order.client_order_id};
}

void write_order_fields(JsonWriter& json, const views::VenueView& view,
                        const views::OrderRecord& order, const Execution& execution) {
    const InstrumentDefinition& instrument = instrument_of(view, order.instrument).definition;
    json.name("s").word(instrument.symbol.view());
    json.name("c").word(execution.name.view());
    json.name("S").word(word_of(order.side));
    json.name("o").word(word_of(order.type));
    json.name("f").word(word_of(order.time_in_force, order.type));
    json.name("q").quantity(instrument, order.quantity);
    json.name("p").price(instrument, order.price);
    json.name("P").price(instrument, Price{0});
    json.name("F").quantity(instrument, Quantity{0});
    json.name("g").integer(-1);
    json.name("C").word(execution.name_before.view());
    json.name("x").word(execution.type);
    json.name("X").word(word_of(order.status));
    json.name("r").word("NONE");
    json.name("i").count(order.order_id.value());
}

void write_match(JsonWriter& json, const InstrumentDefinition& instrument,
                 const AssetDefinition& quote, const views::OrderRecord& order,
                 const SelfTradePrevented& match) {
    const bool is_taker = order.order_id == match.taker_order_id;
    json.name("v").count(match.id.value());
    json.name("u").integer(trade_group_id_of(match.trade_group));
    json.name("U").count((is_taker ? match.maker_order_id : match.taker_order_id).value());
    json.name("Cs").word(instrument.symbol.view());
    json.name("pl").quantity(instrument, match.quantity);
    json.name("pL").price(instrument, match.price);
    json.name("pY").amount(quote_amount(instrument, match.price, match.quantity), quote.decimals);
}

void write_execution_fields(JsonWriter& json, const views::VenueView& view, const Event& event,
                            const views::OrderRecord& order, const Execution& execution) {
    const InstrumentDefinition& instrument = instrument_of(view, order.instrument).definition;
    const AssetDefinition& quote = asset_of(view, instrument.quote_asset);
    const bool is_trade = event.type == EventType::order_traded;
    json.name("l").quantity(instrument, execution.quantity);
    json.name("z").quantity(instrument, order.executed_quantity);
    json.name("L").price(instrument, execution.price);
    if (is_trade) {
        json.name("n").amount(execution.fee, execution.fee_asset->decimals);
        json.name("N").word(execution.fee_asset->code.view());
    } else {
        json.name("n").word("0");
        json.name("N").null();
    }
    json.name("T").time(event.time);
    if (is_trade) {
        json.name("t").count(execution.trade_id.value());
    } else {
        json.name("t").integer(-1);
    }
    json.name("I").integer(execution_id_of(event));
    const bool is_open = !views::is_closed(order.status);
    json.name("w").boolean(is_open && order.type != OrderType::market);
    json.name("m").boolean(execution.is_maker);
    json.name("M").boolean(false);
    json.name("O").time(order.accepted_at);
    json.name("Z").amount(order.executed_quote, quote.decimals);
    json.name("Y").amount(execution.quote, quote.decimals);
    json.name("Q").amount(order.quote_quantity, quote.decimals);
    json.name("W").time(order.accepted_at);
    json.name("V").word(word_of(order.self_trade_prevention));
    if (execution.prevented != Quantity{0}) {
        const bool is_decremented = execution.match != nullptr;
        json.name("A").quantity(instrument,
                                is_decremented ? order.prevented_quantity : execution.prevented);
        json.name("B").quantity(instrument, execution.prevented);
        if (is_decremented) write_match(json, instrument, quote, order, *execution.match);
    }
    if (!execution.expiry.empty()) json.name("eR").word(execution.expiry);
}

std::string encode_report(const views::VenueView& view, const Event& event,
                          const views::OrderRecord& order, MessageTime time) {
    constexpr std::size_t report_size_usual = 768;
    const Execution execution = execution_of(view, event, order);
    std::string text;
    text.reserve(report_size_usual);
    JsonWriter json{text, time.unit};
    json.begin_object();
    json.name("e").word("executionReport");
    json.name("E").time(time.now);
    write_order_fields(json, view, order, execution);
    write_execution_fields(json, view, event, order, execution);
    json.end_object();
    return text;
}

std::string encode_balance_update(const AssetDefinition& asset, const Event& event,
                                  MessageTime time) {
    const BalanceAdjusted& adjusted = event.adjusted;
    const bool is_deposit = adjusted.kind == AdjustmentKind::deposit;
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object();
    json.name("e").word("balanceUpdate");
    json.name("E").time(time.now);
    json.name("a").word(asset.code.view());
    json.name("d").amount(is_deposit ? adjusted.amount : -adjusted.amount, asset.decimals);
    json.name("T").time(event.time);
    json.end_object();
    return text;
}

std::string encode_terminal(std::string_view type, MessageTime time) {
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object().name("e").word(type);
    json.name("E").time(time.now).end_object();
    return text;
}

}  // namespace

UserDataEncoder::UserDataEncoder(const views::VenueView& view, TimeUnit unit, IsWatched is_watched,
                                 Sink sink)
    : view_{view}, unit_{unit}, is_watched_{std::move(is_watched)}, sink_{std::move(sink)} {}

void UserDataEncoder::on_event(const Event& event, Timestamp now) {
    switch (event.type) {
        case EventType::order_accepted:
            on_order(event, now, event.accepted.account, event.accepted.order_id);
            break;
        case EventType::order_traded:
            on_order(event, now, event.traded.taker_account, event.traded.taker_order_id);
            on_order(event, now, event.traded.maker_account, event.traded.maker_order_id);
            break;
        case EventType::order_closed:
            on_order(event, now, event.closed.account, event.closed.order_id);
            break;
        case EventType::order_amended:
            on_order(event, now, event.amended.account, event.amended.order_id);
            break;
        case EventType::self_trade_prevented:
            if (event.prevented.mode != SelfTradePrevention::decrement) break;
            on_order(event, now, event.prevented.taker_account, event.prevented.taker_order_id);
            on_order(event, now, event.prevented.maker_account, event.prevented.maker_order_id);
            break;
        case EventType::balance_adjusted: on_balance(event, now); break;
        default: break;
    }
    if (event.is_last_of_command() && !touched_.empty()) send_positions(event, now);
}

void UserDataEncoder::on_order(const Event& event, Timestamp now, AccountId account,
                               OrderId order_id) {
    if (!is_watched_(account)) return;
    const InstrumentDefinition& instrument = instrument_of(view_, event.instrument).definition;
    touch(account, instrument.base_asset);
    touch(account, instrument.quote_asset);
    // Missing only when the view keeps fewer closed orders than one command makes.
    const views::OrderRecord* const order = view_.find_order(order_id);
    if (order != nullptr) sink_(account, encode_report(view_, event, *order, {now, unit_}));
}

void UserDataEncoder::on_balance(const Event& event, Timestamp now) {
    const AccountId account = event.adjusted.account;
    if (!is_watched_(account)) return;
    touch(account, event.adjusted.asset);
    const AssetDefinition& asset = asset_of(view_, event.adjusted.asset);
    sink_(account, encode_balance_update(asset, event, {now, unit_}));
}

void UserDataEncoder::touch(AccountId account, AssetId asset) {
    const std::pair entry{account, asset};
    if (std::find(touched_.begin(), touched_.end(), entry) == touched_.end()) {
        touched_.push_back(entry);
    }
}

void UserDataEncoder::send_positions(const Event& event, Timestamp now) {
    // By account, and within it in the order of the assets.
    std::sort(touched_.begin(), touched_.end());
    std::size_t i = 0;
    while (i < touched_.size()) {
        const AccountId account = touched_[i].first;
        std::string text;
        JsonWriter json{text, unit_};
        json.begin_object();
        json.name("e").word("outboundAccountPosition");
        json.name("E").time(now);
        json.name("u").time(event.time);
        json.name("B").begin_array();
        for (; i < touched_.size() && touched_[i].first == account; ++i) {
            const AssetDefinition& asset = asset_of(view_, touched_[i].second);
            const views::BalanceRecord balance = view_.balance(account, touched_[i].second);
            json.begin_object().name("a").word(asset.code.view());
            json.name("f").amount(balance.free, asset.decimals);
            json.name("l").amount(balance.locked, asset.decimals).end_object();
        }
        json.end_array().end_object();
        sink_(account, std::move(text));
    }
    touched_.clear();
}

std::string wrap_subscription(std::int64_t id, std::string_view message) {
    std::string text;
    text.reserve(message.size() + 48);
    JsonWriter json{text, TimeUnit::milliseconds};
    json.begin_object();
    json.name("subscriptionId").integer(id);
    json.name("event").raw(message);
    json.end_object();
    return text;
}

std::string encode_stream_terminated(MessageTime time) {
    return encode_terminal("eventStreamTerminated", time);
}

std::string encode_listen_key_expired(std::string_view listen_key, MessageTime time) {
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object().name("e").word("listenKeyExpired");
    json.name("E").time(time.now);
    json.name("listenKey").word(listen_key).end_object();
    return text;
}

std::string encode_server_shutdown(MessageTime time) {
    return encode_terminal("serverShutdown", time);
}

}  // namespace outcry::gateway
