// bench_engine [--steps N] [--only PART_OF_NAME] [--recorded FOLDER]
//              [--no-plain] [--no-ahead] [--book-only] [--same-thread]
//
// For each workload: a plain book, the engine's books alone, and the whole engine with accounts,
// client order ids, reservations, fees and events, fed through the ring by a second thread. All
// three must make the same fills.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "bench/engine/engine_driver.hpp"
#include "bench/engine/fast_book.hpp"
#include "bench/engine/recorded_workload.hpp"
#include "bench/engine/workload.hpp"
#include "support/naive_book.hpp"

namespace outcry::bench {
namespace {

/// As many as `serve` takes from a ring at a time.
constexpr std::size_t batch_max = 256;

struct Options {
    std::uint64_t steps = 10'000'000;
    std::string only;
    std::string recorded = OUTCRY_SOURCE_DIR "/../shared/data/order-flow";
    bool with_plain = true;
    bool with_engine = true;
    RunOptions run;
};

class Stopwatch {
public:
    [[nodiscard]] double seconds() const { return thread_seconds() - start_; }

private:
    double start_ = thread_seconds();
};

Pass run_plain(const Workload& workload) {
    std::vector<test::NaiveBook> books(workload.options.instruments);
    Pass pass;
    std::uint64_t id_last = 0;
    std::uint64_t taker = 0;
    const auto on_fill = [&](OrderId maker, Price price, Quantity quantity) {
        pass.fills.add(maker.value(), taker, price.value(), quantity.value());
    };
    const auto apply = [&](const Step& step) {
        test::NaiveBook& book = books[step.instrument];
        taker = step.is_new() ? ++id_last : step.order_id;
        const OrderId id{taker};
        switch (step.action) {
            case Action::place:
                return book.place(id, step.side(), Price{step.price}, Quantity{step.quantity},
                                  on_fill);
            case Action::take:
                book.place(id, step.side(), Price{step.price}, Quantity{step.quantity}, on_fill);
                [[fallthrough]];
            case Action::cancel: return static_cast<void>(book.cancel(id));
            case Action::amend:
                return static_cast<void>(
                    book.amend(id, Price{step.price}, Quantity{step.quantity}, on_fill));
        }
    };
    for (const Step& step : workload.fill) apply(step);
    pass.fills = {};
    const Stopwatch stopwatch;
    for (const Step& step : workload.steps) apply(step);
    pass.seconds = stopwatch.seconds();
    pass.commands = workload.steps.size();
    return pass;
}

Pass run_book(const Workload& workload, Ahead ahead) {
    FastBook book{workload.options.book_limits()};
    for (const Step& step : workload.fill) book.apply(step);
    book.forget_fills();
    const Stopwatch stopwatch;
    const std::span<const Step> steps = workload.steps;
    for (std::size_t i = 0; i < steps.size(); i += batch_max) {
        const auto batch = steps.subspan(i, std::min(batch_max, steps.size() - i));
        for (std::size_t place = 0; place < batch.size(); ++place) {
            if (ahead == Ahead::on) book.look_ahead(batch, place);
            book.apply(batch[place]);
        }
    }
    Pass pass;
    pass.seconds = stopwatch.seconds();
    pass.commands = workload.steps.size();
    pass.fills = book.fills();
    return pass;
}

void require_same(const Pass& left, const Pass& right, const char* what) {
    if (left.fills.value() == right.fills.value() && left.fills.count() == right.fills.count()) {
        return;
    }
    std::fprintf(stderr, "%s: other fills (%llu and %llu)\n", what,
                 static_cast<unsigned long long>(left.fills.count()),
                 static_cast<unsigned long long>(right.fills.count()));
    std::exit(1);
}

void print_latencies(const Pass& pass) {
    constexpr std::array names{"new", "cancel", "amend"};
    for (std::size_t kind = 0; kind < names.size(); ++kind) {
        const Latency& latency = pass.latencies[kind];
        if (latency.total() == 0) continue;
        std::printf("    %-7s p50 %6.0f ns  p99 %6.0f ns  p99.9 %6.0f ns\n", names[kind],
                    latency.percentile_ns(50), latency.percentile_ns(99),
                    latency.percentile_ns(99.9));
    }
}

void run(const Workload& workload, const Options& options) {
    const Pass book = run_book(workload, options.run.ahead);
    std::printf("%-40s book %6.2f M/s", workload.options.name.c_str(), book.millions_per_second());
    std::fflush(stdout);
    if (options.with_plain) {
        const Pass plain = run_plain(workload);
        require_same(book, plain, "plain book");
        std::printf("  plain %5.2f M/s  ratio %5.1f", plain.millions_per_second(),
                    book.millions_per_second() / plain.millions_per_second());
        std::fflush(stdout);
    }
    Pass whole;
    if (options.with_engine) {
        EngineDriver driver{workload.options};
        driver.fill(workload);
        whole = driver.run(workload, options.run);
        require_same(book, whole, "engine");
        if (whole.refused != 0)
            std::printf("  %llu REFUSED", static_cast<unsigned long long>(whole.refused));
        std::printf("  apply %6.2f M/s", whole.millions_per_second());
    }
    std::printf("  fills %llu digest %016llx\n",
                static_cast<unsigned long long>(book.fills.count()),
                static_cast<unsigned long long>(book.fills.value()));
    if (options.with_engine) print_latencies(whole);
    std::fflush(stdout);
}

void run_all(const Options& options) {
    const auto is_wanted = [&](const std::string& name) {
        return name.find(options.only) != std::string::npos;
    };
    for (const WorkloadOptions& workload : all_workloads()) {
        if (is_wanted(workload.name)) run(make_workload(workload, options.steps), options);
    }
    for (const std::string& path : recorded_files(options.recorded)) {
        if (is_wanted("recorded/" + path)) run(recorded_workload(path, options.steps), options);
    }
}

Options parse(int argument_count, char** arguments) {
    Options options;
    for (int i = 1; i < argument_count; ++i) {
        const std::string_view argument = arguments[i];
        const bool has_value = i + 1 < argument_count;
        if (argument == "--steps" && has_value) {
            options.steps = std::strtoull(arguments[++i], nullptr, 10);
        } else if (argument == "--only" && has_value) {
            options.only = arguments[++i];
        } else if (argument == "--recorded" && has_value) {
            options.recorded = arguments[++i];
        } else if (argument == "--no-plain") {
            options.with_plain = false;
        } else if (argument == "--no-ahead") {
            options.run.ahead = Ahead::off;
        } else if (argument == "--book-only") {
            options.with_engine = false;
        } else if (argument == "--same-thread") {
            options.run.feeding = Feeding::same_thread;
        } else {
            std::fprintf(stderr,
                         "usage: bench_engine [--steps N] [--only PART_OF_NAME] "
                         "[--recorded FOLDER]\n                    [--no-plain] [--no-ahead] "
                         "[--book-only] [--same-thread]\n");
            std::exit(2);
        }
    }
    return options;
}

}  // namespace
}  // namespace outcry::bench

int main(int argument_count, char** arguments) {
    outcry::bench::run_all(outcry::bench::parse(argument_count, arguments));
    return 0;
}
