#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/client/api_connection.hpp"
#include "app/client/server_address.hpp"
#include "app/seed/seed.hpp"
#include "app/simulator/trading_agent.hpp"

namespace outcry::app {

struct SimulatedMarket {
    std::string symbol;
    std::string reference_price;  // decimal; where the random walk is drawn back to
};

struct SimulatedAccount {
    ApiCredentials credentials;
    AgentRole role{};
};

struct SimulatorOptions {
    ServerAddress server;
    std::vector<SimulatedMarket> markets;
    std::vector<SimulatedAccount> accounts;
    std::uint64_t seed = 1;
    std::uint64_t orders_per_second = 20;  // over all agents
    /// A line for the operator, from the simulator's thread; a repeated one comes once.
    std::function<void(std::string_view line)> on_notice;
};

/// The markets of a seed, and those of its accounts that are called maker… or taker… and have an
/// HMAC key; every second maker cancels a lot. The rest is for the caller to fill in.
[[nodiscard]] SimulatorOptions simulator_options(const Seed& seed);

struct SimulatorCounts {
    std::uint64_t requests = 0;
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;
    std::uint64_t disconnects = 0;
};

/// Agents that trade with each other over the public API of a running server, so that a
/// demonstration is alive. Runs on a thread of its own at low priority; refusals and lost
/// connections are part of its life. Made, started and stopped by one thread.
class Simulator {
public:
    explicit Simulator(SimulatorOptions options);
    Simulator(Simulator&&) noexcept;
    Simulator& operator=(Simulator&&) noexcept;
    /// Stops.
    ~Simulator();

    /// Returns at once; the server may even be not there yet.
    void start();
    /// Returns when the thread has ended. Open orders stay; the next start cancels them.
    void stop();

    /// From any thread.
    [[nodiscard]] SimulatorCounts counts() const noexcept;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::app
