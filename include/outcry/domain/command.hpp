#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "outcry/domain/amount.hpp"
#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/instrument.hpp"
#include "outcry/domain/rules.hpp"

namespace outcry {

/// The numbers are part of the journal's format: never change or reuse one.
enum class CommandType : std::uint8_t {
    none = 0,
    place_order = 1,
    cancel_order = 2,
    amend_order = 3,
    replace_order = 4,         // cancel one order and place another, in one step
    cancel_all_orders = 5,     // of one account on one instrument
    continue_mass_action = 6,  // the next slice of what is not done; made by the sequencer
    stage_order = 7,           // an order for the list or batch that follows
    stage_cancel = 8,          // a cancel for the batch that follows
    place_order_list = 9,      // the staged orders as one list
    advance_clock = 10,
    apply_batch = 11,  // what is staged, all of it or nothing
    cancel_order_list = 12,
    cancel_orders = 13,  // by scope, side and session; in slices
    set_dead_man = 14,   // cancel all of the account unless it comes again in time
    create_asset = 20,
    create_instrument = 21,
    set_instrument_status = 22,
    create_account = 23,
    adjust_balance = 24,
    stage_bytes = 25,  // part of what a later command needs and one record cannot hold
    register_key = 26,
    revoke_key = 27,
    change_fees = 28,
    set_account_rules = 29,
    set_instrument_rules = 30,
    change_instrument = 31,
    set_account_status = 32,
    set_venue_status = 33,
    set_account_limits = 34,
    set_exposure_limit = 35,
    set_fee_tier = 36,
    set_account_fees = 37,
    set_fee_asset_rate = 38,
    transfer_balance = 39,
    set_key_rules = 40,
};

/// Bits of `Command::flags`.
struct CommandFlag {
    static constexpr std::uint8_t has_target_order_id = 1;         // `target_order_id` names it
    static constexpr std::uint8_t has_target_client_order_id = 2;  // `target` names it
    static constexpr std::uint8_t amend_keep_priority_only = 4;  // refuse what would lose the place
    static constexpr std::uint8_t cancel_only_new = 8;           // only if nothing is executed
    static constexpr std::uint8_t cancel_only_partially_filled = 16;
    static constexpr std::uint8_t price_unchanged = 32;  // amend: `price` says nothing
    static constexpr std::uint8_t has_cancel_text = 64;  // `texts.cancel` is filled in
    static constexpr std::uint8_t has_terms = 128;       // of a new order: `terms_of` says more
};

/// Bits of `Command::options`, of a new order.
struct CommandOption {
    static constexpr std::uint8_t idempotent = 1;  // a repetition gets the first result
};

/// The second cache line of an order command: what a new order brings beyond numbers.
struct NewOrderText {
    std::uint64_t client_order_id_hash = 0;  // base::hash_text(id, account); zero without an id
    Amount quote_quantity;                   // market_by_quote only; smallest units of the quote
    ClientOrderId client_order_id;
    std::array<std::uint8_t, 3> reserved{};
};
static_assert(sizeof(NewOrderText) == 64);

/// The third: which order is meant, when by the client's name; and terms of a new order that few
/// orders have.
struct TargetText {
    std::uint64_t client_order_id_hash = 0;
    ClientOrderId client_order_id;
    std::array<std::uint8_t, 3> reserved{};
    Price stop_price;
    Quantity visible_quantity;
};
static_assert(sizeof(TargetText) == 64);

/// The fourth: the client's name for the cancel itself, reported back; and more such terms.
struct CancelText {
    ClientOrderId client_order_id;
    std::uint8_t reserved = 0;
    std::uint16_t trailing_delta_bips = 0;
    Timestamp expires_at;
    std::int64_t strategy_id = 0;
    std::int32_t strategy_type = 0;
    SessionId session;
};
static_assert(sizeof(CancelText) == 64);

struct OrderTexts {
    NewOrderText created;
    TargetText target;
    CancelText cancel;
};

/// What most new orders say nothing about; each zero where it does not apply.
struct OrderTerms {
    Price stop_price;                       // trades only once the market has been there
    Quantity visible_quantity;              // iceberg: no more than this is shown at one time
    Timestamp expires_at;                   // GTD
    std::uint16_t trailing_delta_bips = 0;  // the stop follows the market at this distance
    SessionId session;                      // the order is cancelled when this session ends
    std::int64_t strategy_id = 0;           // the client's own numbers, reported back
    std::int32_t strategy_type = 0;

