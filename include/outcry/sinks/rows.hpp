#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "outcry/domain/amount.hpp"
#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/instrument.hpp"
#include "outcry/domain/quantity.hpp"

namespace outcry::sinks {

// What the tables of every SQL target hold, before it is text of one of them. Rows of one batch of
// events; the tables that come out do not depend on where batches were cut.

enum class OrderStatus : std::uint8_t {
    open = 1,  // accepted, nothing executed yet
    partially_filled = 2,
    filled = 3,
    cancelled = 4,
    expired = 5,           // IOC, FOK, market order without liquidity, fill limit
    expired_in_match = 6,  // self-trade prevention
};
/// The stable lower-case name, as it stands in the tables.
[[nodiscard]] std::string_view name_of(OrderStatus status) noexcept;
[[nodiscard]] OrderStatus status_after(CloseReason reason) noexcept;

enum class LedgerKind : std::uint8_t { trade = 1, fee = 2, deposit = 3, withdrawal = 4 };
[[nodiscard]] std::string_view name_of(LedgerKind kind) noexcept;

/// An order that was accepted in this batch, as it is at the batch's end.
struct OrderRow {
    OrderId order_id;
    Price price;
    /// The total without what was prevented; for market_by_quote what was executed.
    Quantity quantity;
    Quantity executed_quantity;
    Quantity prevented_quantity;  // taken off by self-trade prevention `decrement`
    Amount quote_quantity;        // market_by_quote: the budget
    Amount executed_quote;
    Timestamp accepted_at;
    Timestamp updated_at;
    Sequence accepted_by;
    Sequence updated_by;  // the last command that changed it
    AccountId account;
    InstrumentId instrument;
    Side side{};
    OrderType type{};
    TimeInForce time_in_force{};
    SelfTradePrevention self_trade_prevention{};
    OrderStatus status{};
    CloseReason close_reason{};  // zero unless closed otherwise than by being filled
    ClientOrderId client_order_id;
    OrderTerms terms;
    friend bool operator==(const OrderRow&, const OrderRow&) = default;
};

/// What this batch did to an order of an earlier one.
struct OrderChange {
    OrderId order_id;
    Quantity executed_more;
    Amount executed_quote_more;
    Quantity prevented_more;     // taken off the total too
    OrderStatus status{};        // zero: unchanged
    CloseReason close_reason{};  // zero: none
    bool is_amended = false;     // then price and quantity are the new ones
    Price price;
    Quantity quantity;
    ClientOrderId client_order_id;  // the new name; empty: unchanged
    Timestamp updated_at;
    Sequence updated_by;
    friend bool operator==(const OrderChange&, const OrderChange&) = default;
};

/// One fill, with both sides.
struct TradeRow {
    Sequence sequence;
    std::uint16_t event_index = 0;
    InstrumentId instrument;
    TradeId trade_id;
    Timestamp time;
    Price price;
    Quantity quantity;
    Amount quote;
    OrderId maker_order_id;
    OrderId taker_order_id;
    AccountId maker_account;
    AccountId taker_account;
    Amount maker_fee;  // in base if the maker buys, else in quote
    Amount taker_fee;
    Side taker_side{};
    friend bool operator==(const TradeRow&, const TradeRow&) = default;
};

/// Two orders of one party that met and did not trade.
struct PreventedMatchRow {
    Sequence sequence;
    std::uint16_t event_index = 0;
    InstrumentId instrument;
    PreventedMatchId id;
    Timestamp time;
    Price price;
    Quantity quantity;
    OrderId maker_order_id;
    OrderId taker_order_id;
    AccountId maker_account;
    AccountId taker_account;
    TradeGroupId trade_group;
    Side taker_side{};
    SelfTradePrevention mode{};
    friend bool operator==(const PreventedMatchRow&, const PreventedMatchRow&) = default;
};

/// One side of a movement of money. The entries of one event sum to zero per asset. Locking and
/// releasing funds moves nothing between accounts and is no entry.
struct LedgerEntryRow {
    Sequence sequence;
    std::uint16_t event_index = 0;
    std::uint16_t entry_index = 0;  // within the event
    Timestamp time;
    AccountId account;
    AssetId asset;
    LedgerKind kind{};
    Amount amount;  // signed: what the account has more
    InstrumentId instrument;
    TradeId trade_id;  // zero: not of a trade, and `instrument` says nothing
    friend bool operator==(const LedgerEntryRow&, const LedgerEntryRow&) = default;
};

/// The sum of an account's entries of this batch, to be added to its balance (free and locked).
struct BalanceChange {
    AccountId account;
    AssetId asset;
    Amount amount;
    Timestamp updated_at;
    Sequence updated_by;
    friend bool operator==(const BalanceChange&, const BalanceChange&) = default;
};

struct AssetRow {
    AssetDefinition definition;
    Timestamp created_at;
    Sequence created_by;
};

/// The whole definition each time something of it changes: to be inserted or replaced.
struct InstrumentRow {
    InstrumentDefinition definition;
    Timestamp updated_at;
    Sequence updated_by;
};

struct AccountRow {
    AccountId account;
    std::uint64_t external_uid = 0;
    FixedText<32> name;
    Timestamp created_at;
    Sequence created_by;
    friend bool operator==(const AccountRow&, const AccountRow&) = default;
};

struct KeyRow {
    KeyName name;
    AccountId account;
    KeyType type{};
    std::uint8_t permissions = 0;  // bits of KeyPermission
    Timestamp registered_at;
    Sequence registered_by;
    friend bool operator==(const KeyRow&, const KeyRow&) = default;
};

/// Ends the key of that name that is not revoked yet; applied after the batch's new keys.
struct KeyRevocationRow {
    KeyName name;
    Sequence registered_before;  // a later key of the same name is another one
    Timestamp revoked_at;
    friend bool operator==(const KeyRevocationRow&, const KeyRevocationRow&) = default;
};

/// What an operator, or a rule in an operator's place, did.
struct AuditRow {
    Sequence sequence;
    std::uint16_t event_index = 0;
    Timestamp time;
    EventType type{};
    std::optional<AccountId> account;
    std::optional<InstrumentId> instrument;
    std::string detail;  // the event as one JSON object
    friend bool operator==(const AuditRow&, const AuditRow&) = default;
};

/// The rows of one batch, in the order of their events. Owned by the sink's thread.
class RowBatch {
public:
    /// Empties it and keeps its memory.
    void clear() noexcept;

