#include <fmt/format.h>

#include "support/scenario/event_text.hpp"

namespace outcry::test {
namespace {

const char* text_of(AccountStatus status) {
    switch (status) {
        case AccountStatus::active: return "active";
        case AccountStatus::cancel_only: return "cancel_only";
        case AccountStatus::disabled: return "disabled";
    }
    return "?";
}

const char* text_of(VenueStatus status) {
    switch (status) {
        case VenueStatus::open: return "open";
        case VenueStatus::cancel_only: return "cancel_only";
        case VenueStatus::halted: return "halted";
    }
    return "?";
}

std::string text_of_tier(const FeeTier& tier) {
    if (tier.is_removed != 0) return fmt::format("tier {} removed", tier.index);
    return fmt::format("tier {} from {} maker {} taker {}", tier.index,
                       test::text_of(tier.volume_minimum.value()), tier.maker_fee_ppm,
                       tier.taker_fee_ppm);
}

}  // namespace

std::string text_of_rule_event(const Event& event) {
    switch (event.type) {
        case EventType::instrument_rules_set: return "rules of the market";
        case EventType::instrument_changed: return "changed the market";
        case EventType::account_status_set:
            return fmt::format("account {} to {}", text_of(event.account_status.before),
                               text_of(event.account_status.after));
        case EventType::venue_status_set:
            return fmt::format("venue {} to {}", text_of(event.venue_status.before),
                               text_of(event.venue_status.after));
        case EventType::account_limits_set: return "limits";
        case EventType::exposure_limit_set:
            return "exposure " + text_of(event.exposure_limit.maximum.value());
        case EventType::fee_tier_set: return text_of_tier(event.fee_tier);
        case EventType::account_fees_set: return "own fees";
        case EventType::fee_asset_rate_set: return "fee rate";
        case EventType::balance_transferred:
            return "transferred " + text_of(event.transferred.amount.value());
        case EventType::key_rules_set:
            return fmt::format("rules of {}", event.key_rules.name.view());
        case EventType::key_address_allowed:
            return fmt::format("address {}/{}", event.key_address.range.address[0],
                               event.key_address.range.prefix_bits);
        case EventType::key_instruments_allowed:
            return fmt::format("markets {}", event.key_instruments.count);
        case EventType::referral_paid: return "referral " + text_of(event.referral.amount.value());
        case EventType::account_tier_changed:
            return fmt::format("tier {} to {} at {}", event.tier.before, event.tier.after,
                               text_of(event.tier.volume.value()));
        case EventType::dead_man_set:
            return event.dead_man.expires_at == Timestamp{}
                       ? "dead_man off"
                       : fmt::format("dead_man at {}", event.dead_man.expires_at.value());
        case EventType::order_repeated:
            return fmt::format("repeated #{}", event.repeated.order_id.value());
        default: return fmt::format("event {}", static_cast<int>(event.type));
    }
}

}  // namespace outcry::test