    friend bool operator==(const OrderTerms&, const OrderTerms&) noexcept = default;
};

struct AdjustBalance {
    Amount amount;  // > 0; a withdrawal takes it off
    AssetId asset;
    AdjustmentKind kind = AdjustmentKind::deposit;
    std::uint8_t reserved = 0;
};

inline constexpr std::size_t staged_part_size_max = 128;
/// The largest material of a key: an RSA-4096 public key, or a sealed secret.
inline constexpr std::size_t staged_size_max = 1024;

struct StageBytes {
    std::uint16_t offset = 0;  // zero starts anew
    std::uint16_t size = 0;
    std::array<std::byte, staged_part_size_max> bytes{};
};

/// The material itself (a sealed secret or a public key) was staged by the commands before.
struct RegisterKey {
    KeyName name;
    KeyType type = KeyType::hmac;
    std::uint8_t permissions = 0;     // bits of KeyPermission
    std::uint16_t material_size = 0;  // must equal what is staged
};

struct RevokeKey {
    KeyName name;
};

struct CreateAccount {
    std::uint64_t external_uid = 0;  // the operator's own number of the user
    FixedText<32> name;
    std::array<std::uint8_t, 3> reserved{};
    AccountId parent;  // a sub-account of this one; zero: an account of its own
};

/// The orders that were staged before, by their place: 0 is the working order of OTO and OTOCO; the
/// pair of an OCO comes in any order.
struct PlaceOrderList {
    std::uint64_t client_order_id_hash = 0;  // base::hash_text(id, account); zero without an id
    ClientOrderId client_order_id;           // of the list
    OrderListType type{};
    std::array<std::uint8_t, 2> reserved{};
};

/// Names a list by its id or by the client's name of it.
struct CancelOrderList {
    OrderListId order_list_id;
    ClientOrderId client_order_id;         // of the list; empty: by id
    ClientOrderId cancel_client_order_id;  // of the cancel
    std::array<std::uint8_t, 6> reserved{};
};

/// Which orders a mass cancel closes: those that fit all that it says.
struct CancelOrders {
    SessionId session;  // zero: of any or none
    CancelScope scope{};
    std::uint8_t has_instrument = 0;  // only on the command's instrument
    std::uint8_t has_side = 0;        // only of the command's side
    CloseReason reason{};
};

struct SetDeadMan {
    std::uint32_t timeout_ms = 0;  // zero switches the timer off
};

struct SetAccountStatus {
    AccountStatus status{};
};

struct SetVenueStatus {
    VenueStatus status{};
};

/// From the command's account to another one of the same owner, or by an operator to any.
struct TransferBalance {
    Amount amount;
    AccountId target;
    AssetId asset;
    std::uint8_t is_by_operator = 0;
    std::uint8_t reserved = 0;
};

/// An IPv6 network, or an IPv4 one mapped into ::ffff:0:0/96.
struct AddressRange {
    std::array<std::uint8_t, 16> address{};
    std::uint8_t prefix_bits = 0;

    friend bool operator==(const AddressRange&, const AddressRange&) noexcept = default;
};

inline constexpr std::size_t key_addresses_max = 4;
inline constexpr std::size_t key_instruments_max = 12;

/// Replaces all rules of a key.
struct SetKeyRules {
    Timestamp expires_at;  // zero: never
    KeyName name;
    std::uint8_t address_count = 0;     // zero: from anywhere
    std::uint8_t instrument_count = 0;  // zero: all instruments
    std::uint8_t reserved = 0;
    std::array<AddressRange, key_addresses_max> addresses{};
    std::array<InstrumentId, key_instruments_max> instruments{};
};

/// What holds for all orders of an account that do not say otherwise.
struct SetAccountRules {
    TradeGroupId trade_group;
    SelfTradePrevention default_self_trade_prevention{};
    std::array<std::uint8_t, 3> reserved{};
};

struct ChangeFees {
    std::uint32_t maker_fee_ppm = 0;
    std::uint32_t taker_fee_ppm = 0;
};

/// One instruction to the engine; four cache lines of which most commands use one or two.
/// Fields that a type does not use are zero, so that equal commands are equal bytes.
struct alignas(64) Command {
    // First line: all that a cancel by order id needs.
    Sequence sequence;  // given by the sequencer
    /// Given by the sequencer; never goes back. Before that, on the way from a gateway: the steady
    /// clock's nanoseconds when it was pushed, for the time it waited; zero: not measured.
    Timestamp time;
    RequestId request;
    OrderId target_order_id;  // cancel, amend, replace
    Price price;
    Quantity quantity;
    AccountId account;
    InstrumentId instrument;
    CommandType type = CommandType::none;
    std::uint8_t flags = 0;  // bits of CommandFlag
    OrderType order_type{};
    Side side{};
    TimeInForce time_in_force{};
    SelfTradePrevention self_trade_prevention{};
    QuantityMeaning quantity_meaning{};
    ReplaceMode replace_mode{};
    InstrumentStatus instrument_status{};
    std::uint8_t options = 0;  // bits of CommandOption; of a status: its StatusReason

