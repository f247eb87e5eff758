#include <algorithm>
#include <cstring>

#include "support/naive_engine.hpp"

namespace outcry::test {
namespace {

constexpr std::int64_t day_us = 24LL * 3600 * 1'000'000;

bool is_idempotent(const Command& command) {
    return (command.options & CommandOption::idempotent) != 0;
}

/// All that an order says, but for when and by whom it was brought.
bool have_same_parameters(const Command& one, const Command& other) {
    OrderTerms terms = terms_of(one);
    terms.session = terms_of(other).session;
    return one.instrument == other.instrument && one.side == other.side &&
           one.order_type == other.order_type && one.time_in_force == other.time_in_force &&
           one.price == other.price && one.quantity == other.quantity &&
           one.self_trade_prevention == other.self_trade_prevention &&
           one.texts.created.quote_quantity == other.texts.created.quote_quantity &&
           terms == terms_of(other);
}

}  // namespace

/// The oldest ones that are no longer remembered, as many as one command forgets.
std::size_t NaiveEngine::forgettable_count() const {
    std::size_t count = 0;
    while (count < 8 && count < remembered_.size() && remembered_[count].time + day_us < time_)
        ++count;
    return count;
}

/// Whether it came before and was answered; or why it cannot be remembered.
bool NaiveEngine::repeats(const Command& command, Reason& reason) {
    if (!is_idempotent(command)) return false;
    const std::size_t gone = forgettable_count();
    const std::uint32_t account = command.account.value();
    std::uint64_t of_account = 0;
    for (std::size_t i = gone; i < remembered_.size(); ++i) {
        const naive::Remembered& each = remembered_[i];
        if (each.account != account) continue;
        ++of_account;
        if (each.name != command.texts.created.client_order_id) continue;
        if (each.time + day_us < time_) continue;
        if (!have_same_parameters(each.command, command)) {
            reason = {RejectReason::idempotency_conflict};
            return false;
        }
        OrderRepeated& repeated =
            say(EventType::order_repeated, command.instrument.value()).repeated;
        repeated.order_id = OrderId{each.order};
        repeated.accepted_by = each.accepted_by;
        repeated.account = command.account;
        repeated.client_order_id = each.name;
        return true;
    }
    const std::uint64_t account_max = limits_.idempotent_orders_per_account_max;
    if (of_account >= account_max)
        reason = {RejectReason::idempotency_capacity, account_max + int128{1}, account_max};
    else if (remembered_.size() - gone >= limits_.idempotent_orders_max)
        reason = {RejectReason::idempotency_capacity, limits_.idempotent_orders_max + int128{1},
                  limits_.idempotent_orders_max};
    return false;
}

void NaiveEngine::remember(const Command& command, std::uint64_t order) {
    if (!is_idempotent(command)) return;
    remembered_.erase(remembered_.begin(),
                      remembered_.begin() + static_cast<std::ptrdiff_t>(forgettable_count()));
    remembered_.push_back({command.account.value(), command.texts.created.client_order_id, command,
                           order, command.sequence, time_});
}

}  // namespace outcry::test
