#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/ids.hpp"

namespace outcry::gateway {

/// The names under which user data streams of the older kind are opened: one per account at a time,
/// valid for an hour after it was made or extended. All gateways of a process share them, so that a
/// name made on one opens a stream on any. Any thread; nothing of it is hot.
class ListenKeys {
public:
    static constexpr std::int64_t validity_us = std::int64_t{3600} * 1'000'000;

    /// The valid one of the account, extended; else a new one. It goes with its API key.
    [[nodiscard]] std::string open(AccountId account, const KeyName& api_key, Timestamp now);
    /// False when the account has none of that name.
    [[nodiscard]] bool extend(AccountId account, std::string_view name, Timestamp now);
    [[nodiscard]] bool close(AccountId account, std::string_view name, Timestamp now);

    struct Owner {
        AccountId account;
        KeyName api_key;
        friend bool operator==(const Owner&, const Owner&) noexcept = default;
    };
    /// Of a valid name.
    [[nodiscard]] std::optional<Owner> find(std::string_view name, Timestamp now) const;

    /// Until when a valid name is one.
    [[nodiscard]] std::optional<Timestamp> expiry_of(std::string_view name, Timestamp now) const;

    /// Those made with an API key before it was revoked end. Each gateway says so, when it gets
    /// there; the name of the key may have been given again meanwhile.
    void end_of(std::string_view api_key, Timestamp revoked_at);
    /// Forgets those that have expired.
    void drop_expired(Timestamp now);
    [[nodiscard]] std::size_t count() const;

private:
    struct Entry {
        AccountId account;
        KeyName api_key;
        Timestamp made_at;
        Timestamp expires_at;
    };
    using Entries = std::unordered_map<std::string, Entry>;

    /// Null unless it is valid and the account's.
    [[nodiscard]] Entry* find_of(AccountId account, std::string_view name, Timestamp now);
    void erase(Entries::iterator entry);

    mutable std::mutex mutex_;
    Entries entries_;                                        // by name
    std::unordered_map<AccountId, std::string> by_account_;  // the name of each
};

}  // namespace outcry::gateway
