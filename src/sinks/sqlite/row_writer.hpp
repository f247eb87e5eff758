#pragma once

#include <map>
#include <tuple>

#include "outcry/sinks/history.hpp"
#include "outcry/sinks/projection.hpp"

#include "sinks/sqlite/database.hpp"

namespace outcry::sinks {

/// Writes the rows of one batch, within a transaction of the caller's. One thread.
class RowWriter {
public:
    explicit RowWriter(Database& database);

    void write(const RowBatch& rows);
    /// Base units in one lot of an instrument, which candles need; known from `write` on and by
    /// `remember`.
    void remember(const InstrumentDefinition& instrument);

private:
    using CandleKey = std::tuple<InstrumentId, CandleInterval, Timestamp>;

    void write_venue(const RowBatch& rows);
    void write_orders(const RowBatch& rows);
    void write_change(const OrderChange& change);
    void write_trades(const RowBatch& rows);
    void write_ledger(const RowBatch& rows);
    void write_candles(const RowBatch& rows);
    [[nodiscard]] CandleRow stored_candle(const CandleKey& key);

    Database& database_;
    std::map<InstrumentId, std::uint64_t> base_units_per_lot_;
    Statement put_asset_;
    Statement put_instrument_;
    Statement put_account_;
    Statement put_order_;
    Statement ask_order_;
    Statement change_order_;
    Statement amend_order_;
    Statement put_trade_;
    Statement put_prevented_match_;
    Statement put_entry_;
    Statement ask_balance_;
    Statement put_balance_;
    Statement ask_candle_;
    Statement put_candle_;
};

/// What a projection needs to go on: the assets and instruments of the tables.
[[nodiscard]] SinkResult<void> restore(Database& database, Projection& projection,
                                       RowWriter& writer);

}  // namespace outcry::sinks
