#pragma once

#include "outcry/sinks/history.hpp"
#include "outcry/sinks/projection.hpp"

#include "sinks/history/candle_batch.hpp"
#include "sinks/sqlite/database.hpp"

namespace outcry::sinks {

/// Writes the rows of one batch, within a transaction of the caller's. One thread.
class RowWriter {
public:
    explicit RowWriter(Database& database);

    /// The projection that the rows came out of.
    void write(const RowBatch& rows, const Projection& projection);

private:
    void write_venue(const RowBatch& rows);
    void write_orders(const RowBatch& rows);
    void write_change(const OrderChange& change);
    void write_standing(const OrderChange& change);
    void write_lists(const RowBatch& rows);
    void write_trades(const RowBatch& rows);
    void write_ledger(const RowBatch& rows);
    void write_candles(const CandleBatch& candles);

    Database& database_;
    Statement put_asset_;
    Statement put_instrument_;
    Statement put_account_;
    Statement set_account_status_;
    Statement put_order_;
    Statement ask_order_;
    Statement change_order_;
    Statement amend_order_;
    Statement complete_order_;
    Statement move_order_;
    Statement hold_order_;
    Statement put_list_;
    Statement end_list_;
    Statement put_amendment_;
    Statement put_trade_;
    Statement put_prevented_match_;
    Statement put_entry_;
    Statement ask_balance_;
    Statement put_balance_;
    Statement ask_candle_;
    Statement put_candle_;
};

/// What a projection needs to go on: the assets and instruments of the tables.
[[nodiscard]] SinkResult<void> restore(Database& database, Projection& projection);

}  // namespace outcry::sinks
