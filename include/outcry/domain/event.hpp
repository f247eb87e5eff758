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
    clock_advanced = 10,
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

/// One fill; says all about both sides. Fees are in the received asset: base for the buyer.
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
    std::array<std::uint8_t, 7> reserved{};
};

/// The order ended otherwise than by being filled; what was open is dropped and released.
struct OrderClosed {
    OrderId order_id;
    Price price;
    Quantity open_quantity;  // dropped; in lots (zero for market_by_quote)
    AccountId account;
    Side side{};
    CloseReason reason{};
    /// One when the order rested in the book, zero when it is the taker of this command.
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

/// Follows the acceptance of an order that has terms.
struct OrderTermsSet {
    OrderId order_id;
    Price stop_price;
    Quantity visible_quantity;
    Timestamp expires_at;
    std::uint32_t trailing_delta_bips = 0;
    AccountId account;
    std::array<std::uint8_t, 56> reserved{};
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
    std::array<std::uint8_t, 94> reserved{};
};

struct AccountCreated {
    std::uint64_t external_uid = 0;
    AccountId account;
    FixedText<32> name;
    std::array<std::uint8_t, 51> reserved{};
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
static_assert(is_event_body<OrderAccepted, OrderTraded, OrderClosed, OrderAmended, CommandRefused,
                            MassActionProgressed, ClockAdvanced, AssetCreated, InstrumentCreated,
                            InstrumentStatusChanged, AccountCreated, BalanceAdjusted, BytesStaged,
                            KeyRegistered, KeyRevoked, FeesChanged, SelfTradePrevented,
                            OrderTermsSet, AccountRulesSet>,
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
