#include "gateway/api/new_order.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "outcry/base/hash.hpp"

#include "gateway/api/symbols.hpp"
#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

using enum Parameter;

constexpr std::int64_t strategy_type_min = 1'000'000;

constexpr Word<Side> side_words[] = {{"BUY", Side::buy}, {"SELL", Side::sell}};
constexpr Word<OrderType> type_words[] = {{"LIMIT", OrderType::limit},
                                          {"MARKET", OrderType::market},
                                          {"LIMIT_MAKER", OrderType::limit_maker},
                                          {"STOP_LOSS", OrderType::stop_loss},
                                          {"STOP_LOSS_LIMIT", OrderType::stop_loss_limit},
                                          {"TAKE_PROFIT", OrderType::take_profit},
                                          {"TAKE_PROFIT_LIMIT", OrderType::take_profit_limit}};
constexpr Word<TimeInForce> time_in_force_words[] = {{"GTC", TimeInForce::gtc},
                                                     {"IOC", TimeInForce::ioc},
                                                     {"FOK", TimeInForce::fok},
                                                     {"GTD", TimeInForce::gtd}};
constexpr Word<ResponseType> response_words[] = {
    {"ACK", ResponseType::ack}, {"RESULT", ResponseType::result}, {"FULL", ResponseType::full}};
constexpr Word<SelfTradePrevention> prevention_words[] = {
    {"NONE", SelfTradePrevention::none},
    {"EXPIRE_TAKER", SelfTradePrevention::expire_taker},
    {"EXPIRE_MAKER", SelfTradePrevention::expire_maker},
    {"EXPIRE_BOTH", SelfTradePrevention::expire_both},
    {"DECREMENT", SelfTradePrevention::decrement}};
constexpr Word<OrderType> post_only_words[] = {{"REJECT", OrderType::limit_maker},
                                               {"SLIDE", OrderType::limit_maker_slide}};

constexpr bool is_market(OrderType type) noexcept {
    return type == OrderType::market || type == OrderType::market_by_quote;
}
/// Has a price and a time in force of its own.
constexpr bool is_limit(OrderType type) noexcept {
    return type == OrderType::limit || type == OrderType::stop_loss_limit ||
           type == OrderType::take_profit_limit;
}

Refusal bad_strategy_type() { return {400, -1134, "`strategyType` was less than 1000000."}; }

/// Word for word what the venue that is conformed to says of order lists; plain orders get the
/// general text for parameters that do not go together.
Refusal iceberg_needs_gtc(Parameter iceberg) {
    if (iceberg == iceberg_quantity) return refusals::bad_combination();
    return {400, -1160,
            "Parameter '" + std::string{name_of(iceberg)} +
                "' is not supported if `aboveTimeInForce`/`belowTimeInForce` is not GTC."};
}

void refuse_pegs(ParameterReader& reader) {
    if (reader.has(peg_price_type) || reader.has(peg_offset_value) || reader.has(peg_offset_type)) {
        reader.refuse({400, -2010, "Pegged orders are not supported for this symbol."});
    }
}

void check_stop(ParameterReader& reader, const OrderNames& names, OrderType type) {
    if (!is_stop(type)) {
        reader.forbid(names.stop_price);
        reader.forbid(names.trailing_delta);
    } else if (!reader.has(names.stop_price) && !reader.has(names.trailing_delta)) {
        reader.refuse(
            refusals::missing_both(name_of(names.stop_price), name_of(names.trailing_delta)));
    }
}

void check_market_quantity(ParameterReader& reader, const OrderNames& names, Command& command) {
    if (reader.has(names.quantity) && reader.has(quote_order_quantity)) {
        reader.refuse(refusals::bad_combination());
    } else if (reader.has(quote_order_quantity)) {
        command.order_type = OrderType::market_by_quote;
    } else if (!reader.has(names.quantity)) {
        reader.refuse(
            refusals::missing_both(name_of(names.quantity), name_of(quote_order_quantity)));
    }
}

/// Which parameters belong to which type: rules of section 6 of the interface.
void check_combination(ParameterReader& reader, const OrderNames& names, Command& command) {
    const OrderType type = command.order_type;
    if (is_limit(type)) {
        reader.require(names.time_in_force);
    } else {
        reader.forbid(names.time_in_force);
    }
    if (type == OrderType::market) {
        reader.forbid(names.price);
        check_market_quantity(reader, names, command);
    } else {
        reader.require(names.quantity);
        reader.forbid(quote_order_quantity);
        if (is_stop_market(type)) {
            reader.forbid(names.price);
        } else {
            reader.require(names.price);
        }
    }
    check_stop(reader, names, type);
    if (is_market(type) || is_stop_market(type)) reader.forbid(names.iceberg_quantity);
}

TimeInForce default_time_in_force(OrderType type) noexcept {
    // What cannot rest is immediate.
    return is_market(type) || is_stop_market(type) ? TimeInForce::ioc : TimeInForce::gtc;
}

void read_time_in_force(ParameterReader& reader, const OrderNames& names, Command& command) {
    command.time_in_force =
        reader.word(names.time_in_force, time_in_force_words, {-1115, "Invalid timeInForce."})
            .value_or(default_time_in_force(command.order_type));
    // When a GTD order ends; without the word for it there is no such time.
    if (command.time_in_force == TimeInForce::gtd) {
        reader.require(good_till_date);
    } else {
        reader.forbid(good_till_date);
    }
    if (reader.has(names.iceberg_quantity) && command.time_in_force != TimeInForce::gtc) {
        reader.refuse(iceberg_needs_gtc(names.iceberg_quantity));
    }
}

