#include "gateway/rate_limit/order_meter.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

constexpr std::int64_t ten_seconds_us = 10'000'000;
constexpr std::int64_t day_us = std::int64_t{24} * 3600 * 1'000'000;
constexpr std::uint32_t given_back_to_maker = 5;

LimitReached too_many(std::uint32_t limit, std::string_view interval, Timestamp retry_at) {
    return {
        {429, -1015,
         fmt::format("Too many new orders; current limit is {} orders per {}.", limit, interval)},
        retry_at};
}

Timestamp end_of(std::int64_t interval, std::int64_t length_us) noexcept {
    return Timestamp{(interval + 1) * length_us};
}

std::uint32_t less(std::uint32_t count, std::uint32_t given_back) noexcept {
    return count - std::min(count, given_back);
}

}  // namespace

OrderMeter::Account& OrderMeter::at(AccountId id, Timestamp now) {
    if (id.value() >= accounts_.size()) accounts_.resize(std::size_t{id.value()} + 1);
    Account& account = accounts_[id.value()];
    const std::int64_t ten_seconds = now.value() / ten_seconds_us;
    if (account.ten_seconds != ten_seconds) {
        account.ten_seconds = ten_seconds;
        account.counts.in_10s = 0;
    }
    const std::int64_t day = now.value() / day_us;
    if (account.day != day) {
        account.day = day;
        account.counts.in_day = 0;
    }
    return account;
}

Result<void, LimitReached> OrderMeter::admit(AccountId id, std::uint32_t count, Timestamp now) {
    const Account& account = at(id, now);
    const std::uint64_t more = std::uint64_t{account.under_way} + count;
    const auto exceeds = [&](std::uint32_t used, std::uint32_t limit) {
        return limit != 0 && used + more > limit;
    };
    if (exceeds(account.counts.in_10s, limits_.orders_per_10s_max)) {
        return Failure{too_many(limits_.orders_per_10s_max, "10 SECOND",
                                end_of(account.ten_seconds, ten_seconds_us))};
    }
    if (exceeds(account.counts.in_day, limits_.orders_per_day_max)) {
        return Failure{too_many(limits_.orders_per_day_max, "1 DAY", end_of(account.day, day_us))};
    }
    return {};
}

void OrderMeter::begin(AccountId id, std::uint32_t count) {
    OUTCRY_ASSERT(id.value() < accounts_.size());  // it was admitted
    accounts_[id.value()].under_way += count;
}

void OrderMeter::end(AccountId id, std::uint32_t count) {
    OUTCRY_ASSERT(id.value() < accounts_.size());
    OUTCRY_ASSERT(accounts_[id.value()].under_way >= count);
    accounts_[id.value()].under_way -= count;
}

void OrderMeter::on_accepted(AccountId id, Timestamp now) {
    Account& account = at(id, now);
    ++account.counts.in_10s;
    ++account.counts.in_day;
}

void OrderMeter::on_first_fill(AccountId id, Role role, Timestamp now) {
    Account& account = at(id, now);
    const std::uint32_t given_back = role == Role::maker ? given_back_to_maker : 1;
    account.counts.in_10s = less(account.counts.in_10s, given_back);
    account.counts.in_day = less(account.counts.in_day, given_back);
}

OrderMeter::Counts OrderMeter::counts(AccountId id, Timestamp now) { return at(id, now).counts; }

}  // namespace outcry::gateway
