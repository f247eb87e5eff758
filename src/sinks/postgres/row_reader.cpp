#include "sinks/postgres/row_reader.hpp"

#include <string>

#include "outcry/wire/enum_names.hpp"

#include "sinks/history/amount_text.hpp"

namespace outcry::sinks::postgres {

const char* const order_query_columns =
    "order_id, account_id, price, quantity, executed_quantity, "
    "(extract(epoch from accepted_at) * 1000000)::bigint, "
    "(extract(epoch from updated_at) * 1000000)::bigint, accepted_by, updated_by, instrument_id, "
    "side, type, time_in_force, self_trade_prevention, status, close_reason, client_order_id, "
    "quote_quantity, executed_quote, prevented_quantity, coalesce(stop_price, 0), "
    "coalesce(visible_quantity, 0), "
    "coalesce((extract(epoch from expires_at) * 1000000)::bigint, 0), "
    "coalesce(trailing_delta_bips, 0), coalesce(strategy_id, 0), coalesce(strategy_type, 0), "
    "coalesce(session_id, 0), phase, coalesce(order_list_id, 0), held, "
    "coalesce((extract(epoch from triggered_at) * 1000000)::bigint, 0), "
    "coalesce((extract(epoch from tracking_at) * 1000000)::bigint, 0)";
const char* const trade_query_columns =
    "trade_id, (extract(epoch from time) * 1000000)::bigint, sequence, price, quantity, "
    "maker_order_id, taker_order_id, maker_account_id, taker_account_id, instrument_id, "
    "event_index, taker_side, quote, maker_fee, taker_fee, maker_fee_asset_id, "
    "taker_fee_asset_id";
const char* const ledger_query_columns =
    "sequence, (extract(epoch from time) * 1000000)::bigint, account_id, "
    "coalesce(trade_id, 0), coalesce(instrument_id, 0), asset_id, event_index, entry_index, kind, "
    "amount";
const char* const candle_query_columns =
    "instrument_id, interval, (extract(epoch from start) * 1000000)::bigint, open, high, low, "
    "close, trade_count, trade_first, trade_last, base, quote, taker_buy_base, taker_buy_quote";

namespace {

using sinks::name_of;
using wire::name_of;

/// The fields of a row from left to right.
class Fields {
public:
    explicit Fields(const pqxx::row& row) : row_{row} {}

    template <class Strong>
    void take(Strong& value) {
        value = Strong{next().as<decltype(Strong{}.value())>()};
    }
    template <class Number>
    void take_number(Number& value) {
        value = static_cast<Number>(next().as<std::int64_t>());
    }
    void take(Amount& amount) { amount = amount_of(text()); }
    template <class Strong>
    void take(std::optional<Strong>& value) {
        const pqxx::field field = next();
        if (field.is_null()) return;
        value = Strong{field.as<decltype(Strong{}.value())>()};
    }
    void take(OrderHold& hold) {
        const pqxx::field field = next();
        hold.is_by_formula = field.is_null();
        if (!hold.is_by_formula) hold.amount = amount_of(text_of(field));
    }
    /// By its name; a name that is none of this type's leaves it zero.
    template <class Enum>
    void take_name(Enum& value) {
        constexpr int values_max = 64;
        const pqxx::field field = next();
        if (field.is_null()) return;
        for (int number = 0; number < values_max; ++number) {
            if (name_of(static_cast<Enum>(number)) == text_of(field)) {
                value = static_cast<Enum>(number);
                return;
            }
        }
    }
    void take_name(CandleInterval& interval) {
        const pqxx::field field = next();
        for (std::size_t index = 0; index < candle_interval_count; ++index) {
            if (name_of(candle_interval(index)) == text_of(field))
                interval = candle_interval(index);
        }
    }
    [[nodiscard]] std::string_view text() { return text_of(next()); }

private:
    /// Lives as long as the result.
    [[nodiscard]] static std::string_view text_of(const pqxx::field& field) {
        return {field.c_str(), static_cast<std::size_t>(field.size())};
    }
    [[nodiscard]] pqxx::field next() { return row_[column_++]; }