/// A waiting order without a stop price would be one that does not wait.
Price read_stop_price(ParameterReader& reader, const OrderNames& names,
                      const InstrumentDefinition& instrument, int quote_decimals) {
    const auto stop = reader.price(names.stop_price, instrument, quote_decimals);
    if (stop && *stop == Price{}) reader.refuse(refusals::filter_failure("PRICE_FILTER"));
    return stop.value_or(Price{});
}

std::uint16_t read_trailing_delta(ParameterReader& reader, const OrderNames& names) {
    const auto delta = reader.integer(names.trailing_delta);
    if (!delta) return 0;
    if (*delta == 0 || *delta > std::numeric_limits<std::uint16_t>::max()) {
        reader.refuse(refusals::filter_failure("TRAILING_DELTA"));
        return 0;
    }
    return static_cast<std::uint16_t>(*delta);
}

std::int32_t read_strategy_type(ParameterReader& reader, const OrderNames& names) {
    const auto type = reader.integer(names.strategy_type);
    if (!type) return 0;
    if (*type < strategy_type_min) reader.refuse(bad_strategy_type());
    if (*type > std::numeric_limits<std::int32_t>::max()) {
        reader.refuse(refusals::overflowed(name_of(names.strategy_type)));
        return 0;
    }
    return static_cast<std::int32_t>(*type);
}

}  // namespace

std::uint64_t client_order_id_hash(const ClientOrderId& id, AccountId account) {
    return id.empty() ? 0 : base::hash_text(id.view(), account.value());
}

Submission make_submission(const Call& call, CommandType type) {
    Submission submission{.expires_at = call.expires_at, .envelope = call.envelope};
    submission.command.type = type;
    submission.command.account = call.account();
    return submission;
}

std::optional<Side> read_side(ParameterReader& reader, Parameter parameter) {
    return reader.word(parameter, side_words, {-1117, "Invalid side."});
}

void read_order_type(ParameterReader& reader, const OrderNames& names, Command& command) {
    command.order_type = reader.word(names.type, type_words, {-1116, "Invalid orderType."})
                             .value_or(OrderType::limit);
    if (command.order_type != OrderType::limit_maker) return reader.forbid(post_only_mode);
    command.order_type =
        reader.word(post_only_mode, post_only_words).value_or(OrderType::limit_maker);
}

void read_order_words(ParameterReader& reader, const OrderNames& names, Command& command) {
    command.side = read_side(reader, names.side).value_or(Side::buy);
    refuse_pegs(reader);
    check_combination(reader, names, command);
    read_time_in_force(reader, names, command);
    command.self_trade_prevention = reader.word(self_trade_prevention_mode, prevention_words)
                                        .value_or(SelfTradePrevention::account_default);
    command.texts.created.client_order_id = reader.client_order_id(names.client_order_id);
}

void read_order_numbers(const Services& services, const Call& call, ParameterReader& reader,
                        const OrderNumbers& numbers, Command& command) {
    const auto& [names, definition] = numbers;
    const int base_decimals = asset_of(services.view, definition.base_asset).decimals;
    const int quote_decimals = asset_of(services.view, definition.quote_asset).decimals;
    NewOrderText& created = command.texts.created;
    if (created.client_order_id.empty()) created.client_order_id = services.client_order_ids.next();
    created.client_order_id_hash = client_order_id_hash(created.client_order_id, call.account());
    command.account = call.account();
    command.instrument = definition.id;
    command.price = reader.price(names.price, definition, quote_decimals).value_or(Price{});
    command.quantity =
        reader.quantity(names.quantity, definition, base_decimals).value_or(Quantity{});
    created.quote_quantity = reader.amount(quote_order_quantity, quote_decimals).value_or(Amount{});
    set_terms(command, {.stop_price = read_stop_price(reader, names, definition, quote_decimals),
                        .visible_quantity =
                            reader.quantity(names.iceberg_quantity, definition, base_decimals)
                                .value_or(Quantity{}),
                        .expires_at = reader.time(good_till_date).value_or(Timestamp{}),
                        .trailing_delta_bips = read_trailing_delta(reader, names),
                        .session = {},
                        .strategy_id = reader.integer(names.strategy_id).value_or(0),
                        .strategy_type = read_strategy_type(reader, names)});
}

ResponseType read_response_type(ParameterReader& reader, ResponseType otherwise) {
    return reader.word(new_order_resp_type, response_words).value_or(otherwise);
}

void bind_to_session(const Call& call, ParameterReader& reader, std::span<Command> orders) {
    SessionAuthentication* const session = call.session;
    // Over HTTP there is no connection whose end means anything.
    if (session == nullptr) return reader.forbid(cancel_on_disconnect);
    if (!reader.boolean(cancel_on_disconnect, session->cancels_on_disconnect)) return;
    for (Command& order : orders) {
        OrderTerms terms = terms_of(order);
        terms.session = session->id;
        set_terms(order, terms);
    }
    auto& accounts = session->bound_accounts;
    if (std::find(accounts.begin(), accounts.end(), call.account()) == accounts.end()) {
        accounts.push_back(call.account());
    }
}

NewOrder read_new_order(const Services& services, const Call& call, ParameterReader& reader,
                        Command& command) {
    constexpr OrderNames names;
    NewOrder order;
    order.instrument = read_symbol(reader, services.view);
    read_order_type(reader, names, command);
    read_order_words(reader, names, command);
    const bool answers_in_full =
        command.order_type == OrderType::limit || is_market(command.order_type);
    order.response_type =
        read_response_type(reader, answers_in_full ? ResponseType::full : ResponseType::ack);
    if (reader.is_refused()) return order;
    read_order_numbers(services, call, reader, {names, order.instrument->definition}, command);
    if (!reader.is_refused()) bind_to_session(call, reader, {&command, 1});
    return order;
}

}  // namespace outcry::gateway
