#include "unit/gateway/api_fixture.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

namespace outcry::gateway::test {
namespace {

constexpr engine::EngineLimits engine_limits{.orders_max = 2048,
                                             .recent_order_ids = 1U << 12,
                                             .accounts_max = 64,
                                             .assets_max = 8,
                                             .instruments_max = 8,
                                             .keys_max = 16,
                                             .open_orders_per_account_max = 600};

SealKey seal_key() {
    std::array<std::byte, SealKey::size_bytes> bytes;
    bytes.fill(std::byte{7});
    return SealKey{bytes};
}

using PrivateKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

PrivateKey private_key() {
    std::array<unsigned char, 32> seed;
    seed.fill(42);
    return {EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()),
            EVP_PKEY_free};
}

const unsigned char* bytes_of(std::string_view text) {
    // SAFETY: characters may be looked at as unsigned characters.
    return reinterpret_cast<const unsigned char*>(text.data());
}

Command asset_command(std::string_view code) {
    Command command = ApiFixture::command_of(CommandType::create_asset);
    command.asset.decimals = 8;
    command.asset.code = AssetCode{code};
    return command;
}

Command instrument_command() {
    Command command = ApiFixture::command_of(CommandType::create_instrument);
    InstrumentDefinition definition;
    definition.tick_scale = 2;
    definition.lot_scale = 5;
    definition.base_units_per_lot = 0;
    definition.quote_units_per_tick_lot = 0;
    definition.price_maximum = Price{100'000'000};
    definition.quantity_maximum = Quantity{900'000'000};
    definition.notional_minimum = 5 * 100 * 100'000;  // 5 USDT
    definition.maker_fee_ppm = 1000;
    definition.taker_fee_ppm = 2000;
    definition.base_asset = AssetId{0};
    definition.quote_asset = AssetId{1};
    definition.symbol = Symbol{"BTCUSDT"};
    command.instrument_definition = definition;
    return command;
}

Command account_command(std::string_view name, std::uint64_t uid) {
    Command command = ApiFixture::command_of(CommandType::create_account);
    command.new_account.external_uid = uid;
    command.new_account.name = FixedText<32>{name};
    return command;
}

constexpr std::uint8_t read_bit = 1;
constexpr std::uint8_t trade_bit = 2;
constexpr std::uint8_t withdraw_bit = 4;

}  // namespace

std::string hmac_hex(std::string_view secret, std::string_view payload) {
    std::array<unsigned char, 32> digest{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes_of(payload),
         payload.size(), digest.data(), &size);
    std::string text;
    for (const unsigned char byte : digest) text += fmt::format("{:02x}", byte);
    return text;
}

std::string Ed25519Signer::sign(std::string_view payload) {
    const PrivateKey key = private_key();
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free};
    std::array<unsigned char, 64> signature{};
    std::size_t size = signature.size();
    EXPECT_EQ(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()), 1);
    EXPECT_EQ(
        EVP_DigestSign(context.get(), signature.data(), &size, bytes_of(payload), payload.size()),
        1);
    std::array<unsigned char, 96> text{};
    const int length = EVP_EncodeBlock(text.data(), signature.data(), static_cast<int>(size));
    return {text.begin(), text.begin() + length};
}

