#include "sinks/postgres/row_changes.hpp"

#include <string>

#include "outcry/wire/enum_names.hpp"

#include "sinks/postgres/array_text.hpp"

namespace outcry::sinks::postgres {
namespace {

constexpr const char* change_orders_sql = R"sql(
UPDATE orders o
SET executed_quantity = o.executed_quantity + c.executed_more,
    executed_quote    = o.executed_quote + c.executed_quote_more,
    status            = coalesce(c.status, o.status),
    close_reason      = coalesce(c.close_reason, o.close_reason),
    price             = coalesce(c.price, o.price),
    quantity          = coalesce(c.quantity, o.quantity - c.prevented_more),
    prevented_quantity = o.prevented_quantity + c.prevented_more,
    client_order_id   = coalesce(c.client_order_id, o.client_order_id),
    updated_at        = c.updated_at,
    updated_by        = c.updated_by
FROM unnest($1::bigint[], $2::bigint[], $3::numeric[], $4::text[], $5::text[], $6::bigint[],
            $7::bigint[], $8::text[], $9::timestamptz[], $10::bigint[], $11::bigint[])
     AS c(order_id, executed_more, executed_quote_more, status, close_reason, price,
          quantity, client_order_id, updated_at, updated_by, prevented_more)
WHERE o.order_id = c.order_id)sql";

constexpr const char* change_balances_sql = R"sql(
INSERT INTO balance AS b (account_id, asset_id, amount, updated_at, updated_by)
SELECT * FROM unnest($1::bigint[], $2::integer[], $3::numeric[], $4::timestamptz[], $5::bigint[])
ON CONFLICT (account_id, asset_id) DO UPDATE
SET amount     = b.amount + excluded.amount,
    updated_at = excluded.updated_at,
    updated_by = excluded.updated_by)sql";

constexpr const char* put_instrument_sql = R"sql(
INSERT INTO instrument (instrument_id, symbol, base_asset_id, quote_asset_id, tick_mantissa,
    tick_scale, lot_mantissa, lot_scale, price_minimum, price_maximum, quantity_minimum,
    quantity_maximum, notional_minimum, maker_fee_ppm, taker_fee_ppm, status, updated_at,
    updated_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
ON CONFLICT (instrument_id) DO UPDATE
SET maker_fee_ppm = excluded.maker_fee_ppm,
    taker_fee_ppm = excluded.taker_fee_ppm,
    status        = excluded.status,
    updated_at    = excluded.updated_at,
    updated_by    = excluded.updated_by)sql";

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
    }

    ArrayText order_id, executed_more, executed_quote_more, status, close_reason, price, quantity,
        client_order_id, updated_at, updated_by, prevented_more;

private:
    /// An empty text says: unchanged.
    static void add_or_null(ArrayText& column, std::string_view text) {
        if (text.empty()) return column.add_null();
        column.add(text);
    }
};

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
        row.updated_by.value());
}

}  // namespace

void prepare_row_changes(pqxx::connection& connection) {
    connection.prepare("change_orders", change_orders_sql);
    connection.prepare("change_balances", change_balances_sql);
    connection.prepare("put_instrument", put_instrument_sql);
    connection.prepare("revoke_key", revoke_key_sql);
}

std::size_t change_orders(pqxx::work& transaction, const std::vector<OrderChange>& changes) {
    if (changes.empty()) return 0;
    OrderColumns columns;
    for (const OrderChange& change : changes) columns.add(change);
    const pqxx::result result = transaction.exec_prepared(
        "change_orders", columns.order_id.take(), columns.executed_more.take(),
        columns.executed_quote_more.take(), columns.status.take(), columns.close_reason.take(),
        columns.price.take(), columns.quantity.take(), columns.client_order_id.take(),
        columns.updated_at.take(), columns.updated_by.take(), columns.prevented_more.take());
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

void put_instruments(pqxx::work& transaction, const std::vector<InstrumentRow>& instruments) {
    for (const InstrumentRow& instrument : instruments) put_instrument(transaction, instrument);
}

void revoke_keys(pqxx::work& transaction, const std::vector<KeyRevocationRow>& revocations) {
    for (const KeyRevocationRow& revocation : revocations) {
        transaction.exec_prepared0("revoke_key", storable_text(revocation.name.view()),
                                   revocation.registered_before.value(),
                                   time_text(revocation.revoked_at));
    }
}

}  // namespace outcry::sinks::postgres
