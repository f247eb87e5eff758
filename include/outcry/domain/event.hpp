#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "outcry/domain/amount.hpp"
#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/command.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/reject_reason.hpp"

namespace outcry {

/// The numbers are part of the event log's format: never change or reuse one.
enum class EventType : std::uint8_t {
    none = 0,
    order_accepted = 1,
    order_traded = 2,
    order_closed = 3,
    order_amended = 4,
    command_refused = 5,
    mass_action_progressed = 6,
    self_trade_prevented = 7,
    order_terms_set = 8,
    order_triggered = 9,
    clock_advanced = 10,
    order_reserved = 11,
    iceberg_refreshed = 12,
    order_list_accepted = 13,
    order_list_done = 14,
    order_staged = 15,
    batch_applied = 16,
    order_repeated = 17,
    dead_man_set = 18,
    asset_created = 20,
    instrument_created = 21,
    instrument_status_changed = 22,
    account_created = 23,
    balance_adjusted = 24,
    bytes_staged = 25,
    key_registered = 26,
    key_revoked = 27,
    fees_changed = 28,
    account_rules_set = 29,
    instrument_rules_set = 30,
    instrument_changed = 31,
    account_status_set = 32,
    venue_status_set = 33,
    account_limits_set = 34,
    exposure_limit_set = 35,
    fee_tier_set = 36,
    account_fees_set = 37,
    fee_asset_rate_set = 38,
    balance_transferred = 39,
    key_rules_set = 40,
    key_address_allowed = 41,
    key_instruments_allowed = 42,
    referral_paid = 43,
    account_tier_changed = 44,
};

struct EventFlag {
    static constexpr std::uint8_t last_of_command = 1;
};

/// The order got its id. What of it does not trade at once and is not closed by a later event of
/// the same command rests in the book.
struct OrderAccepted {
    OrderId order_id;
    Price price;            // zero for market orders
    Quantity quantity;      // zero for market_by_quote
    Amount quote_quantity;  // market_by_quote only
    AccountId account;
    Side side{};
    OrderType type{};
    TimeInForce time_in_force{};
    SelfTradePrevention self_trade_prevention{};
    ClientOrderId client_order_id;
    std::array<std::uint8_t, 11> reserved{};
};

/// Bits of `OrderTraded::fee_flags`; zero: both fees are in the asset that their payer received.
struct FeeFlag {
    static constexpr std::uint8_t maker_rebate = 1;  // `maker_fee` < 0, in what the taker received
    static constexpr std::uint8_t maker_in_fee_asset = 2;
    static constexpr std::uint8_t taker_in_fee_asset = 4;
};

/// One fill; says all about both sides. Fees are in the received asset, base for the buyer, unless
/// `fee_flags` says otherwise.
struct OrderTraded {
    TradeId trade_id;
    Price price;  // the maker's
    Quantity quantity;
    OrderId maker_order_id;
    OrderId taker_order_id;
    Quantity maker_open_quantity;  // after the fill; zero: the maker is filled
    Amount maker_fee;
    Amount taker_fee;
    AccountId maker_account;
    AccountId taker_account;
    Side taker_side{};
    std::uint8_t fee_flags = 0;  // bits of FeeFlag
    AssetId fee_asset;           // where a flag says so
    std::array<std::uint8_t, 4> reserved{};
};

/// The order ended otherwise than by being filled; what was open is dropped and released.
struct OrderClosed {
    OrderId order_id;
    Price price;
    Quantity open_quantity;  // dropped; in lots (zero for market_by_quote)
    AccountId account;
    Side side{};
    CloseReason reason{};
    /// One when the order rested in the book, zero when it was trading in this command, two when it
    /// waited outside the book (its phase was not `working`).
    std::uint8_t was_resting = 0;
    ClientOrderId cancel_client_order_id;  // the client's name of the cancel, if any
    std::array<std::uint8_t, 28> reserved{};
};

/// Two orders of one party met and did not trade. With `decrement` each is smaller by `quantity`
/// from now on; with the other modes an `OrderClosed` follows for each one that expires.
struct SelfTradePrevented {
    PreventedMatchId id;
    Price price;        // the maker's
    Quantity quantity;  // what would have traded
    OrderId maker_order_id;
    OrderId taker_order_id;
    Quantity maker_open_quantity;  // after it
    Quantity taker_open_quantity;  // after it; zero for market_by_quote
    AccountId maker_account;
    AccountId taker_account;
    TradeGroupId trade_group;  // of the taker's account
    Side taker_side{};
    SelfTradePrevention mode{};
    std::array<std::uint8_t, 26> reserved{};
};

/// Follows the acceptance of an order that has terms or belongs to a list.
struct OrderTermsSet {
    OrderId order_id;
    Price stop_price;
    Quantity visible_quantity;
    Timestamp expires_at;
    std::uint32_t trailing_delta_bips = 0;
    AccountId account;
    Amount reserved_amount;  // meaningful unless `reserves_by_formula`
    OrderListId order_list_id;
    std::int64_t strategy_id = 0;
    std::int32_t strategy_type = 0;
    SessionId session;
    OrderPhase phase{};  // not `working`: the order does not trade in this command
    /// One: what it does not trade at once reserves what price and open quantity say. Zero: it
    /// holds `reserved_amount` until an `OrderReserved`, an `OrderTriggered` or its end.
    std::uint8_t reserves_by_formula = 0;
    std::array<std::uint8_t, 14> reserved{};
};

/// An order's turn came. `triggered`: what it held is released; it trades, and what is left rests
/// or is closed by a later event of the same command. `tracking`: nothing else changes. `started`:
/// a pending order; it then trades like a new one, or an `OrderTermsSet` says that it waits now.
struct OrderTriggered {
    OrderId order_id;
    Price price;  // the last price
    AccountId account;
    Side side{};
    TriggerKind kind{};
    std::array<std::uint8_t, 74> reserved{};
};

/// From now on an order outside the formula of price and open quantity holds this amount, of what
/// its side pays with; or it is back under the formula.
struct OrderReserved {
    OrderId order_id;
    Amount amount;
    AccountId account;
    Side side{};
    std::uint8_t is_by_formula = 0;
    std::array<std::uint8_t, 66> reserved{};
};

/// An iceberg's visible part was used up: the next part stands at the end of the queue. Follows the
/// `OrderTraded` or `SelfTradePrevented` that used it up.
struct IcebergRefreshed {
    OrderId order_id;
    Price price;
    Quantity visible_open_quantity;
    Quantity open_quantity;
    AccountId account;
    Side side{};
    std::array<std::uint8_t, 59> reserved{};
};

inline constexpr std::size_t list_orders_max = 3;

/// Comes before the acceptance of its orders.
struct OrderListAccepted {
    OrderListId order_list_id;
    std::array<OrderId, list_orders_max> order_ids{};  // zero: not that many
    AccountId account;
    OrderListType type{};
    ClientOrderId client_order_id;  // of the list
    std::array<std::uint8_t, 22> reserved{};
};

/// None of its orders is open any more.
struct OrderListDone {
    OrderListId order_list_id;
    AccountId account;
    std::array<std::uint8_t, 84> reserved{};
};

/// An order or a cancel waits for the list or batch that it belongs to.
struct OrderStaged {
    AccountId account;
    std::uint16_t staged_count = 0;  // this one included
    std::array<std::uint8_t, 90> reserved{};
};

/// Comes before the events of its members. A batch of which one member is refused is refused whole.
struct BatchApplied {
    AccountId account;
    std::uint16_t member_count = 0;
    std::array<std::uint8_t, 90> reserved{};
};

/// An idempotent order that came before, with the same parameters: nothing happened again.
struct OrderRepeated {
    OrderId order_id;      // of the first one
    Sequence accepted_by;  // the command that made it
    AccountId account;
    ClientOrderId client_order_id;
    std::array<std::uint8_t, 39> reserved{};
};

struct DeadManSet {
    Timestamp expires_at;  // zero: switched off
    AccountId account;
    std::array<std::uint8_t, 84> reserved{};
};

/// The order has a new quantity, and perhaps a new price; trades of the same command follow when it
/// lost its place and crossed.
struct OrderAmended {
    OrderId order_id;
    Price price_before;
    Price price;
    Quantity open_quantity_before;
    Quantity open_quantity;
    Quantity quantity;  // the new total, what is executed included
    AccountId account;
    Side side{};
    std::uint8_t kept_priority = 0;
    ClientOrderId client_order_id;  // the order's new name; empty: unchanged
    std::array<std::uint8_t, 5> reserved{};
};

/// Which half of a command was refused.
enum class CommandPart : std::uint8_t { whole = 0, cancel = 1, placement = 2 };

struct CommandRefused {
    OrderId order_id;        // of the target, where one was named
    std::int64_t given = 0;  // the value that broke a limit, in the limit's unit
    std::int64_t limit = 0;
    AccountId account;
    RejectReason reason{};
    CommandType command{};
    CommandPart part{};
    ClientOrderId client_order_id;  // of the new order, or of the target
    std::array<std::uint8_t, 27> reserved{};
};

struct MassActionProgressed {
    std::uint64_t closed_count = 0;  // by this command
    AccountId account;
    std::uint8_t is_finished = 0;
    std::array<std::uint8_t, 83> reserved{};
};

struct ClockAdvanced {
    std::array<std::uint8_t, 96> reserved{};
};

struct AssetCreated {
    AssetId id;
    std::uint8_t decimals = 0;
    AssetCode code;
    std::array<std::uint8_t, 82> reserved{};
};

/// What the definition says, in 96 bytes: unit factors follow from tick, lot and decimals.
struct InstrumentCreated {
    std::uint64_t tick_mantissa = 0;
    std::uint64_t lot_mantissa = 0;
    Price price_minimum;
    Price price_maximum;
    Quantity quantity_minimum;
    Quantity quantity_maximum;
    std::uint64_t notional_minimum = 0;
    std::uint32_t maker_fee_ppm = 0;
    std::uint32_t taker_fee_ppm = 0;
    AssetId base_asset;
    AssetId quote_asset;
    std::uint8_t tick_scale = 0;
    std::uint8_t lot_scale = 0;
    InstrumentStatus status{};
    Symbol symbol;
    std::array<std::uint8_t, 4> reserved{};
};

struct InstrumentStatusChanged {
    InstrumentStatus before{};
    InstrumentStatus after{};
    StatusReason reason{};
    std::array<std::uint8_t, 93> reserved{};
};

struct AccountCreated {
    std::uint64_t external_uid = 0;
    AccountId account;
    FixedText<32> name;
    std::array<std::uint8_t, 3> reserved{};
    AccountId parent;  // zero: an account of its own
    std::array<std::uint8_t, 44> reserved_too{};
};

struct BalanceAdjusted {
    Amount amount;
    Amount free_after;
    AccountId account;
    AssetId asset;
    AdjustmentKind kind{};
    std::array<std::uint8_t, 57> reserved{};
};

inline constexpr std::size_t bytes_per_event_max = 88;

/// A piece of what was staged, small enough for an event; a staged part makes one or two of these.
struct BytesStaged {
    std::uint16_t offset = 0;
    std::uint16_t size = 0;
    std::array<std::uint8_t, 4> reserved{};
    std::array<std::byte, bytes_per_event_max> bytes{};
};

/// The key's material are the bytes staged so far.
struct KeyRegistered {
    AccountId account;
    std::uint16_t material_size = 0;
    KeyName name;
    KeyType type{};
    std::uint8_t permissions = 0;
    std::array<std::uint8_t, 23> reserved{};
};

struct KeyRevoked {
    AccountId account;
    KeyName name;
    std::array<std::uint8_t, 27> reserved{};
};

struct FeesChanged {
    std::uint32_t maker_fee_ppm = 0;
    std::uint32_t taker_fee_ppm = 0;
    std::array<std::uint8_t, 88> reserved{};
};

struct AccountRulesSet {
    AccountId account;
    TradeGroupId trade_group;
    SelfTradePrevention default_self_trade_prevention{};
    std::array<std::uint8_t, 87> reserved{};
};

struct AccountStatusSet {
    AccountId account;
    AccountStatus before{};
    AccountStatus after{};
    std::array<std::uint8_t, 90> reserved{};
};

struct VenueStatusSet {
    VenueStatus before{};
    VenueStatus after{};
    std::array<std::uint8_t, 94> reserved{};
};

struct BalanceTransferred {
    Amount amount;
    AccountId source;
    AccountId target;
    AssetId asset;
    std::uint8_t is_by_operator = 0;
    std::array<std::uint8_t, 69> reserved{};
};

/// Takes the place of all rules that the key had; what it allows follows.
struct KeyRulesSet {
    Timestamp expires_at;  // zero: never
    AccountId account;
    KeyName name;
    std::uint8_t address_count = 0;     // so many `KeyAddressAllowed` follow
    std::uint8_t instrument_count = 0;  // in one `KeyInstrumentsAllowed`, if not zero
    std::array<std::uint8_t, 17> reserved{};
};

struct KeyAddressAllowed {
    KeyName name;
    AddressRange range;
    std::array<std::uint8_t, 14> reserved{};
};

struct KeyInstrumentsAllowed {
    std::array<InstrumentId, key_instruments_max> instruments{};
    KeyName name;
    std::uint8_t count = 0;
    std::array<std::uint8_t, 6> reserved{};
};

/// Part of a fee went on to who brought the account. Follows the `OrderTraded`.
struct ReferralPaid {
    TradeId trade_id;
    Amount amount;
    AccountId account;  // that paid the fee
    AccountId referrer;
    AssetId asset;
    std::array<std::uint8_t, 62> reserved{};
};

struct AccountTierChanged {
    Amount volume;  // of the 30 days
    AccountId account;
    std::uint8_t before = 0;  // zero: the instrument's own fees
    std::uint8_t after = 0;
    std::array<std::uint8_t, 74> reserved{};
};

/// Something the engine decided; two cache lines, no padding, unused bytes zero: its bytes are
/// compared between copies. Named by (sequence, index).
struct alignas(64) Event {
    Sequence sequence;
    Timestamp time;
    RequestId request;
    std::uint16_t index = 0;
    EventType type = EventType::none;
    std::uint8_t flags = 0;
    InstrumentId instrument;
    std::uint16_t reserved = 0;

