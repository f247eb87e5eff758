#include <chrono>
#include <cstdint>
#include <filesystem>

#include <benchmark/benchmark.h>

#include "outcry/journal/recovery.hpp"
#include "outcry/journal/writer.hpp"
#include "outcry/platform/posix_file_system.hpp"
#include "outcry/telemetry/histogram.hpp"

// The durable write of the journal by itself, in the same run as the ways of orders that wait for
// it: `argument` orders appended, then committed. The directory is where the servers of this
// benchmark keep their data as well.
namespace outcry::bench {
namespace {

class Nobody final : public journal::CommandReceiver {
public:
    void on_command(const Command&) override {}
};

class WrittenDirectory {
public:
    WrittenDirectory() { std::filesystem::create_directories(path_); }
    WrittenDirectory(const WrittenDirectory&) = delete;
    WrittenDirectory& operator=(const WrittenDirectory&) = delete;
    ~WrittenDirectory() { std::filesystem::remove_all(path_); }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_ = std::filesystem::temp_directory_path() / "outcry-journal-write";
};

Command order(std::uint64_t number) {
    Command command;
    command.type = CommandType::place_order;
    command.sequence = Sequence{number};
    command.time = Timestamp{static_cast<std::int64_t>(number)};
    command.account = user_account_first;
    command.price = Price{50'000};
    command.quantity = Quantity{1};
    command.order_type = OrderType::limit;
    command.time_in_force = TimeInForce::gtc;
    command.texts.created.client_order_id = ClientOrderId{"order-1000000000000000"};
    return command;
}

std::int64_t now_ns() {
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds{1};
}

void journal_write(benchmark::State& state) {
    const WrittenDirectory directory;
    platform::PosixFileSystem files;
    Nobody nobody;
    const auto recovery = journal::recover(files, directory.path(), {}, nobody);
    journal::WriterOptions options;
    options.directory = directory.path();
    auto writer = journal::JournalWriter::open(files, options, recovery->position);
    if (!writer) return state.SkipWithError(writer.error().text.c_str());
    std::uint64_t number = 0;
    telemetry::Histogram latency_ns;
    for ([[maybe_unused]] auto round : state) {
        const std::int64_t begin_ns = now_ns();
        for (std::int64_t i = 0; i < state.range(0); ++i)
            if (!writer->append(order(++number))) return state.SkipWithError("the batch is full");
        if (!writer->commit()) return state.SkipWithError("the write failed");
        latency_ns.record(static_cast<std::uint64_t>(now_ns() - begin_ns));
    }
    const auto microseconds = [&](telemetry::Percentile share) {
        return static_cast<double>(latency_ns.percentile(share)) * 1e-3;
    };
    state.counters["p50_us"] = microseconds(telemetry::p50);
    state.counters["p99_us"] = microseconds(telemetry::p99);
    state.counters["rate"] = benchmark::Counter(
        static_cast<double>(state.iterations() * state.range(0)), benchmark::Counter::kIsRate);
}

BENCHMARK(journal_write)->Arg(1)->Arg(16)->Arg(256)->Iterations(5000)->UseRealTime();

}  // namespace
}  // namespace outcry::bench
