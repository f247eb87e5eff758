#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include "app/client/api_connection.hpp"
#include "app/client/market_scale.hpp"
#include "app/simulator/simulator.hpp"
#include "app/simulator/trading_agent.hpp"

namespace outcry::app {

/// What came back, for the simulator's counts and the operator.
struct TraderEvents {
    std::function<void()> on_request;
    std::function<void(bool is_accepted)> on_answer;
    std::function<void(const std::string& reason)> on_lost;
};

/// One account on its connection, with an agent per market: carries out what the agents decide and
/// tells them what came of it. On the simulator's thread.
class SimulatedTrader {
public:
    SimulatedTrader(boost::asio::io_context& io, const ServerAddress& server,
                    const SimulatedAccount& account, const std::vector<MarketScale>& markets,
                    TraderEvents events);
    SimulatedTrader(const SimulatedTrader&) = delete;
    SimulatedTrader& operator=(const SimulatedTrader&) = delete;

    void start() { connect(); }
    /// Lets the agent of that market act, if it wants to and can.
    void act(std::size_t market, SimulatorRandom& random, std::int64_t reference_ticks);

private:
    enum class Purpose : std::uint8_t { order, cancel, cancel_all, account };
    struct Pending {
        Purpose purpose{};
        std::size_t market = 0;
        std::uint64_t order_id = 0;  // what a cancel is for
    };

    void connect();
    void on_open();
    void on_text(std::string_view text);
    void on_lost(const std::string& reason);
    void ask_for_funds();
    void send(ApiRequest request, const Pending& pending);
    [[nodiscard]] ApiRequest request_for(const AgentAction& action, std::size_t market) const;

    boost::asio::io_context& io_;
    const ServerAddress& server_;
    const SimulatedAccount& account_;
    const std::vector<MarketScale>& markets_;
    TraderEvents events_;
    std::vector<TradingAgent> agents_;  // as many as markets, in their order
    std::unique_ptr<ApiConnection> connection_;
    bool is_open_ = false;
    std::map<std::uint64_t, Pending> pending_;
    std::uint64_t request_count_ = 0;
    boost::asio::steady_timer reconnect_timer_;
    boost::asio::steady_timer funds_timer_;
    std::chrono::seconds reconnect_wait_{1};
};

}  // namespace outcry::app