    union {
        OrderAccepted accepted{};
        OrderTraded traded;
        OrderClosed closed;
        OrderAmended amended;
        CommandRefused refused;
        MassActionProgressed mass_action;
        ClockAdvanced clock;
        AssetCreated asset;
        InstrumentCreated instrument_created;
        InstrumentStatusChanged status;
        AccountCreated account_created;
        BalanceAdjusted adjusted;
        BytesStaged staged;
        KeyRegistered key;
        KeyRevoked key_revoked;
        FeesChanged fees;
        SelfTradePrevented prevented;
        OrderTermsSet terms;
        AccountRulesSet account_rules;
        OrderTriggered triggered;
        OrderReserved order_reserved;
        IcebergRefreshed refreshed;
        OrderListAccepted list_accepted;
        OrderListDone list_done;
        OrderStaged order_staged;
        BatchApplied batch;
        OrderRepeated repeated;
        DeadManSet dead_man;
        InstrumentRules instrument_rules;
        InstrumentChange instrument_change;
        AccountStatusSet account_status;
        VenueStatusSet venue_status;
        AccountLimits account_limits;
        ExposureLimit exposure_limit;
        FeeTier fee_tier;
        AccountFees account_fees;
        FeeAssetRate fee_asset_rate;
        BalanceTransferred transferred;
        KeyRulesSet key_rules;
        KeyAddressAllowed key_address;
        KeyInstrumentsAllowed key_instruments;
        ReferralPaid referral;
        AccountTierChanged tier;
    };

