#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>

#include "outcry/views/venue_view.hpp"

#include "gateway/encoding/additions.hpp"
#include "gateway/encoding/streams.hpp"
#include "gateway/streams/public_message.hpp"

// What one public message costs before it is sent to anybody: text, frame, compression. Compare
// with what sending it to one subscriber costs (end_to_end).
namespace outcry::bench {
namespace {

using gateway::Compression;
using gateway::MessageTime;
using gateway::Wrapping;

InstrumentDefinition instrument() {
    InstrumentDefinition definition;
    definition.tick_scale = 2;
    definition.lot_scale = 5;
    definition.symbol = Symbol{"BTCUSDT"};
    return definition;
}

Event trade() {
    Event event;
    event.type = EventType::order_traded;
    event.time = Timestamp{1'700'000'000'000'000};
    event.traded.trade_id = TradeId{123'456'789};
    event.traded.price = Price{6'000'012};
    event.traded.quantity = Quantity{12'345};
    return event;
}

views::DepthDifference difference(std::int64_t change_count) {
    views::DepthDifference difference{.first = Sequence{1'000'000}, .last = Sequence{1'000'100}};
    for (std::int64_t i = 0; i < change_count; ++i) {
        difference.changes.push_back({.side = i % 2 == 0 ? Side::buy : Side::sell,
                                      .price = Price{6'000'000 + i},
                                      .quantity = Quantity{static_cast<std::uint64_t>(1'000 + i)}});
    }
    return difference;
}

void encode_trade(benchmark::State& state) {
    const InstrumentDefinition definition = instrument();
    const Event event = trade();
    for ([[maybe_unused]] auto round : state)
        benchmark::DoNotOptimize(gateway::encode_trade(definition, event, MessageTime{event.time}));
}
BENCHMARK(encode_trade);

void encode_depth(benchmark::State& state) {
    const InstrumentDefinition definition = instrument();
    const auto changes = difference(state.range(0));
    for ([[maybe_unused]] auto round : state)
        benchmark::DoNotOptimize(
            gateway::encode_depth_difference(definition, changes, MessageTime{}));
}
BENCHMARK(encode_depth)->Arg(2)->Arg(20)->Arg(200);

void make_frame(benchmark::State& state, Compression compression) {
    const InstrumentDefinition definition = instrument();
    const std::string payload =
        gateway::encode_depth_difference(definition, difference(state.range(0)), MessageTime{});
    for ([[maybe_unused]] auto round : state) {
        gateway::PublicMessage message{"btcusdt@depth@100ms", payload};
        benchmark::DoNotOptimize(message.frame(Wrapping::combined, compression));
    }
}
BENCHMARK_CAPTURE(make_frame, plain, Compression::none)->Arg(2)->Arg(20)->Arg(200);
BENCHMARK_CAPTURE(make_frame, deflated, Compression::deflated)->Arg(20)->Arg(200);

void add_what_was_asked_for(benchmark::State& state) {
    const InstrumentDefinition definition = instrument();
    const std::string payload =
        gateway::encode_depth_difference(definition, difference(20), MessageTime{});
    const gateway::Additions additions{.has_sequence = true, .has_times = true};
    for ([[maybe_unused]] auto round : state)
        benchmark::DoNotOptimize(
            gateway::with_additions(payload, gateway::MessageFacts{}, additions));
}
BENCHMARK(add_what_was_asked_for);

void checksum(benchmark::State& state) {
    const InstrumentDefinition definition = instrument();
    views::DepthView depth;
    for (std::int64_t i = 0; i < 1'000; ++i) {
        depth.add(Side::buy, Price{6'000'000 - i}, Quantity{1'000}, Sequence{1});
        depth.add(Side::sell, Price{6'000'001 + i}, Quantity{1'000}, Sequence{1});
    }
    for ([[maybe_unused]] auto round : state)
        benchmark::DoNotOptimize(gateway::checksum_of(definition, depth));
}
BENCHMARK(checksum);

}  // namespace
}  // namespace outcry::bench
