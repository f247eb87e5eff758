#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "outcry/domain/amount.hpp"
#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/command.hpp"
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
    pending_new = 7,       // waits for the working order of its list to be filled
};
/// The stable lower-case name, as it stands in the tables.
[[nodiscard]] std::string_view name_of(OrderStatus status) noexcept;
[[nodiscard]] OrderStatus status_after(CloseReason reason) noexcept;

/// The numbers stand in tables: never change or reuse one.
enum class LedgerKind : std::uint8_t {
    trade = 1,
    fee = 2,
    deposit = 3,
    withdrawal = 4,
    transfer = 5,  // between accounts of one owner, or by an operator
    rebate = 6,    // to a maker, out of the taker's fee
    referral = 7,  // part of a fee, to who brought the account
};
[[nodiscard]] std::string_view name_of(LedgerKind kind) noexcept;

/// What an open order has locked, of what its side pays with.
struct OrderHold {
    bool is_by_formula = true;  // what price and open quantity say, and `amount` says nothing
    Amount amount;
    friend bool operator==(const OrderHold&, const OrderHold&) = default;
};

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
    OrderListId order_list_id;  // zero: of no list
    OrderPhase phase{};
    OrderHold hold;
    Timestamp triggered_at;  // or started; zero: it never waited, or still does
    Timestamp tracking_at;   // when a trailing stop began to follow; zero: it did not
    friend bool operator==(const OrderRow&, const OrderRow&) = default;
};

/// What this batch did to an order of an earlier one. A target that finds it completely executed
/// while it says `partially_filled` stores `filled`: only the target knows its quantity.
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
    ClientOrderId client_order_id;    // the new name; empty: unchanged
    std::optional<OrderPhase> phase;  // the new one
    std::optional<OrderHold> hold;    // the new one
    Timestamp triggered_at;           // zero: unchanged
    Timestamp tracking_at;            // zero: unchanged
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
    Amount maker_fee;  // below zero: a rebate
    Amount taker_fee;
    Side taker_side{};
    /// Where it is not what the payer received (base for the buyer, quote for the seller).
    std::optional<AssetId> maker_fee_asset;
    std::optional<AssetId> taker_fee_asset;
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

/// A list of orders, as it was accepted in this batch.
struct OrderListRow {
    OrderListId order_list_id;
    AccountId account;
    InstrumentId instrument;
    OrderListType type{};
    std::array<OrderId, list_orders_max> order_ids{};  // by place; zero: not that many
    ClientOrderId client_order_id;
    Timestamp accepted_at;
    Sequence accepted_by;
    Timestamp done_at;  // zero: one of its orders is open
    friend bool operator==(const OrderListRow&, const OrderListRow&) = default;
};

/// A list of an earlier batch of which no order is open any more.
struct OrderListEndRow {
    OrderListId order_list_id;
    Timestamp done_at;
    friend bool operator==(const OrderListEndRow&, const OrderListEndRow&) = default;
};

/// An order's new quantity, and perhaps price and name.
struct OrderAmendmentRow {
    Sequence sequence;
    std::uint16_t event_index = 0;
    Timestamp time;
    OrderId order_id;
    AccountId account;
    InstrumentId instrument;
    Price price_before;
    Price price;
    Quantity open_quantity_before;
    Quantity open_quantity;
    Quantity quantity;  // the new total
    bool kept_priority = false;
    ClientOrderId client_order_id;  // the new name; empty: unchanged
    friend bool operator==(const OrderAmendmentRow&, const OrderAmendmentRow&) = default;
};

/// The numbers stand in tables: never change or reuse one.
enum class TransitionKind : std::uint8_t {
    triggered = 1,
    tracking = 2,
    started = 3,
    reserved = 4,   // it holds another amount from now on
    refreshed = 5,  // an iceberg shows its next part
};
[[nodiscard]] std::string_view name_of(TransitionKind kind) noexcept;

/// What happened to an order between its acceptance and its end, beside trades and amendments.
struct OrderTransitionRow {
    Sequence sequence;
    std::uint16_t event_index = 0;
    Timestamp time;
    OrderId order_id;
    AccountId account;
    InstrumentId instrument;
    TransitionKind kind{};
    Price price;        // the last price; of an iceberg its own; zero: says nothing
    Quantity quantity;  // refreshed: the part that is shown now
    OrderHold hold;     // reserved: the new one
    friend bool operator==(const OrderTransitionRow&, const OrderTransitionRow&) = default;
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
    std::optional<StatusReason> status_reason;  // none: unchanged
    Timestamp updated_at;
    Sequence updated_by;
};

struct AccountRow {
    AccountId account;
    std::uint64_t external_uid = 0;
    FixedText<32> name;
    Timestamp created_at;
    Sequence created_by;
    AccountId parent;  // zero: an account of its own
    friend bool operator==(const AccountRow&, const AccountRow&) = default;
};

struct AccountStatusRow {
    AccountId account;
    AccountStatus status{};
    friend bool operator==(const AccountStatusRow&, const AccountStatusRow&) = default;
};

/// A rule that operators set, as it is now: the whole event. Named within its type by what it is
/// for ("16", "16/USDT", "BTCUSDT", "3"), empty for the venue.
struct SettingRow {
    EventType type{};
    std::string name;
    std::optional<AccountId> account;
    std::optional<InstrumentId> instrument;
    std::string detail;  // the event as one JSON object
    Timestamp updated_at;
    Sequence updated_by;
    friend bool operator==(const SettingRow&, const SettingRow&) = default;
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

/// All rules of the key of that name that is not revoked yet.
struct KeyRulesRow {
    KeyName name;
    Sequence registered_before;  // a later key of the same name is another one
    Timestamp expires_at;        // zero: never
    std::vector<AddressRange> addresses;
    std::vector<InstrumentId> instruments;
    friend bool operator==(const KeyRulesRow&, const KeyRulesRow&) = default;
};
/// "10.0.0.0/8", "2001:db8::/32".
[[nodiscard]] std::string text_of(const AddressRange& range);

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
    /// Replaces what the batch already says of the setting.
    void put(SettingRow setting);
    void end_order_list(const OrderListEndRow& end);

    std::vector<OrderRow> orders;
    std::vector<OrderChange> order_changes;
    std::vector<TradeRow> trades;
    std::vector<PreventedMatchRow> prevented_matches;
    std::vector<OrderListRow> order_lists;
    std::vector<OrderListEndRow> order_list_ends;
    std::vector<OrderAmendmentRow> amendments;
    std::vector<OrderTransitionRow> transitions;
    std::vector<LedgerEntryRow> ledger_entries;
    std::vector<BalanceChange> balance_changes;
    std::vector<AssetRow> assets;
    std::vector<InstrumentRow> instruments;
    std::vector<AccountRow> accounts;
    std::vector<AccountStatusRow> account_statuses;
    std::vector<SettingRow> settings;
    std::vector<KeyRow> keys;
    std::vector<KeyRulesRow> key_rules;
    std::vector<KeyRevocationRow> key_revocations;
    std::vector<AuditRow> audit;

private:
    std::unordered_map<OrderId, std::size_t> order_places_;
    std::unordered_map<OrderId, std::size_t> change_places_;
    std::unordered_map<std::uint64_t, std::size_t> balance_places_;  // by account and asset
    std::unordered_map<std::string, std::size_t> setting_places_;    // by type and name
};

}  // namespace outcry::sinks
