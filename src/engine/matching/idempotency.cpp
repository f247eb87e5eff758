#include "engine/matching/idempotency.hpp"

#include <span>

#include "outcry/base/hash.hpp"

namespace outcry::engine {
namespace {

/// Over everything that makes the order what it is. Not its session: who comes again after a lost
/// connection has another one.
[[nodiscard]] std::uint64_t parameters_hash_of(const Command& command) noexcept {
    const OrderTerms terms = terms_of(command);
    const Amount quote_quantity = command.texts.created.quote_quantity;
    base::Digest digest;
    digest.add((std::uint64_t{command.instrument.value()} << 32) |
               (static_cast<std::uint64_t>(command.order_type) << 24) |
               (static_cast<std::uint64_t>(command.side) << 16) |
               (static_cast<std::uint64_t>(command.time_in_force) << 8) |
               static_cast<std::uint64_t>(command.self_trade_prevention));
    digest.add(static_cast<std::uint64_t>(command.price.value()));
    digest.add(command.quantity.value());
    digest.add_bytes(std::as_bytes(std::span{&quote_quantity, 1}));
    digest.add(static_cast<std::uint64_t>(terms.stop_price.value()));
    digest.add(terms.visible_quantity.value());
    digest.add(static_cast<std::uint64_t>(terms.expires_at.value()));
    digest.add(terms.trailing_delta_bips);
    digest.add(static_cast<std::uint64_t>(terms.strategy_id));
    digest.add(static_cast<std::uint32_t>(terms.strategy_type));
    return digest.value();
}

[[nodiscard]] Refusal beyond(std::uint32_t count, std::uint32_t limit) noexcept {
    if (count < limit) return {};
    return {RejectReason::idempotency_capacity, std::int64_t{count} + 1, limit};
}

}  // namespace

Repetition check_repetition(const Venue& venue, const Command& command) noexcept {
    const NewOrderText& created = command.texts.created;
    const IdempotentOrders& orders = venue.idempotent_orders;
    const IdempotencyState* const first = orders.find(created.client_order_id_hash, command.account,
                                                      created.client_order_id, venue.time);
    if (first != nullptr) {
        if (first->parameters_hash == parameters_hash_of(command)) return {first, {}};
        return {nullptr, {RejectReason::idempotency_conflict}};
    }
    const IdempotentOrders::Counts counts = orders.counts_at(venue.time, command.account);
    Refusal refusal = beyond(counts.account, venue.limits.idempotent_orders_per_account_max);
    if (!refusal) refusal = beyond(counts.venue, venue.limits.idempotent_orders_max);
    return {nullptr, refusal};
}

void report_repeated(const Command& command, const IdempotencyState& first,
                     EventBuffer& events) noexcept {
    OrderRepeated& repeated = events.append(EventType::order_repeated, command.instrument).repeated;
    repeated.order_id = first.order_id;
    repeated.accepted_by = first.accepted_by;
    repeated.account = first.account;
    repeated.client_order_id = first.client_order_id;
}

void remember(Venue& venue, const Command& command, OrderId order_id) noexcept {
    const NewOrderText& created = command.texts.created;
    venue.idempotent_orders.remember(created.client_order_id_hash,
                                     {.parameters_hash = parameters_hash_of(command),
                                      .order_id = order_id,
                                      .accepted_by = venue.sequence,
                                      .time = venue.time,
                                      .account = command.account,
                                      .client_order_id = created.client_order_id});
}

}  // namespace outcry::engine
