#include "bench/end_to_end/gateway_server.hpp"

#include <pthread.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <ctime>
#include <thread>
#include <vector>

#include "outcry/base/assert.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"
#include "outcry/gateway/gateway.hpp"
#include "outcry/gateway/secret_seal.hpp"
#include "outcry/ring/broadcast_ring.hpp"

namespace outcry::bench {
namespace {

constexpr AccountId trader{16};
constexpr std::uint8_t permissions = 3;

Timestamp wall_clock() {
    return Timestamp{std::chrono::system_clock::now().time_since_epoch() /
                     std::chrono::microseconds{1}};
}

Command command_of(CommandType type) {
    Command command;
    command.type = type;
    return command;
}

std::vector<Command> market_commands() {
    std::vector<Command> commands;
    for (const char* code : {"BTC", "USDT"}) {
        Command asset = command_of(CommandType::create_asset);
        asset.asset.decimals = 8;
        asset.asset.code = AssetCode{code};
        commands.push_back(asset);
    }
    Command market = command_of(CommandType::create_instrument);
    InstrumentDefinition definition;
    definition.tick_scale = definition.lot_scale = 2;
    definition.base_units_per_lot = definition.quote_units_per_tick_lot = 0;
    definition.base_asset = AssetId{0};
    definition.quote_asset = AssetId{1};
    definition.symbol = Symbol{"BTCUSDT"};
    market.instrument_definition = definition;
    commands.push_back(market);
    return commands;
}

std::vector<Command> account_commands(const gateway::SecretSeal& seal) {
    std::vector<Command> commands;
    Command account = command_of(CommandType::create_account);
    account.new_account.name = FixedText<32>{"bench"};
    commands.push_back(account);
    for (std::uint16_t asset = 0; asset < 2; ++asset) {
        Command deposit = command_of(CommandType::adjust_balance);
        deposit.account = trader;
        deposit.adjustment.asset = AssetId{asset};
        deposit.adjustment.amount = Amount{int128{1'000'000'000} * 100'000'000};
        deposit.adjustment.kind = AdjustmentKind::deposit;
        commands.push_back(deposit);
    }
    const auto material =
        seal.seal({GatewayServer::signer().key, permissions}, GatewayServer::signer().secret);
    OUTCRY_ASSERT(material.size() <= staged_part_size_max);
    Command stage = command_of(CommandType::stage_bytes);
    stage.staged.size = static_cast<std::uint16_t>(material.size());
    std::copy(material.begin(), material.end(), stage.staged.bytes.begin());
    commands.push_back(stage);
    Command key = command_of(CommandType::register_key);
    key.account = trader;
    key.key.name = KeyName{GatewayServer::signer().key};
    key.key.type = KeyType::hmac;
    key.key.permissions = permissions;
    key.key.material_size = stage.staged.size;
    commands.push_back(key);
    return commands;
}

gateway::SecretSeal make_seal() {
    std::array<std::byte, gateway::SealKey::size_bytes> bytes{};
    bytes.fill(std::byte{1});
    return gateway::SecretSeal{{gateway::SealKey{bytes}}};
}

}  // namespace

class GatewayServer::Implementation {
public:
    Implementation() {
        gateway::GatewayOptions options;
        options.listen_port = 0;
        gateway_ = std::make_unique<gateway::Gateway>(
            options, gateway::GatewayPorts{commands_, reader_, doorbell_},
            gateway::GatewayServices{.view = view_, .wall_clock = wall_clock, .seal = seal_});
        for (const Command& command : market_commands()) apply(command);
        for (const Command& command : account_commands(seal_)) apply(command);
        thread_ = std::thread{[this] { run(); }};
    }
    Implementation(const Implementation&) = delete;
    Implementation& operator=(const Implementation&) = delete;
    ~Implementation() {
        should_stop_.store(true, std::memory_order_relaxed);
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const noexcept { return gateway_->port(); }

    [[nodiscard]] std::int64_t cpu_time_ns() const noexcept {
        clockid_t clock{};
        timespec time{};
        if (::pthread_getcpuclockid(const_cast<std::thread&>(thread_).native_handle(), &clock) != 0)
            return 0;
        ::clock_gettime(clock, &time);
        return time.tv_sec * 1'000'000'000 + time.tv_nsec;
    }

    void trade(std::size_t count) {
        wanted_trades_.fetch_add(count, std::memory_order_relaxed);
        doorbell_.ring();
    }

private:
    void run() {
        while (!should_stop_.load(std::memory_order_relaxed)) {
            int work_count = gateway_->do_work();
            work_count += run_engine();
            work_count += make_trades();
            if (work_count == 0) gateway_->wait(std::chrono::milliseconds{1});
            // What was read while it waited is in the ring already.
            run_engine();
        }
    }

    int run_engine() {
        const auto waiting = commands_.peek(256);
        for (const Command& command : waiting) apply(command);
        commands_.release(waiting.size());
        return static_cast<int>(waiting.size());
    }

    int make_trades() {
        const std::size_t count = wanted_trades_.exchange(0, std::memory_order_relaxed);
        for (std::size_t i = 0; i < count; ++i) {
            for (const Side side : {Side::sell, Side::buy}) {
                Command order = command_of(CommandType::place_order);
                order.account = trader;
                order.side = side;
                order.order_type = OrderType::limit;
                order.time_in_force = TimeInForce::gtc;
                order.price = Price{6'000'000};
                order.quantity = Quantity{1};
                apply(order);
            }
        }
        return static_cast<int>(count);
    }

    void apply(Command command) {
        sequence_ = next(sequence_);
        command.sequence = sequence_;
        command.time = wall_clock();
        engine_.apply(command, events_);
        for (const Event& event : events_.events()) {
            Event* const slot = broadcast_.try_claim();
            OUTCRY_ASSERT(slot != nullptr);
            *slot = event;
        }
        broadcast_.publish();
    }

    gateway::SecretSeal seal_ = make_seal();
    engine::Engine engine_{engine::EngineLimits{.orders_max = 1U << 16}};
    EventBuffer events_;
    ring::Doorbell doorbell_{ring::Parking::eventfd};
    ring::SpscRing<Command> commands_{1 << 14};
    ring::BroadcastRing<Event> broadcast_{1 << 16};
    ring::RingReader<Event>& reader_ = broadcast_.add_reader(&doorbell_);
    views::VenueView view_{views::ViewLimits{}};
    Sequence sequence_;
    std::unique_ptr<gateway::Gateway> gateway_;
    std::atomic<bool> should_stop_{false};
    std::atomic<std::size_t> wanted_trades_{0};
    std::thread thread_;
};

void GatewayServer::trade(std::size_t count) { implementation_->trade(count); }

const Signer& GatewayServer::signer() {
    static const Signer signer{"bench-key",
                               "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"};
    return signer;
}

GatewayServer::GatewayServer() : implementation_{std::make_unique<Implementation>()} {}

GatewayServer::~GatewayServer() = default;

std::uint16_t GatewayServer::port() const noexcept { return implementation_->port(); }

std::int64_t GatewayServer::cpu_time_ns() const noexcept { return implementation_->cpu_time_ns(); }

}  // namespace outcry::bench
