#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "outcry/base/assert.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/gateway/secret_seal.hpp"

#include "fuzz/fuzzers.hpp"
#include "gateway/api/api.hpp"
#include "gateway/api/endpoint.hpp"

namespace outcry::gateway {
namespace {

constexpr std::string_view key_name = "key";
constexpr std::string_view secret = "secret";
constexpr AccountId trader{16};
constexpr Timestamp now{1'700'000'000'000'000};

SealKey seal_key() {
    std::array<std::byte, SealKey::size_bytes> bytes{};
    return SealKey{bytes};
}

/// A venue of one market, one account and one key, made of events.
class Venue {
public:
    Venue() : view_{views::ViewLimits{}}, seal_{{seal_key()}} {
        for (const std::uint16_t id : {std::uint16_t{0}, std::uint16_t{1}}) {
            Event& event = append(EventType::asset_created);
            event.asset.id = AssetId{id};
            event.asset.decimals = 8;
            event.asset.code = AssetCode{id == 0 ? "BTC" : "USDT"};
            finish();
        }
        create_instrument();
        append(EventType::account_created).account_created.account = trader;
        finish();
        register_key();
    }

    Api& api() { return api_; }

private:
    Event& append(EventType type) {
        sequence_ = next(sequence_);
        buffer_.begin(sequence_, now, RequestId{});
        return buffer_.append(type, InstrumentId{0});
    }

    void finish() {
        buffer_.finish();
        for (const Event& event : buffer_.events()) view_.apply(event);
    }

    void create_instrument() {
        InstrumentCreated& created = append(EventType::instrument_created).instrument_created;
        created.tick_mantissa = 1;
        created.lot_mantissa = 1;
        created.price_minimum = Price{1};
        created.price_maximum = price_max;
        created.quantity_minimum = Quantity{1};
        created.quantity_maximum = Quantity{1'000'000'000'000};
        created.base_asset = AssetId{0};
        created.quote_asset = AssetId{1};
        created.tick_scale = 2;
        created.lot_scale = 5;
        created.status = InstrumentStatus::trading;
        created.symbol = Symbol{"BTCUSDT"};
        finish();
    }

    void register_key() {
        const std::vector<std::byte> material = seal_.seal({key_name, 3}, secret);
        for (std::size_t offset = 0; offset < material.size(); offset += bytes_per_event_max) {
            BytesStaged& staged = append(EventType::bytes_staged).staged;
            const std::size_t size = std::min(bytes_per_event_max, material.size() - offset);
            staged.offset = static_cast<std::uint16_t>(offset);
            staged.size = static_cast<std::uint16_t>(size);
            std::copy_n(material.begin() + static_cast<std::ptrdiff_t>(offset), size,
                        staged.bytes.begin());
            finish();
        }
        KeyRegistered& key = append(EventType::key_registered).key;
        key.account = trader;
        key.material_size = static_cast<std::uint16_t>(material.size());
        key.name = KeyName{key_name};
        key.type = KeyType::hmac;
        key.permissions = 3;
        finish();
    }

    EventBuffer buffer_;
    Sequence sequence_;
    views::VenueView view_;
    SecretSeal seal_;
    Api api_{view_, [] { return now; }, seal_, ApiOptions{}};
};

std::string hmac_hex(std::string_view payload) {
    std::array<unsigned char, 32> digest{};
    // SAFETY: characters may be looked at as unsigned characters.
    const auto* const bytes = reinterpret_cast<const unsigned char*>(payload.data());
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes, payload.size(),
         digest.data(), nullptr);
    std::string text;
    for (const unsigned char byte : digest) text += fmt::format("{:02x}", byte);
    return text;
}

bool is_order(CommandType type) {
    return type == CommandType::place_order || type == CommandType::replace_order ||
           type == CommandType::stage_order || type == CommandType::amend_order;
}

void check_command(const Command& command) {
    OUTCRY_ASSERT(command.type != CommandType::none);
    OUTCRY_ASSERT(command.account == trader);
    OUTCRY_ASSERT(command.instrument == InstrumentId{0});
    if (!is_order(command.type)) return;
    OUTCRY_ASSERT(command.price >= Price{0});
    OUTCRY_ASSERT(command.price <= price_max);
    OUTCRY_ASSERT(command.quantity <= quantity_max);
    const ClientOrderId& name = command.texts.created.client_order_id;
    OUTCRY_ASSERT(name.empty() == (command.texts.created.client_order_id_hash == 0));
}

void check_submission(Api& api, const Submission& submission) {
    for (const Command& staged : submission.staged) check_command(staged);
    check_command(submission.command);
    OUTCRY_ASSERT(submission.expires_at > Timestamp{});
    const Answer refused = api.answer_refused(submission, RejectReason::overloaded);
    OUTCRY_ASSERT(nlohmann::json::accept(refused.body));
}

/// Every answer is JSON, and a command holds nothing that the engine would trip over.
void check_reply(Api& api, const Reply& reply) {
    if (const auto* const answer = std::get_if<Answer>(&reply)) {
        OUTCRY_ASSERT(answer->status >= 200);
        OUTCRY_ASSERT(nlohmann::json::accept(answer->body));
    } else if (const auto* const submission = std::get_if<Submission>(&reply)) {
        check_submission(api, *submission);
    } else if (const auto* const batch = std::get_if<Batch>(&reply)) {
        for (const auto& item : batch->items) {
            if (const auto* const member = std::get_if<Submission>(&item)) {
                check_submission(api, *member);
            } else {
                OUTCRY_ASSERT(nlohmann::json::accept(std::get<Answer>(item).body));
            }
        }
    } else if (const auto* const changed = std::get_if<SubscriptionsChanged>(&reply)) {
        OUTCRY_ASSERT(nlohmann::json::accept(changed->answer.body));
    }
}

void ask_rest(Api& api, const Endpoint& endpoint, std::string_view text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view body = text.substr(std::min(end + 1, text.size()));
    std::string query{text.substr(0, end)};
    if (endpoint.security != Security::none) {
        query += query.empty() ? "timestamp=1700000000000" : "&timestamp=1700000000000";
        const std::string payload = query + std::string{body};
        query += "&signature=" + hmac_hex(payload);
    }
    check_reply(api, api.handle_rest({.method = endpoint.method,
                                      .path = endpoint.path,
                                      .query = query,
                                      .body = body,
                                      .api_key = key_name}));
}

void ask_websocket(Api& api, std::string_view text) {
    // Logged on already, so that what comes needs no signature.
    SessionAuthentication session;
    session.logon = SessionAuthentication::Logon{KeyName{key_name}, trader, now};
    check_reply(api, api.handle_websocket({.message = text}, session));
}

}  // namespace
}  // namespace outcry::gateway

/// The first byte chooses an endpoint, with its top bit the WebSocket API; then a query and, behind
/// a line feed, a body, which get a good signature; or a message.
int fuzz_request(const std::uint8_t* data, std::size_t size) {
    using namespace outcry::gateway;
    if (size == 0) return 0;
    static Venue venue;
    // SAFETY: bytes may be looked at as characters.
    const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
    const std::size_t choice = data[0] % endpoints().size();
    if ((data[0] & 0x80) != 0 || endpoints()[choice].path.empty()) {
        ask_websocket(venue.api(), text);
    } else {
        ask_rest(venue.api(), endpoints()[choice], text);
    }
    return 0;
}
