#include "sinks/sqlite/row_writer.hpp"

#include <fmt/format.h>

#include "sinks/sqlite/columns.hpp"

namespace outcry::sinks {
namespace {

/// INSERT of all columns, with a parameter for each.
std::string insert(std::string_view verb, std::string_view table, std::string_view columns) {
    std::string parameters = "?";
    for (const char c : columns)
        if (c == ',') parameters += ", ?";
    return fmt::format("{} INTO {} ({}) VALUES ({})", verb, table, columns, parameters);
}

constexpr std::string_view asset_columns = "id, code, decimals, created_at, created_by";
constexpr std::string_view instrument_columns =
    "id, symbol, base_asset, quote_asset, tick_mantissa, tick_scale, lot_mantissa, lot_scale, "
    "base_units_per_lot, quote_units_per_tick_lot, price_minimum, price_maximum, "
    "quantity_minimum, quantity_maximum, notional_minimum, maker_fee_ppm, taker_fee_ppm, status, "
    "updated_at, updated_by";
constexpr std::string_view account_columns =
    "id, external_uid, name, created_at, created_by, parent";
constexpr std::string_view balance_columns = "account, asset, amount, updated_at, updated_by";

std::int64_t whole(std::uint64_t value) noexcept { return static_cast<std::int64_t>(value); }

void bind(Statement& statement, const InstrumentRow& row) {
    const InstrumentDefinition& definition = row.definition;
    statement.bind(definition.id)
        .bind(definition.symbol.view())
        .bind(definition.base_asset)
        .bind(definition.quote_asset)
        .bind(whole(definition.tick_mantissa))
        .bind(std::int64_t{definition.tick_scale})
        .bind(whole(definition.lot_mantissa))
        .bind(std::int64_t{definition.lot_scale})
        .bind(whole(definition.base_units_per_lot))
        .bind(whole(definition.quote_units_per_tick_lot))
        .bind(definition.price_minimum)
        .bind(definition.price_maximum)
        .bind(definition.quantity_minimum)
        .bind(definition.quantity_maximum)
        .bind(whole(definition.notional_minimum))
        .bind(std::int64_t{definition.maker_fee_ppm})
        .bind(std::int64_t{definition.taker_fee_ppm})
        .bind(number_of(definition.status))
        .bind(row.updated_at)
        .bind(row.updated_by);
}

InstrumentDefinition read_instrument(Statement& row) {
    InstrumentDefinition definition;
    definition.id = row.strong<InstrumentId>();
    definition.symbol = Symbol{row.text().substr(0, Symbol::capacity)};
    definition.base_asset = row.strong<AssetId>();
    definition.quote_asset = row.strong<AssetId>();
    definition.tick_mantissa = static_cast<std::uint64_t>(row.integer());
    definition.tick_scale = static_cast<std::uint8_t>(row.integer());
    definition.lot_mantissa = static_cast<std::uint64_t>(row.integer());
    definition.lot_scale = static_cast<std::uint8_t>(row.integer());
    definition.base_units_per_lot = static_cast<std::uint64_t>(row.integer());
    definition.quote_units_per_tick_lot = static_cast<std::uint64_t>(row.integer());
    definition.price_minimum = row.strong<Price>();
    definition.price_maximum = row.strong<Price>();
    definition.quantity_minimum = row.strong<Quantity>();
    definition.quantity_maximum = row.strong<Quantity>();
    definition.notional_minimum = static_cast<std::uint64_t>(row.integer());
    definition.maker_fee_ppm = static_cast<std::uint32_t>(row.integer());
    definition.taker_fee_ppm = static_cast<std::uint32_t>(row.integer());
    definition.status = read_enum<InstrumentStatus>(row);
    return definition;
}

}  // namespace

RowWriter::RowWriter(Database& database)
    : database_{database},
      put_asset_{database.prepare(insert("INSERT", "asset", asset_columns))},
      put_instrument_{
          database.prepare(insert("INSERT OR REPLACE", "instrument", instrument_columns))},
      put_account_{database.prepare(insert("INSERT", "account", account_columns))},
      set_account_status_{database.prepare("UPDATE account SET status = ? WHERE id = ?")},
      put_order_{database.prepare(insert("INSERT", "orders", order_columns))},
      ask_order_{database.prepare("SELECT executed_quote FROM orders WHERE id = ?")},
      change_order_{database.prepare(
          "UPDATE orders SET executed_quantity = executed_quantity + ?, executed_quote = ?, "
          "prevented_quantity = prevented_quantity + ?, quantity = quantity - ?, "
          "status = coalesce(nullif(?, 0), status), "
          "close_reason = coalesce(nullif(?, 0), close_reason), "
          "client_order_id = coalesce(nullif(?, ''), client_order_id), "
          "updated_at = ?, updated_by = ? WHERE id = ?")},
      amend_order_{database.prepare("UPDATE orders SET price = ?, quantity = ? WHERE id = ?")},
      complete_order_{database.prepare(
          fmt::format("UPDATE orders SET status = {} WHERE id = ? AND status = {} AND "
                      "executed_quantity = quantity",
                      number_of(OrderStatus::filled), number_of(OrderStatus::partially_filled)))},
      move_order_{database.prepare(
          "UPDATE orders SET phase = ?, triggered_at = coalesce(nullif(?, 0), triggered_at), "
          "tracking_at = coalesce(nullif(?, 0), tracking_at) WHERE id = ?")},
      hold_order_{database.prepare("UPDATE orders SET held = ? WHERE id = ?")},
      put_list_{database.prepare(insert("INSERT", "order_list", order_list_columns))},
      end_list_{database.prepare("UPDATE order_list SET done_at = ? WHERE id = ?")},
      put_amendment_{database.prepare(insert("INSERT", "order_amendment", amendment_columns))},
      put_trade_{database.prepare(insert("INSERT", "trade", trade_columns))},
      put_prevented_match_{
          database.prepare(insert("INSERT", "prevented_match", prevented_match_columns))},
      put_entry_{database.prepare(insert("INSERT", "ledger", ledger_columns))},
      ask_balance_{database.prepare("SELECT amount FROM balance WHERE account = ? AND asset = ?")},
      put_balance_{database.prepare(insert("INSERT OR REPLACE", "balance", balance_columns))},
      ask_candle_{database.prepare(
          fmt::format("SELECT {} FROM candle WHERE instrument = ? AND interval = ? AND start = ?",
                      candle_columns))},
      put_candle_{database.prepare(insert("INSERT OR REPLACE", "candle", candle_columns))} {}

void RowWriter::write(const RowBatch& rows, const Projection& projection) {
    write_venue(rows);
    write_orders(rows);
    write_trades(rows);
    write_ledger(rows);
    write_candles(candles_of(rows.trades, projection));
}

void RowWriter::write_venue(const RowBatch& rows) {
    for (const AssetRow& asset : rows.assets)
        put_asset_.bind(asset.definition.id)
            .bind(asset.definition.code.view())
            .bind(std::int64_t{asset.definition.decimals})
            .bind(asset.created_at)
            .bind(asset.created_by)
            .run();
    for (const InstrumentRow& instrument : rows.instruments) {
        bind(put_instrument_, instrument);
        put_instrument_.run();
    }
    for (const AccountRow& account : rows.accounts)
        put_account_.bind(account.account)
            .bind(whole(account.external_uid))
            .bind(account.name.view())
            .bind(account.created_at)
            .bind(account.created_by)
            .bind(account.parent)
            .run();
    for (const AccountStatusRow& row : rows.account_statuses)
        set_account_status_.bind(number_of(row.status)).bind(row.account).run();
}

void RowWriter::write_orders(const RowBatch& rows) {
    for (const OrderRow& order : rows.orders) {
        bind(put_order_, order);
        put_order_.run();
    }
    for (const OrderChange& change : rows.order_changes) {
        write_change(change);
        write_standing(change);
    }
    write_lists(rows);
}

void RowWriter::write_change(const OrderChange& change) {
    Amount executed_quote;
    bool is_known = false;
    ask_order_.bind(change.order_id);
    while (ask_order_.next_row()) {
        executed_quote = ask_order_.amount();
        is_known = true;
    }
    if (!is_known)
        database_.fail({SinkErrorKind::refused,
                        fmt::format("the history does not hold order {}, which command {} changes",
                                    change.order_id.value(), change.updated_by.value())});
    change_order_.bind(change.executed_more)
        .bind(executed_quote + change.executed_quote_more)
        .bind(change.prevented_more)
        .bind(change.prevented_more)
        .bind(number_of(change.status))
        .bind(number_of(change.close_reason))
        .bind(change.client_order_id.view())
        .bind(change.updated_at)
        .bind(change.updated_by)
        .bind(change.order_id)
        .run();
    if (change.is_amended)
        amend_order_.bind(change.price).bind(change.quantity).bind(change.order_id).run();
    // Only this table knows whether nothing of it is open any more.
    if (change.status == OrderStatus::partially_filled) complete_order_.bind(change.order_id).run();
}

void RowWriter::write_standing(const OrderChange& change) {
    if (change.phase)
        move_order_.bind(number_of(*change.phase))
            .bind(change.triggered_at)
            .bind(change.tracking_at)
            .bind(change.order_id)
            .run();
    if (!change.hold) return;
    bind_hold(hold_order_, *change.hold);
    hold_order_.bind(change.order_id).run();
}

void RowWriter::write_lists(const RowBatch& rows) {
    for (const OrderListRow& list : rows.order_lists) {
        bind(put_list_, list);
        put_list_.run();
    }
    for (const OrderListEndRow& end : rows.order_list_ends)
        end_list_.bind(end.done_at).bind(end.order_list_id).run();
    for (const OrderAmendmentRow& amendment : rows.amendments) {
        bind(put_amendment_, amendment);
        put_amendment_.run();
    }
}

void RowWriter::write_trades(const RowBatch& rows) {
    for (const TradeRow& trade : rows.trades) {
        bind(put_trade_, trade);
        put_trade_.run();
    }
    for (const PreventedMatchRow& match : rows.prevented_matches) {
        bind(put_prevented_match_, match);
        put_prevented_match_.run();
    }
}

void RowWriter::write_ledger(const RowBatch& rows) {
    for (const LedgerEntryRow& entry : rows.ledger_entries) {
        bind(put_entry_, entry);
        put_entry_.run();
    }
    for (const BalanceChange& change : rows.balance_changes) {
        Amount amount = change.amount;
        ask_balance_.bind(change.account).bind(change.asset);
        while (ask_balance_.next_row()) amount += ask_balance_.amount();
        put_balance_.bind(change.account)
            .bind(change.asset)
            .bind(amount)
            .bind(change.updated_at)
            .bind(change.updated_by)
            .run();
    }
}

void RowWriter::write_candles(const CandleBatch& candles) {
    for (const auto& [key, added] : candles) {
        CandleRow candle;
        ask_candle_.bind(added.instrument).bind(number_of(added.interval)).bind(added.start);
        while (ask_candle_.next_row()) read(ask_candle_, candle);
        if (candle.trade_count == 0) {
            candle = added;
        } else {
            add_candle(candle, added);
        }
        bind(put_candle_, candle);
        put_candle_.run();
    }
}

SinkResult<void> restore(Database& database, Projection& projection) {
    const auto check = [&database](const Result<void, ProjectionError>& outcome) {
        if (!outcome) database.fail({SinkErrorKind::refused, outcome.error().text});
    };
    projection.clear();
    Statement assets = database.prepare("SELECT id, code, decimals FROM asset ORDER BY id");
    while (assets.next_row()) {
        AssetDefinition asset;
        asset.id = assets.strong<AssetId>();
        asset.code = AssetCode{assets.text().substr(0, AssetCode::capacity)};
        asset.decimals = static_cast<std::uint8_t>(assets.integer());
        check(projection.restore(asset));
    }
    Statement instruments =
        database.prepare(fmt::format("SELECT {} FROM instrument ORDER BY id", instrument_columns));
    while (instruments.next_row()) {
        const InstrumentDefinition instrument = read_instrument(instruments);
        check(projection.restore(instrument));
    }
    return database.outcome();
}

}  // namespace outcry::sinks
