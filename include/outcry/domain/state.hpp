#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "outcry/domain/command.hpp"
#include "outcry/domain/instrument.hpp"
#include "outcry/domain/rules.hpp"

namespace outcry {

// The engine's whole state as plain records, in the order in which `Engine::visit` gives them and
// `Engine::restore` takes them. The state hash runs over their bytes, so each is without padding.

struct VenueState {
    Sequence sequence;  // of the last command applied
    Timestamp time;
    OrderId order_id_last;
    RequestId mass_action_request;  // the action whose slices are not done
    AccountId mass_action_account;
    InstrumentId mass_action_instrument;
    std::uint8_t mass_action_is_pending = 0;
    std::uint8_t reserved = 0;
};

struct AssetState {
    AssetId id;
    std::uint8_t decimals = 0;
    AssetCode code;
    std::array<std::uint8_t, 2> reserved{};
};

struct InstrumentState {
    std::uint64_t tick_mantissa = 0;
    std::uint64_t lot_mantissa = 0;
    std::uint64_t base_units_per_lot = 0;
    std::uint64_t quote_units_per_tick_lot = 0;
    Price price_minimum;
    Price price_maximum;
    Quantity quantity_minimum;
    Quantity quantity_maximum;
    std::uint64_t notional_minimum = 0;
    TradeId trade_id_last;
    Price price_last;  // of the last trade; zero before the first
    std::uint32_t maker_fee_ppm = 0;
    std::uint32_t taker_fee_ppm = 0;
    InstrumentId id;
    AssetId base_asset;
    AssetId quote_asset;
    std::uint8_t tick_scale = 0;
    std::uint8_t lot_scale = 0;
    InstrumentStatus status{};
    Symbol symbol;
    std::array<std::uint8_t, 2> reserved{};
};

struct AccountState {
    std::uint64_t external_uid = 0;
    AccountId id;
    FixedText<32> name;
    std::array<std::uint8_t, 3> reserved{};
};

/// Only of accounts for which it is not all zero.
struct AccountRulesState {
    AccountId account;
    TradeGroupId trade_group;
    SelfTradePrevention default_self_trade_prevention{};
    std::array<std::uint8_t, 7> reserved{};
};

/// Only of instruments for which it is not all zero.
struct InstrumentCountersState {
    PreventedMatchId prevented_match_id_last;
    InstrumentId instrument;
    std::array<std::uint8_t, 6> reserved{};
};

struct BalanceState {
    Amount free;
    Amount locked;
    AccountId account;
    AssetId asset;
    std::uint16_t reserved = 0;
};

/// A resting order. Within one price of one instrument they come in queue order.
struct OrderState {
    OrderId order_id;
    Price price;
    Quantity open_quantity;
    Quantity quantity;  // the total, what is executed included
    AccountId account;
    InstrumentId instrument;
    Side side{};
    OrderType type{};
    ClientOrderId client_order_id;
    /// Unless `working` the order is in no queue; of a stop market order `price` is what it
    /// reserves.
    OrderPhase phase{};
    std::array<std::uint8_t, 2> reserved{};
};

/// Of an order that has terms, or a state that its `OrderState` does not show.
struct OrderTermsState {
    OrderId order_id;
    Timestamp expires_at;
    Price stop_price;
    Price watermark;
    Quantity visible_quantity;
    Quantity visible_open_quantity;
    std::uint32_t trailing_delta_bips = 0;
    TimeInForce time_in_force{};
    SelfTradePrevention self_trade_prevention{};
    std::uint8_t reserves_nothing = 0;  // the other order of its list does
    std::uint8_t reserved = 0;
    SessionId session;
    std::uint32_t ready_rank = 0;  // phase `ready`: the lowest goes first
};

/// What `VenueState` has no room for; only when it is not all zero.
struct VenueRulesState {
    OrderListId order_list_id_last;
    SessionId mass_action_session;
    std::uint32_t ready_rank_last = 0;
    VenueStatus status{};
    CancelScope mass_action_scope{};
    std::uint8_t mass_action_has_instrument = 0;
    std::uint8_t mass_action_has_side = 0;
    Side mass_action_side{};
    CloseReason mass_action_reason{};
    std::array<std::uint8_t, 2> reserved{};
};

/// A list of which an order is open. Comes after the terms of its orders.
struct OrderListState {
    OrderListId order_list_id;
    std::array<OrderId, 3> order_ids{};  // by place; those that ended too; zero: not that many
    AccountId account;
    InstrumentId instrument;
    OrderListType type{};
    ClientOrderId client_order_id;
    std::array<std::uint8_t, 4> reserved{};
};

/// Prices that were traded while stops between them still wait for their turn.
struct TriggerRangeState {
    Price low;
    Price high;
    InstrumentId instrument;
    std::array<std::uint8_t, 6> reserved{};
};

struct InstrumentRulesState {
    InstrumentRules rules;
    InstrumentId instrument;
    StatusReason status_reason{};
    std::array<std::uint8_t, 5> reserved{};
};

/// Only of accounts for which it is not all zero.
struct AccountStandingState {
    AccountId account;
    AccountId parent;
    std::uint32_t rate_second =
        0;                         // of `AccountLimits::commands_per_second_maximum`: seconds since
    std::uint32_t rate_count = 0;  // 1970, and the commands in it
    AccountStatus status{};
    std::uint8_t fee_tier = 0;
    std::array<std::uint8_t, 2> reserved{};
    std::uint32_t fee_day = 0;  // days since 1970 for which the tier was found
};

/// What an account traded on one day (UTC), in the volume asset of the fee tiers.
struct DailyVolumeState {
    Amount volume;
    AccountId account;
    std::uint32_t day = 0;  // since 1970
};

struct DeadManState {
    Timestamp expires_at;
    AccountId account;
    std::uint32_t timeout_ms = 0;
};

/// What an idempotent order came to; in the order in which they are forgotten.
struct IdempotencyState {
    std::uint64_t parameters_hash = 0;
    OrderId order_id;
    Sequence accepted_by;
    Timestamp time;
    AccountId account;
    ClientOrderId client_order_id;
    std::array<std::uint8_t, 7> reserved{};
};

/// An order or a cancel that waits for its list or batch, as the command that brought it.
struct StagedOrderState {
    std::array<std::byte, 256> command{};
    std::uint32_t source = 0;  // the gateway
    std::uint32_t place = 0;
};
static_assert(sizeof(Command) == sizeof(StagedOrderState::command));

struct KeyState {
    AccountId account;
    std::uint16_t material_size = 0;
    KeyName name;
    KeyType type{};
    std::uint8_t permissions = 0;
    std::array<std::byte, staged_size_max> material{};
    std::array<std::uint8_t, 7> reserved{};
};

struct StagedState {
    std::uint16_t size = 0;
    std::array<std::byte, staged_size_max> bytes{};
};

template <class... Record>
inline constexpr bool is_state_record =
    ((std::is_trivially_copyable_v<Record> && std::has_unique_object_representations_v<Record>) &&
     ...);
static_assert(
    is_state_record<VenueState, AssetState, InstrumentState, AccountState, BalanceState, OrderState,
                    KeyState, StagedState, AccountRulesState, InstrumentCountersState,
                    OrderTermsState, VenueRulesState, OrderListState, TriggerRangeState,
                    InstrumentRulesState, AccountStandingState, DailyVolumeState, DeadManState,
                    IdempotencyState, StagedOrderState, AccountLimits, ExposureLimit, FeeTier,
                    AccountFees, FeeAssetRate, SetKeyRules>);

/// Receives the state, record by record: a snapshot's writer, a hash, a comparison. What adds to
/// records of one kind comes after all of them; who does not care about it leaves it out.
class StateVisitor {
public:
    virtual ~StateVisitor() = default;
    virtual void on_venue(const VenueState& venue) = 0;
    virtual void on_asset(const AssetState& asset) = 0;
    virtual void on_instrument(const InstrumentState& instrument) = 0;
    virtual void on_account(const AccountState& account) = 0;
    virtual void on_account_rules(const AccountRulesState& /*rules*/) {}
    virtual void on_instrument_counters(const InstrumentCountersState& /*counters*/) {}
    virtual void on_balance(const BalanceState& balance) = 0;
    virtual void on_order(const OrderState& order) = 0;
    virtual void on_order_terms(const OrderTermsState& /*terms*/) {}
    virtual void on_key(const KeyState& key) = 0;
    virtual void on_staged(const StagedState& staged) = 0;
    virtual void on_venue_rules(const VenueRulesState& /*rules*/) {}
    virtual void on_order_list(const OrderListState& /*list*/) {}
    virtual void on_trigger_range(const TriggerRangeState& /*range*/) {}
    virtual void on_instrument_rules(const InstrumentRulesState& /*rules*/) {}
    virtual void on_account_standing(const AccountStandingState& /*standing*/) {}
    virtual void on_account_limits(const AccountLimits& /*limits*/) {}
    virtual void on_exposure_limit(const ExposureLimit& /*limit*/) {}
    virtual void on_fee_tier(const FeeTier& /*tier*/) {}
    virtual void on_account_fees(const AccountFees& /*fees*/) {}
    virtual void on_fee_asset_rate(const FeeAssetRate& /*rate*/) {}
    virtual void on_daily_volume(const DailyVolumeState& /*volume*/) {}
    virtual void on_dead_man(const DeadManState& /*dead_man*/) {}
    virtual void on_idempotency(const IdempotencyState& /*record*/) {}
    virtual void on_staged_order(const StagedOrderState& /*staged*/) {}
    virtual void on_key_rules(const SetKeyRules& /*rules*/) {}
};

/// The definition inside a state record.
[[nodiscard]] InstrumentDefinition definition_of(const InstrumentState& state) noexcept;

}  // namespace outcry
