#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "outcry/domain/ids.hpp"
#include "outcry/gateway/gateway_options.hpp"

#include "gateway/parameters/refusal.hpp"
#include "gateway/rate_limit/client_address.hpp"

namespace outcry::gateway {

/// A limit that was reached, and from when on it is worth to ask again.
struct LimitReached {
    Refusal refusal;
    Timestamp retry_at;
};

/// Request weight per address and minute; the minutes are those of the clock. An address that goes
/// on to twice the limit is banned for a while. One thread: each gateway counts for itself.
class WeightMeter {
public:
    /// Addresses counted by themselves; those beyond share one count until the minute is over.
    static constexpr std::size_t clients_max = 65'536;

    explicit WeightMeter(const RateLimits& limits) : limits_{limits} {}

    /// Nothing, or why a call of this weight is not to be handled. It is counted then.
    [[nodiscard]] Result<void, LimitReached> admit(const ClientAddress& client,
                                                   std::uint32_t weight, Timestamp now);
    void charge(const ClientAddress& client, std::uint32_t weight, Timestamp now);
    [[nodiscard]] std::uint32_t used(const ClientAddress& client, Timestamp now);

private:
    [[nodiscard]] std::uint32_t& count_of(const ClientAddress& client, Timestamp now);
    [[nodiscard]] LimitReached banned(Timestamp until) const;

    const RateLimits limits_;
    std::int64_t minute_ = 0;
    std::unordered_map<ClientAddress, std::uint32_t, ClientAddressHash> used_;
    std::unordered_map<ClientAddress, Timestamp, ClientAddressHash> bans_;
    std::uint32_t used_by_others_ = 0;
};

}  // namespace outcry::gateway
