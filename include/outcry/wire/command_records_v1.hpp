#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace outcry::wire {

// Version 1 of the journaled commands. Little endian; fields never move or change meaning, and
// reserved bytes are zero. A record is a header, the body of its type, then the texts whose sizes
// the body gives, without terminator or padding. docs/formats/command_records.md has an example.

struct RecordHeaderV1 {
    std::uint16_t size_bytes;  // of the whole record
    std::uint8_t type;         // CommandType
    std::uint8_t version;      // 1
    std::uint32_t account_id;
    std::uint64_t sequence;
    std::int64_t time_us;
    std::uint64_t request_id;
};
static_assert(sizeof(RecordHeaderV1) == 32);

/// In a size of a client order id: a quote quantity (AmountV1) comes before the texts.
inline constexpr std::uint8_t has_quote_quantity_v1 = 0x80;

/// Likewise: the terms (OrderTermsV1) come first of all that follows.
inline constexpr std::uint8_t has_terms_v1 = 0x40;

struct AmountV1 {
    std::uint64_t low;
    std::int64_t high;
};
static_assert(sizeof(AmountV1) == 16);

/// What few orders say; never all zero.
struct OrderTermsV1 {
    std::int64_t stop_price_ticks;
    std::uint64_t visible_quantity_lots;
    std::int64_t expires_at_us;
    std::uint32_t trailing_delta_bips;
    std::uint8_t options;         // bits of CommandOption
    std::uint8_t has_more_terms;  // one: MoreOrderTermsV1 follows
    std::array<std::uint8_t, 2> reserved;
};
static_assert(sizeof(OrderTermsV1) == 32);

/// What even fewer say; never all zero.
struct MoreOrderTermsV1 {
    std::int64_t strategy_id;
    std::int32_t strategy_type;
    std::uint32_t session_id;
};
static_assert(sizeof(MoreOrderTermsV1) == 16);

/// Of place_order and stage_order. Followed by OrderTermsV1 and perhaps MoreOrderTermsV1 if
/// `has_terms_v1`, AmountV1 if `has_quote_quantity_v1`, then the client order id.
struct PlaceOrderV1 {
    std::int64_t price_ticks;
    std::uint64_t quantity_lots;
    std::uint16_t instrument_id;
    std::uint8_t flags;
    std::uint8_t order_type;
    std::uint8_t side;
    std::uint8_t time_in_force;
    std::uint8_t self_trade_prevention;
    std::uint8_t client_order_id_size;
};
static_assert(sizeof(PlaceOrderV1) == 24);

/// Of cancel_order and stage_cancel. Followed by the target's client order id and the name of the
/// cancel.
struct CancelOrderV1 {
    std::uint64_t target_order_id;
    std::uint16_t instrument_id;
    std::uint8_t flags;
    std::uint8_t target_size;
    std::uint8_t cancel_size;
    std::array<std::uint8_t, 3> reserved;
};
static_assert(sizeof(CancelOrderV1) == 16);

/// An amendment or a cancel-replace. Followed by what follows PlaceOrderV1, then the target's
/// client order id and the name of the cancel.
struct ChangeOrderV1 {
    std::uint64_t target_order_id;
    std::int64_t price_ticks;
    std::uint64_t quantity_lots;
    std::uint16_t instrument_id;
    std::uint8_t flags;
    std::uint8_t order_type;
    std::uint8_t side;
    std::uint8_t time_in_force;
    std::uint8_t self_trade_prevention;
    std::uint8_t quantity_meaning;
    std::uint8_t replace_mode;
    std::uint8_t client_order_id_size;
    std::uint8_t target_size;
    std::uint8_t cancel_size;
    std::array<std::uint8_t, 4> reserved;
};
static_assert(sizeof(ChangeOrderV1) == 40);

/// Followed by the name of the cancel.
struct CancelAllOrdersV1 {
    std::uint16_t instrument_id;
    std::uint8_t flags;
    std::uint8_t cancel_size;
    std::array<std::uint8_t, 4> reserved;
};
static_assert(sizeof(CancelAllOrdersV1) == 8);

