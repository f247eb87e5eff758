#include <memory>

#include <benchmark/benchmark.h>

#include "bench/end_to_end/echo_server.hpp"
#include "bench/end_to_end/gateway_server.hpp"
#include "bench/end_to_end/load_client.hpp"

// A signed order through the gateway and the engine, against a bare Beast server that sends the
// same bytes back: rate, latency, and processor time of the server's thread per request. Closed
// loop; client and server share the machine. Argument: orders in flight, one per connection.
namespace outcry::bench {
namespace {

LoadOptions load_of(const benchmark::State& state, Protocol protocol) {
    const auto in_flight = static_cast<std::size_t>(state.range(0));
    return {
        .protocol = protocol,
        .target = "/ws-api/v3",
        .connection_count = in_flight,
        .in_flight_count = in_flight,
        .request_count = in_flight == 1 ? 20'000U : 60'000U,
        .make_request =
            protocol == Protocol::http ? GatewayServer::http_order : GatewayServer::websocket_order,
    };
}

template <class Server>
void run(benchmark::State& state, LoadOptions options) {
    Server server;
    options.port = server.port();
    // Warm: connections, pools and the secret of the key.
    LoadOptions warm_up = options;
    warm_up.request_count = options.in_flight_count + 1'000;
    (void)run_load(warm_up).bad_count;
    for ([[maybe_unused]] auto round : state) {
        const std::int64_t cpu_begin_ns = server.cpu_time_ns();
        const LoadResult result = run_load(options);
        const std::int64_t cpu_ns = server.cpu_time_ns() - cpu_begin_ns;
        const auto count = static_cast<double>(options.request_count);
        state.SetIterationTime(static_cast<double>(result.duration_ns) * 1e-9);
        state.counters["rate"] = count / (static_cast<double>(result.duration_ns) * 1e-9);
        state.counters["server_cpu_us"] = static_cast<double>(cpu_ns) * 1e-3 / count;
        state.counters["client_cpu_us"] = static_cast<double>(result.client_cpu_ns) * 1e-3 / count;
        const auto microseconds = [&](telemetry::Percentile share) {
            return static_cast<double>(result.latency_ns.percentile(share)) * 1e-3;
        };
        state.counters["p50_us"] = microseconds(telemetry::p50);
        state.counters["p99_us"] = microseconds(telemetry::p99);
        state.counters["p99_9_us"] = microseconds(telemetry::p99_9);
        state.counters["bad"] = static_cast<double>(result.bad_count);
        if (result.bad_count > 0) state.SkipWithError("an answer was not what was asked for");
    }
}

bool is_echo(std::string_view answer) { return answer.find("BTCUSDT") != std::string_view::npos; }
bool is_ack(std::string_view answer) {
    return answer.find("\"orderId\":") != std::string_view::npos;
}

void bare_http(benchmark::State& state) {
    LoadOptions options = load_of(state, Protocol::http);
    options.is_good = is_echo;
    run<EchoServer>(state, options);
}

void order_http(benchmark::State& state) {
    LoadOptions options = load_of(state, Protocol::http);
    options.is_good = is_ack;
    run<GatewayServer>(state, options);
}

void bare_websocket(benchmark::State& state) {
    LoadOptions options = load_of(state, Protocol::websocket);
    options.is_good = is_echo;
    run<EchoServer>(state, options);
}

void order_websocket(benchmark::State& state) {
    LoadOptions options = load_of(state, Protocol::websocket);
    options.is_good = is_ack;
    run<GatewayServer>(state, options);
}

BENCHMARK(bare_http)->Arg(1)->Arg(16)->Arg(256)->UseManualTime()->Iterations(3);
BENCHMARK(order_http)->Arg(1)->Arg(16)->Arg(256)->UseManualTime()->Iterations(3);
BENCHMARK(bare_websocket)->Arg(1)->Arg(16)->Arg(256)->UseManualTime()->Iterations(3);
BENCHMARK(order_websocket)->Arg(1)->Arg(16)->Arg(256)->UseManualTime()->Iterations(3);

}  // namespace
}  // namespace outcry::bench
