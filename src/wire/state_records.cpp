#include "outcry/wire/state_records.hpp"

#include <algorithm>
#include <array>

namespace outcry::wire {
namespace {

/// The size must be checked before anybody looks at the text.
template <std::size_t size_max>
[[nodiscard]] bool is_text(const FixedText<size_max>& text) noexcept {
    return text.size() <= size_max && text == FixedText<size_max>{text.view()};
}

template <std::size_t count>
[[nodiscard]] bool is_zero(const std::array<std::uint8_t, count>& reserved) noexcept {
    return std::ranges::all_of(reserved, [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

bool is_valid(const VenueState& venue) noexcept {
    return venue.mass_action_is_pending <= 1 && venue.reserved == 0;
}

bool is_valid(const AssetState& asset) noexcept { return is_text(asset.code); }

bool is_valid(const InstrumentState& instrument) noexcept {
    return is_text(instrument.symbol) && instrument.status >= InstrumentStatus::trading &&
           instrument.status <= InstrumentStatus::halted;
}

bool is_valid(const AccountState& account) noexcept { return is_text(account.name); }

bool is_valid(const BalanceState& balance) noexcept { return balance.reserved == 0; }

bool is_valid(const OrderState& order) noexcept {
    return is_text(order.client_order_id) && order.side <= Side::sell &&
           order.type >= OrderType::limit && order.type <= OrderType::limit_maker_slide;
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

}  // namespace outcry::wire
