#include "sinks/postgres/row_text.hpp"

#include <optional>
#include <span>
#include <string_view>

#include "outcry/wire/enum_names.hpp"

#include "sinks/postgres/array_text.hpp"

namespace outcry::sinks::postgres {

using wire::name_of;

namespace {

/// Zero says that the order has no such term.
template <class Value>
void add_or_null(CopyText& text, Value value) {
    if (value == Value{}) return text.add_null();
    text.add(value);
}
template <class Value>
void add_or_null(CopyText& text, const std::optional<Value>& value) {
    if (!value) return text.add_null();
    text.add(*value);
}
void add_or_null(CopyText& text, std::string_view value) {
    if (value.empty()) return text.add_null();
    text.add(value);
}

void append_terms(CopyText& text, const OrderTerms& terms) {
    add_or_null(text, terms.stop_price);
    add_or_null(text, terms.visible_quantity);
    add_or_null(text, terms.expires_at);
    add_or_null(text, std::uint64_t{terms.trailing_delta_bips});
    add_or_null(text, terms.strategy_id);
    add_or_null(text, std::int64_t{terms.strategy_type});
    add_or_null(text, terms.session);
}

}  // namespace

const CopyTable& table_of(const Event*) {
    static const CopyTable table{"event", {"sequence", "time", "event_index", "type", "payload"}};
    return table;
}

void append_row(CopyText& text, const Event& event) {
    text.add(event.sequence);
    text.add(event.time);
    text.add(std::uint64_t{event.index});
    text.add(static_cast<std::uint64_t>(event.type));
    text.add_bytes(std::as_bytes(std::span{&event, 1}));
    text.end_row();
}

const CopyTable& table_of(const OrderRow*) {
    static const CopyTable table{"orders",
                                 {"order_id",
                                  "account_id",
                                  "price",
                                  "quantity",
                                  "executed_quantity",
                                  "accepted_at",
                                  "updated_at",
                                  "accepted_by",
                                  "updated_by",
                                  "instrument_id",
                                  "side",
                                  "type",
                                  "time_in_force",
                                  "self_trade_prevention",
                                  "status",
                                  "close_reason",
                                  "client_order_id",
                                  "quote_quantity",
                                  "executed_quote",
                                  "prevented_quantity",
                                  "stop_price",
                                  "visible_quantity",
                                  "expires_at",
                                  "trailing_delta_bips",
                                  "strategy_id",
                                  "strategy_type",
                                  "session_id",
                                  "phase",
                                  "order_list_id",
                                  "held",
                                  "triggered_at",
                                  "tracking_at"}};
    return table;
}

void append_row(CopyText& text, const OrderRow& order) {
    text.add(order.order_id);
    text.add(order.account);
    text.add(order.price);
    text.add(order.quantity);
    text.add(order.executed_quantity);
    text.add(order.accepted_at);
    text.add(order.updated_at);
    text.add(order.accepted_by);
    text.add(order.updated_by);
    text.add(order.instrument);
    text.add(name_of(order.side));
    text.add(name_of(order.type));
    text.add(name_of(order.time_in_force));
    text.add(name_of(order.self_trade_prevention));
    text.add(name_of(order.status));
    add_or_null(text, name_of(order.close_reason));
    text.add(order.client_order_id.view());
    text.add(order.quote_quantity);
    text.add(order.executed_quote);
    text.add(order.prevented_quantity);
    append_terms(text, order.terms);
    text.add(name_of(order.phase));
    add_or_null(text, order.order_list_id);
    if (order.hold.is_by_formula) {
        text.add_null();
    } else {
        text.add(order.hold.amount);
    }
    add_or_null(text, order.triggered_at);
    add_or_null(text, order.tracking_at);
    text.end_row();
}

const CopyTable& table_of(const TradeRow*) {
    static const CopyTable table{
        "trade",
        {"trade_id", "time", "sequence", "price", "quantity", "maker_order_id", "taker_order_id",
         "maker_account_id", "taker_account_id", "instrument_id", "event_index", "taker_side",
         "quote", "maker_fee", "taker_fee", "maker_fee_asset_id", "taker_fee_asset_id"}};
    return table;
}

void append_row(CopyText& text, const TradeRow& trade) {
    text.add(trade.trade_id);
    text.add(trade.time);
    text.add(trade.sequence);
    text.add(trade.price);
    text.add(trade.quantity);
    text.add(trade.maker_order_id);
    text.add(trade.taker_order_id);
    text.add(trade.maker_account);
    text.add(trade.taker_account);
    text.add(trade.instrument);
    text.add(std::uint64_t{trade.event_index});
    text.add(name_of(trade.taker_side));
    text.add(trade.quote);
    text.add(trade.maker_fee);
    text.add(trade.taker_fee);
    add_or_null(text, trade.maker_fee_asset);
    add_or_null(text, trade.taker_fee_asset);
    text.end_row();
}

const CopyTable& table_of(const PreventedMatchRow*) {
    static const CopyTable table{
        "prevented_match",
        {"instrument_id", "prevented_match_id", "time", "sequence", "event_index", "price",
         "quantity", "maker_order_id", "taker_order_id", "maker_account_id", "taker_account_id",
         "trade_group", "taker_side", "self_trade_prevention"}};
    return table;
}

void append_row(CopyText& text, const PreventedMatchRow& match) {
    text.add(match.instrument);
    text.add(match.id);
    text.add(match.time);
    text.add(match.sequence);
    text.add(std::uint64_t{match.event_index});
    text.add(match.price);
    text.add(match.quantity);
    text.add(match.maker_order_id);
    text.add(match.taker_order_id);
    text.add(match.maker_account);
    text.add(match.taker_account);
    text.add(match.trade_group);
    text.add(name_of(match.taker_side));
    text.add(name_of(match.mode));
    text.end_row();
}

const CopyTable& table_of(const OrderListRow*) {
    static const CopyTable table{
        "order_list",
        {"order_list_id", "account_id", "instrument_id", "type", "order_ids", "client_order_id",
         "accepted_at", "accepted_by", "done_at"}};
    return table;
}

void append_row(CopyText& text, const OrderListRow& list) {
    text.add(list.order_list_id);
    text.add(list.account);
    text.add(list.instrument);
    text.add(name_of(list.type));
    ArrayText orders;
    for (const OrderId id : list.order_ids) {
        if (id != OrderId{}) orders.add(id);
    }
    text.add(orders.take());
    text.add(list.client_order_id.view());
    text.add(list.accepted_at);
    text.add(list.accepted_by);
    add_or_null(text, list.done_at);
    text.end_row();
}

const CopyTable& table_of(const OrderAmendmentRow*) {
    static const CopyTable table{"order_amendment",
                                 {"order_id", "sequence", "event_index", "time", "account_id",
                                  "instrument_id", "price_before", "price", "open_quantity_before",
                                  "open_quantity", "quantity", "kept_priority", "client_order_id"}};
    return table;
}

void append_row(CopyText& text, const OrderAmendmentRow& amendment) {
    text.add(amendment.order_id);
    text.add(amendment.sequence);
    text.add(std::uint64_t{amendment.event_index});
    text.add(amendment.time);
    text.add(amendment.account);
    text.add(amendment.instrument);
    text.add(amendment.price_before);
    text.add(amendment.price);
    text.add(amendment.open_quantity_before);
    text.add(amendment.open_quantity);
    text.add(amendment.quantity);
    text.add(std::string_view{amendment.kept_priority ? "t" : "f"});
    add_or_null(text, amendment.client_order_id.view());
    text.end_row();
}

const CopyTable& table_of(const OrderTransitionRow*) {
    static const CopyTable table{"order_transition",
                                 {"order_id", "sequence", "event_index", "time", "account_id",
                                  "instrument_id", "kind", "price", "quantity", "held"}};
    return table;
}

void append_row(CopyText& text, const OrderTransitionRow& transition) {
    text.add(transition.order_id);
    text.add(transition.sequence);
    text.add(std::uint64_t{transition.event_index});
    text.add(transition.time);
    text.add(transition.account);
    text.add(transition.instrument);
    text.add(name_of(transition.kind));
    add_or_null(text, transition.price);
    add_or_null(text, transition.quantity);
    if (transition.hold.is_by_formula) {
        text.add_null();
    } else {
        text.add(transition.hold.amount);
    }
    text.end_row();
}

const CopyTable& table_of(const LedgerEntryRow*) {
    static const CopyTable table{"ledger_entry",
                                 {"sequence", "time", "account_id", "trade_id", "instrument_id",
                                  "asset_id", "event_index", "entry_index", "kind", "amount"}};
    return table;
}

void append_row(CopyText& text, const LedgerEntryRow& entry) {
    text.add(entry.sequence);
    text.add(entry.time);
    text.add(entry.account);
    if (entry.trade_id == TradeId{}) {
        text.add_null();
        text.add_null();
    } else {
        text.add(entry.trade_id);
        text.add(entry.instrument);
    }
    text.add(entry.asset);
    text.add(std::uint64_t{entry.event_index});
    text.add(std::uint64_t{entry.entry_index});
    text.add(name_of(entry.kind));
    text.add(entry.amount);
    text.end_row();
}

const CopyTable& table_of(const AssetRow*) {
    static const CopyTable table{"asset",
                                 {"asset_id", "code", "decimals", "created_at", "created_by"}};
    return table;
}

void append_row(CopyText& text, const AssetRow& asset) {
    text.add(asset.definition.id);
    text.add(asset.definition.code.view());
    text.add(std::uint64_t{asset.definition.decimals});
    text.add(asset.created_at);
    text.add(asset.created_by);
    text.end_row();
}

const CopyTable& table_of(const AccountRow*) {
    static const CopyTable table{
        "account", {"account_id", "external_uid", "name", "created_at", "created_by", "parent_id"}};
    return table;
}

void append_row(CopyText& text, const AccountRow& account) {
    text.add(account.account);
    text.add(account.external_uid);
    text.add(account.name.view());
    text.add(account.created_at);
    text.add(account.created_by);
    add_or_null(text, account.parent);
    text.end_row();
}

const CopyTable& table_of(const KeyRow*) {
    static const CopyTable table{
        "api_key", {"name", "registered_by", "account_id", "type", "permissions", "registered_at"}};
    return table;
}

void append_row(CopyText& text, const KeyRow& key) {
    text.add(key.name.view());
    text.add(key.registered_by);
    text.add(key.account);
    text.add(name_of(key.type));
    text.add(std::uint64_t{key.permissions});
    text.add(key.registered_at);
    text.end_row();
}

const CopyTable& table_of(const AuditRow*) {
    static const CopyTable table{
        "audit",
        {"sequence", "event_index", "time", "type", "account_id", "instrument_id", "detail"}};
    return table;
}

void append_row(CopyText& text, const AuditRow& audit) {
    text.add(audit.sequence);
    text.add(std::uint64_t{audit.event_index});
    text.add(audit.time);
    text.add(name_of(audit.type));
    add_or_null(text, audit.account);
    add_or_null(text, audit.instrument);
    text.add(audit.detail);
    text.end_row();
}

}  // namespace outcry::sinks::postgres
