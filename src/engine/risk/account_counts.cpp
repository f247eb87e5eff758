#include "engine/risk/account_counts.hpp"

#include "engine/matching/taker.hpp"

namespace outcry::engine {
namespace {

/// What an account has open on an instrument beyond the number of its orders.
struct OpenOrders {
    std::uint32_t stop_count = 0;
    std::uint32_t iceberg_count = 0;
    Quantity buy_quantity;
};

/// Walks the account's orders: asked for only where their number alone does not decide.
[[nodiscard]] OpenOrders open_orders_of(const Venue& venue, AccountId account,
                                        InstrumentId instrument) noexcept {
    OpenOrders result;
    const OrderPool& pool = venue.books.pool();
    for (Slot slot = venue.account_orders.first(account); slot != no_slot;
         slot = pool.node(slot).account_next) {
        const OrderNode& node = pool.node(slot);
        if (node.instrument != instrument) continue;
        if (node.side() == Side::buy) result.buy_quantity += node.open_quantity;
        if (node.flags == 0) continue;
        const OrderPhase phase = venue.phase_of(slot);
        if (is_stop(node.type) && phase != OrderPhase::working) ++result.stop_count;
        if (venue.terms[slot].visible_quantity != Quantity{}) ++result.iceberg_count;
    }
    return result;
}

[[nodiscard]] Refusal too_many(RejectReason reason, std::uint64_t count,
                               std::uint32_t maximum) noexcept {
    if (count <= maximum) return {};
    return {reason, shown(count), maximum};
}

[[nodiscard]] Refusal check_stops(const Venue& venue, const Command& command,
                                  const OrdersBefore& before) noexcept {
    const std::uint32_t maximum = venue.rules[command.instrument.value()].stop_orders_maximum;
    const std::uint64_t order_count =
        venue.account_counts.of(command.account, command.instrument) + before.order_count;
    if (maximum == 0 || order_count < maximum) return {};
    const OpenOrders open = open_orders_of(venue, command.account, command.instrument);
    return too_many(RejectReason::too_many_stop_orders,
                    std::uint64_t{open.stop_count} + before.stop_count + 1, maximum);
}

[[nodiscard]] Refusal check_icebergs(const Venue& venue, const Command& command,
                                     const OrdersBefore& before) noexcept {
    const std::uint32_t maximum = venue.rules[command.instrument.value()].iceberg_orders_maximum;
    const std::uint64_t order_count =
        venue.account_counts.of(command.account, command.instrument) + before.order_count;
    if (maximum == 0 || order_count < maximum) return {};
    const OpenOrders open = open_orders_of(venue, command.account, command.instrument);
    return too_many(RejectReason::too_many_iceberg_orders,
                    std::uint64_t{open.iceberg_count} + before.iceberg_count + 1, maximum);
}

[[nodiscard]] Amount lots(Quantity quantity) noexcept {
    return Amount{static_cast<int128>(quantity.value())};
}

/// How many lots the order buys at most; by quote, what it would buy now.
[[nodiscard]] Quantity bought_by(const Venue& venue, const Command& command) noexcept {
    if (command.order_type != OrderType::market_by_quote) return command.quantity;
    return estimate(venue, command.instrument, taker_of(venue, command)).quantity;
}

}  // namespace

Refusal check_position(const Venue& venue, const Command& command) noexcept {
    const Quantity maximum = venue.rules[command.instrument.value()].position_maximum;
    if (maximum == Quantity{} || command.side != Side::buy) return {};
    const InstrumentDefinition& definition = venue.instruments[command.instrument].definition;
    const Balance& balance = venue.ledger.balance(command.account, definition.base_asset);
    const Amount held = balance.free + balance.locked;
    // In whole lots, as the limit is.
    Amount position{held.value() / static_cast<int128>(definition.base_units_per_lot)};
    position += lots(bought_by(venue, command));
    if (venue.account_counts.of(command.account, command.instrument) != 0) {
        position += lots(open_orders_of(venue, command.account, command.instrument).buy_quantity);
    }
    if (position <= lots(maximum)) return {};
    return {RejectReason::position_above_maximum, shown(position), shown(maximum.value())};
}

bool need_counts(const InstrumentRules& rules) noexcept {
    return rules.orders_maximum != 0 || rules.stop_orders_maximum != 0 ||
           rules.iceberg_orders_maximum != 0 || rules.order_lists_maximum != 0 ||
           rules.position_maximum != Quantity{};
}

Refusal check_account_counts(const Venue& venue, const Command& command,
                             const OrdersBefore& before) noexcept {
    const InstrumentRules& rules = venue.rules[command.instrument.value()];
    if (rules.orders_maximum != 0) {
        const std::uint64_t count =
            venue.account_counts.of(command.account, command.instrument) + before.order_count;
        const Refusal refusal =
            too_many(RejectReason::too_many_instrument_orders, count + 1, rules.orders_maximum);
        if (refusal) return refusal;
    }
    if (is_stop(command.order_type)) {
        if (const Refusal refusal = check_stops(venue, command, before)) return refusal;
    }
    if (terms_of(command).visible_quantity != Quantity{}) {
        if (const Refusal refusal = check_icebergs(venue, command, before)) return refusal;
    }
    return {};
}

void OrdersBefore::add(const Command& command) noexcept {
    if (!may_stay_open(command)) return;
    ++order_count;
    if (is_stop(command.order_type)) ++stop_count;
    if (terms_of(command).visible_quantity != Quantity{}) ++iceberg_count;
}

Refusal check_count_capacity(const Venue& venue, const Command& command) noexcept {
    if (venue.account_counts.has_room(command.account, command.instrument)) return {};
    const std::int64_t limit = venue.limits.account_counts_max;
    return {RejectReason::rule_capacity, limit + 1, limit};
}

}  // namespace outcry::engine
