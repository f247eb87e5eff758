#include <algorithm>
#include <limits>
#include <tuple>

#include "support/naive_engine.hpp"

namespace outcry::test {

// --- mass cancels --------------------------------------------------------------------------------

void NaiveEngine::cancel_all_orders(const Command& command) {
    const Reason reason = names_refusal(command, true);
    if (reason) return refuse(command, reason, CommandPart::whole);
    MassAction action;
    action.request = command.request;
    action.account = command.account.value();
    action.instrument = command.instrument.value();
    action.reason = CloseReason::cancelled_by_user;
    cancel_slice(action);
}

void NaiveEngine::cancel_orders(const Command& command) {
    const CancelOrders& wanted = command.mass_cancel;
    const bool names_instrument =
        wanted.scope == CancelScope::instrument || wanted.has_instrument != 0;
    const bool is_of_account = wanted.scope == CancelScope::account;
    const bool is_users = is_of_account && wanted.reason == CloseReason::cancelled_by_user;
    Reason reason;
    if (names_instrument && command.instrument.value() >= instruments_.size())
        reason = {RejectReason::unknown_instrument};
    if (!reason && is_of_account && !is_user(command.account.value()))
        reason = {RejectReason::unknown_account};
    if (!reason && is_users && names_instrument) reason = names_refusal(command, true);
    if (!reason && is_users && status_ == VenueStatus::halted)
        reason = {RejectReason::venue_halted};
    if (!reason && is_users && user(command.account.value()).status == AccountStatus::disabled)
        reason = {RejectReason::account_disabled};
    const bool is_reason =
        wanted.reason == CloseReason::cancelled_by_user ||
        wanted.reason == CloseReason::cancelled_by_operator ||
        (wanted.reason >= CloseReason::dead_man && wanted.reason <= CloseReason::delisted);
    if (!reason && (static_cast<int>(wanted.scope) > 2 || !is_reason ||
                    (wanted.has_side != 0 && static_cast<int>(command.side) > 1)))
        reason = {RejectReason::invalid_order};
    if (reason) return refuse(command, reason, CommandPart::whole);
    MassAction action;
    action.request = command.request;
    action.scope = wanted.scope;
    action.account = command.account.value();
    if (names_instrument) action.instrument = command.instrument.value();
    if (wanted.has_side != 0) action.side = command.side;
    action.session = wanted.session.value();
    action.reason = wanted.reason;
    cancel_slice(action);
}

/// A list ends with a word about each of its orders and one about itself.
bool NaiveEngine::has_room_in_slice(std::size_t count) const {
    return count < mass_action_slice_max && events_->events().size() + 4 < events_per_command_max;
}

/// What it closes: by account, then by id.
std::vector<std::uint64_t> NaiveEngine::ids_of(const MassAction& action) const {
    std::vector<std::pair<std::uint32_t, std::uint64_t>> found;
    for (const Order& order : orders_) {
        if (action.scope == CancelScope::account && order.account != action.account) continue;
        if (action.instrument && order.instrument != *action.instrument) continue;
        if (action.side && order.side != *action.side) continue;
        if (action.session != 0 && order.terms.session.value() != action.session) continue;
        found.emplace_back(order.account, order.id);
    }
    std::sort(found.begin(), found.end());
    std::vector<std::uint64_t> ids;
    for (const auto& [account, id] : found) ids.push_back(id);
    return ids;
}

void NaiveEngine::cancel_slice(const MassAction& wanted) {
    const MassAction action = wanted;
    std::size_t count = 0;
    for (const std::uint64_t id : ids_of(action)) {
        if (find(id) == nullptr) continue;  // went with its list
        if (!has_room_in_slice(count)) break;
        end(id, action.reason, {});
        ++count;
    }
    const bool is_finished = ids_of(action).empty();
    mass_action_.reset();
    if (!is_finished) mass_action_ = action;
    MassActionProgressed& progress =
        say(EventType::mass_action_progressed, action.instrument.value_or(0)).mass_action;
    progress.closed_count = count;
    progress.account = AccountId{action.scope == CancelScope::account ? action.account : 0};
    progress.is_finished = is_finished ? 1 : 0;
}

// --- what the sequencer does by itself -----------------------------------------------------------

bool NaiveEngine::has_work_left() const {
    return mass_action_.has_value() || is_anything_due() || has_turns();
}

bool NaiveEngine::is_anything_due() const {
    return std::any_of(orders_.begin(), orders_.end(),
                       [&](const Order& order) {
                           const std::int64_t end = order.terms.expires_at.value();
                           return end != 0 && end <= time_;
                       }) ||
           std::any_of(accounts_.begin(), accounts_.end(), [&](const Account& account) {
               return account.dead_at != 0 && account.dead_at <= time_;
           });
}

Timestamp NaiveEngine::next_deadline() const {
    std::int64_t first = std::numeric_limits<std::int64_t>::max();
    for (const Order& order : orders_)
        if (order.terms.expires_at.value() != 0)
            first = std::min(first, order.terms.expires_at.value());
    for (const Account& account : accounts_)
        if (account.dead_at != 0) first = std::min(first, account.dead_at);
    return Timestamp{first};
}

void NaiveEngine::go_on() {
    if (mass_action_) return cancel_slice(*mass_action_);
    if (is_anything_due() || !has_turns()) return expire();
    take_turns();
}

void NaiveEngine::expire() {
    static_cast<void>(say(EventType::clock_advanced, 0));
    std::size_t count = 0;
    std::vector<std::pair<std::int64_t, std::uint64_t>> due;
    for (const Order& order : orders_) {
        const std::int64_t end = order.terms.expires_at.value();
        if (end != 0 && end <= time_) due.emplace_back(end, order.id);
    }
    std::sort(due.begin(), due.end());
    for (const auto& [when, id] : due) {
        if (find(id) == nullptr) continue;
        if (!has_room_in_slice(count)) return;
        end(id, CloseReason::expired, {});
        ++count;
    }
    std::vector<std::pair<std::int64_t, std::uint32_t>> dead;
    for (std::uint32_t i = 0; i < accounts_.size(); ++i)
        if (accounts_[i].dead_at != 0 && accounts_[i].dead_at <= time_)
            dead.emplace_back(accounts_[i].dead_at, 16 + i);
    std::sort(dead.begin(), dead.end());
    for (const auto& [when, account] : dead) {
        if (!has_room_in_slice(count)) return;
        MassAction all;
        all.account = account;
        for (const std::uint64_t id : ids_of(all)) {
            if (find(id) == nullptr) continue;
            if (!has_room_in_slice(count)) return;
            end(id, CloseReason::dead_man, {});
            ++count;
        }
        user(account).dead_at = 0;
        ++count;
    }
}

void NaiveEngine::set_dead_man(const Command& command) {
    if (!is_user(command.account.value())) return refuse(command, RejectReason::unknown_account);
    Account& account = user(command.account.value());
    const std::int64_t timeout = std::int64_t{command.dead_man.timeout_ms} * 1'000;
    account.dead_at = timeout == 0 ? 0 : time_ + timeout;
    DeadManSet& set = say(EventType::dead_man_set, 0).dead_man;
    set.expires_at = Timestamp{account.dead_at};
    set.account = command.account;
}

}  // namespace outcry::test