    void add(const OrderRow& order);
    /// An order accepted in this batch; null for an older one.
    [[nodiscard]] OrderRow* find_order(OrderId id) noexcept;
    /// The one change of an older order.
    [[nodiscard]] OrderChange& change_of(OrderId id);
    /// Adds the entry, and its amount to the one change of its account's balance.
    void add(const LedgerEntryRow& entry);
    /// Replaces what the batch already says of the instrument.
    void put(const InstrumentRow& instrument);

    std::vector<OrderRow> orders;
    std::vector<OrderChange> order_changes;
    std::vector<TradeRow> trades;
    std::vector<PreventedMatchRow> prevented_matches;
    std::vector<LedgerEntryRow> ledger_entries;
    std::vector<BalanceChange> balance_changes;
    std::vector<AssetRow> assets;
    std::vector<InstrumentRow> instruments;
    std::vector<AccountRow> accounts;
    std::vector<KeyRow> keys;
    std::vector<KeyRevocationRow> key_revocations;
    std::vector<AuditRow> audit;

private:
    std::unordered_map<OrderId, std::size_t> order_places_;
    std::unordered_map<OrderId, std::size_t> change_places_;
    std::unordered_map<std::uint64_t, std::size_t> balance_places_;  // by account and asset
};

}  // namespace outcry::sinks
