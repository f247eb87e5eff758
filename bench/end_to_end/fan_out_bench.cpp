#include <sys/resource.h>

#include <chrono>
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "bench/end_to_end/broadcast_server.hpp"
#include "bench/end_to_end/gateway_server.hpp"
#include "bench/end_to_end/subscriber_crowd.hpp"

// One message to many subscribers: the product's gateway with its engine against a bare Beast
// server that sends texts of the same size. Trades come in bursts, the next one when everybody has
// the one before; the depth comes ten times a second by itself, so that only its processor time
// says something. Every subscriber checks that no number is missing. Argument: subscribers.
namespace outcry::bench {
namespace {

constexpr std::size_t trades_per_burst = 10;
constexpr std::size_t burst_count = 20;
constexpr std::size_t differences_count = 20;

/// As long as a trade of the gateway's.
std::string text_of_number(std::uint64_t number) {
    return fmt::format(
        R"({{"e":"trade","E":1700000000000,"s":"BTCUSDT","t":{},"p":"60000.00000000",)"
        R"("q":"0.01000000","T":1700000000000,"m":false,"M":true}})",
        number);
}

/// Two descriptors for each subscriber, and some for the rest.
bool has_descriptors_for(std::size_t subscriber_count) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur >= 2 * subscriber_count + 100;
}

template <class Server, class Burst>
void measure(benchmark::State& state, Server& server, SubscriberCrowd& crowd, const Burst& burst) {
    const auto subscriber_count = static_cast<double>(state.range(0));
    for ([[maybe_unused]] auto round : state) {
        const std::int64_t cpu_begin_ns = server.cpu_time_ns();
        const auto begin = std::chrono::steady_clock::now();
        std::size_t message_count = 0;
        for (std::size_t i = 0; i < burst_count; ++i) {
            const std::size_t count = burst();
            message_count += count;
            if (!crowd.receive(count)) return state.SkipWithError("a message was missing");
        }
        const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
        const double delivered = subscriber_count * static_cast<double>(message_count);
        state.SetIterationTime(time.count());
        state.counters["delivered_per_s"] = delivered / time.count();
        state.counters["server_cpu_us"] =
            static_cast<double>(server.cpu_time_ns() - cpu_begin_ns) * 1e-3 / delivered;
    }
}

void bare_broadcast(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    if (!has_descriptors_for(count)) return state.SkipWithError("too few file descriptors");
    BroadcastServer server;
    SubscriberCrowd crowd{server.port(), "/", count, "\"t\":"};
    std::uint64_t number = 0;
    measure(state, server, crowd, [&] {
        for (std::size_t i = 0; i < trades_per_burst; ++i) server.send(text_of_number(++number));
        return trades_per_burst;
    });
}

void trades(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    if (!has_descriptors_for(count)) return state.SkipWithError("too few file descriptors");
    GatewayServer server;
    SubscriberCrowd crowd{server.port(), "/ws/btcusdt@trade", count, "\"t\":"};
    measure(state, server, crowd, [&] {
        server.trade(trades_per_burst);
        return trades_per_burst;
    });
}

void depth(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    if (!has_descriptors_for(count)) return state.SkipWithError("too few file descriptors");
    GatewayServer server;
    SubscriberCrowd crowd{server.port(), "/ws/btcusdt@depth@100ms?sequence=true", count,
                          "\"channelSeq\":"};
    std::size_t difference_count = 0;
    measure(state, server, crowd, [&] {
        // Ended early: each difference takes a tenth of a second.
        if (++difference_count > differences_count) return std::size_t{0};
        server.trade(trades_per_burst);
        return std::size_t{1};
    });
}

void arguments(benchmark::internal::Benchmark* benchmark) {
    benchmark->Arg(1'000)->Arg(5'000)->UseManualTime()->Iterations(1);
}

BENCHMARK(bare_broadcast)->Apply(arguments);
BENCHMARK(trades)->Apply(arguments);
BENCHMARK(depth)->Apply(arguments);

}  // namespace
}  // namespace outcry::bench
