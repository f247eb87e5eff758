#include "app/simulator/simulator.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <nlohmann/json.hpp>

#include "outcry/base/assert.hpp"

#include "app/client/http_client.hpp"
#include "app/client/market_scale.hpp"
#include "app/simulator/reference_price.hpp"
#include "app/simulator/simulated_trader.hpp"

namespace outcry::app {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

constexpr int thread_niceness = 10;
/// After a stall the past is not caught up with: it would be a burst.
constexpr std::chrono::seconds lag_max{1};
constexpr std::chrono::seconds preparation_wait{2};
constexpr std::size_t notices_max = 64;

/// The last price of a market, so that a restart goes on where the book is.
std::optional<Decimal> last_price(const ServerAddress& server, const std::string& symbol) {
    const Result<HttpAnswer, std::string> answer =
        http_get(server, "/api/v3/trades?limit=1&symbol=" + symbol);
    if (!answer || answer->status != 200) return std::nullopt;
    const Json trades = Json::parse(answer->body, nullptr, false);
    if (!trades.is_array() || trades.empty() || !trades.back().is_object()) return std::nullopt;
    const Json price = trades.back().value("price", Json{});
    return price.is_string() ? parse_decimal(price.get<std::string>()) : std::nullopt;
}

}  // namespace

/// All but construction, `start`, `stop` and the counts is on the simulator's thread.
class Simulator::Implementation {
public:
    explicit Implementation(SimulatorOptions options)
        : options_{std::move(options)}, random_{options_.seed} {
        OUTCRY_ASSERT(options_.orders_per_second > 0);
    }
    ~Implementation() { stop(); }

    void start() {
        OUTCRY_ASSERT(!thread_.joinable());
        thread_ = std::thread{[this] { run(); }};
    }

    void stop() {
        io_.stop();
        if (thread_.joinable()) thread_.join();
        // Closes the connections: open ones that nobody serves would hold up the server's stop.
        traders_.clear();
    }

    SimulatorCounts counts() const noexcept {
        return {.requests = requests_.load(std::memory_order_relaxed),
                .accepted = accepted_.load(std::memory_order_relaxed),
                .refused = refused_.load(std::memory_order_relaxed),
                .disconnects = disconnects_.load(std::memory_order_relaxed)};
    }

private:
    void run() {
        pthread_setname_np(pthread_self(), "simulator");
        // Trading of real clients comes first; where this is not allowed it is only less polite.
        static_cast<void>(
            setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), thread_niceness));
        try {
            prepare();
            io_.run();
        } catch (const std::exception& error) {
            notice(std::string{"stopped: "} + error.what());
        }
    }

    /// Asks the server about the markets, as often as it takes.
    void prepare() {
        const Result<void, std::string> read = read_markets();
        if (read) return begin();
        notice(read.error());
        timer_.expires_after(preparation_wait);
        timer_.async_wait([this](boost::system::error_code error) {
            if (!error) prepare();
        });
    }

    Result<void, std::string> read_markets() {
        markets_.clear();
        references_.clear();
        for (const SimulatedMarket& market : options_.markets) {
            Result<MarketScale, std::string> scale =
                fetch_market_scale(options_.server, market.symbol);
            if (!scale) return Failure{scale.error()};
            const std::optional<Decimal> anchor = parse_decimal(market.reference_price);
            if (!anchor) return Failure{market.symbol + ": no price " + market.reference_price};
            references_.emplace_back(scale->ticks_of(*anchor));
            const std::optional<Decimal> last = last_price(options_.server, market.symbol);
            if (last) references_.back().set(scale->ticks_of(*last));
            markets_.push_back(std::move(*scale));
        }
        return {};
    }

    void begin() {
        if (markets_.empty() || options_.accounts.empty()) return;
        for (const SimulatedAccount& account : options_.accounts) {
            traders_.push_back(std::make_unique<SimulatedTrader>(
                io_, options_.server, account, markets_,
                TraderEvents{
                    .on_request = [this] { count(requests_); },
                    .on_answer =
                        [this](bool is_accepted) { count(is_accepted ? accepted_ : refused_); },
                    .on_lost =
                        [this](const std::string& reason) {
                            count(disconnects_);
                            notice(reason);
                        }}));
            traders_.back()->start();
        }
        next_step_ = Clock::now();
        wait_for_next_step();
    }

    void wait_for_next_step() {
        next_step_ = std::max(next_step_, Clock::now() - lag_max) +
                     std::chrono::nanoseconds{std::chrono::seconds{1}} / options_.orders_per_second;
        timer_.expires_at(next_step_);
        timer_.async_wait([this](boost::system::error_code error) {
            if (error) return;
            step();
            wait_for_next_step();
        });
    }

    void step() {
        for (ReferencePrice& reference : references_) reference.step(random_);
        const std::size_t trader = random_.below(traders_.size());
        const std::size_t market = random_.below(markets_.size());
        traders_[trader]->act(market, random_, references_[market].ticks());
    }

    void notice(const std::string& line) {
        if (notices_.size() >= notices_max || !notices_.insert(line).second) return;
        if (options_.on_notice) options_.on_notice(line);
    }

    static void count(std::atomic<std::uint64_t>& counter) noexcept {
        counter.fetch_add(1, std::memory_order_relaxed);
    }

    SimulatorOptions options_;
    SimulatorRandom random_;
    asio::io_context io_{1};
    asio::steady_timer timer_{io_};
    std::vector<MarketScale> markets_;
    std::vector<ReferencePrice> references_;  // by market
    std::vector<std::unique_ptr<SimulatedTrader>> traders_;
    Clock::time_point next_step_{};
    std::set<std::string> notices_;
    std::atomic<std::uint64_t> requests_{0};
    std::atomic<std::uint64_t> accepted_{0};
    std::atomic<std::uint64_t> refused_{0};
    std::atomic<std::uint64_t> disconnects_{0};
    std::thread thread_;
};

SimulatorOptions simulator_options(const Seed& seed) {
    SimulatorOptions options;
    for (const SeedMarket& market : seed.markets) {
        options.markets.push_back({market.symbol, market.price});
    }
    std::size_t maker_count = 0;
    for (const SeedAccount& account : seed.accounts) {
        const bool is_maker = account.name.starts_with("maker");
        if (!is_maker && !account.name.starts_with("taker")) continue;
        const auto is_hmac = [](const SeedKey& item) { return item.type == KeyType::hmac; };
        const auto key = std::find_if(account.keys.begin(), account.keys.end(), is_hmac);
        if (key == account.keys.end()) continue;
        AgentRole role = AgentRole::taker;
        if (is_maker) role = maker_count++ % 2 == 0 ? AgentRole::maker : AgentRole::canceller;
        options.accounts.push_back({{key->name, key->material}, role});
    }
    return options;
}

Simulator::Simulator(SimulatorOptions options)
    : implementation_{std::make_unique<Implementation>(std::move(options))} {}
Simulator::Simulator(Simulator&&) noexcept = default;
Simulator& Simulator::operator=(Simulator&&) noexcept = default;
Simulator::~Simulator() = default;

void Simulator::start() { implementation_->start(); }
void Simulator::stop() { implementation_->stop(); }
SimulatorCounts Simulator::counts() const noexcept { return implementation_->counts(); }

}  // namespace outcry::app
