#include "gateway/encoding/user_data.hpp"

#include <algorithm>
#include <utility>

#include "outcry/base/assert.hpp"

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
    std::string_view refusal = "NONE";          // r
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
    execution.fee_asset = &fee_asset_of(view, event, order.order_id);
    execution.trade_id = traded.trade_id;
    return execution;
}

/// Of an order that waited and was not let in when its turn came.
std::string_view refusal_word_of(CloseReason reason) noexcept {
    if (reason == CloseReason::insufficient_balance) return "INSUFFICIENT_BALANCES";
    return reason == CloseReason::would_trade ? "WOULD_MATCH_IMMEDIATELY" : "NONE";
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
        default:
            execution.expiry = expiry_word_of(closed.reason);
            execution.refusal = refusal_word_of(closed.reason);
            break;
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
    json.name("P").price(instrument, order.stop_price);
    json.name("F").quantity(instrument, order.visible_quantity);
    json.name("g").integer(order_list_id_of(order));
    json.name("C").word(execution.name_before.view());
    json.name("x").word(execution.type);
    json.name("X").word(word_of(order.status));
    json.name("r").word(execution.refusal);
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
    const bool rests = order.working_at != Timestamp{} && order.type != OrderType::market;
    json.name("w").boolean(is_open && rests);
    json.name("m").boolean(execution.is_maker);
    json.name("M").boolean(false);
    json.name("O").time(order.accepted_at);
    json.name("Z").amount(order.executed_quote, quote.decimals);
    json.name("Y").amount(execution.quote, quote.decimals);
    json.name("Q").amount(order.quote_quantity, quote.decimals);
    if (order.working_at != Timestamp{}) json.name("W").time(order.working_at);
    json.name("V").word(word_of(order.self_trade_prevention));
    if (order.trailing_delta_bips != 0) json.name("d").count(order.trailing_delta_bips);
    if (order.tracking_at != Timestamp{}) json.name("D").time(order.tracking_at);
    if (order.strategy_id != 0) json.name("j").integer(order.strategy_id);
    if (order.strategy_type != 0) json.name("J").integer(order.strategy_type);
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

std::string encode_balance_update(const AssetDefinition& asset, Amount change, const Event& event,
                                  MessageTime time) {
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object();
    json.name("e").word("balanceUpdate");
    json.name("E").time(time.now);
    json.name("a").word(asset.code.view());
    json.name("d").amount(change, asset.decimals);
    json.name("T").time(event.time);
    json.end_object();
    return text;
}

std::string encode_list_status(const views::VenueView& view, const ListNews& news,
                               MessageTime time) {
    const ListOnWire& list = news.list;
    const Symbol& symbol = instrument_of(view, list.instrument).definition.symbol;
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object();
    json.name("e").word("listStatus");
    json.name("E").time(time.now);
    json.name("s").word(symbol.view());
    json.name("g").count(list.id.value());
    json.name("c").word(contingency_of(list.type));
    json.name("l").word(status_type_of(news.progress));
    json.name("L").word(order_status_of(news.progress));
    json.name("r").word("NONE");
    json.name("C").word(list.client_order_id.view());
    json.name("T").time(list.time);
    json.name("O").begin_array();
    for (std::size_t place = 0; place < list.order_ids.size(); ++place) {
        if (list.order_ids[place] == OrderId{}) continue;
        json.begin_object().name("s").word(symbol.view());
        json.name("i").count(list.order_ids[place].value());
        json.name("c").word(news.names[place].view()).end_object();
    }
    json.end_array().end_object();
    return text;
}

std::string encode_position(const views::VenueView& view, const UserEvent& told, MessageTime time) {
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object();
    json.name("e").word("outboundAccountPosition");
    json.name("E").time(time.now);
    json.name("u").time(told.event.time);
    json.name("B").begin_array();
    for (const views::BalanceRecord& balance : told.balances) {
        const AssetDefinition& asset = asset_of(view, balance.asset);
        json.begin_object().name("a").word(asset.code.view());
        json.name("f").amount(balance.free, asset.decimals);
        json.name("l").amount(balance.locked, asset.decimals).end_object();
    }
    json.end_array().end_object();
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

std::string encode_user_event(const views::VenueView& view, const UserEvent& told,
                              MessageTime time) {
    switch (told.kind) {
        case UserEvent::Kind::report: return encode_report(view, told.event, told.order, time);
        case UserEvent::Kind::balance:
            return encode_balance_update(asset_of(view, told.asset), told.amount, told.event, time);
        case UserEvent::Kind::position: return encode_position(view, told, time);
        case UserEvent::Kind::list: return encode_list_status(view, *told.list, time);
    }
    OUTCRY_UNREACHABLE();
}

UserDataCollector::UserDataCollector(const views::VenueView& view, IsWanted is_wanted, Sink sink)
    : view_{view}, is_wanted_{std::move(is_wanted)}, sink_{std::move(sink)} {}

void UserDataCollector::on_event(const Event& event) {
    if (acceptance_) tell_accepted(event);
    switch (event.type) {
        case EventType::order_accepted: on_accepted(event); break;
        case EventType::order_list_accepted:
            if (is_wanted_(event.list_accepted.account)) begun_list_ = event;
            break;
        case EventType::order_traded:
            on_order(event, event.traded.taker_account, event.traded.taker_order_id);
            on_order(event, event.traded.maker_account, event.traded.maker_order_id);
            break;
        case EventType::order_closed:
            on_order(event, event.closed.account, event.closed.order_id);
            break;
        case EventType::order_amended:
            on_order(event, event.amended.account, event.amended.order_id);
            on_renamed(event);
            break;
        // A new order once more: now it works, or follows the market.
        case EventType::order_triggered:
            on_order(event, event.triggered.account, event.triggered.order_id);
            break;
        case EventType::order_reserved:
            if (is_wanted_(event.order_reserved.account)) {
                touch_both(event.order_reserved.account, event.instrument);
            }
            break;
        case EventType::order_list_done: on_list_done(event); break;
        case EventType::balance_transferred: on_transfer(event); break;
        case EventType::referral_paid: on_referral(event); break;
        case EventType::self_trade_prevented:
            if (event.prevented.mode != SelfTradePrevention::decrement) break;
            on_order(event, event.prevented.taker_account, event.prevented.taker_order_id);
            on_order(event, event.prevented.maker_account, event.prevented.maker_order_id);
            break;
        case EventType::balance_adjusted: on_adjusted(event); break;
        default: break;
    }
    if (event.is_last_of_command() && !touched_.empty()) tell_positions(event);
}

void UserDataCollector::on_accepted(const Event& event) {
    const AccountId account = event.accepted.account;
    if (!is_wanted_(account)) return;
    touch_both(account, event.instrument);
    const views::OrderRecord* const order = view_.find_order(event.accepted.order_id);
    if (order == nullptr) return;
    acceptance_ = Acceptance{event, *order};
    if (event.is_last_of_command()) tell_accepted(event);
}

void UserDataCollector::tell_accepted(const Event& next) {
    const Acceptance acceptance = *std::exchange(acceptance_, std::nullopt);
    const OrderId order_id = acceptance.order.order_id;
    const AccountId account = acceptance.order.account;
    const bool has_terms =
        next.type == EventType::order_terms_set && next.terms.order_id == order_id;
    const views::OrderRecord* const order =
        has_terms ? view_.find_order(order_id) : &acceptance.order;
    if (order == nullptr) return;
    UserEvent report{.kind = UserEvent::Kind::report,
                     .account = account,
                     .event = acceptance.event,
                     .order = *order};
    if (!begun_list_) return sink_(std::move(report));
    list_reports_.push_back(std::move(report));
    const auto& ids = begun_list_->list_accepted.order_ids;
    if (*std::max_element(ids.begin(), ids.end()) == order_id) tell_begun_list();
}

void UserDataCollector::tell_begun_list() {
    const Event list = *std::exchange(begun_list_, std::nullopt);
    const AccountId account = list.list_accepted.account;
    tell_list(list, account, list_of(list), ListProgress::started);
    for (UserEvent& report : list_reports_) sink_(std::move(report));
    list_reports_.clear();
}

void UserDataCollector::on_order(const Event& event, AccountId account, OrderId order_id) {
    if (!is_wanted_(account)) return;
    touch_both(account, event.instrument);
    // Missing only when the view keeps fewer closed orders than one command makes.
    const views::OrderRecord* const order = view_.find_order(order_id);
    if (order == nullptr) return;
    sink_({.kind = UserEvent::Kind::report, .account = account, .event = event, .order = *order});
}

void UserDataCollector::on_renamed(const Event& event) {
    const OrderAmended& amended = event.amended;
    if (amended.client_order_id.empty() || !is_wanted_(amended.account)) return;
    const views::OrderRecord* const order = view_.find_order(amended.order_id);
    if (order == nullptr) return;
    const auto* const list = view_.find_order_list(order->order_list_id);
    if (list == nullptr) return;
    tell_list(event, amended.account, list_of(*list), ListProgress::updated);
}

void UserDataCollector::on_list_done(const Event& event) {
    const AccountId account = event.list_done.account;
    if (!is_wanted_(account)) return;
    const auto* const list = view_.find_order_list(event.list_done.order_list_id);
    if (list == nullptr) return;
    tell_list(event, account, list_of(*list), ListProgress::all_done);
}

void UserDataCollector::tell_list(const Event& event, AccountId account, const ListOnWire& list,
                                  ListProgress progress) {
    ListNews news{.list = list, .progress = progress};
    for (std::size_t place = 0; place < list.order_ids.size(); ++place) {
        const views::OrderRecord* const order = view_.find_order(list.order_ids[place]);
        if (order == nullptr) {
            news.list.order_ids[place] = OrderId{};
        } else {
            news.names[place] = order->client_order_id;
        }
    }
    sink_({.kind = UserEvent::Kind::list,
           .account = account,
           .event = event,
           .order = {},
           .list = std::make_shared<const ListNews>(news)});
}

void UserDataCollector::on_adjusted(const Event& event) {
    const BalanceAdjusted& adjusted = event.adjusted;
    const bool is_deposit = adjusted.kind == AdjustmentKind::deposit;
    on_balance({adjusted.account, adjusted.asset, is_deposit ? adjusted.amount : -adjusted.amount},
               event);
}

void UserDataCollector::on_transfer(const Event& event) {
    const BalanceTransferred& moved = event.transferred;
    on_balance({moved.source, moved.asset, -moved.amount}, event);
    on_balance({moved.target, moved.asset, moved.amount}, event);
}

void UserDataCollector::on_referral(const Event& event) {
    const ReferralPaid& paid = event.referral;
    on_balance({paid.referrer, paid.asset, paid.amount}, event);
}

void UserDataCollector::on_balance(const BalanceChange& change, const Event& event) {
    if (!is_wanted_(change.account)) return;
    touch(change.account, change.asset);
    sink_({.kind = UserEvent::Kind::balance,
           .account = change.account,
           .asset = change.asset,
           .amount = change.amount,
           .event = event,
           .order = {}});
}

void UserDataCollector::touch_both(AccountId account, InstrumentId id) {
    const InstrumentDefinition& instrument = instrument_of(view_, id).definition;
    touch(account, instrument.base_asset);
    touch(account, instrument.quote_asset);
}

void UserDataCollector::touch(AccountId account, AssetId asset) {
    const std::pair entry{account, asset};
    if (std::find(touched_.begin(), touched_.end(), entry) == touched_.end()) {
        touched_.push_back(entry);
    }
}

void UserDataCollector::tell_positions(const Event& event) {
    // By account, and within it in the order of the assets.
    std::sort(touched_.begin(), touched_.end());
    std::size_t i = 0;
    while (i < touched_.size()) {
        const AccountId account = touched_[i].first;
        UserEvent told{
            .kind = UserEvent::Kind::position, .account = account, .event = event, .order = {}};
        for (; i < touched_.size() && touched_[i].first == account; ++i)
            told.balances.push_back(view_.balance(account, touched_[i].second));
        sink_(std::move(told));
    }
    touched_.clear();
}

std::string wrap_subscription(std::int64_t id, std::string_view message, std::string_view account) {
    std::string text;
    text.reserve(message.size() + 48);
    JsonWriter json{text, TimeUnit::milliseconds};
    json.begin_object();
    json.name("subscriptionId").integer(id);
    if (!account.empty()) json.name("account").text(account);
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
