#include "unit/gateway/shell/gateway_fixture.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "outcry/base/assert.hpp"

namespace outcry::test {
namespace {

using std::chrono::steady_clock;
constexpr std::chrono::seconds patience{20};

std::string_view secret_of(std::string_view key) {
    return key == "first-key" ? "first-secret" : "second-secret";
}

gateway::SecretSeal make_seal() {
    std::array<std::byte, gateway::SealKey::size_bytes> bytes{};
    bytes.fill(std::byte{7});
    return gateway::SecretSeal{{gateway::SealKey{bytes}}};
}

std::string hmac_hex(std::string_view secret, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    ::HMAC(::EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), bytes.data(), &size);
    std::string hex;
    for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", bytes[i]);
    return hex;
}

gateway::GatewayOptions on_free_port(gateway::GatewayOptions options) {
    options.listen_port = 0;
    return options;
}

}  // namespace

Timestamp GatewayFixture::wall_clock() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return Timestamp{now / std::chrono::microseconds{1}};
}

GatewayFixture::GatewayFixture(const gateway::GatewayOptions& options,
                               std::size_t command_ring_size, const views::ViewLimits& view_limits)
    : seal_{make_seal()},
      engine_{small_engine_limits()},
      commands_{command_ring_size},
      reader_{broadcast_.add_reader(&doorbell_)},
      view_{view_limits} {
    commands_.connect_producer(doorbell_);
    listen_again(on_free_port(options));
    for (const Command& command : opening_commands()) apply(command);
    register_key(first_trader, "first-key");
    register_key(second_trader, "second-key");
    turn();
}

void GatewayFixture::listen_again(const gateway::GatewayOptions& options) {
    gateway_.reset();
    registry_ = std::make_unique<telemetry::Registry>();
    gateway_ = std::make_unique<gateway::Gateway>(
        options, gateway::GatewayPorts{commands_, reader_, doorbell_},
        gateway::GatewayServices{.view = view_,
                                 .wall_clock = wall_clock,
                                 .seal = seal_,
                                 .registry = registry_.get(),
                                 .refuses_orders = &refuses_orders_,
                                 .history = history_source_});
}

void GatewayFixture::register_key(AccountId account, std::string_view name) {
    constexpr std::uint8_t permissions = 3;
    const auto material = seal_.seal({name, permissions}, secret_of(name));
    for (std::size_t offset = 0; offset < material.size(); offset += staged_part_size_max) {
        const std::size_t size = std::min(staged_part_size_max, material.size() - offset);
        Command stage;
        stage.type = CommandType::stage_bytes;
        stage.staged.offset = static_cast<std::uint16_t>(offset);
        stage.staged.size = static_cast<std::uint16_t>(size);
        std::copy_n(material.begin() + static_cast<std::ptrdiff_t>(offset), size,
                    stage.staged.bytes.begin());
        apply(stage);
    }
    Command command;
    command.type = CommandType::register_key;
    command.account = account;
    command.key.name = KeyName{name};
    command.key.type = KeyType::hmac;
    command.key.permissions = permissions;
    command.key.material_size = static_cast<std::uint16_t>(material.size());
    apply(command);
}

void GatewayFixture::apply(const Command& command) {
    apply_one(command);
    while (engine_.mass_action_is_pending()) {
        Command slice;
        slice.type = CommandType::continue_mass_action;
        apply_one(slice);
    }
}

void GatewayFixture::apply_one(Command command) {
    sequence_ = next(sequence_);
    command.sequence = sequence_;
    command.time = wall_clock();
    engine_.apply(command, events_);
    for (const Event& event : events_.events()) {
        OUTCRY_ASSERT(broadcast_.try_push(event));
        history_.push_back(event);
    }
}

void GatewayFixture::run_engine() {
    const auto waiting = commands_.peek(64);
    const std::vector<Command> batch{waiting.begin(), waiting.end()};
    commands_.release(waiting.size());
    for (const Command& command : batch) apply(command);
}

void GatewayFixture::turn() {
    gateway_->do_work();
    if (on_turn_) on_turn_();
    if (engine_runs_) run_engine();
}

bool GatewayFixture::turn_until(const std::function<bool()>& condition) {
    const auto deadline = steady_clock::now() + patience;
    while (!condition()) {
        if (steady_clock::now() > deadline) return false;
        turn();
    }
    return true;
}

void GatewayFixture::turn_for(std::chrono::milliseconds time) {
    const auto deadline = steady_clock::now() + time;
    while (steady_clock::now() < deadline) turn();
}

std::string GatewayFixture::sign(std::string_view parameters) const {
    std::string text{parameters};
    if (!text.empty()) text += '&';
    text += fmt::format("timestamp={}", wall_clock().value() / 1000);
    return text + "&signature=" + hmac_hex(secret_of("first-key"), text);
}

std::string GatewayFixture::signed_request(std::string_view method, std::string_view path,
                                           std::string_view parameters) const {
    return fmt::format("{} {}?{} HTTP/1.1\r\nHost: test\r\nX-MBX-APIKEY: first-key\r\n\r\n", method,
                       path, sign(parameters));
}

std::string GatewayFixture::signed_message(std::string_view method, std::string_view id,
                                           Parameters parameters) const {
    parameters.emplace("apiKey", "first-key");
    parameters.emplace("timestamp", fmt::format("{}", wall_clock().value() / 1000));
    std::string payload;
    std::string members;
    for (const auto& [name, value] : parameters) {
        payload += fmt::format("{}{}={}", payload.empty() ? "" : "&", name, value);
        members += fmt::format(R"("{}":"{}",)", name, value);
    }
    return fmt::format(R"({{"id":{},"method":"{}","params":{{{}"signature":"{}"}}}})", id, method,
                       members, hmac_hex(secret_of("first-key"), payload));
}

}  // namespace outcry::test
