#include "sinks/postgres/row_changes.hpp"

#include <optional>
#include <string>

#include "outcry/wire/enum_names.hpp"

#include "sinks/postgres/array_text.hpp"

namespace outcry::sinks::postgres {
namespace {

constexpr const char* change_orders_sql = R"sql(
UPDATE orders o
SET executed_quantity = o.executed_quantity + c.executed_more,
    executed_quote    = o.executed_quote + c.executed_quote_more,
    -- Only this table knows whether nothing of it is open any more.
    status            = CASE WHEN c.status = 'partially_filled'
                              AND o.executed_quantity + c.executed_more
                                  = coalesce(c.quantity, o.quantity - c.prevented_more)
                             THEN 'filled' ELSE coalesce(c.status, o.status) END,
    close_reason      = coalesce(c.close_reason, o.close_reason),
    price             = coalesce(c.price, o.price),
    quantity          = coalesce(c.quantity, o.quantity - c.prevented_more),
    prevented_quantity = o.prevented_quantity + c.prevented_more,
    client_order_id   = coalesce(c.client_order_id, o.client_order_id),
    phase             = coalesce(c.phase, o.phase),
    held              = CASE WHEN c.has_hold THEN c.held ELSE o.held END,
    triggered_at      = coalesce(c.triggered_at, o.triggered_at),
    tracking_at       = coalesce(c.tracking_at, o.tracking_at),
    updated_at        = c.updated_at,
    updated_by        = c.updated_by
FROM unnest($1::bigint[], $2::bigint[], $3::numeric[], $4::text[], $5::text[], $6::bigint[],
            $7::bigint[], $8::text[], $9::timestamptz[], $10::bigint[], $11::bigint[], $12::text[],
            $13::boolean[], $14::numeric[], $15::timestamptz[], $16::timestamptz[])
     AS c(order_id, executed_more, executed_quote_more, status, close_reason, price,
          quantity, client_order_id, updated_at, updated_by, prevented_more, phase, has_hold,
          held, triggered_at, tracking_at)
WHERE o.order_id = c.order_id)sql";

constexpr const char* change_balances_sql = R"sql(
INSERT INTO balance AS b (account_id, asset_id, amount, updated_at, updated_by)
SELECT * FROM unnest($1::bigint[], $2::integer[], $3::numeric[], $4::timestamptz[], $5::bigint[])
ON CONFLICT (account_id, asset_id) DO UPDATE
SET amount     = b.amount + excluded.amount,
    updated_at = excluded.updated_at,
    updated_by = excluded.updated_by)sql";

constexpr const char* change_candles_sql = R"sql(
INSERT INTO candle AS c (instrument_id, interval, start, open, high, low, close, trade_count,
    trade_first, trade_last, base, quote, taker_buy_base, taker_buy_quote)
SELECT * FROM unnest($1::integer[], $2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[],
    $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::numeric[],
    $12::numeric[], $13::numeric[], $14::numeric[])
ON CONFLICT (instrument_id, interval, start) DO UPDATE
SET high            = greatest(c.high, excluded.high),
    low             = least(c.low, excluded.low),
    close           = excluded.close,
    trade_count     = c.trade_count + excluded.trade_count,
    trade_last      = excluded.trade_last,
    base            = c.base + excluded.base,
    quote           = c.quote + excluded.quote,
    taker_buy_base  = c.taker_buy_base + excluded.taker_buy_base,
    taker_buy_quote = c.taker_buy_quote + excluded.taker_buy_quote)sql";

constexpr const char* put_instrument_sql = R"sql(
INSERT INTO instrument (instrument_id, symbol, base_asset_id, quote_asset_id, tick_mantissa,
    tick_scale, lot_mantissa, lot_scale, price_minimum, price_maximum, quantity_minimum,
    quantity_maximum, notional_minimum, maker_fee_ppm, taker_fee_ppm, status, updated_at,
    updated_by, status_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
ON CONFLICT (instrument_id) DO UPDATE
SET price_minimum    = excluded.price_minimum,
    price_maximum    = excluded.price_maximum,
    quantity_minimum = excluded.quantity_minimum,
    quantity_maximum = excluded.quantity_maximum,
    notional_minimum = excluded.notional_minimum,
    maker_fee_ppm    = excluded.maker_fee_ppm,
    taker_fee_ppm    = excluded.taker_fee_ppm,
    status           = excluded.status,
    status_reason    = coalesce(excluded.status_reason, instrument.status_reason),
    updated_at       = excluded.updated_at,
    updated_by       = excluded.updated_by)sql";

constexpr const char* put_settings_sql = R"sql(
INSERT INTO setting (type, name, account_id, instrument_id, value, updated_at, updated_by)
SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::integer[], $5::jsonb[],
                     $6::timestamptz[], $7::bigint[])
