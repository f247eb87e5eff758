#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include "outcry/base/hash.hpp"
#include "outcry/platform/thread.hpp"
#include "outcry/ring/doorbell.hpp"
#include "outcry/ring/processor.hpp"
#include "outcry/ring/spsc_ring.hpp"

// What the road between two threads costs. Both sides are pinned, to the first and the last
// processor that the process may use; on one with hyper-threads these may share a core.
namespace outcry::ring {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t capacity = 16'384;
constexpr std::size_t peek_count = 256;
constexpr std::uint64_t record_count = 2'000'000;
constexpr std::size_t round_trip_count = 5'000;

/// As large as a command.
struct Record {
    std::array<std::uint64_t, 8> words;
};

void pin_to(std::size_t side) {
    const auto cpus = platform::usable_cpus();
    if (!cpus) return;
    // Refused in some containers; the numbers are noisier then.
    (void)platform::pin_thread(side == 0 ? cpus->front() : cpus->back()).has_value();
}

[[nodiscard]] double seconds_since(SteadyClock::time_point start) {
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

void produce(SpscRing<Record>& ring, std::size_t batch_count) {
    for (std::uint64_t number = 0; number < record_count;) {
        for (std::size_t i = 0; i < batch_count && number < record_count; ++i) {
            Record* slot = ring.try_claim();
            if (slot == nullptr) break;
            for (std::size_t word = 0; word < slot->words.size(); ++word)
                slot->words[word] = number + word;
            ++number;
        }
        if (ring.publish() == 0) pause_processor();
    }
}

[[nodiscard]] std::uint64_t total_of(const Record& record) {
    std::uint64_t total = 0;
    for (const std::uint64_t word : record.words) total += word;
    return total;
}

/// Reads every word, as the core does, and answers a digest of them in their order.
[[nodiscard]] std::uint64_t consume(SpscRing<Record>& ring) {
    std::uint64_t sum = 0;
    for (std::uint64_t taken_count = 0; taken_count < record_count;) {
        const std::span<const Record> records = ring.peek(peek_count);
        for (const Record& record : records) sum = sum * 31 + total_of(record);
        ring.release(records.size());
        taken_count += records.size();
        if (records.empty()) pause_processor();
    }
    return base::mix(sum);
}

/// Arguments: records per publication; whether the consumer could park, so that the producer pays
/// its fence.
void ring_hop(benchmark::State& state) {
    const auto batch_count = static_cast<std::size_t>(state.range(0));
    std::uint64_t hash = 0;
    for (auto _ : state) {
        Doorbell doorbell;
        SpscRing<Record> ring{capacity};
        if (state.range(1) != 0) ring.connect_consumer(doorbell);
        const auto start = SteadyClock::now();
        std::thread consumer{[&] {
            pin_to(1);
            hash = consume(ring);
        }};
        std::thread{[&] {
            pin_to(0);
            produce(ring, batch_count);
        }}.join();
        consumer.join();
        state.SetIterationTime(seconds_since(start));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(record_count));
    state.SetLabel("hash " + std::to_string(hash));
}
BENCHMARK(ring_hop)
    ->ArgNames({"batch", "can_park"})
    ->ArgsProduct({{1, 16, 64, 256}, {0, 1}})
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

/// Two rings and two threads that throw one number to and fro.
struct PingPong {
    explicit PingPong(Parking parking) : doorbells{Doorbell{parking}, Doorbell{parking}} {
        rings[0].connect_consumer(doorbells[0]);
        rings[1].connect_consumer(doorbells[1]);
    }

    /// Spins where its doorbell cannot park; otherwise it parks whenever it finds nothing.
    [[nodiscard]] std::uint64_t take(std::size_t side) {
        std::uint64_t number = 0;
        Doorbell& doorbell = doorbells[side];
        while (!rings[side].try_pop(number)) {
            if (doorbell.parking() == Parking::never) {
                pause_processor();
                continue;
            }
            doorbell.announce_parking();
            if (rings[side].available() == 0) doorbell.wait(std::chrono::seconds{1});
            doorbell.set_awake();
        }
        return number;
    }
    void give(std::size_t side, std::uint64_t number) {
        while (!rings[side].try_push(number)) pause_processor();
    }

    std::array<Doorbell, 2> doorbells;
    std::array<SpscRing<std::uint64_t>, 2> rings{SpscRing<std::uint64_t>{4},
                                                 SpscRing<std::uint64_t>{4}};
};

/// Durations of the round trips in nanoseconds, ascending.
[[nodiscard]] std::vector<std::int64_t> round_trips(PingPong& game) {
    std::thread opponent{[&] {
        pin_to(1);
        for (std::size_t i = 0; i < round_trip_count; ++i) game.give(0, game.take(1) + 1);
    }};
    std::vector<std::int64_t> durations_ns(round_trip_count);
    std::thread{[&] {
        pin_to(0);
        for (std::size_t i = 0; i < round_trip_count; ++i) {
            const auto start = SteadyClock::now();
            game.give(1, i);
            benchmark::DoNotOptimize(game.take(0));
            durations_ns[i] = std::chrono::nanoseconds{SteadyClock::now() - start}.count();
        }
    }}.join();
    opponent.join();
    std::sort(durations_ns.begin(), durations_ns.end());
    return durations_ns;
}

/// Argument: the way of parking. The counters are one way, half of a round trip.
void ring_latency(benchmark::State& state) {
    std::vector<std::int64_t> durations_ns;
    for (auto _ : state) {
        PingPong game{static_cast<Parking>(state.range(0))};
        const auto start = SteadyClock::now();
        durations_ns = round_trips(game);
        state.SetIterationTime(seconds_since(start));
    }
    const auto one_way_ns = [&](std::size_t per_mille) {
        return static_cast<double>(durations_ns[(round_trip_count - 1) * per_mille / 1000]) / 2;
    };
    state.counters["p50_ns"] = one_way_ns(500);
    state.counters["p99_ns"] = one_way_ns(990);
    state.counters["p999_ns"] = one_way_ns(999);
    state.counters["worst_ns"] = one_way_ns(1000);
    constexpr std::array<const char*, 3> labels{"spins", "futex, parks each time",
                                                "eventfd, parks each time"};
    state.SetLabel(labels[static_cast<std::size_t>(state.range(0))]);
}
BENCHMARK(ring_latency)
    ->ArgName("parking")
    ->DenseRange(0, 2)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

/// One thread, all in its cache: what the calls themselves cost per element.
void ring_push_and_pop(benchmark::State& state) {
    const auto batch_count = static_cast<std::size_t>(state.range(0));
    SpscRing<Record> ring{1024};
    std::uint64_t number = 0;
    std::uint64_t sum = 0;
    for (auto _ : state) {
        for (std::size_t i = 0; i < batch_count; ++i) ring.try_claim()->words[0] = number++;
        ring.publish();
        for (std::size_t taken_count = 0; taken_count < batch_count;) {
            const std::span<const Record> records = ring.peek(peek_count);
            for (const Record& record : records) sum += record.words[0];
            ring.release(records.size());
            taken_count += records.size();
        }
    }
    benchmark::DoNotOptimize(sum);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch_count));
}
BENCHMARK(ring_push_and_pop)->ArgName("batch")->Arg(1)->Arg(64)->Arg(256);

/// What a producer pays per batch when nobody is parked.
void ring_doorbell_nobody_parked(benchmark::State& state) {
    Doorbell doorbell{static_cast<Parking>(state.range(0))};
    for (auto _ : state) {
        doorbell.ring();
        benchmark::ClobberMemory();
    }
}
BENCHMARK(ring_doorbell_nobody_parked)->ArgName("parking")->DenseRange(0, 1);

}  // namespace
}  // namespace outcry::ring