    Event() noexcept { std::memset(static_cast<void*>(this), 0, sizeof *this); }
    [[nodiscard]] bool is_last_of_command() const noexcept {
        return (flags & EventFlag::last_of_command) != 0;
    }
};
static_assert(sizeof(Event) == 128);
static_assert(std::is_trivially_copyable_v<Event>);

template <class... Body>
inline constexpr bool is_event_body =
    ((sizeof(Body) == 96 && alignof(Body) <= 8 && std::is_trivially_copyable_v<Body> &&
      std::has_unique_object_representations_v<Body>) &&
     ...);
static_assert(
    is_event_body<
        OrderAccepted, OrderTraded, OrderClosed, OrderAmended, CommandRefused, MassActionProgressed,
        ClockAdvanced, AssetCreated, InstrumentCreated, InstrumentStatusChanged, AccountCreated,
        BalanceAdjusted, BytesStaged, KeyRegistered, KeyRevoked, FeesChanged, SelfTradePrevented,
        OrderTermsSet, AccountRulesSet, OrderTriggered, OrderReserved, IcebergRefreshed,
        OrderListAccepted, OrderListDone, OrderStaged, BatchApplied, OrderRepeated, DeadManSet,
        InstrumentRules, InstrumentChange, AccountStatusSet, VenueStatusSet, AccountLimits,
        ExposureLimit, FeeTier, AccountFees, FeeAssetRate, BalanceTransferred, KeyRulesSet,
        KeyAddressAllowed, KeyInstrumentsAllowed, ReferralPaid, AccountTierChanged>,
    "an event's bytes are compared: no padding");

/// The most events one command makes: fills per order and slices of mass actions are cut to fit.
inline constexpr std::size_t events_per_command_max = 1024;
/// The most fills of one order in one command; the rest expires with CloseReason::fill_limit.
/// Each fill makes at most one event.
inline constexpr std::size_t fills_per_command_max = 500;
/// The most orders of its own party that a taker meets in one command; then the same. Each makes a
/// report and at most one close.
inline constexpr std::size_t self_trades_per_command_max = 250;
/// How many orders one slice of a mass action closes.
inline constexpr std::size_t mass_action_slice_max = 256;
static_assert(fills_per_command_max + 2 * self_trades_per_command_max + 4 <=
              events_per_command_max);
static_assert(mass_action_slice_max + 4 <= events_per_command_max);

}  // namespace outcry
