#include "outcry/base/hash.hpp"
#include "outcry/sinks/history.hpp"

namespace outcry::sinks {
namespace {

/// Digests the fields of one row.
class RowDigest {
public:
    template <class Tag, class Rep>
    RowDigest& operator<<(StrongInteger<Tag, Rep> value) noexcept {
        digest_.add(static_cast<std::uint64_t>(value.value()));
        return *this;
    }
    RowDigest& operator<<(std::uint64_t value) noexcept {
        digest_.add(value);
        return *this;
    }
    RowDigest& operator<<(Amount amount) noexcept {
        digest_.add(static_cast<std::uint64_t>(amount.value()));
        digest_.add(static_cast<std::uint64_t>(amount.value() >> 64));
        return *this;
    }
    RowDigest& operator<<(std::string_view text) noexcept {
        digest_.add(base::hash_text(text, text.size()));
        return *this;
    }
    void add_to(TableSummary& table) const noexcept {
        ++table.row_count;
        table.digest += digest_.value();
    }

private:
    base::Digest digest_;
};

template <class Enum>
std::uint64_t number_of(Enum value) noexcept {
    return static_cast<std::uint64_t>(value);
}

/// One more than its id: zero stands for what the payer received.
std::uint64_t asset_number(const std::optional<AssetId>& asset) noexcept {
    return asset ? std::uint64_t{asset->value()} + 1 : 0;
}

}  // namespace

void add_row(TableSummary& table, const OrderRow& row) noexcept {
    RowDigest digest;
    digest << row.order_id << row.price << row.quantity << row.executed_quantity
           << row.quote_quantity << row.executed_quote << row.accepted_at << row.updated_at
           << row.accepted_by << row.updated_by << row.account << row.instrument
           << number_of(row.side) << number_of(row.type) << number_of(row.time_in_force)
           << number_of(row.self_trade_prevention) << number_of(row.status)
           << number_of(row.close_reason) << row.client_order_id.view() << row.prevented_quantity
           << row.terms.stop_price << row.terms.visible_quantity << row.terms.expires_at
           << std::uint64_t{row.terms.trailing_delta_bips} << row.terms.session
           << static_cast<std::uint64_t>(row.terms.strategy_id)
           << static_cast<std::uint64_t>(row.terms.strategy_type) << row.order_list_id
           << number_of(row.phase) << std::uint64_t{row.hold.is_by_formula} << row.hold.amount
           << row.triggered_at << row.tracking_at;
    digest.add_to(table);
}

void add_row(TableSummary& table, const TradeRow& row) noexcept {
    RowDigest digest;
    digest << row.sequence << std::uint64_t{row.event_index} << row.instrument << row.trade_id
           << row.time << row.price << row.quantity << row.quote << row.maker_order_id
           << row.taker_order_id << row.maker_account << row.taker_account << row.maker_fee
           << row.taker_fee << number_of(row.taker_side) << asset_number(row.maker_fee_asset)
           << asset_number(row.taker_fee_asset);
    digest.add_to(table);
}

void add_row(TableSummary& table, const LedgerEntryRow& row) noexcept {
    RowDigest digest;
    digest << row.sequence << std::uint64_t{row.event_index} << std::uint64_t{row.entry_index}
           << row.time << row.account << row.asset << number_of(row.kind) << row.amount
           << row.instrument << row.trade_id;
    digest.add_to(table);
}

void add_row(TableSummary& table, const CandleRow& row) noexcept {
    RowDigest digest;
    digest << row.instrument << number_of(row.interval) << row.start << row.open << row.high
           << row.low << row.close << row.base << row.quote << row.taker_buy_base
           << row.taker_buy_quote << row.trade_count << row.trade_first << row.trade_last;
    digest.add_to(table);
}

}  // namespace outcry::sinks
