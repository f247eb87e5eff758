#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/ids.hpp"

namespace outcry::gateway {

/// The names under which user data streams of the older kind are opened: one per account at a time,
/// valid for an hour after it was made or extended. Known to the gateway that made it. One thread.
class ListenKeys {
public:
    static constexpr std::int64_t validity_us = std::int64_t{3600} * 1'000'000;

    struct Entry {
        std::string name;
        AccountId account;
        KeyName api_key;  // that it was made with; it goes with it
        Timestamp expires_at;
    };

    /// The valid one of the account, extended; else a new one.
    [[nodiscard]] const Entry& open(AccountId account, const KeyName& api_key, Timestamp now);
    /// False when the account has none of that name.
    [[nodiscard]] bool extend(AccountId account, std::string_view name, Timestamp now);
    [[nodiscard]] bool close(AccountId account, std::string_view name);

    /// Null for a name that is not valid any more.
    [[nodiscard]] const Entry* find(std::string_view name, Timestamp now) const;

    /// Those made with an API key that was revoked expire at once.
    void expire_of(std::string_view api_key);
    /// Removes and hands over what has expired.
    [[nodiscard]] std::vector<Entry> take_expired(Timestamp now);

private:
    std::unordered_map<AccountId, Entry> entries_;
    std::vector<Entry> replaced_;  // expired, and their account has a new one already
};

}  // namespace outcry::gateway
