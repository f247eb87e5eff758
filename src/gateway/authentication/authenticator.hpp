#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/command.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/authentication/signature.hpp"
#include "gateway/parameters/refusal.hpp"
#include "gateway/rate_limit/client_address.hpp"

namespace outcry::gateway {

class SecretSeal;

/// An API key that is ready to check signatures.
struct Credential {
    KeyName name;
    AccountId account;
    KeyType type{};
    std::uint8_t permissions = 0;
    std::vector<std::byte> material;  // as registered, to notice that a name was given again
    std::unique_ptr<SignatureVerifier> verifier;
    std::vector<InstrumentId> instruments;  // the only ones that it may trade; empty: all

    [[nodiscard]] bool may(KeyPermission permission) const noexcept {
        return (permissions & static_cast<std::uint8_t>(permission)) != 0;
    }
};

/// From where and when a key is used.
struct KeyUse {
    ClientAddress client;
    Timestamp now;
};

/// Finds the credential of an API key; opens its secret once and keeps the verifier. What is kept
/// is compared with the view each time, so a revoked key never passes, and new rules hold at once.
/// Owned by one thread.
class Authenticator {
public:
    Authenticator(const views::VenueView& view, const SecretSeal& seal)
        : view_{view}, seal_{seal} {}

    /// -2014 without a key or with one that cannot be, -2015 for an unknown or revoked one, after
    /// its expiry, and from an address that its rules do not allow.
    [[nodiscard]] Checked<Credential*> find(std::string_view api_key, const KeyUse& use);
    /// Drops what is kept of a key; its secrets are cleansed.
    void forget(std::string_view api_key);

private:
    struct NameHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view name) const noexcept {
            return std::hash<std::string_view>{}(name);
        }
    };

    [[nodiscard]] std::unique_ptr<Credential> make(const views::KeyView& key) const;

    const views::VenueView& view_;
    const SecretSeal& seal_;
    std::unordered_map<std::string, std::unique_ptr<Credential>, NameHash, std::equal_to<>>
        credentials_;
};

namespace refusals {
[[nodiscard]] Refusal key_format_invalid();
[[nodiscard]] Refusal key_rejected();
[[nodiscard]] Refusal signature_invalid();
[[nodiscard]] Refusal outside_recv_window();
[[nodiscard]] Refusal ahead_of_server();
}  // namespace refusals

/// Whether an address lies in the network.
[[nodiscard]] bool contains(const AddressRange& range, const ClientAddress& address) noexcept;

/// Whether a key with these instruments may send the command: what does not name one of them, but
/// closes orders on any, it may not.
[[nodiscard]] bool may_send(const Credential& credential, const Command& command) noexcept;

/// What the request says of its time, and what it is allowed.
struct RequestTiming {
    Timestamp now;
    Timestamp timestamp;
    std::int64_t recv_window_us = 0;
    std::int64_t clock_ahead_us_max = 0;
};

/// `timestamp < now + ahead` and `now - timestamp <= recvWindow`; -1021 otherwise.
[[nodiscard]] Checked<void> check_timing(const RequestTiming& timing);

}  // namespace outcry::gateway
