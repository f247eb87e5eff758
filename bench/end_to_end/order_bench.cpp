#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "bench/end_to_end/echo_server.hpp"
#include "bench/end_to_end/gateway_server.hpp"
#include "bench/end_to_end/load_client.hpp"
#include "bench/end_to_end/server_process.hpp"
#include "bench/end_to_end/signed_order.hpp"

// A signed order from the client's socket to its answer: against a bare Beast server that sends the
// same bytes back, through gateway and engine alone, and through the released binary with both
// durabilities. Rate, latency, and processor time of the server per request. Closed loop; client
// and server share the machine. Argument: orders in flight, one per connection.
namespace outcry::bench {
namespace {

LoadOptions load_of(const benchmark::State& state, Protocol protocol, const Signer& signer) {
    const auto in_flight = static_cast<std::size_t>(state.range(0));
    LoadOptions options;
    options.protocol = protocol;
    options.target = "/ws-api/v3";
    options.connection_count = in_flight;
    options.in_flight_count = in_flight;
    options.request_count = in_flight == 1 ? 10'000U : 60'000U;
    options.is_good = is_acknowledgement;
    options.make_request = [signer, protocol](std::size_t number) {
        return protocol == Protocol::http ? signed_http_order(signer, number)
                                          : signed_websocket_order(signer, number);
    };
    return options;
}

void report(benchmark::State& state, const LoadOptions& options, const LoadResult& result,
            std::int64_t server_cpu_ns) {
    const auto count = static_cast<double>(options.request_count);
    const auto microseconds = [&](telemetry::Percentile share) {
        return static_cast<double>(result.latency_ns.percentile(share)) * 1e-3;
    };
    state.SetIterationTime(static_cast<double>(result.duration_ns) * 1e-9);
    state.counters["rate"] = count / (static_cast<double>(result.duration_ns) * 1e-9);
    state.counters["p50_us"] = microseconds(telemetry::p50);
    state.counters["p99_us"] = microseconds(telemetry::p99);
    state.counters["p99_9_us"] = microseconds(telemetry::p99_9);
    state.counters["server_cpu_us"] = static_cast<double>(server_cpu_ns) * 1e-3 / count;
    state.counters["client_cpu_us"] = static_cast<double>(result.client_cpu_ns) * 1e-3 / count;
    if (result.bad_count > 0) state.SkipWithError("an answer was not what was asked for");
}

template <class Server>
void measure(benchmark::State& state, const Server& server, LoadOptions options) {
    options.port = server.port();
    // Warm: connections, pools and the secret of the key.
    LoadOptions warm_up = options;
    warm_up.request_count = options.in_flight_count + 1'000;
    if (run_load(warm_up).bad_count > 0) return state.SkipWithError("the warm-up was refused");
    for ([[maybe_unused]] auto round : state) {
        const std::int64_t cpu_begin_ns = server.cpu_time_ns();
        const LoadResult result = run_load(options);
        report(state, options, result, server.cpu_time_ns() - cpu_begin_ns);
    }
}

void bare(benchmark::State& state, Protocol protocol) {
    const EchoServer server;
    LoadOptions options = load_of(state, protocol, GatewayServer::signer());
    options.is_good = is_repetition;
    measure(state, server, options);
}

void gateway_alone(benchmark::State& state, Protocol protocol) {
    const GatewayServer server;
    measure(state, server, load_of(state, protocol, GatewayServer::signer()));
}

void serve(benchmark::State& state, Protocol protocol, const char* durability) {
    const std::string seed = std::string{OUTCRY_SOURCE_DIR} + "/bench/end_to_end/seed.json";
    const ServerProcess server{{"--seed", seed, "--durability", durability}};
    measure(state, server, load_of(state, protocol, GatewayServer::signer()));
}

void arguments(benchmark::internal::Benchmark* benchmark) {
    benchmark->Arg(1)->Arg(16)->Arg(256)->UseManualTime()->Iterations(3);
}

BENCHMARK_CAPTURE(bare, http, Protocol::http)->Apply(arguments);
BENCHMARK_CAPTURE(bare, websocket, Protocol::websocket)->Apply(arguments);
BENCHMARK_CAPTURE(gateway_alone, http, Protocol::http)->Apply(arguments);
BENCHMARK_CAPTURE(gateway_alone, websocket, Protocol::websocket)->Apply(arguments);
BENCHMARK_CAPTURE(serve, http_memory, Protocol::http, "memory")->Apply(arguments);
BENCHMARK_CAPTURE(serve, http_disk, Protocol::http, "disk")->Apply(arguments);
BENCHMARK_CAPTURE(serve, websocket_memory, Protocol::websocket, "memory")->Apply(arguments);
BENCHMARK_CAPTURE(serve, websocket_disk, Protocol::websocket, "disk")->Apply(arguments);

}  // namespace
}  // namespace outcry::bench
