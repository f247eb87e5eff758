#include "outcry/wire/state_records.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "wire/command_bodies.hpp"

namespace outcry::wire {
namespace {

/// The size must be checked before anybody looks at the text.
template <std::size_t size_max>
[[nodiscard]] bool is_text(const FixedText<size_max>& text) noexcept {
    return text.size() <= size_max && text == FixedText<size_max>{text.view()};
}

/// Nothing but zeros behind the ones that count.
template <class Element, std::size_t size>
[[nodiscard]] bool is_empty_from(const std::array<Element, size>& elements,
                                 std::size_t count) noexcept {
    return std::ranges::all_of(std::span{elements}.subspan(count),
                               [](const Element& element) { return element == Element{}; });
}

}  // namespace

bool is_valid(const VenueState& venue) noexcept {
    return venue.mass_action_is_pending <= 1 && venue.reserved == 0;
}

bool is_valid(const AssetState& asset) noexcept { return is_text(asset.code); }

bool is_valid(const InstrumentState& instrument) noexcept {
    return is_text(instrument.symbol) && instrument.status >= InstrumentStatus::trading &&
           instrument.status <= InstrumentStatus::delisted;
}

bool is_valid(const AccountState& account) noexcept { return is_text(account.name); }

bool is_valid(const BalanceState& balance) noexcept { return balance.reserved == 0; }

bool is_valid(const OrderState& order) noexcept {
    return is_text(order.client_order_id) && order.side <= Side::sell &&
           order.type >= OrderType::limit && order.type <= OrderType::take_profit_limit &&
           order.phase <= OrderPhase::ready && is_zero(order.reserved);
}

bool is_valid(const AccountRulesState& rules) noexcept {
    return rules.default_self_trade_prevention <= SelfTradePrevention::decrement &&
           is_zero(rules.reserved);
}

bool is_valid(const InstrumentCountersState& counters) noexcept {
    return is_zero(counters.reserved);
}

bool is_valid(const OrderTermsState& terms) noexcept {
    return terms.time_in_force <= TimeInForce::gtd &&
           terms.self_trade_prevention <= SelfTradePrevention::decrement &&
           terms.reserves_nothing <= 1 && terms.reserved == 0;
}

bool is_valid(const KeyState& key) noexcept {
    return is_text(key.name) && key.type >= KeyType::hmac && key.type <= KeyType::rsa &&
           key.material_size <= staged_size_max;
}

bool is_valid(const StagedState& staged) noexcept { return staged.size <= staged_size_max; }

bool is_valid(const VenueRulesState& rules) noexcept {
    return rules.status <= VenueStatus::halted && rules.mass_action_scope <= CancelScope::venue &&
           rules.mass_action_has_instrument <= 1 && rules.mass_action_has_side <= 1 &&
           rules.mass_action_side <= Side::sell &&
           rules.mass_action_reason <= CloseReason::delisted && is_zero(rules.reserved);
}

bool is_valid(const OrderListState& list) noexcept {
    return list.type >= OrderListType::oco && list.type <= OrderListType::otoco &&
           is_text(list.client_order_id) && is_zero(list.reserved);
}

bool is_valid(const TriggerRangeState& range) noexcept { return is_zero(range.reserved); }

bool is_valid(const InstrumentRulesState& rules) noexcept {
    return is_valid(rules.rules) && rules.status_reason <= StatusReason::reconciliation &&
           is_zero(rules.reserved);
}

bool is_valid(const AccountStandingState& standing) noexcept {
    return standing.status <= AccountStatus::disabled && standing.fee_tier <= fee_tiers_max &&
           is_zero(standing.reserved);
}

// Every number is one.
bool is_valid(const DailyVolumeState& /*volume*/) noexcept { return true; }
bool is_valid(const DeadManState& /*dead_man*/) noexcept { return true; }

bool is_valid(const IdempotencyState& record) noexcept {
    return is_text(record.client_order_id) && is_zero(record.reserved);
}

bool is_valid(const StagedOrderState& staged) noexcept {
    Command command;
    std::memcpy(static_cast<void*>(&command), staged.command.data(), sizeof command);
    const bool can_be_staged =
        command.type == CommandType::stage_order || command.type == CommandType::stage_cancel;
    if (!can_be_staged) return false;
    if (!is_text(command.texts.created.client_order_id) ||
        !is_text(command.texts.target.client_order_id) ||
        !is_text(command.texts.cancel.client_order_id) || !can_be_encoded(command))
        return false;
    std::array<std::byte, command_record_size_max> record{};
    Command again;
    return decode(std::span{record}.first(encode(command, record)), again).has_value() &&
           std::memcmp(&again, &command, sizeof again) == 0;
}

bool is_valid(const SetKeyRules& rules) noexcept {
    return is_text(rules.name) && rules.address_count <= key_addresses_max &&
           rules.instrument_count <= key_instruments_max && rules.reserved == 0 &&
           std::ranges::all_of(
               rules.addresses,
               [](const AddressRange& range) { return range.prefix_bits <= 128; }) &&
           is_empty_from(rules.addresses, rules.address_count) &&
           is_empty_from(rules.instruments, rules.instrument_count);
}

bool is_valid(const InstrumentRules& rules) noexcept { return is_zero(rules.reserved); }
bool is_valid(const InstrumentChange& change) noexcept { return is_zero(change.reserved); }
bool is_valid(const AccountLimits& limits) noexcept { return is_zero(limits.reserved); }
bool is_valid(const ExposureLimit& limit) noexcept { return is_zero(limit.reserved); }

bool is_valid(const FeeTier& tier) noexcept {
    return tier.is_removed <= 1 && is_zero(tier.reserved);
}

bool is_valid(const AccountFees& fees) noexcept {
    return fees.has_own_rates <= 1 && fees.pays_in_fee_asset <= 1 && is_zero(fees.reserved);
}

bool is_valid(const FeeAssetRate& rate) noexcept { return is_zero(rate.reserved); }

}  // namespace outcry::wire
