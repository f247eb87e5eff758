#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"
#include "outcry/gateway/gateway.hpp"
#include "outcry/gateway/history_source.hpp"
#include "outcry/gateway/secret_seal.hpp"
#include "outcry/ring/broadcast_ring.hpp"
#include "outcry/telemetry/registry.hpp"

#include "support/small_venue.hpp"

namespace outcry::test {

/// What the views of a fixture keep unless it says otherwise.
inline constexpr views::ViewLimits small_view_limits{.closed_orders_max = 1000, .trades_max = 1000};

/// A gateway with a real engine at the other end of its rings and no journal between them, all on
/// one thread: nothing moves unless `turn` is called. Market BASEQUOTE, traders `first` and
/// `second` with the API keys "first-key" and "second-key".
class GatewayFixture {
public:
    explicit GatewayFixture(const gateway::GatewayOptions& options = {},
                            std::size_t command_ring_size = 256,
                            const views::ViewLimits& view_limits = small_view_limits);

    /// One round of the gateway, and of the engine unless it is stopped.
    void turn();
    /// Turns until the condition holds; false when that takes longer than any test should.
    [[nodiscard]] bool turn_until(const std::function<bool()>& condition);
    /// Turns for as long as given, for what must not happen.
    void turn_for(std::chrono::milliseconds time);

    /// Replaces the gateway by one with these options, port and all.
    void listen_again(const gateway::GatewayOptions& options);

    void stop_engine() { engine_runs_ = false; }
    void start_engine() { engine_runs_ = true; }
    /// As when the disk is nearly full.
    void set_refuses_orders(bool refuses) { refuses_orders_ = refuses; }
    /// A command that comes from elsewhere, applied at once.
    /// With what it leaves over for further commands.
    void apply(const Command& command);

    /// `parameters` with timestamp and signature: of `first-key` unless another secret is given.
    [[nodiscard]] std::string sign(std::string_view parameters) const;
    /// A whole signed HTTP request.
    [[nodiscard]] std::string signed_request(std::string_view method, std::string_view path,
                                             std::string_view parameters) const;

    /// A signed call of the WebSocket API; `id` is raw JSON.
    using Parameters = std::map<std::string, std::string>;
    [[nodiscard]] std::string signed_message(std::string_view method, std::string_view id,
                                             Parameters parameters) const;

    [[nodiscard]] gateway::Gateway& gateway() { return *gateway_; }
    [[nodiscard]] std::uint16_t port() const { return gateway_->port(); }
    [[nodiscard]] const engine::Engine& engine() const { return engine_; }
    /// From the next gateway on.
    void set_history(gateway::HistorySource* source) { history_source_ = source; }
    /// Called with every round: what else has to go on meanwhile.
    void set_on_turn(std::function<void()> on_turn) { on_turn_ = std::move(on_turn); }
    /// Every event so far.
    [[nodiscard]] const std::vector<Event>& history() const { return history_; }
    [[nodiscard]] const gateway::SecretSeal& seal() const { return seal_; }
    [[nodiscard]] static Timestamp wall_clock();
    /// Of the newest command.
    [[nodiscard]] Sequence sequence() const { return sequence_; }
    [[nodiscard]] ring::SpscRing<Command>& commands() { return commands_; }
    [[nodiscard]] std::string metrics() const { return registry_->render(); }

private:
    void apply_one(Command command);
    void run_engine();
    void register_key(AccountId account, std::string_view name);

    gateway::SecretSeal seal_;
    std::unique_ptr<telemetry::Registry> registry_;
    engine::Engine engine_;
    EventBuffer events_;
    ring::Doorbell doorbell_{ring::Parking::eventfd};
    ring::SpscRing<Command> commands_;
    ring::BroadcastRing<Event> broadcast_{1 << 14};
    ring::RingReader<Event>& reader_;
    views::VenueView view_;
    Sequence sequence_;
    bool engine_runs_ = true;
    std::function<void()> on_turn_;
    std::vector<Event> history_;
    std::atomic<bool> refuses_orders_{false};
    gateway::HistorySource* history_source_ = nullptr;
    std::unique_ptr<gateway::Gateway> gateway_;
};

/// A client's socket that never blocks: what it waits for comes about by turning the gateway.
class TestClient {
public:
    explicit TestClient(GatewayFixture& fixture) : TestClient{fixture, fixture.port()} {}
    /// Of another gateway than the fixture's own, which goes on meanwhile.
    TestClient(GatewayFixture& fixture, std::uint16_t port);
    TestClient(const TestClient&) = delete;
    TestClient& operator=(const TestClient&) = delete;
    ~TestClient();

    void send(std::string_view bytes);
    /// No more bytes will come from here.
    void half_close();
    /// Everything received, once it has the text in it; what there is when it never comes.
    [[nodiscard]] std::string receive_until(std::string_view text);
    /// Everything up to the end of the connection.
    [[nodiscard]] std::string receive_all();
    /// One HTTP answer with its body.
    [[nodiscard]] std::string receive_answer();
    [[nodiscard]] bool is_closed();

    // WebSocket: masked frames out, unmasked ones in.
    void upgrade(std::string_view target, std::string_view more_fields = "");
    void send_text(std::string_view payload);
    void send_frame(std::uint8_t first_byte, std::string_view payload);
    struct Frame {
        std::uint8_t first_byte = 0;
        std::string payload;
    };
    /// The next frame; its first byte is zero when none comes.
    [[nodiscard]] Frame receive_frame();
    /// The same without waiting: one that has arrived.
    [[nodiscard]] Frame take_frame();
    /// The next text that has this in it; empty when none comes.
    [[nodiscard]] std::string receive_text_with(std::string_view text);

private:
    void read_some();
    [[nodiscard]] bool has_frame() const;

    GatewayFixture& fixture_;
    int descriptor_ = -1;
    std::string received_;
    bool is_closed_ = false;
};

/// How many times a text stands in another one.
[[nodiscard]] std::size_t count_of(std::string_view text, std::string_view whole);

}  // namespace outcry::test
