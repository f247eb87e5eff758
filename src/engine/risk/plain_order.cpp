#include "engine/risk/plain_order.hpp"

#include "engine/matching/taker.hpp"

namespace outcry::engine {
namespace {

// All of a step's conditions are looked at, so that the processor guesses one branch, not ten.

[[nodiscard]] bool has_plain_form(const Command& command) noexcept {
    const bool is_limit = command.order_type == OrderType::limit;
    const bool has_terms = (command.flags & CommandFlag::has_terms) != 0;
    const auto tif = static_cast<unsigned>(command.time_in_force);
    constexpr auto first = static_cast<unsigned>(TimeInForce::gtc);
    constexpr auto last = static_cast<unsigned>(TimeInForce::fok);
    const bool has_side = static_cast<unsigned>(command.side) <= 1;
    const bool has_prevention =
        command.self_trade_prevention <= SelfTradePrevention::account_default;
    const bool has_budget = command.texts.created.quote_quantity != Amount{};
    return is_limit & !has_terms & (command.options == 0) & (tif - first <= last - first) &
           has_side & has_prevention & !has_budget;
}

}  // namespace

bool is_plain_and_admissible(const Venue& venue, const Command& command) noexcept {
    if (!venue.instruments.has(command.instrument)) return false;
    if (!venue.accounts.is_user(command.account)) return false;
    const Instrument& instrument = venue.instruments[command.instrument];
    const bool is_plain =
        has_plain_form(command) & is_without_rules(venue, instrument, command.account);
    const AssetId asset = instrument.paid_asset(command.side);
    const Amount free = venue.ledger.balance(command.account, asset).free;
    const bool stays_open = may_stay_open(command);
    const std::uint64_t open_count = venue.account_orders.open_count(command.account);
    const bool has_room = (!stays_open) | ((open_count < venue.limits.open_orders_per_account_max) &
                                           !venue.books.pool().is_full());
    const bool is_in = fits(instrument.definition, command.price, command.quantity);
    if (!(is_plain & is_in & has_room)) return false;
    if (instrument.reserved_by(command.side, command.price, command.quantity) > free) return false;
    if (stays_open && !venue.books.has_price_room(command.instrument, command.price)) return false;
    const NewOrderText& created = command.texts.created;
    if (created.client_order_id.empty()) return true;
    return venue.client_ids.find(
               {command.account, created.client_order_id_hash, created.client_order_id},
               venue.books.pool()) == no_slot;
}

}  // namespace outcry::engine
