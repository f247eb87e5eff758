#include "sinks/postgres/schema.hpp"

namespace outcry::sinks::postgres {

// `quantity` is without what was prevented, so that what is open, and with it v_locked, stays
// quantity - executed_quantity.
const char* const schema_version_2 = R"sql(
ALTER TABLE orders
    ADD COLUMN prevented_quantity  bigint  NOT NULL DEFAULT 0,
    ADD COLUMN stop_price          bigint,
    ADD COLUMN visible_quantity    bigint,
    ADD COLUMN expires_at          timestamptz,
    ADD COLUMN trailing_delta_bips integer;

CREATE TABLE prevented_match (
    instrument_id         integer     NOT NULL,
    prevented_match_id    bigint      NOT NULL,
    time                  timestamptz NOT NULL,
    sequence              bigint      NOT NULL,
    event_index           integer     NOT NULL,
    price                 bigint      NOT NULL,
    quantity              bigint      NOT NULL,
    maker_order_id        bigint      NOT NULL,
    taker_order_id        bigint      NOT NULL,
    maker_account_id      bigint      NOT NULL,
    taker_account_id      bigint      NOT NULL,
    trade_group           bigint      NOT NULL,
    taker_side            text        NOT NULL,
    self_trade_prevention text        NOT NULL,
    PRIMARY KEY (instrument_id, prevented_match_id)
);
CREATE INDEX prevented_match_by_taker
    ON prevented_match (taker_account_id, instrument_id, prevented_match_id);
CREATE INDEX prevented_match_by_maker
    ON prevented_match (maker_account_id, instrument_id, prevented_match_id);
)sql";

}  // namespace outcry::sinks::postgres
