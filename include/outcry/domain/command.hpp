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

namespace outcry {

/// The numbers are part of the journal's format: never change or reuse one.
enum class CommandType : std::uint8_t {
    none = 0,
    place_order = 1,
    cancel_order = 2,
    amend_order = 3,
    replace_order = 4,         // cancel one order and place another, in one step
    cancel_all_orders = 5,     // of one account on one instrument
    continue_mass_action = 6,  // the next slice of the line above; made by the sequencer
    advance_clock = 10,
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
    std::array<std::uint8_t, 3> reserved{};
    Timestamp expires_at;
    std::uint32_t trailing_delta_bips = 0;
    std::array<std::uint8_t, 12> reserved_terms{};
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
    std::uint32_t trailing_delta_bips = 0;  // the stop follows the market at this distance

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
    std::uint8_t reserved = 0;

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
            .trailing_delta_bips = texts.cancel.trailing_delta_bips};
}

/// Writes them into a new order, or takes them out where there are none.
inline void set_terms(Command& command, const OrderTerms& terms) noexcept {
    command.texts.target.stop_price = terms.stop_price;
    command.texts.target.visible_quantity = terms.visible_quantity;
    command.texts.cancel.expires_at = terms.expires_at;
    command.texts.cancel.trailing_delta_bips = terms.trailing_delta_bips;
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