    // Second to fourth line, by type.
    union {
        OrderTexts texts{};
        AssetDefinition asset;
        InstrumentDefinition instrument_definition;
        CreateAccount new_account;
        AdjustBalance adjustment;
        StageBytes staged;
        RegisterKey key;
        RevokeKey revoked_key;
        ChangeFees fees;
        SetAccountRules account_rules;
        PlaceOrderList order_list;
        CancelOrderList cancelled_list;
        CancelOrders mass_cancel;
        SetDeadMan dead_man;
        InstrumentRules instrument_rules;
        InstrumentChange instrument_change;
        SetAccountStatus account_status;
        SetVenueStatus venue_status;
        AccountLimits account_limits;
        ExposureLimit exposure_limit;
        FeeTier fee_tier;
        AccountFees account_fees;
        FeeAssetRate fee_asset_rate;
        TransferBalance transfer;
        SetKeyRules key_rules;
    };

    Command() noexcept { clear(); }
    /// All bytes zero, the unused ones of the union as well.
    void clear() noexcept { std::memset(static_cast<void*>(this), 0, sizeof *this); }
};
static_assert(sizeof(Command) == 256);
static_assert(offsetof(Command, texts) == 64);
static_assert(std::is_trivially_copyable_v<Command>);

/// How many of the four lines a command uses; the others need not be copied.
[[nodiscard]] constexpr std::size_t line_count(CommandType type, std::uint8_t flags) noexcept {
    switch (type) {
        case CommandType::place_order: return (flags & CommandFlag::has_terms) != 0 ? 4 : 2;
        case CommandType::cancel_order:
            return (flags &
                    (CommandFlag::has_target_client_order_id | CommandFlag::has_cancel_text)) != 0
                       ? 4
                       : 1;
        case CommandType::advance_clock:
        case CommandType::continue_mass_action:
        case CommandType::set_instrument_status: return 1;
        default: return 4;
    }
}

/// Of a new order; its third and fourth line are read only when they are there.
[[nodiscard]] inline OrderTerms terms_of(const Command& command) noexcept {
    if ((command.flags & CommandFlag::has_terms) == 0) return {};
    const OrderTexts& texts = command.texts;
    return {.stop_price = texts.target.stop_price,
            .visible_quantity = texts.target.visible_quantity,
            .expires_at = texts.cancel.expires_at,
            .trailing_delta_bips = texts.cancel.trailing_delta_bips,
            .session = texts.cancel.session,
            .strategy_id = texts.cancel.strategy_id,
            .strategy_type = texts.cancel.strategy_type};
}

/// Writes them into a new order, or takes them out where there are none.
inline void set_terms(Command& command, const OrderTerms& terms) noexcept {
    command.texts.target.stop_price = terms.stop_price;
    command.texts.target.visible_quantity = terms.visible_quantity;
    command.texts.cancel.expires_at = terms.expires_at;
    command.texts.cancel.trailing_delta_bips = terms.trailing_delta_bips;
    command.texts.cancel.session = terms.session;
    command.texts.cancel.strategy_id = terms.strategy_id;
    command.texts.cancel.strategy_type = terms.strategy_type;
    const bool has_terms = terms != OrderTerms{};
    command.flags = static_cast<std::uint8_t>((command.flags & ~CommandFlag::has_terms) |
                                              (has_terms ? CommandFlag::has_terms : 0));
}

/// Copies the lines that count; the rest of `target` is left as it was and must not be read.
inline void copy_lines(Command& target, const Command& source) noexcept {
    const std::size_t size_bytes = 64 * line_count(source.type, source.flags);
    std::memcpy(static_cast<void*>(&target), static_cast<const void*>(&source), size_bytes);
}

}  // namespace outcry