struct ContinueMassActionV1 {
    std::uint16_t instrument_id;
    std::array<std::uint8_t, 6> reserved;
};
static_assert(sizeof(ContinueMassActionV1) == 8);

/// Followed by the client's name of the list.
struct PlaceOrderListV1 {
    std::uint16_t instrument_id;
    std::uint8_t flags;
    std::uint8_t list_type;
    std::uint8_t client_order_id_size;
    std::array<std::uint8_t, 3> reserved;
};
static_assert(sizeof(PlaceOrderListV1) == 8);

struct ApplyBatchV1 {
    std::uint16_t instrument_id;
    std::uint8_t flags;
    std::array<std::uint8_t, 5> reserved;
};
static_assert(sizeof(ApplyBatchV1) == 8);

/// Followed by the client's names of the list and of the cancel.
struct CancelOrderListV1 {
    std::uint64_t order_list_id;
    std::uint16_t instrument_id;
    std::uint8_t flags;
    std::uint8_t client_order_id_size;
    std::uint8_t cancel_size;
    std::array<std::uint8_t, 3> reserved;
};
static_assert(sizeof(CancelOrderListV1) == 16);

struct CancelOrdersV1 {
    std::uint32_t session_id;
    std::uint16_t instrument_id;
    std::uint8_t scope;
    std::uint8_t has_instrument;
    std::uint8_t has_side;
    std::uint8_t side;
    std::uint8_t reason;
    std::uint8_t reserved;
};
static_assert(sizeof(CancelOrdersV1) == 12);

struct SetDeadManV1 {
    std::uint32_t timeout_ms;
    std::array<std::uint8_t, 4> reserved;
};
static_assert(sizeof(SetDeadManV1) == 8);

struct SetInstrumentStatusV1 {
    std::uint16_t instrument_id;
    std::uint8_t status;
    std::uint8_t reason;
    std::array<std::uint8_t, 4> reserved;
};
static_assert(sizeof(SetInstrumentStatusV1) == 8);

/// Followed by the code.
struct CreateAssetV1 {
    std::uint16_t asset_id;
    std::uint8_t decimals;
    std::uint8_t code_size;
    std::array<std::uint8_t, 4> reserved;
};
static_assert(sizeof(CreateAssetV1) == 8);

/// Followed by the symbol.
struct CreateInstrumentV1 {
    std::uint64_t tick_mantissa;
    std::uint64_t lot_mantissa;
    std::uint64_t base_units_per_lot;
    std::uint64_t quote_units_per_tick_lot;
    std::int64_t price_minimum_ticks;
    std::int64_t price_maximum_ticks;
    std::uint64_t quantity_minimum_lots;
    std::uint64_t quantity_maximum_lots;
    std::uint64_t notional_minimum;
    std::uint32_t maker_fee_ppm;
    std::uint32_t taker_fee_ppm;
    std::uint16_t instrument_id;
    std::uint16_t base_asset_id;
    std::uint16_t quote_asset_id;
    std::uint16_t command_instrument_id;  // as it stood in the command itself, usually zero
    std::uint8_t tick_scale;
    std::uint8_t lot_scale;
    std::uint8_t status;
    std::uint8_t symbol_size;
    std::array<std::uint8_t, 4> reserved;
};
static_assert(sizeof(CreateInstrumentV1) == 96);

/// Followed by the name.
struct CreateAccountV1 {
    std::uint64_t external_uid;
    std::uint8_t name_size;
    std::array<std::uint8_t, 3> reserved;
    std::uint32_t parent_account_id;
};
static_assert(sizeof(CreateAccountV1) == 16);

struct AdjustBalanceV1 {
    AmountV1 amount;
    std::uint16_t asset_id;
    std::uint8_t kind;
    std::array<std::uint8_t, 5> reserved;
};
static_assert(sizeof(AdjustBalanceV1) == 24);