    const pqxx::row& row_;
    pqxx::row::size_type column_ = 0;
};

void read_terms(Fields& fields, OrderRow& order) {
    fields.take(order.terms.stop_price);
    fields.take(order.terms.visible_quantity);
    fields.take(order.terms.expires_at);
    fields.take_number(order.terms.trailing_delta_bips);
    fields.take_number(order.terms.strategy_id);
    fields.take_number(order.terms.strategy_type);
    fields.take(order.terms.session);
}

}  // namespace

void read(const pqxx::row& row, OrderRow& order) {
    Fields fields{row};
    fields.take(order.order_id);
    fields.take(order.account);
    fields.take(order.price);
    fields.take(order.quantity);
    fields.take(order.executed_quantity);
    fields.take(order.accepted_at);
    fields.take(order.updated_at);
    fields.take(order.accepted_by);
    fields.take(order.updated_by);
    fields.take(order.instrument);
    fields.take_name(order.side);
    fields.take_name(order.type);
    fields.take_name(order.time_in_force);
    fields.take_name(order.self_trade_prevention);
    fields.take_name(order.status);
    fields.take_name(order.close_reason);
    order.client_order_id = ClientOrderId{fields.text().substr(0, ClientOrderId::capacity)};
    fields.take(order.quote_quantity);
    fields.take(order.executed_quote);
    fields.take(order.prevented_quantity);
    read_terms(fields, order);
    fields.take_name(order.phase);
    fields.take(order.order_list_id);
    fields.take(order.hold);
    fields.take(order.triggered_at);
    fields.take(order.tracking_at);
}

void read(const pqxx::row& row, TradeRow& trade) {
    Fields fields{row};
    fields.take(trade.trade_id);
    fields.take(trade.time);
    fields.take(trade.sequence);
    fields.take(trade.price);
    fields.take(trade.quantity);
    fields.take(trade.maker_order_id);
    fields.take(trade.taker_order_id);
    fields.take(trade.maker_account);
    fields.take(trade.taker_account);
    fields.take(trade.instrument);
    fields.take_number(trade.event_index);
    fields.take_name(trade.taker_side);
    fields.take(trade.quote);
    fields.take(trade.maker_fee);
    fields.take(trade.taker_fee);
    fields.take(trade.maker_fee_asset);
    fields.take(trade.taker_fee_asset);
}

void read(const pqxx::row& row, LedgerEntryRow& entry) {
    Fields fields{row};
    fields.take(entry.sequence);
    fields.take(entry.time);
    fields.take(entry.account);
    fields.take(entry.trade_id);
    fields.take(entry.instrument);
    fields.take(entry.asset);
    fields.take_number(entry.event_index);
    fields.take_number(entry.entry_index);
    fields.take_name(entry.kind);
    fields.take(entry.amount);
}

void read(const pqxx::row& row, CandleRow& candle) {
    Fields fields{row};
    fields.take(candle.instrument);
    fields.take_name(candle.interval);
    fields.take(candle.start);
    fields.take(candle.open);
    fields.take(candle.high);
    fields.take(candle.low);
    fields.take(candle.close);
    fields.take_number(candle.trade_count);
    fields.take(candle.trade_first);
    fields.take(candle.trade_last);
    fields.take(candle.base);
    fields.take(candle.quote);
    fields.take(candle.taker_buy_base);
    fields.take(candle.taker_buy_quote);
}

void read(const pqxx::row& row, BalanceRow& balance) {
    Fields fields{row};
    fields.take(balance.account);
    fields.take(balance.asset);
    fields.take(balance.amount);
}

void read(const pqxx::row& row, InstrumentAssets& assets) {
    Fields fields{row};
    fields.take(assets.instrument);
    fields.take(assets.base);
    fields.take(assets.quote);
}

}  // namespace outcry::sinks::postgres
