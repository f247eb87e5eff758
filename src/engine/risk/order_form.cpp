#include "engine/risk/order_form.hpp"

#include "engine/matching/taker.hpp"

namespace outcry::engine {
namespace {

[[nodiscard]] bool is_time_in_force_valid(const Command& command) noexcept {
    const auto value = static_cast<unsigned>(command.time_in_force);
    constexpr auto first = static_cast<unsigned>(TimeInForce::gtc);
    constexpr auto last = static_cast<unsigned>(TimeInForce::fok);
    const bool is_gtd = command.time_in_force == TimeInForce::gtd;
    switch (command.order_type) {
        case OrderType::limit:
        case OrderType::stop_loss_limit:
        case OrderType::take_profit_limit: return is_gtd || (value >= first && value <= last);
        case OrderType::limit_maker:
        case OrderType::limit_maker_slide: return is_gtd || value <= first;
        // A market order never rests: whatever is said here changes nothing.
        case OrderType::market:
        case OrderType::market_by_quote: return value <= last;
        // But it may wait, and that may end.
        case OrderType::stop_loss:
        case OrderType::take_profit: return is_gtd || value <= last;
        default: break;
    }
    return false;
}

/// Only an order that may rest for ever can be an iceberg, or one that may not trade at first.
[[nodiscard]] bool may_be_iceberg(const Command& command) noexcept {
    if (is_post_only(command.order_type)) return true;
    return !has_no_limit(command.order_type) && command.time_in_force == TimeInForce::gtc;
}

/// Each term with the orders that it means something for, and with no other.
[[nodiscard]] bool are_terms_valid(const Command& command) noexcept {
    const OrderTerms terms = terms_of(command);
    const bool has_trigger = terms.stop_price != Price{} || terms.trailing_delta_bips != 0;
    if (has_trigger != is_stop(command.order_type)) return false;
    if (terms.visible_quantity != Quantity{} && !may_be_iceberg(command)) return false;
    const bool is_gtd = command.time_in_force == TimeInForce::gtd;
    return is_gtd ? terms.expires_at > Timestamp{} : terms.expires_at == Timestamp{};
}

}  // namespace

bool is_form_valid(const Command& command) noexcept {
    if (static_cast<unsigned>(command.side) > 1) return false;
    const bool needs_name = (command.options & CommandOption::idempotent) != 0;
    if (needs_name && command.texts.created.client_order_id.empty()) return false;
    if (command.self_trade_prevention > SelfTradePrevention::account_default) return false;
    if (!is_time_in_force_valid(command) || !are_terms_valid(command)) return false;
    const bool is_by_quote = command.order_type == OrderType::market_by_quote;
    if (has_no_limit(command.order_type) && command.price != Price{}) return false;
    if (is_by_quote && command.quantity != Quantity{}) return false;
    const Amount quote_quantity = command.texts.created.quote_quantity;
    return is_by_quote ? quote_quantity > Amount{} : quote_quantity == Amount{};
}

}  // namespace outcry::engine
