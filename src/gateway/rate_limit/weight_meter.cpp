#include "gateway/rate_limit/weight_meter.hpp"

#include <fmt/format.h>

namespace outcry::gateway {
namespace {

constexpr std::int64_t minute_us = 60'000'000;
/// Who is told 429 and asks on until here is banned.
constexpr std::uint64_t ban_factor = 2;

Timestamp next_minute(Timestamp now) noexcept {
    return Timestamp{(now.value() / minute_us + 1) * minute_us};
}

}  // namespace

Result<void, LimitReached> WeightMeter::admit(const ClientAddress& client, std::uint32_t weight,
                                              Timestamp now) {
    if (limits_.weight_per_minute_max == 0) return {};
    if (const auto ban = bans_.find(client); ban != bans_.end()) {
        if (now < ban->second) return Failure{banned(ban->second)};
        bans_.erase(ban);
    }
    std::uint32_t& used = count_of(client, now);
    if (std::uint64_t{used} + weight <= limits_.weight_per_minute_max) return {};
    used += weight;
    if (used > ban_factor * limits_.weight_per_minute_max && bans_.size() < clients_max) {
        const Timestamp until{now.value() + limits_.ban_time / std::chrono::microseconds{1}};
        bans_.insert_or_assign(client, until);
        return Failure{banned(until)};
    }
    return Failure{LimitReached{
        {429, -1003,
         fmt::format("Too much request weight used; current limit is {} request weight per 1 "
                     "MINUTE. Please use WebSocket Streams for live updates to avoid polling the "
                     "API.",
                     limits_.weight_per_minute_max)},
        next_minute(now)}};
}

LimitReached WeightMeter::banned(Timestamp until) const {
    return {{418, -1003,
             fmt::format("Way too much request weight used; IP banned until {}. Please use "
                         "WebSocket Streams for live updates to avoid bans.",
                         until.value() / 1000)},
            until};
}

void WeightMeter::charge(const ClientAddress& client, std::uint32_t weight, Timestamp now) {
    if (weight != 0) count_of(client, now) += weight;
}

std::uint32_t WeightMeter::used(const ClientAddress& client, Timestamp now) {
    return count_of(client, now);
}

std::uint32_t& WeightMeter::count_of(const ClientAddress& client, Timestamp now) {
    const std::int64_t minute = now.value() / minute_us;
    if (minute != minute_) {
        minute_ = minute;
        used_.clear();
        used_by_others_ = 0;
        std::erase_if(bans_, [&](const auto& ban) { return ban.second <= now; });
    }
    if (const auto found = used_.find(client); found != used_.end()) return found->second;
    if (used_.size() >= clients_max) return used_by_others_;
    return used_[client];
}

}  // namespace outcry::gateway
