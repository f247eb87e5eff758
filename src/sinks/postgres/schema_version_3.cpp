#include "sinks/postgres/schema.hpp"

namespace outcry::sinks::postgres {

// Columns of orders and trades that exist come out as a rebuild would write them: before this
// version no order waited, no list existed and every fee was in what its payer received.
const char* const schema_version_3 = R"sql(
SET LOCAL statement_timeout = 0;
ALTER TABLE orders
    ADD COLUMN phase         text        NOT NULL DEFAULT 'working',
    ADD COLUMN order_list_id bigint,
    ADD COLUMN strategy_id   bigint,
    ADD COLUMN strategy_type integer,
    ADD COLUMN session_id    bigint,
    ADD COLUMN held          numeric(38),
    ADD COLUMN triggered_at  timestamptz,
    ADD COLUMN tracking_at   timestamptz;
ALTER TABLE trade
    ADD COLUMN maker_fee_asset_id integer,
    ADD COLUMN taker_fee_asset_id integer;
ALTER TABLE account
    ADD COLUMN parent_id bigint,
    ADD COLUMN status    text NOT NULL DEFAULT 'active';
ALTER TABLE instrument
    ADD COLUMN status_reason text;
UPDATE instrument i SET status_reason = 'operator_request'
WHERE EXISTS (SELECT FROM audit a WHERE a.type = 'instrument_status_changed'
              AND a.instrument_id = i.instrument_id);
ALTER TABLE api_key
    ADD COLUMN expires_at     timestamptz,
    ADD COLUMN addresses      text[]    NOT NULL DEFAULT '{}',
    ADD COLUMN instrument_ids integer[] NOT NULL DEFAULT '{}';

CREATE TABLE order_list (
    order_list_id   bigint      PRIMARY KEY,
    account_id      bigint      NOT NULL,
    instrument_id   integer     NOT NULL,
    type            text        NOT NULL,
    order_ids       bigint[]    NOT NULL,
    client_order_id text        NOT NULL,
    accepted_at     timestamptz NOT NULL,
    accepted_by     bigint      NOT NULL,
    done_at         timestamptz
);
CREATE INDEX order_list_by_account ON order_list (account_id, order_list_id);

CREATE TABLE order_amendment (
    order_id             bigint      NOT NULL,
    sequence             bigint      NOT NULL,
    event_index          integer     NOT NULL,
    time                 timestamptz NOT NULL,
    account_id           bigint      NOT NULL,
    instrument_id        integer     NOT NULL,
    price_before         bigint      NOT NULL,
    price                bigint      NOT NULL,
    open_quantity_before bigint      NOT NULL,
    open_quantity        bigint      NOT NULL,
    quantity             bigint      NOT NULL,
    kept_priority        boolean     NOT NULL,
    client_order_id      text,
    PRIMARY KEY (order_id, sequence, event_index)
);
-- Amendments of before this version, from the bytes of their events.
CREATE FUNCTION pg_temp.whole(bytes bytea, place integer, size integer) RETURNS bigint
    LANGUAGE sql IMMUTABLE AS
    $$ SELECT sum(get_byte(bytes, place + i)::bigint << (8 * i))::bigint
       FROM generate_series(0, size - 1) i $$;
INSERT INTO order_amendment
SELECT pg_temp.whole(payload, 32, 8), sequence, event_index, time, pg_temp.whole(payload, 80, 4),
       pg_temp.whole(payload, 28, 2), pg_temp.whole(payload, 40, 8), pg_temp.whole(payload, 48, 8),
       pg_temp.whole(payload, 56, 8), pg_temp.whole(payload, 64, 8), pg_temp.whole(payload, 72, 8),
       get_byte(payload, 85) <> 0,
       nullif(encode(substring(payload FROM 87 FOR get_byte(payload, 122)), 'escape'), '')
FROM event WHERE type = 4;
DROP FUNCTION pg_temp.whole(bytea, integer, integer);

CREATE TABLE order_transition (
    order_id      bigint      NOT NULL,
    sequence      bigint      NOT NULL,
    event_index   integer     NOT NULL,
    time          timestamptz NOT NULL,
    account_id    bigint      NOT NULL,
    instrument_id integer     NOT NULL,
    kind          text        NOT NULL,
    price         bigint,
    quantity      bigint,
    held          numeric(38),
    PRIMARY KEY (order_id, sequence, event_index)
);

CREATE TABLE setting (
    type          text        NOT NULL,
    name          text        NOT NULL,
    account_id    bigint,
    instrument_id integer,
    value         jsonb       NOT NULL,
    updated_at    timestamptz NOT NULL,
    updated_by    bigint      NOT NULL,
    PRIMARY KEY (type, name)
);
INSERT INTO setting
SELECT DISTINCT ON (a.account_id) a.type, a.account_id::text, a.account_id, NULL::integer, a.detail,
       a.time, a.sequence
FROM audit a WHERE type = 'account_rules_set' ORDER BY a.account_id, a.sequence DESC;

CREATE TABLE candle (
    instrument_id   integer     NOT NULL,
    interval        text        NOT NULL,
    start           timestamptz NOT NULL,
    open            bigint      NOT NULL,
    high            bigint      NOT NULL,
    low             bigint      NOT NULL,
    close           bigint      NOT NULL,
    trade_count     bigint      NOT NULL,
    trade_first     bigint      NOT NULL,
    trade_last      bigint      NOT NULL,
    base            numeric(38) NOT NULL,
    quote           numeric(38) NOT NULL,
    taker_buy_base  numeric(38) NOT NULL,
    taker_buy_quote numeric(38) NOT NULL,
    PRIMARY KEY (instrument_id, interval, start)
) WITH (fillfactor = 50);
INSERT INTO candle
SELECT t.instrument_id, k.name, k.start, (array_agg(t.price ORDER BY t.trade_id))[1], max(t.price),
       min(t.price), (array_agg(t.price ORDER BY t.trade_id DESC))[1], count(*), min(t.trade_id),
       max(t.trade_id), sum(t.base), sum(t.quote),
       coalesce(sum(t.base) FILTER (WHERE t.taker_side = 'buy'), 0),
       coalesce(sum(t.quote) FILTER (WHERE t.taker_side = 'buy'), 0)
FROM (SELECT t.*, trunc(t.quantity * i.lot_mantissa * (10::numeric ^ b.decimals)
                        / (10::numeric ^ i.lot_scale)) AS base
      FROM trade t JOIN instrument i USING (instrument_id)
      JOIN asset b ON b.asset_id = i.base_asset_id) t,
LATERAL (
    SELECT name, date_bin(name_length::interval, t.time, '1970-01-05 00:00+00') AS start
    FROM (VALUES ('1s', '1 second'), ('1m', '1 minute'), ('3m', '3 minutes'),
                 ('5m', '5 minutes'), ('15m', '15 minutes'), ('30m', '30 minutes'),
                 ('1h', '1 hour'), ('2h', '2 hours'), ('4h', '4 hours'), ('6h', '6 hours'),
                 ('8h', '8 hours'), ('12h', '12 hours'), ('1d', '1 day'), ('1w', '7 days'))
         AS lengths(name, name_length)
    UNION ALL SELECT '3d', date_bin('3 days', t.time, '1970-01-01 00:00+00')
    UNION ALL SELECT '1M', date_trunc('month', t.time, 'UTC')) k
GROUP BY t.instrument_id, k.name, k.start;

CREATE OR REPLACE VIEW v_trade AS
SELECT t.time, i.symbol, t.trade_id, t.sequence, t.event_index, t.taker_side,
       decimal_of(t.price * i.tick_mantissa, i.tick_scale)              AS price,
       decimal_of(t.quantity * i.lot_mantissa, i.lot_scale)             AS quantity,
       decimal_of(t.quote, q.decimals)                                  AS quote,
       t.maker_account_id, t.taker_account_id, t.maker_order_id, t.taker_order_id,
       decimal_of(t.maker_fee, m.decimals)                              AS maker_fee,
       decimal_of(t.taker_fee, k.decimals)                              AS taker_fee,
       m.code                                                           AS maker_fee_asset,
       k.code                                                           AS taker_fee_asset
FROM trade t
JOIN instrument i USING (instrument_id)
JOIN asset q ON q.asset_id = i.quote_asset_id
JOIN asset m ON m.asset_id = coalesce(t.maker_fee_asset_id,
    CASE t.taker_side WHEN 'sell' THEN i.base_asset_id ELSE i.quote_asset_id END)
JOIN asset k ON k.asset_id = coalesce(t.taker_fee_asset_id,
    CASE t.taker_side WHEN 'buy' THEN i.base_asset_id ELSE i.quote_asset_id END);

-- What open orders have locked follows from the orders: locking moves no money.
CREATE OR REPLACE VIEW v_locked AS
SELECT o.account_id,
       CASE o.side WHEN 'buy' THEN i.quote_asset_id ELSE i.base_asset_id END AS asset_id,
       sum(CASE
           WHEN o.held IS NOT NULL THEN o.held
           WHEN o.side = 'buy'
           THEN o.price * (o.quantity - o.executed_quantity) * i.tick_mantissa
                * i.lot_mantissa * (10::numeric ^ q.decimals)
                / (10::numeric ^ (i.tick_scale + i.lot_scale))
           ELSE (o.quantity - o.executed_quantity) * i.lot_mantissa
                * (10::numeric ^ b.decimals) / (10::numeric ^ i.lot_scale) END) AS amount
FROM orders o
JOIN instrument i USING (instrument_id)
JOIN asset b ON b.asset_id = i.base_asset_id
JOIN asset q ON q.asset_id = i.quote_asset_id
WHERE o.status IN ('open', 'partially_filled', 'pending_new')
GROUP BY 1, 2;

CREATE VIEW v_open_order AS
SELECT o.order_id, account_name(o.account_id, a.name) AS account, i.symbol, o.side, o.type,
       o.status, o.phase, o.client_order_id, o.order_list_id,
       decimal_of(o.price * i.tick_mantissa, i.tick_scale)              AS price,
       decimal_of(o.stop_price * i.tick_mantissa, i.tick_scale)         AS stop_price,
       decimal_of(o.quantity * i.lot_mantissa, i.lot_scale)             AS quantity,
       decimal_of(o.executed_quantity * i.lot_mantissa, i.lot_scale)    AS executed_quantity,
       o.accepted_at, o.triggered_at
FROM orders o
JOIN instrument i USING (instrument_id)
LEFT JOIN account a USING (account_id)
WHERE o.status IN ('open', 'partially_filled', 'pending_new');
)sql";

}  // namespace outcry::sinks::postgres
