#include "property/engine/rule_counts.hpp"

#include <cstdio>

#include "outcry/domain/reject_reason.hpp"

namespace outcry::test {
namespace {

template <class Enumeration>
std::string numbered(const char* what, Enumeration value) {
    return std::string{what} + " " + std::to_string(static_cast<int>(value));
}

}  // namespace

void RuleCounts::count(std::span<const Event> events) {
    for (const Event& event : events) count(event);
}

void RuleCounts::count(const Event& event) {
    ++counts_[numbered("event", event.type)];
    switch (event.type) {
        case EventType::command_refused:
            ++counts_["refused " + std::string{name_of(event.refused.reason)}];
            break;
        case EventType::order_closed:
            ++counts_[numbered("closed", event.closed.reason)];
            ++counts_[numbered("closed where", event.closed.was_resting)];
            break;
        case EventType::self_trade_prevented:
            ++counts_[numbered("prevented", event.prevented.mode)];
            break;
        case EventType::order_triggered:
            ++counts_[numbered("trigger", event.triggered.kind)];
            break;
        case EventType::order_terms_set: ++counts_[numbered("phase", event.terms.phase)]; break;
        case EventType::order_accepted: ++counts_[numbered("type", event.accepted.type)]; break;
        case EventType::order_traded:
            ++counts_[numbered("fee flags", event.traded.fee_flags)];
            break;
        case EventType::instrument_status_changed:
            ++counts_[numbered("instrument status", event.status.after)];
            break;
        case EventType::account_status_set:
            ++counts_[numbered("account status", event.account_status.after)];
            break;
        case EventType::venue_status_set:
            ++counts_[numbered("venue status", event.venue_status.after)];
            break;
        case EventType::order_list_accepted:
            ++counts_[numbered("list", event.list_accepted.type)];
            break;
        default: break;
    }
}

void RuleCounts::add(const RuleCounts& others) {
    for (const auto& [name, count] : others.counts_) counts_[name] += count;
}

std::uint64_t RuleCounts::of(const std::string& name) const {
    const auto found = counts_.find(name);
    return found == counts_.end() ? 0 : found->second;
}

void RuleCounts::print(const char* title, std::uint64_t seed) const {
    std::printf("%s, OUTCRY_SEED=%llu\n", title, static_cast<unsigned long long>(seed));
    for (const auto& [name, count] : counts_)
        std::printf("  %-40s %llu\n", name.c_str(), static_cast<unsigned long long>(count));
}

}  // namespace outcry::test