ON CONFLICT (type, name) DO UPDATE
SET value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by)sql";

constexpr const char* set_account_status_sql =
    "UPDATE account SET status = $2 WHERE account_id = $1";

constexpr const char* end_order_lists_sql = R"sql(
UPDATE order_list l SET done_at = c.done_at
FROM unnest($1::bigint[], $2::timestamptz[]) AS c(order_list_id, done_at)
WHERE l.order_list_id = c.order_list_id)sql";

constexpr const char* set_key_rules_sql = R"sql(
UPDATE api_key SET expires_at = $3, addresses = $4, instrument_ids = $5
WHERE name = $1 AND registered_by = (SELECT max(registered_by) FROM api_key
                                     WHERE name = $1 AND registered_by < $2))sql";

constexpr const char* revoke_key_sql = R"sql(
UPDATE api_key SET revoked_at = $3
WHERE name = $1 AND registered_by < $2 AND revoked_at IS NULL)sql";

std::string time_text(Timestamp time) {
    std::string text;
    append_time(text, time);
    return text;
}

/// The columns of the orders that changed.
struct OrderColumns {
    void add(const OrderChange& change) {
        order_id.add(change.order_id);
        executed_more.add(change.executed_more);
        executed_quote_more.add(change.executed_quote_more);
        add_or_null(status, name_of(change.status));
        add_or_null(close_reason, wire::name_of(change.close_reason));
        if (change.is_amended) {
            price.add(change.price);
            quantity.add(change.quantity);
        } else {
            price.add_null();
            quantity.add_null();
        }
        add_or_null(client_order_id, change.client_order_id.view());
        updated_at.add(change.updated_at);
        updated_by.add(change.updated_by);
        prevented_more.add(change.prevented_more);
        add_or_null(phase, change.phase ? wire::name_of(*change.phase) : std::string_view{});
        has_hold.add(std::string_view{change.hold ? "t" : "f"});
        if (change.hold && !change.hold->is_by_formula) {
            held.add(change.hold->amount);
        } else {
            held.add_null();
        }
        add_or_null(triggered_at, change.triggered_at);
        add_or_null(tracking_at, change.tracking_at);
    }

    ArrayText order_id, executed_more, executed_quote_more, status, close_reason, price, quantity,
        client_order_id, updated_at, updated_by, prevented_more, phase, has_hold, held,
        triggered_at, tracking_at;

private:
    static void add_or_null(ArrayText& column, Timestamp time) {
        if (time == Timestamp{}) return column.add_null();
        column.add(time);
    }
    /// An empty text says: unchanged.
    static void add_or_null(ArrayText& column, std::string_view text) {
        if (text.empty()) return column.add_null();
        column.add(text);
    }
};

std::optional<std::string> text_or_null(const std::optional<StatusReason>& reason) {
    if (!reason) return std::nullopt;
    return std::string{wire::name_of(*reason)};
}

void put_instrument(pqxx::work& transaction, const InstrumentRow& row) {
    const InstrumentDefinition& definition = row.definition;
    transaction.exec_prepared0(
        "put_instrument", definition.id.value(), storable_text(definition.symbol.view()),
        definition.base_asset.value(), definition.quote_asset.value(), definition.tick_mantissa,
        int{definition.tick_scale}, definition.lot_mantissa, int{definition.lot_scale},
        definition.price_minimum.value(), definition.price_maximum.value(),
        definition.quantity_minimum.value(), definition.quantity_maximum.value(),
        definition.notional_minimum, definition.maker_fee_ppm, definition.taker_fee_ppm,
        std::string{wire::name_of(definition.status)}, time_text(row.updated_at),
        row.updated_by.value(), text_or_null(row.status_reason));
}

}  // namespace

void prepare_row_changes(pqxx::connection& connection) {
    connection.prepare("change_orders", change_orders_sql);
    connection.prepare("change_balances", change_balances_sql);
    connection.prepare("change_candles", change_candles_sql);
    connection.prepare("put_instrument", put_instrument_sql);
    connection.prepare("revoke_key", revoke_key_sql);
    connection.prepare("set_key_rules", set_key_rules_sql);
    connection.prepare("set_account_status", set_account_status_sql);
    connection.prepare("end_order_lists", end_order_lists_sql);
    connection.prepare("put_settings", put_settings_sql);
}

std::size_t change_orders(pqxx::work& transaction, const std::vector<OrderChange>& changes) {
    if (changes.empty()) return 0;
    OrderColumns columns;
    for (const OrderChange& change : changes) columns.add(change);
    const pqxx::result result = transaction.exec_prepared(
        "change_orders", columns.order_id.take(), columns.executed_more.take(),
        columns.executed_quote_more.take(), columns.status.take(), columns.close_reason.take(),
        columns.price.take(), columns.quantity.take(), columns.client_order_id.take(),
        columns.updated_at.take(), columns.updated_by.take(), columns.prevented_more.take(),
        columns.phase.take(), columns.has_hold.take(), columns.held.take(),
        columns.triggered_at.take(), columns.tracking_at.take());
    return static_cast<std::size_t>(result.affected_rows());
}

