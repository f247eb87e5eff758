#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"
#include "outcry/gateway/secret_seal.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/api/api.hpp"
#include "gateway/encoding/user_data.hpp"

namespace outcry::gateway::test {

/// HMAC-SHA256 in hex, by the library's own function: the tests' second opinion.
[[nodiscard]] std::string hmac_hex(std::string_view secret, std::string_view payload);

/// Ed25519 from 32 equal bytes as private key; base64 without percent encoding.
class Ed25519Signer {
public:
    [[nodiscard]] static std::string sign(std::string_view payload);
    [[nodiscard]] static std::string public_key_pem();
};

/// The text with everything but letters and digits as %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// An engine, a view and the API over them, without rings: what is submitted is applied at once.
///
/// BTCUSDT with tick 0.01 and step 0.00001, fees 0.1 % and 0.2 %; alice and bob with 100 BTC and
/// 1,000,000 USDT each. Time stands at 1,700,000,000,000 ms unless a test moves it.
class ApiFixture : public ::testing::Test {
public:
    explicit ApiFixture(const RateLimits& rate_limits = {});

    static constexpr AccountId alice{16};
    static constexpr AccountId bob{17};
    static constexpr std::string_view alice_key = "alice-key";            // hmac, read and trade
    static constexpr std::string_view bob_key = "bob-key";                // hmac, read and trade
    static constexpr std::string_view reader_key = "alice-reader";        // hmac, read
    static constexpr std::string_view session_key = "alice-session";      // ed25519
    static constexpr std::string_view withdrawer_key = "alice-withdraw";  // hmac, withdraw
    /// The secret of every HMAC key here.
    static constexpr std::string_view secret =
        "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

    /// Applies a command as the core would; its events reach view, encoders and API.
    std::vector<Event> apply(const Command& wanted);

    [[nodiscard]] Reply request(Method method, std::string_view path, std::string_view query = "",
                                std::string_view body = "", std::string_view key = "");
    /// With timestamp and signature at the end of the query.
    [[nodiscard]] Reply signed_request(Method method, std::string_view path, std::string_view query,
                                       std::string_view key = alice_key);
    [[nodiscard]] Reply websocket(std::string_view message);
    /// A signed call of the WebSocket API; `parameters` are members of the object, sorted payload
    /// and signature are made from `payload`.
    [[nodiscard]] Reply signed_websocket(std::string_view method, std::string_view parameters,
                                         std::string_view payload,
                                         std::string_view key = alice_key);

    /// The answer of a reply; a submission is applied first.
    [[nodiscard]] Answer settle(Reply reply);
    [[nodiscard]] Answer get(std::string_view path, std::string_view query = "");
    [[nodiscard]] Answer call(Method method, std::string_view path, std::string_view query,
                              std::string_view key = alice_key);
    /// POST /api/v3/order.
    [[nodiscard]] Answer place(std::string_view query, std::string_view key = alice_key);

    [[nodiscard]] static Command command_of(CommandType type);
    void register_key(AccountId account, std::string_view name, KeyType type,
                      std::uint8_t permissions);
    void deposit(AccountId account, AssetId asset, std::int64_t whole_units);

    std::int64_t now_us = 1'700'000'000'000'000;
    engine::Engine engine;
    views::VenueView view;
    SecretSeal seal;
    Api api;
    SessionAuthentication session;
    /// Messages of user data streams since the last look, "account text".
    std::vector<std::string> user_messages;
    std::vector<AccountId> watched;

private:
    [[nodiscard]] Answer settle(Submission& submission);

    EventBuffer buffer_;
    UserDataCollector user_data_;
    std::uint64_t request_count_ = 0;
};

}  // namespace outcry::gateway::test