/// Followed by the bytes.
struct StageBytesV1 {
    std::uint16_t offset;
    std::uint16_t size;
    std::array<std::uint8_t, 4> reserved;
};
static_assert(sizeof(StageBytesV1) == 8);

/// Followed by the name.
struct RegisterKeyV1 {
    std::uint16_t material_size;
    std::uint8_t key_type;
    std::uint8_t permissions;
    std::uint8_t name_size;
    std::array<std::uint8_t, 3> reserved;
};
static_assert(sizeof(RegisterKeyV1) == 8);

/// Followed by the name.
struct RevokeKeyV1 {
    std::uint8_t name_size;
    std::array<std::uint8_t, 7> reserved;
};
static_assert(sizeof(RevokeKeyV1) == 8);

struct ChangeFeesV1 {
    std::uint32_t maker_fee_ppm;
    std::uint32_t taker_fee_ppm;
    std::uint16_t instrument_id;
    std::array<std::uint8_t, 6> reserved;
};
static_assert(sizeof(ChangeFeesV1) == 16);

struct SetAccountRulesV1 {
    std::uint32_t trade_group;
    std::uint8_t default_self_trade_prevention;
    std::array<std::uint8_t, 3> reserved;
};
static_assert(sizeof(SetAccountRulesV1) == 8);

/// Of set_instrument_rules and change_instrument. Followed by the rules or the change: 96 bytes,
/// as `outcry/domain/rules.hpp` has them and `outcry/wire/state_records.hpp` pins them. The bodies
/// of set_account_limits, set_exposure_limit, set_fee_tier, set_account_fees and
/// set_fee_asset_rate are such 96 bytes alone.
struct InstrumentNameV1 {
    std::uint16_t instrument_id;
    std::array<std::uint8_t, 6> reserved;
};
static_assert(sizeof(InstrumentNameV1) == 8);

/// Of set_account_status and set_venue_status.
struct SetStatusV1 {
    std::uint8_t status;
    std::array<std::uint8_t, 7> reserved;
};
static_assert(sizeof(SetStatusV1) == 8);

struct TransferBalanceV1 {
    AmountV1 amount;
    std::uint32_t target_account_id;
    std::uint16_t asset_id;
    std::uint8_t is_by_operator;
    std::uint8_t reserved;
};
static_assert(sizeof(TransferBalanceV1) == 24);

/// Followed by the name, the address ranges (AddressRangeV1) and the instruments (2 bytes each).
struct SetKeyRulesV1 {
    std::int64_t expires_at_us;
    std::uint8_t name_size;
    std::uint8_t address_count;
    std::uint8_t instrument_count;
    std::array<std::uint8_t, 5> reserved;
};
static_assert(sizeof(SetKeyRulesV1) == 16);

struct AddressRangeV1 {
    std::array<std::uint8_t, 16> address;
    std::uint8_t prefix_bits;
};
static_assert(sizeof(AddressRangeV1) == 17);

template <class... Struct>
inline constexpr bool is_wire_layout =
    ((std::is_trivially_copyable_v<Struct> && std::has_unique_object_representations_v<Struct>) &&
     ...);
static_assert(is_wire_layout<RecordHeaderV1, AmountV1, PlaceOrderV1, CancelOrderV1, ChangeOrderV1,
                             CancelAllOrdersV1, ContinueMassActionV1, SetInstrumentStatusV1,
                             CreateAssetV1, CreateInstrumentV1, CreateAccountV1, AdjustBalanceV1,
                             StageBytesV1, RegisterKeyV1, RevokeKeyV1, ChangeFeesV1, OrderTermsV1,
                             SetAccountRulesV1, MoreOrderTermsV1, PlaceOrderListV1, ApplyBatchV1,
                             CancelOrderListV1, CancelOrdersV1, SetDeadManV1, InstrumentNameV1,
                             SetStatusV1, TransferBalanceV1, SetKeyRulesV1, AddressRangeV1>,
              "padding must not reach disk");

}  // namespace outcry::wire
