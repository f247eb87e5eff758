#include "engine/matching/taker.hpp"
#include "engine/matching/target.hpp"
#include "engine/risk/list_checks.hpp"
#include "engine/risk/order_checks.hpp"
#include "engine/risk/trigger_checks.hpp"

namespace outcry::engine {
namespace {

using Members = std::span<const Command>;

[[nodiscard]] bool is_order(const Command& member) noexcept {
    return member.type == CommandType::stage_order;
}

[[nodiscard]] Refusal check_cancel(const Venue& venue, const Command& member) noexcept {
    if (const Refusal refusal = check_names(venue, member, Access::cancel)) return refusal;
    if (!is_target_valid(member)) return {RejectReason::invalid_order};
    const Target target = find_target(venue, member);
    if (target.refusal) return target.refusal;
    return check_restrictions(venue, member, target.slot);
}

/// As it stands against the state before the batch.
[[nodiscard]] Refusal check_member(const Venue& venue, const Command& command,
                                   const Command& member) noexcept {
    if (member.account != command.account) return {RejectReason::invalid_order};
    if (!is_order(member)) return check_cancel(venue, member);
    if (const Refusal refusal = check_names(venue, member, Access::place_and_cancel)) {
        return refusal;
    }
    if (const Refusal refusal = check_new_order(venue, member)) return refusal;
    return check_admission(venue, member);
}

/// What it needs in funds depends on what stands in the book, or on the last price.
[[nodiscard]] bool needs_what_the_market_says(const Command& member) noexcept {
    if (!is_order(member)) return false;
    const bool buys = member.side == Side::buy;
    if (member.order_type == OrderType::market) return buys;
    if (member.order_type == OrderType::market_by_quote) return !buys;
    return buys && is_stop_market(member.order_type) && terms_of(member).stop_price == Price{};
}

/// The funds of such a member are checked before the batch: none before it may move its market.
[[nodiscard]] Refusal check_market_stands(Members before, const Command& member) noexcept {
    if (!needs_what_the_market_says(member)) return {};
    for (const Command& other : before) {
        if (other.instrument == member.instrument) return {RejectReason::invalid_order};
    }
    return {};
}

// A batch is short: what its members have to do with each other is looked for among all of them.

[[nodiscard]] Refusal check_name(Members before, const Command& member) noexcept {
    const ClientOrderId& name = member.texts.created.client_order_id;
    if (name.empty()) return {};
    for (const Command& other : before) {
        if (is_order(other) && other.texts.created.client_order_id == name) {
            return {RejectReason::duplicate_client_order_id};
        }
    }
    return {};
}

/// All that the members up to this one need of what this one pays with.
[[nodiscard]] Refusal check_funds_together(const Venue& venue, Members before,
                                           const Command& member) noexcept {
    const auto paid_asset = [&](const Command& order) {
        return venue.instruments[order.instrument].paid_asset(order.side);
    };
    const AssetId asset = paid_asset(member);
    Amount needed = needed_by(venue, member);
    for (const Command& other : before) {
        if (is_order(other) && paid_asset(other) == asset) needed += needed_by(venue, other);
    }
    const Amount free = venue.ledger.balance(member.account, asset).free;
    return needed > free ? insufficient(needed, free) : Refusal{};
}

[[nodiscard]] bool has_limit(const Command& member) noexcept {
    return is_order(member) && !has_no_limit(member.order_type) && !is_stop(member.order_type);
}

/// A post-only order against the limits of the other side's orders.
[[nodiscard]] bool meets_another(Members members, const Command& member) noexcept {
    if (!has_limit(member) || !is_post_only(member.order_type)) return false;
    for (const Command& other : members) {
        if (!has_limit(other) || other.side == member.side) continue;
        if (other.instrument != member.instrument) continue;
        const bool crosses =
            member.side == Side::buy ? member.price >= other.price : member.price <= other.price;
        if (crosses) return true;
    }
    return false;
}

/// Room for all of them at once; a price that finds none is found out when its order would rest.
[[nodiscard]] Refusal check_room(const Venue& venue, Members members) noexcept {
    std::uint64_t order_count = venue.books.pool().used_count();
    std::uint32_t pair_count = venue.account_counts.used_count();
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Command& member = members[i];
        if (!is_order(member) || !may_stay_open(member)) continue;
        if (++order_count > venue.limits.orders_max) {
            return of_member(
                {RejectReason::order_capacity, shown(order_count), venue.limits.orders_max}, i);
        }
        std::uint32_t trailing_count = 0;
        bool is_counted = !venue.keeps_counts(member.instrument) ||
                          venue.account_counts.of(member.account, member.instrument) != 0;
        for (const Command& other : members.first(i)) {
            if (!is_order(other) || other.instrument != member.instrument) continue;
            if (may_stay_open(other)) is_counted = true;
            if (terms_of(other).trailing_delta_bips != 0) ++trailing_count;
        }
        if (const Refusal refusal = check_trailing_room(venue, member, trailing_count)) {
            return of_member(refusal, i);
        }
        if (!is_counted && ++pair_count > venue.limits.account_counts_max) {
            return of_member(
                {RejectReason::rule_capacity, pair_count, venue.limits.account_counts_max}, i);
        }
    }
    return {};
}

}  // namespace

Refusal check_batch(const Venue& venue, const Command& command, Members members) noexcept {
    if (members.empty()) return {RejectReason::staged_orders_missing};
    for (std::size_t i = 0; i < members.size(); ++i) {
        Refusal refusal = check_member(venue, command, members[i]);
        if (!refusal) refusal = check_market_stands(members.first(i), members[i]);
        if (refusal) return of_member(refusal, i);
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (!is_order(members[i])) continue;
        Refusal refusal = check_name(members.first(i), members[i]);
        if (!refusal) refusal = check_funds_together(venue, members.first(i), members[i]);
        if (refusal) return of_member(refusal, i);
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (meets_another(members, members[i])) {
            return of_member({RejectReason::would_trade}, i);
        }
    }
    return check_room(venue, members);
}

}  // namespace outcry::engine
