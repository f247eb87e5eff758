#include <algorithm>
#include <set>

#include "support/naive_command.hpp"
#include "support/naive_engine.hpp"

namespace outcry::test {
namespace naive {
namespace {

/// A buy at market, a sale for so much, a stop that trails from where the market is.
bool asks_the_market(const Command& member) {
    if (member.type == CommandType::stage_cancel) return false;
    const bool buys = member.side == Side::buy;
    switch (member.order_type) {
        case OrderType::market: return buys;
        case OrderType::market_by_quote: return !buys;
        case OrderType::stop_loss:
        case OrderType::take_profit: return buys && terms_of(member).stop_price.value() == 0;
        default: return false;
    }
}

/// By one that comes before it.
bool is_market_touched(const std::vector<Command>& members, std::size_t place) {
    for (std::size_t i = 0; i < place; ++i)
        if (members[i].instrument == members[place].instrument) return true;
    return false;
}

}  // namespace
}  // namespace naive

NaiveEngine::Reason NaiveEngine::member_refusal(const Command& command, const Command& member) {
    if (member.account != command.account) return {RejectReason::invalid_order};
    if (member.type == CommandType::stage_cancel) {
        Reason reason = names_refusal(member, true);
        if (!reason && !names_a_target(member)) reason = {RejectReason::invalid_order};
        return reason ? reason : cancel_refusal(member);
    }
    Reason reason = names_refusal(member, false);
    if (!reason) reason = form_refusal(member);
    if (!reason) reason = numbers_refusal(member);
    if (!reason) reason = admission_refusal(member);
    return reason;
}

NaiveEngine::Reason NaiveEngine::batch_funds_refusal(const std::vector<Command>& members) {
    std::map<std::uint16_t, int128> amounts;
    std::vector<ClientOrderId> names;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Command& member = members[i];
        if (member.type == CommandType::stage_cancel) continue;
        const ClientOrderId& name = member.texts.created.client_order_id;
        if (!name.empty() && std::find(names.begin(), names.end(), name) != names.end())
            return naive::of_member({RejectReason::duplicate_client_order_id}, i);
        names.push_back(name);
        const AssetId asset = pays(member.instrument.value(), member.side);
        int128& amount = amounts[asset.value()];
        amount += needed(member);
        const int128 free = balance(member.account.value(), asset).free;
        if (amount > free)
            return naive::of_member({RejectReason::insufficient_balance, amount, free}, i);
    }
    return {};
}

NaiveEngine::Reason NaiveEngine::batch_post_only_refusal(const std::vector<Command>& members) {
    const auto has_limit = [](const Command& member) {
        return member.type == CommandType::stage_order && naive::has_price(member.order_type) &&
               !naive::is_any_stop(member.order_type);
    };
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Command& member = members[i];
        if (!has_limit(member) || !naive::is_maker_type(member.order_type)) continue;
        for (const Command& other : members) {
            if (!has_limit(other) || other.side == member.side ||
                other.instrument != member.instrument)
                continue;
            const bool crosses = member.side == Side::buy ? member.price >= other.price
                                                          : member.price <= other.price;
            if (crosses) return naive::of_member({RejectReason::would_trade}, i);
        }
    }
    return {};
}

/// Room for all of them at once.
NaiveEngine::Reason NaiveEngine::batch_room_refusal(const std::vector<Command>& members) {
    std::uint64_t all = orders_.size();
    std::map<std::uint16_t, std::uint64_t> trailing;
    std::set<std::pair<std::uint32_t, std::uint16_t>> counted = counted_with(0, rules_of(0));
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Command& member = members[i];
        const std::uint16_t instrument = member.instrument.value();
        if (member.type == CommandType::stage_cancel) continue;
        if (!naive::may_stay(member.order_type, member.time_in_force)) continue;
        if (++all > limits_.orders_max)
            return naive::of_member(
                {RejectReason::order_capacity, static_cast<int128>(all), limits_.orders_max}, i);
        if (terms_of(member).trailing_delta_bips != 0) {
            const Reason reason = trailing_refusal(instrument, trailing[instrument]++);
            if (reason) return naive::of_member(reason, i);
        }
        if (!naive::asks_for_counts(rules_of(instrument))) continue;
        counted.insert({member.account.value(), instrument});
        if (counted.size() > limits_.account_counts_max)
            return naive::of_member(
                {RejectReason::rule_capacity, static_cast<int128>(counted.size()),
                 limits_.account_counts_max},
                i);
    }
    return {};
}

NaiveEngine::Reason NaiveEngine::batch_refusal(const Command& command,
                                               const std::vector<Command>& members) {
    Reason reason;
    if (members.empty()) reason = {RejectReason::staged_orders_missing};
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (!reason) reason = naive::of_member(member_refusal(command, members[i]), i);
        if (!reason && naive::asks_the_market(members[i]) && naive::is_market_touched(members, i))
            reason = naive::of_member({RejectReason::invalid_order}, i);
    }
    if (!reason) reason = batch_funds_refusal(members);
    if (!reason) reason = batch_post_only_refusal(members);
    if (!reason) reason = batch_room_refusal(members);
    return reason;
}

void NaiveEngine::apply_batch(const Command& command) {
    const std::uint8_t gateway = naive::gateway_of(command);
    const std::vector<Command> members = std::move(staged_orders_[gateway]);
    staged_orders_.erase(gateway);
    const Reason reason = batch_refusal(command, members);
    if (reason) return refuse_members(command, reason, members);
    BatchApplied& applied = say(EventType::batch_applied, command.instrument.value()).batch;
    applied.account = command.account;
    applied.member_count = static_cast<std::uint16_t>(members.size());
    fills_left_ -= members.size() * fills_per_batch_member_max;
    batch_account_ = command.account.value();
    for (const Command& member : members) {
        if (member.type == CommandType::stage_cancel) {
            const auto target = find_target(member).first;
            if (target != nullptr)
                end(target->id, CloseReason::cancelled_by_user, name_of_cancel(member));
            continue;
        }
        Order order = order_of(member);
        order.id = ++order_ids_;
        accept(member, order);
        if (order.has_terms) report_terms(order);
        set_out(order);
    }
    batch_account_.reset();
}

}  // namespace outcry::test
