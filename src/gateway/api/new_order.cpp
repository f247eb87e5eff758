#include "gateway/api/new_order.hpp"

#include <string>

#include "outcry/base/hash.hpp"

#include "gateway/api/reject_table.hpp"
#include "gateway/api/symbols.hpp"
#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

using enum Parameter;

constexpr Word<Side> side_words[] = {{"BUY", Side::buy}, {"SELL", Side::sell}};
constexpr Word<OrderType> type_words[] = {{"LIMIT", OrderType::limit},
                                          {"MARKET", OrderType::market},
                                          {"LIMIT_MAKER", OrderType::limit_maker}};
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

/// Types that clients know and this venue does not offer, and what it says then.
constexpr Word<std::string_view> unsupported_types[] = {
    {"STOP_LOSS", "Stop loss orders are not supported for this symbol."},
    {"STOP_LOSS_LIMIT", "Stop loss limit orders are not supported for this symbol."},
    {"TAKE_PROFIT", "Take profit orders are not supported for this symbol."},
    {"TAKE_PROFIT_LIMIT", "Take profit limit orders are not supported for this symbol."}};

constexpr bool is_post_only(OrderType type) noexcept {
    return type == OrderType::limit_maker || type == OrderType::limit_maker_slide;
}

Refusal not_supported(std::string_view text) { return {400, -2010, std::string{text}}; }

void read_type(ParameterReader& reader, Command& command) {
    const std::string_view sent = reader.text(type);
    for (const Word<std::string_view>& unsupported : unsupported_types) {
        if (unsupported.text == sent) reader.refuse(not_supported(unsupported.value));
    }
    command.order_type =
        reader.word(type, type_words, {-1116, "Invalid orderType."}).value_or(OrderType::limit);
    if (command.order_type != OrderType::limit_maker) return reader.forbid(post_only_mode);
    command.order_type =
        reader.word(post_only_mode, post_only_words).value_or(OrderType::limit_maker);
}

void refuse_unsupported(ParameterReader& reader) {
    reader.forbid(stop_price);
    reader.forbid(trailing_delta);
    reader.forbid(strategy_id);
    reader.forbid(strategy_type);
    if (reader.has(iceberg_quantity)) {
        reader.refuse(not_supported("Iceberg orders are not supported for this symbol."));
    }
    if (reader.has(peg_price_type) || reader.has(peg_offset_value) || reader.has(peg_offset_type)) {
        reader.refuse(not_supported("Pegged orders are not supported for this symbol."));
    }
}

/// Which parameters belong to which type: rules of section 6 of the interface.
void check_combination(ParameterReader& reader, Command& command) {
    if (command.order_type != OrderType::market) {
        if (command.order_type == OrderType::limit) {
            reader.require(time_in_force);
        } else {
            reader.forbid(time_in_force);
        }
        reader.require(quantity);
        reader.require(price);
        reader.forbid(quote_order_quantity);
        return;
    }
    reader.forbid(time_in_force);
    reader.forbid(price);
    if (reader.has(quantity) && reader.has(quote_order_quantity)) {
        reader.refuse(refusals::bad_combination());
    } else if (reader.has(quote_order_quantity)) {
        command.order_type = OrderType::market_by_quote;
    } else if (!reader.has(quantity)) {
        reader.refuse(refusals::missing_both(name_of(quantity), name_of(quote_order_quantity)));
    }
}

TimeInForce default_time_in_force(OrderType type) noexcept {
    // What cannot rest is immediate.
    const bool is_market = type == OrderType::market || type == OrderType::market_by_quote;
    return is_market ? TimeInForce::ioc : TimeInForce::gtc;
}

/// When a GTD order ends; without the word for it there is no such time.
void read_expiry(ParameterReader& reader, Command& command) {
    if (command.time_in_force == TimeInForce::gtd) {
        reader.require(good_till_date);
    } else {
        reader.forbid(good_till_date);
    }
    set_terms(command, {.stop_price = {},
                        .visible_quantity = {},
                        .expires_at = reader.time(good_till_date).value_or(Timestamp{})});
}

void read_numbers(const Services& services, ParameterReader& reader,
                  const InstrumentDefinition& instrument, Command& command) {
    const int base_decimals = asset_of(services.view, instrument.base_asset).decimals;
    const int quote_decimals = asset_of(services.view, instrument.quote_asset).decimals;
    command.price = reader.price(price, instrument, quote_decimals).value_or(Price{});
    command.quantity = reader.quantity(quantity, instrument, base_decimals).value_or(Quantity{});
    command.texts.created.quote_quantity =
        reader.amount(quote_order_quantity, quote_decimals).value_or(Amount{});
}

}  // namespace

std::uint64_t client_order_id_hash(const ClientOrderId& id, AccountId account) {
    return id.empty() ? 0 : base::hash_text(id.view(), account.value());
}

NewOrder read_new_order(const Services& services, const Call& call, ParameterReader& reader,
                        Command& command) {
    NewOrder order;
    order.instrument = read_symbol(reader, services.view);
    command.side = reader.word(side, side_words, {-1117, "Invalid side."}).value_or(Side::buy);
    read_type(reader, command);
    refuse_unsupported(reader);
    check_combination(reader, command);
    command.time_in_force =
        reader.word(time_in_force, time_in_force_words, {-1115, "Invalid timeInForce."})
            .value_or(default_time_in_force(command.order_type));
    read_expiry(reader, command);
    command.self_trade_prevention = reader.word(self_trade_prevention_mode, prevention_words)
                                        .value_or(SelfTradePrevention::account_default);
    order.response_type =
        reader.word(new_order_resp_type, response_words)
            .value_or(is_post_only(command.order_type) ? ResponseType::ack : ResponseType::full);
    NewOrderText& created = command.texts.created;
    created.client_order_id = reader.client_order_id(new_client_order_id);
    if (reader.is_refused()) return order;

    if (created.client_order_id.empty()) created.client_order_id = services.client_order_ids.next();
    created.client_order_id_hash = client_order_id_hash(created.client_order_id, call.account());
    command.account = call.account();
    command.instrument = order.instrument->definition.id;
    read_numbers(services, reader, order.instrument->definition, command);
    return order;
}

void check_limits(ParameterReader& reader, const InstrumentDefinition& instrument,
                  const Command& command) {
    const auto refuse = [&](RejectReason reason) {
        reader.refuse(refusal_of(reason, CommandType::place_order, CommandPart::whole));
    };
    const bool has_price =
        command.order_type == OrderType::limit || is_post_only(command.order_type);
    if (has_price && command.price < instrument.price_minimum) {
        refuse(RejectReason::price_below_minimum);
    }
    if (has_price && command.price > instrument.price_maximum) {
        refuse(RejectReason::price_above_maximum);
    }
    if (command.order_type == OrderType::market_by_quote) return;
    if (command.quantity < instrument.quantity_minimum) {
        refuse(RejectReason::quantity_below_minimum);
    }
    if (command.quantity > instrument.quantity_maximum) {
        refuse(RejectReason::quantity_above_maximum);
    }
    const uint128 notional = static_cast<uint128>(command.price.value()) * command.quantity.value();
    if (has_price && notional < instrument.notional_minimum) {
        refuse(RejectReason::notional_below_minimum);
    }
}

}  // namespace outcry::gateway