void change_balances(pqxx::work& transaction, const std::vector<BalanceChange>& changes) {
    if (changes.empty()) return;
    ArrayText account_id, asset_id, amount, updated_at, updated_by;
    for (const BalanceChange& change : changes) {
        account_id.add(change.account);
        asset_id.add(change.asset);
        amount.add(change.amount);
        updated_at.add(change.updated_at);
        updated_by.add(change.updated_by);
    }
    transaction.exec_prepared0("change_balances", account_id.take(), asset_id.take(), amount.take(),
                               updated_at.take(), updated_by.take());
}

void change_candles(pqxx::work& transaction, const CandleBatch& candles) {
    if (candles.empty()) return;
    ArrayText instrument_id, interval, start, open, high, low, close, trade_count, trade_first,
        trade_last, base, quote, taker_buy_base, taker_buy_quote;
    for (const auto& [key, candle] : candles) {
        instrument_id.add(candle.instrument);
        interval.add(name_of(candle.interval));
        start.add(candle.start);
        open.add(candle.open);
        high.add(candle.high);
        low.add(candle.low);
        close.add(candle.close);
        trade_count.add(candle.trade_count);
        trade_first.add(candle.trade_first);
        trade_last.add(candle.trade_last);
        base.add(candle.base);
        quote.add(candle.quote);
        taker_buy_base.add(candle.taker_buy_base);
        taker_buy_quote.add(candle.taker_buy_quote);
    }
    transaction.exec_prepared0("change_candles", instrument_id.take(), interval.take(),
                               start.take(), open.take(), high.take(), low.take(), close.take(),
                               trade_count.take(), trade_first.take(), trade_last.take(),
                               base.take(), quote.take(), taker_buy_base.take(),
                               taker_buy_quote.take());
}

void put_instruments(pqxx::work& transaction, const std::vector<InstrumentRow>& instruments) {
    for (const InstrumentRow& instrument : instruments) put_instrument(transaction, instrument);
}

void put_settings(pqxx::work& transaction, const std::vector<SettingRow>& settings) {
    if (settings.empty()) return;
    ArrayText type, name, account_id, instrument_id, value, updated_at, updated_by;
    const auto add_or_null = [](ArrayText& column, const auto& id) {
        if (!id) return column.add_null();
        column.add(*id);
    };
    for (const SettingRow& setting : settings) {
        type.add(wire::name_of(setting.type));
        name.add(setting.name);
        add_or_null(account_id, setting.account);
        add_or_null(instrument_id, setting.instrument);
        value.add(setting.detail);
        updated_at.add(setting.updated_at);
        updated_by.add(setting.updated_by);
    }
    transaction.exec_prepared0("put_settings", type.take(), name.take(), account_id.take(),
                               instrument_id.take(), value.take(), updated_at.take(),
                               updated_by.take());
}

void set_account_statuses(pqxx::work& transaction, const std::vector<AccountStatusRow>& statuses) {
    for (const AccountStatusRow& row : statuses) {
        transaction.exec_prepared0("set_account_status", row.account.value(),
                                   std::string{wire::name_of(row.status)});
    }
}

void end_order_lists(pqxx::work& transaction, const std::vector<OrderListEndRow>& ends) {
    if (ends.empty()) return;
    ArrayText id, done_at;
    for (const OrderListEndRow& end : ends) {
        id.add(end.order_list_id);
        done_at.add(end.done_at);
    }
    transaction.exec_prepared0("end_order_lists", id.take(), done_at.take());
}

void set_key_rules(pqxx::work& transaction, const std::vector<KeyRulesRow>& rules) {
    for (const KeyRulesRow& row : rules) {
        ArrayText addresses, instruments;
        for (const AddressRange& range : row.addresses) addresses.add(text_of(range));
        for (const InstrumentId id : row.instruments) instruments.add(id);
        const std::optional<std::string> expires_at =
            row.expires_at == Timestamp{} ? std::nullopt : std::optional{time_text(row.expires_at)};
        transaction.exec_prepared0("set_key_rules", storable_text(row.name.view()),
                                   row.registered_before.value(), expires_at, addresses.take(),
                                   instruments.take());
    }
}

void revoke_keys(pqxx::work& transaction, const std::vector<KeyRevocationRow>& revocations) {
    for (const KeyRevocationRow& revocation : revocations) {
        transaction.exec_prepared0("revoke_key", storable_text(revocation.name.view()),
                                   revocation.registered_before.value(),
                                   time_text(revocation.revoked_at));
    }
}

}  // namespace outcry::sinks::postgres
