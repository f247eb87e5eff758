#include "engine/matching/order_commands.hpp"
#include "engine/operator/adoption.hpp"
#include "engine/operator/operator_commands.hpp"

namespace outcry::engine {
namespace {

/// Limits are those of a user, or, of the account of the world outside, the venue's.
[[nodiscard]] bool may_have_limits(const Venue& venue, AccountId account) noexcept {
    return venue.accounts.is_user(account) || account == external_account;
}

[[nodiscard]] Refusal check_limits_record(const Venue& venue,
                                          const AccountLimits& limits) noexcept {
    if (!may_have_limits(venue, limits.account)) return {RejectReason::unknown_account};
    if (limits.order_notional_maximum < Amount{}) return {RejectReason::invalid_definition};
    return {};
}

[[nodiscard]] Refusal check_exposure_record(const Venue& venue,
                                            const ExposureLimit& limit) noexcept {
    if (!may_have_limits(venue, limit.account)) return {RejectReason::unknown_account};
    if (!venue.assets.has(limit.asset)) return {RejectReason::unknown_asset};
    if (limit.maximum < Amount{}) return {RejectReason::invalid_amount};
    return {};
}

/// Of one account, or of all when it is that of the world outside.
void set_flag(Venue& venue, AccountId account, std::uint8_t flag, bool is_set) noexcept {
    if (account != external_account) return venue.account_orders.set_flag(account, flag, is_set);
    venue.account_flags = static_cast<std::uint8_t>(is_set ? venue.account_flags | flag
                                                           : venue.account_flags & ~flag);
}

[[nodiscard]] bool has_exposure_limits(const Venue& venue, AccountId account) noexcept {
    for (std::uint16_t asset = 0; asset < venue.assets.count(); ++asset) {
        if (venue.standings.exposure_maximum(account, AssetId{asset}) != Amount{}) return true;
    }
    return false;
}

}  // namespace

bool has_limits(const AccountLimits& limits) noexcept {
    return limits.order_notional_maximum != Amount{} ||
           limits.order_quantity_maximum != Quantity{} || limits.open_orders_maximum != 0 ||
           limits.price_collar_bips != 0 || limits.commands_per_second_maximum != 0;
}

bool adopt_limits(Venue& venue, const AccountLimits& limits) noexcept {
    if (check_limits_record(venue, limits)) return false;
    const bool is_set = has_limits(limits);
    venue.standings.limits(limits.account) = is_set ? limits : AccountLimits{};
    set_flag(venue, limits.account, AccountFlag::has_limits, is_set);
    return true;
}

bool adopt_exposure_limit(Venue& venue, const ExposureLimit& limit) noexcept {
    if (check_exposure_record(venue, limit)) return false;
    venue.standings.exposure_maximum(limit.account, limit.asset) = limit.maximum;
    set_flag(venue, limit.account, AccountFlag::has_exposure_limits,
             has_exposure_limits(venue, limit.account));
    return true;
}

void adopt_account_status(Venue& venue, AccountId account, AccountStatus status) noexcept {
    venue.standings[account].status = status;
    set_flag(venue, account, AccountFlag::is_restricted, status != AccountStatus::active);
}

void adopt_venue_status(Venue& venue, VenueStatus status) noexcept {
    venue.status = status;
    set_flag(venue, external_account, AccountFlag::is_restricted, status != VenueStatus::open);
}

void set_account_status(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const AccountStatus status = command.account_status.status;
    Refusal refusal;
    if (!venue.accounts.is_user(command.account)) {
        refusal = {RejectReason::unknown_account};
    } else if (status > AccountStatus::disabled) {
        refusal = {RejectReason::invalid_definition};
    }
    if (refusal) return refuse(command, refusal, CommandPart::whole, events);
    AccountStatusSet& set =
        events.append(EventType::account_status_set, InstrumentId{}).account_status;
    set.account = command.account;
    set.before = venue.standings[command.account].status;
    set.after = status;
    adopt_account_status(venue, command.account, status);
}

void set_venue_status(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const VenueStatus status = command.venue_status.status;
    if (status > VenueStatus::halted) {
        return refuse(command, {RejectReason::invalid_definition}, CommandPart::whole, events);
    }
    VenueStatusSet& set = events.append(EventType::venue_status_set, InstrumentId{}).venue_status;
    set.before = venue.status;
    set.after = status;
    adopt_venue_status(venue, status);
}

void set_account_limits(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    AccountLimits limits = command.account_limits;
    limits.account = command.account;
    if (const Refusal refusal = check_limits_record(venue, limits)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    const bool is_adopted = adopt_limits(venue, limits);
    OUTCRY_ASSERT(is_adopted);
    events.append(EventType::account_limits_set, InstrumentId{}).account_limits = limits;
}

void set_exposure_limit(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    ExposureLimit limit = command.exposure_limit;
    limit.account = command.account;
    if (const Refusal refusal = check_exposure_record(venue, limit)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    const bool is_adopted = adopt_exposure_limit(venue, limit);
    OUTCRY_ASSERT(is_adopted);
    events.append(EventType::exposure_limit_set, InstrumentId{}).exposure_limit = limit;
}

}  // namespace outcry::engine
