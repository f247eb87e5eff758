#include "sinks/sqlite/schema.hpp"

#include <fmt/format.h>

namespace outcry::sinks {
namespace {

constexpr const char* tables = R"sql(
BEGIN IMMEDIATE;
CREATE TABLE sink_position (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    sequence INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    event_count INTEGER NOT NULL,
    journal TEXT NOT NULL
) STRICT;
CREATE TABLE asset (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    decimals INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL
) STRICT;
CREATE TABLE instrument (
    id INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL,
    base_asset INTEGER NOT NULL,
    quote_asset INTEGER NOT NULL,
    tick_mantissa INTEGER NOT NULL,
    tick_scale INTEGER NOT NULL,
    lot_mantissa INTEGER NOT NULL,
    lot_scale INTEGER NOT NULL,
    base_units_per_lot INTEGER NOT NULL,
    quote_units_per_tick_lot INTEGER NOT NULL,
    price_minimum INTEGER NOT NULL,
    price_maximum INTEGER NOT NULL,
    quantity_minimum INTEGER NOT NULL,
    quantity_maximum INTEGER NOT NULL,
    notional_minimum INTEGER NOT NULL,
    maker_fee_ppm INTEGER NOT NULL,
    taker_fee_ppm INTEGER NOT NULL,
    status INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by INTEGER NOT NULL
) STRICT;
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    external_uid INTEGER NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL
) STRICT;
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    instrument INTEGER NOT NULL,
    side INTEGER NOT NULL,
    type INTEGER NOT NULL,
    time_in_force INTEGER NOT NULL,
    self_trade_prevention INTEGER NOT NULL,
    price INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    executed_quantity INTEGER NOT NULL,
    quote_quantity TEXT NOT NULL,
    executed_quote TEXT NOT NULL,
    status INTEGER NOT NULL,
    close_reason INTEGER NOT NULL,
    client_order_id TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    accepted_by INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by INTEGER NOT NULL
) STRICT;
CREATE INDEX orders_of_account ON orders (account, instrument, id);
CREATE TABLE trade (
    instrument INTEGER NOT NULL,
    id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    event_index INTEGER NOT NULL,
    time INTEGER NOT NULL,
    price INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    quote TEXT NOT NULL,
    maker_order INTEGER NOT NULL,
    taker_order INTEGER NOT NULL,
    maker_account INTEGER NOT NULL,
    taker_account INTEGER NOT NULL,
    maker_fee TEXT NOT NULL,
    taker_fee TEXT NOT NULL,
    taker_side INTEGER NOT NULL,
    PRIMARY KEY (instrument, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX trade_of_maker ON trade (maker_account, instrument, id);
CREATE INDEX trade_of_taker ON trade (taker_account, instrument, id);
CREATE TABLE ledger (
    sequence INTEGER NOT NULL,
    event_index INTEGER NOT NULL,
    entry_index INTEGER NOT NULL,
    time INTEGER NOT NULL,
    account INTEGER NOT NULL,
    asset INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    amount TEXT NOT NULL,
    instrument INTEGER NOT NULL,
    trade INTEGER NOT NULL,
    PRIMARY KEY (sequence, event_index, entry_index)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_of_account ON ledger (account, sequence, event_index, entry_index);
CREATE TABLE balance (
    account INTEGER NOT NULL,
    asset INTEGER NOT NULL,
    amount TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by INTEGER NOT NULL,
    PRIMARY KEY (account, asset)
) STRICT, WITHOUT ROWID;
CREATE TABLE candle (
    instrument INTEGER NOT NULL,
    interval INTEGER NOT NULL,
    start INTEGER NOT NULL,
    open INTEGER NOT NULL,
    high INTEGER NOT NULL,
    low INTEGER NOT NULL,
    close INTEGER NOT NULL,
    base TEXT NOT NULL,
    quote TEXT NOT NULL,
    taker_buy_base TEXT NOT NULL,
    taker_buy_quote TEXT NOT NULL,
    trade_count INTEGER NOT NULL,
    trade_first INTEGER NOT NULL,
    trade_last INTEGER NOT NULL,
    PRIMARY KEY (instrument, interval, start)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
COMMIT;
)sql";

/// `quantity` is without what was prevented: what is open stays quantity - executed_quantity.
constexpr const char* version_2 = R"sql(
BEGIN IMMEDIATE;
ALTER TABLE orders ADD COLUMN prevented_quantity INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN stop_price INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN visible_quantity INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN expires_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN trailing_delta_bips INTEGER NOT NULL DEFAULT 0;
CREATE TABLE prevented_match (
    instrument INTEGER NOT NULL,
    id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    event_index INTEGER NOT NULL,
    time INTEGER NOT NULL,
    price INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    maker_order INTEGER NOT NULL,
    taker_order INTEGER NOT NULL,
    maker_account INTEGER NOT NULL,
    taker_account INTEGER NOT NULL,
    trade_group INTEGER NOT NULL,
    taker_side INTEGER NOT NULL,
    mode INTEGER NOT NULL,
    PRIMARY KEY (instrument, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX prevented_match_of_maker ON prevented_match (maker_account, instrument, id);
CREATE INDEX prevented_match_of_taker ON prevented_match (taker_account, instrument, id);
PRAGMA user_version = 2;
COMMIT;
)sql";

/// Orders and trades that exist come out as a rebuild would write them: before this version no
/// order waited, no list existed and every fee was in what its payer received (-1). Amendments of
/// before are only in the event log.
constexpr const char* version_3 = R"sql(
BEGIN IMMEDIATE;
ALTER TABLE orders ADD COLUMN strategy_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN strategy_type INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN session INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN phase INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN order_list INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN held TEXT;
ALTER TABLE orders ADD COLUMN triggered_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN tracking_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE trade ADD COLUMN maker_fee_asset INTEGER NOT NULL DEFAULT -1;
ALTER TABLE trade ADD COLUMN taker_fee_asset INTEGER NOT NULL DEFAULT -1;
ALTER TABLE account ADD COLUMN parent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN status INTEGER NOT NULL DEFAULT 0;
CREATE TABLE order_list (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    instrument INTEGER NOT NULL,
    type INTEGER NOT NULL,
    order_1 INTEGER NOT NULL,
    order_2 INTEGER NOT NULL,
    order_3 INTEGER NOT NULL,
    client_order_id TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    accepted_by INTEGER NOT NULL,
    done_at INTEGER NOT NULL
) STRICT;
CREATE INDEX order_list_of_account ON order_list (account, id);
CREATE TABLE order_amendment (
    order_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    event_index INTEGER NOT NULL,
    time INTEGER NOT NULL,
    account INTEGER NOT NULL,
    instrument INTEGER NOT NULL,
    price_before INTEGER NOT NULL,
    price INTEGER NOT NULL,
    open_quantity_before INTEGER NOT NULL,
    open_quantity INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    kept_priority INTEGER NOT NULL,
    client_order_id TEXT NOT NULL,
    PRIMARY KEY (order_id, sequence, event_index)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 3;
COMMIT;
)sql";

std::string hex_of(const journal::JournalUuid& uuid) {
    std::string text;
    for (const std::byte byte : uuid)
        text += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
    return text;
}

void refuse(Database& database, const SqliteHistoryOptions& options, const std::string& reason) {
    database.fail({SinkErrorKind::refused, fmt::format("{}: {}", options.path.string(), reason)});
}

void make_position(Database& database, const SqliteHistoryOptions& options) {
    database
        .prepare(
            "INSERT INTO sink_position (only_row, sequence, epoch, event_count, journal) "
            "VALUES (1, 0, ?, 0, ?)")
        .bind(options.epoch)
        .bind(hex_of(options.journal))
        .run();
}

}  // namespace

void bring_up_to_date(Database& database) {
    // A power loss may undo the last transactions, position included: they are written again.
    database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    Statement ask = database.prepare("PRAGMA user_version");
    std::int64_t version = 0;
    while (ask.next_row()) version = ask.integer();
    if (version > history_schema_version)
        database.fail({SinkErrorKind::refused,
                       fmt::format("the history has version {}, this program knows up to {}",
                                   version, history_schema_version)});
    if (version == 0) database.execute(tables);
    if (version <= 1) database.execute(version_2);
    if (version <= 2) database.execute(version_3);
}

SinkPosition take_over(Database& database, const SqliteHistoryOptions& options) {
    std::optional<SinkPosition> position;
    std::string journal;
    Statement ask = database.prepare("SELECT sequence, epoch, journal FROM sink_position");
    while (ask.next_row()) {
        const auto sequence = ask.strong<Sequence>();
        position = SinkPosition{sequence, ask.strong<journal::Epoch>()};
        journal = ask.text();
    }
    if (database.failed()) return {};
    if (!position) {
        make_position(database, options);
        return {Sequence{}, options.epoch};
    }
    if (journal != hex_of(options.journal))
        refuse(database, options, "it is the history of another journal");
    if (position->epoch > options.epoch)
        refuse(database, options, "a later start of the venue has written to it");
    database.prepare("UPDATE sink_position SET epoch = ?").bind(options.epoch).run();
    return {position->sequence, options.epoch};
}

}  // namespace outcry::sinks