std::string Ed25519Signer::public_key_pem() {
    const PrivateKey key = private_key();
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio{BIO_new(BIO_s_mem()), BIO_free};
    EXPECT_EQ(PEM_write_bio_PUBKEY(bio.get(), key.get()), 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

std::string percent_encoded(std::string_view text) {
    std::string output;
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        const bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                              (byte >= 'a' && byte <= 'z');
        output += is_plain ? std::string(1, character) : fmt::format("%{:02X}", byte);
    }
    return output;
}

ApiFixture::ApiFixture(const RateLimits& rate_limits)
    : engine{engine_limits},
      view{views::ViewLimits{}},
      seal{{seal_key()}},
      api{view, [this] { return Timestamp{now_us}; }, seal,
          ApiOptions{.open_orders_per_account_max = 600,
                     .client_order_id_prefix = 1,
                     .rate_limits = rate_limits}},
      session{.connected_since = Timestamp{now_us}},
      user_data_{view,
                 [this](AccountId account) {
                     return std::find(watched.begin(), watched.end(), account) != watched.end();
                 },
                 [this](const UserEvent& told) {
                     user_messages.push_back(
                         fmt::format("{} {}", told.account.value(),
                                     encode_user_event(view, told, {Timestamp{now_us}})));
                 }} {
    apply(asset_command("BTC"));
    apply(asset_command("USDT"));
    apply(instrument_command());
    apply(account_command("alice", 1001));
    apply(account_command("bob", 1002));
    for (const AccountId account : {alice, bob}) {
        deposit(account, AssetId{0}, 100);
        deposit(account, AssetId{1}, 1'000'000);
    }
    register_key(alice, alice_key, KeyType::hmac, read_bit | trade_bit);
    register_key(bob, bob_key, KeyType::hmac, read_bit | trade_bit);
    register_key(alice, reader_key, KeyType::hmac, read_bit);
    register_key(alice, session_key, KeyType::ed25519, read_bit | trade_bit);
    register_key(alice, withdrawer_key, KeyType::hmac, withdraw_bit);
}

std::vector<Event> ApiFixture::apply(const Command& wanted) {
    Command command = wanted;
    std::vector<Event> all;
    do {
        command.sequence = next(engine.sequence());
        command.time = std::max(engine.time(), Timestamp{now_us});
        engine.apply(command, buffer_);
        for (const Event& event : buffer_.events()) {
            view.apply(event);
            user_data_.on_event(event);
            api.on_event(event);
            all.push_back(event);
        }
        command = command_of(CommandType::continue_mass_action);
        command.request = all.front().request;
    } while (engine.mass_action_is_pending());
    return all;
}

Command ApiFixture::command_of(CommandType type) {
    Command command;
    command.type = type;
    return command;
}

void ApiFixture::register_key(AccountId account, std::string_view name, KeyType type,
                              std::uint8_t permissions) {
    const std::string pem = Ed25519Signer::public_key_pem();
    const auto pem_bytes = std::as_bytes(std::span{pem});
    const std::vector<std::byte> material =
        type == KeyType::hmac ? seal.seal({name, permissions}, secret)
                              : std::vector<std::byte>{pem_bytes.begin(), pem_bytes.end()};
    for (std::size_t offset = 0; offset < material.size(); offset += staged_part_size_max) {
        Command part = command_of(CommandType::stage_bytes);
        const std::size_t size = std::min(staged_part_size_max, material.size() - offset);
        part.staged.offset = static_cast<std::uint16_t>(offset);
        part.staged.size = static_cast<std::uint16_t>(size);
        std::copy_n(material.begin() + static_cast<std::ptrdiff_t>(offset), size,
                    part.staged.bytes.begin());
        apply(part);
    }
    Command command = command_of(CommandType::register_key);
    command.account = account;
    command.key.name = KeyName{name};
    command.key.type = type;
    command.key.permissions = permissions;
    command.key.material_size = static_cast<std::uint16_t>(material.size());
    apply(command);
}

void ApiFixture::deposit(AccountId account, AssetId asset, std::int64_t whole_units) {
    Command command = command_of(CommandType::adjust_balance);
    command.account = account;
    command.adjustment.amount = Amount{int128{whole_units} * 100'000'000};
    command.adjustment.asset = asset;
    command.adjustment.kind = AdjustmentKind::deposit;
    apply(command);
}

Reply ApiFixture::request(Method method, std::string_view path, std::string_view query,
                          std::string_view body, std::string_view key) {
    return api.handle_rest(
        {.method = method, .path = path, .query = query, .body = body, .api_key = key});
}

Reply ApiFixture::signed_request(Method method, std::string_view path, std::string_view query,
                                 std::string_view key) {
    const std::string payload =
        fmt::format("{}{}timestamp={}", query, query.empty() ? "" : "&", now_us / 1000);
    return request(method, path, payload + "&signature=" + hmac_hex(secret, payload), "", key);
}

Reply ApiFixture::websocket(std::string_view message) {
    return api.handle_websocket({.message = message}, session);
}

Reply ApiFixture::signed_websocket(std::string_view method, std::string_view parameters,
                                   std::string_view payload, std::string_view key) {
    return websocket(fmt::format(R"({{"id":1,"method":"{}","params":{{{}{}"apiKey":"{}",)"
                                 R"("timestamp":{},"signature":"{}"}}}})",
                                 method, parameters, parameters.empty() ? "" : ",", key,
                                 now_us / 1000, hmac_hex(secret, payload)));
}

Answer ApiFixture::settle(Reply reply) {
    if (auto* const answer = std::get_if<Answer>(&reply)) return std::move(*answer);
    if (auto* const changed = std::get_if<SubscriptionsChanged>(&reply)) {
        return std::move(changed->answer);
    }
    if (const auto* const wait = std::get_if<Wait>(&reply)) return api.answer_not_there_yet(*wait);
    if (auto* const batch = std::get_if<Batch>(&reply)) {
        std::vector<Answer> answers;
        for (auto& item : batch->items) {
            auto* const ready = std::get_if<Answer>(&item);
            answers.push_back(ready != nullptr ? std::move(*ready)
                                               : settle(std::get<Submission>(item)));
        }
        return api.answer_batch(batch->envelope, answers);
    }
    return settle(std::get<Submission>(reply));
}

Answer ApiFixture::settle(Submission& submission) {
    submission.command.request = RequestId{++request_count_};
    std::vector<Event> events;
    for (Command& staged : submission.staged) {
        staged.request = submission.command.request;
        for (const Event& event : apply(staged)) events.push_back(event);
    }
    // What waited for a price has its turns in commands of their own.
    for (const Event& event : apply(submission.command))
        if (event.request == submission.command.request) events.push_back(event);
    for (std::size_t i = 0; i < events.size(); ++i) {
        EXPECT_EQ(Api::is_complete(submission, events[i]), i + 1 == events.size());
    }
    return api.answer(submission, events);
}

Answer ApiFixture::get(std::string_view path, std::string_view query) {
    return settle(request(Method::get, path, query));
}

Answer ApiFixture::call(Method method, std::string_view path, std::string_view query,
                        std::string_view key) {
    return settle(signed_request(method, path, query, key));
}

Answer ApiFixture::place(std::string_view query, std::string_view key) {
    return call(Method::post, "/api/v3/order", query, key);
}

}  // namespace outcry::gateway::test
