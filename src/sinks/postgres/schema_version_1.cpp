#include "sinks/postgres/schema.hpp"

namespace outcry::sinks::postgres {

// Columns of eight bytes come first in the large tables, so that rows have no padding. The time
// stands in each key of a partitioned table because Postgres asks for the partition's key there.
const char* const schema_version_1 = R"sql(
CREATE TABLE sink_position (
    is_only    boolean     PRIMARY KEY DEFAULT true CHECK (is_only),
    sequence   bigint      NOT NULL DEFAULT 0,
    epoch      bigint      NOT NULL DEFAULT 0,
    writer     text        NOT NULL DEFAULT '',
    journal    bytea,
    updated_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO sink_position DEFAULT VALUES;

CREATE TABLE event_type (
    type smallint PRIMARY KEY,
    name text     NOT NULL
);

CREATE TABLE event (
    sequence    bigint      NOT NULL,
    time        timestamptz NOT NULL,
    event_index integer     NOT NULL,
    type        smallint    NOT NULL,
    payload     bytea       NOT NULL,
    PRIMARY KEY (sequence, event_index, time)
) PARTITION BY RANGE (time);

CREATE TABLE asset (
    asset_id   integer     PRIMARY KEY,
    code       text        NOT NULL,
    decimals   smallint    NOT NULL,
    created_at timestamptz NOT NULL,
    created_by bigint      NOT NULL
);

CREATE TABLE instrument (
    instrument_id    integer     PRIMARY KEY,
    symbol           text        NOT NULL,
    base_asset_id    integer     NOT NULL,
    quote_asset_id   integer     NOT NULL,
    tick_mantissa    numeric(20) NOT NULL,
    tick_scale       smallint    NOT NULL,
    lot_mantissa     numeric(20) NOT NULL,
    lot_scale        smallint    NOT NULL,
    price_minimum    bigint      NOT NULL,
    price_maximum    bigint      NOT NULL,
    quantity_minimum bigint      NOT NULL,
    quantity_maximum bigint      NOT NULL,
    notional_minimum numeric(20) NOT NULL,
    maker_fee_ppm    bigint      NOT NULL,
    taker_fee_ppm    bigint      NOT NULL,
    status           text        NOT NULL,
    updated_at       timestamptz NOT NULL,
    updated_by       bigint      NOT NULL
);

CREATE TABLE account (
    account_id   bigint      PRIMARY KEY,
    external_uid numeric(20) NOT NULL,
    name         text        NOT NULL,
    created_at   timestamptz NOT NULL,
    created_by   bigint      NOT NULL
);

CREATE TABLE api_key (
    name          text        NOT NULL,
    registered_by bigint      NOT NULL,
    account_id    bigint      NOT NULL,
    type          text        NOT NULL,
    permissions   smallint    NOT NULL,
    registered_at timestamptz NOT NULL,
    revoked_at    timestamptz,
    PRIMARY KEY (name, registered_by)
);

CREATE TABLE orders (
    order_id              bigint      PRIMARY KEY,
    account_id            bigint      NOT NULL,
    price                 bigint      NOT NULL,
    quantity              bigint      NOT NULL,
    executed_quantity     bigint      NOT NULL,
    accepted_at           timestamptz NOT NULL,
    updated_at            timestamptz NOT NULL,
    accepted_by           bigint      NOT NULL,
    updated_by            bigint      NOT NULL,
    instrument_id         integer     NOT NULL,
    side                  text        NOT NULL,
    type                  text        NOT NULL,
    time_in_force         text        NOT NULL,
    self_trade_prevention text        NOT NULL,
    status                text        NOT NULL,
    close_reason          text,
    client_order_id       text        NOT NULL,
    quote_quantity        numeric(38) NOT NULL,
    executed_quote        numeric(38) NOT NULL
) WITH (fillfactor = 85);
CREATE INDEX orders_by_account ON orders (account_id, instrument_id, order_id);
CREATE INDEX orders_by_client_order_id ON orders (account_id, client_order_id)
    WHERE client_order_id <> '';

CREATE TABLE trade (
    trade_id         bigint      NOT NULL,
    time             timestamptz NOT NULL,
    sequence         bigint      NOT NULL,
    price            bigint      NOT NULL,
    quantity         bigint      NOT NULL,
    maker_order_id   bigint      NOT NULL,
    taker_order_id   bigint      NOT NULL,
    maker_account_id bigint      NOT NULL,
    taker_account_id bigint      NOT NULL,
    instrument_id    integer     NOT NULL,
    event_index      integer     NOT NULL,
    taker_side       text        NOT NULL,
    quote            numeric(38) NOT NULL,
    maker_fee        numeric(38) NOT NULL,
    taker_fee        numeric(38) NOT NULL,
    PRIMARY KEY (instrument_id, trade_id, time)
) PARTITION BY RANGE (time);
CREATE INDEX trade_by_maker ON trade (maker_account_id, instrument_id, trade_id);
CREATE INDEX trade_by_taker ON trade (taker_account_id, instrument_id, trade_id);
CREATE INDEX trade_by_time ON trade USING brin (time);

CREATE TABLE ledger_entry (
    sequence      bigint      NOT NULL,
    time          timestamptz NOT NULL,
    account_id    bigint      NOT NULL,
    trade_id      bigint,
    instrument_id integer,
    asset_id      integer     NOT NULL,
    event_index   integer     NOT NULL,
    entry_index   smallint    NOT NULL,
    kind          text        NOT NULL,
    amount        numeric(38) NOT NULL,
    PRIMARY KEY (account_id, asset_id, sequence, event_index, entry_index, time)
) PARTITION BY RANGE (time);
CREATE INDEX ledger_entry_by_sequence ON ledger_entry USING brin (sequence);

CREATE TABLE balance (
    account_id bigint      NOT NULL,
    asset_id   integer     NOT NULL,
    amount     numeric(38) NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by bigint      NOT NULL,
    PRIMARY KEY (account_id, asset_id)
) WITH (fillfactor = 50);

CREATE TABLE audit (
    sequence      bigint      NOT NULL,
    event_index   integer     NOT NULL,
    time          timestamptz NOT NULL,
    type          text        NOT NULL,
    account_id    bigint,
    instrument_id integer,
    detail        jsonb       NOT NULL,
    PRIMARY KEY (sequence, event_index)
);

-- A count of smallest units as a decimal number; exact.
CREATE FUNCTION decimal_of(units numeric, decimals integer) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT (trunc(units)::text || 'e-' || decimals::text)::numeric $$;

CREATE FUNCTION account_name(id bigint, name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT coalesce(name, CASE id WHEN 0 THEN 'external' WHEN 1 THEN 'fees'
                                     WHEN 2 THEN 'insurance' END) $$;

CREATE VIEW v_daily_volume AS
SELECT (t.time AT TIME ZONE 'UTC')::date                                AS day,
       i.symbol,
       count(*)                                                         AS trade_count,
       decimal_of(sum(t.quantity) * i.lot_mantissa, i.lot_scale)        AS base_volume,
       decimal_of(sum(t.quote), q.decimals)                             AS quote_volume,
       decimal_of(min(t.price) * i.tick_mantissa, i.tick_scale)         AS price_low,
       decimal_of(max(t.price) * i.tick_mantissa, i.tick_scale)         AS price_high
FROM trade t
JOIN instrument i USING (instrument_id)
JOIN asset q ON q.asset_id = i.quote_asset_id
GROUP BY 1, i.instrument_id, q.asset_id;

CREATE VIEW v_account_statement AS
SELECT e.account_id,
       account_name(e.account_id, a.name)                               AS account,
       s.code                                                           AS asset,
       e.time, e.sequence, e.event_index, e.entry_index, e.kind,
       i.symbol, e.trade_id,
       decimal_of(e.amount, s.decimals)                                 AS amount,
       decimal_of(sum(e.amount) OVER (PARTITION BY e.account_id, e.asset_id
           ORDER BY e.sequence, e.event_index, e.entry_index), s.decimals) AS balance_after
FROM ledger_entry e
JOIN asset s USING (asset_id)
LEFT JOIN account a USING (account_id)
LEFT JOIN instrument i ON i.instrument_id = e.instrument_id;

CREATE VIEW v_trade AS
SELECT t.time, i.symbol, t.trade_id, t.sequence, t.event_index, t.taker_side,
       decimal_of(t.price * i.tick_mantissa, i.tick_scale)              AS price,
       decimal_of(t.quantity * i.lot_mantissa, i.lot_scale)             AS quantity,
       decimal_of(t.quote, q.decimals)                                  AS quote,
       t.maker_account_id, t.taker_account_id, t.maker_order_id, t.taker_order_id,
       decimal_of(t.maker_fee, CASE t.taker_side WHEN 'sell' THEN b.decimals
                                                 ELSE q.decimals END)   AS maker_fee,
       decimal_of(t.taker_fee, CASE t.taker_side WHEN 'buy' THEN b.decimals
                                                 ELSE q.decimals END)   AS taker_fee
FROM trade t
JOIN instrument i USING (instrument_id)
JOIN asset b ON b.asset_id = i.base_asset_id
JOIN asset q ON q.asset_id = i.quote_asset_id;

-- What open orders have locked follows from the orders: locking moves no money.
CREATE VIEW v_locked AS
SELECT o.account_id,
       CASE o.side WHEN 'buy' THEN i.quote_asset_id ELSE i.base_asset_id END AS asset_id,
       sum(CASE o.side
           WHEN 'buy' THEN o.price * (o.quantity - o.executed_quantity) * i.tick_mantissa
                           * i.lot_mantissa * (10::numeric ^ q.decimals)
                           / (10::numeric ^ (i.tick_scale + i.lot_scale))
           ELSE (o.quantity - o.executed_quantity) * i.lot_mantissa
                * (10::numeric ^ b.decimals) / (10::numeric ^ i.lot_scale) END) AS amount
FROM orders o
JOIN instrument i USING (instrument_id)
JOIN asset b ON b.asset_id = i.base_asset_id
JOIN asset q ON q.asset_id = i.quote_asset_id
WHERE o.status IN ('open', 'partially_filled')
GROUP BY 1, 2;

CREATE VIEW v_balance AS
SELECT b.account_id, account_name(b.account_id, a.name)                 AS account,
       s.code                                                           AS asset,
       decimal_of(b.amount, s.decimals)                                 AS total,
       decimal_of(coalesce(l.amount, 0), s.decimals)                    AS locked,
       decimal_of(b.amount - coalesce(l.amount, 0), s.decimals)         AS free
FROM balance b
JOIN asset s USING (asset_id)
LEFT JOIN account a USING (account_id)
LEFT JOIN v_locked l ON l.account_id = b.account_id AND l.asset_id = b.asset_id;
)sql";

}  // namespace outcry::sinks::postgres
