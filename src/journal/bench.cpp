#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "outcry/journal/tools.hpp"
#include "outcry/journal/writer.hpp"
#include "outcry/platform/append_probe.hpp"
#include "outcry/platform/clock.hpp"

#include "journal/segment_file.hpp"

namespace outcry::journal {
namespace {

constexpr std::string_view probe_name = "bench.probe";
constexpr std::string_view folder_name = "bench.journal";
constexpr std::array<std::uint32_t, 4> group_sizes{1, 16, 256, 1024};
constexpr std::uint64_t bench_segment_size_bytes = std::uint64_t{32} << 20;

struct Line {
    std::int64_t p50_us = 0;
    std::int64_t p99_us = 0;
    std::int64_t per_second = 0;
};

/// `unit_count`: how many of what is counted each duration stands for.
[[nodiscard]] Line summary_of(std::vector<std::int64_t> durations_ns, std::int64_t unit_count) {
    std::ranges::sort(durations_ns);
    const std::size_t count = durations_ns.size();
    std::int64_t sum_ns = 0;
    for (const std::int64_t duration : durations_ns) sum_ns += duration;
    const auto units = static_cast<std::int64_t>(count) * unit_count;
    return {.p50_us = durations_ns[count / 2] / 1000,
            .p99_us = durations_ns[count * 99 / 100] / 1000,
            .per_second = units * 1'000'000 / std::max<std::int64_t>(sum_ns / 1000, 1)};
}

void print_methods(const Path& directory, const BenchOptions& options, std::ostream& output) {
    output << fmt::format("durable appends of {} bytes, one at a time\n\n",
                          platform::measured_append_size_bytes);
    output << fmt::format("{:<36}{:>10}{:>10}{:>12}\n", "method", "p50 us", "p99 us", "per second");
    for (const platform::AppendMethod method : platform::all_append_methods) {
        const auto durations =
            platform::measure_appends(directory / probe_name, method, options.write_count);
        const std::string_view name = platform::description_of(method);
        if (!durations) {
            output << fmt::format("{:<36}  {}\n", name, durations.error().text());
            continue;
        }
        const Line line = summary_of(*durations, 1);
        output << fmt::format("{:<36}{:>10}{:>10}{:>12}\n", name, line.p50_us, line.p99_us,
                              line.per_second);
        output.flush();
    }
}

/// An order as clients send them, 78 bytes in the journal.
[[nodiscard]] Command order_number(Sequence sequence) {
    Command command;
    command.type = CommandType::place_order;
    command.sequence = sequence;
    command.time = Timestamp{static_cast<std::int64_t>(sequence.value())};
    command.account = user_account_first;
    command.price = Price{50'000};
    command.quantity = Quantity{1};
    command.order_type = OrderType::limit;
    command.time_in_force = TimeInForce::gtc;
    command.texts.created.client_order_id =
        ClientOrderId{fmt::format("order-{:016}", sequence.value())};
    return command;
}

/// Appends a group and makes it durable, in as many batches as that takes.
[[nodiscard]] JournalResult<void> write_group(JournalWriter& writer,
                                              const std::vector<Command>& group) {
    for (const Command& command : group) {
        if (writer.append(command)) continue;
        const auto committed = writer.commit();
        if (!committed) return Failure{committed.error()};
        if (!writer.append(command)) return refused("a command does not fit an empty batch");
    }
    const auto committed = writer.commit();
    if (!committed) return Failure{committed.error()};
    return {};
}

[[nodiscard]] JournalResult<Line> measure_groups(JournalWriter& writer, std::uint32_t group_size,
                                                 std::uint32_t group_count) {
    const platform::SystemClock clock;
    std::vector<std::int64_t> durations_ns;
    std::vector<Command> group;
    for (std::uint32_t round = 0; round < group_count; ++round) {
        group.clear();
        for (std::uint32_t index = 0; index < group_size; ++index)
            group.push_back(order_number(Sequence{writer.written_sequence().value() + 1 + index}));
        const std::int64_t start_ns = clock.monotonic_ns();
        const auto written = write_group(writer, group);
        if (!written) return Failure{written.error()};
        durations_ns.push_back(clock.monotonic_ns() - start_ns);
    }
    return summary_of(std::move(durations_ns), group_size);
}

[[nodiscard]] JournalResult<void> print_groups(platform::FileSystem& file_system,
                                               const Path& folder, const BenchOptions& options,
                                               std::ostream& output) {
    JournalPosition position;
    position.journal = random_journal_uuid();
    auto writer = JournalWriter::open(
        file_system, {.directory = folder, .segment_size_bytes = bench_segment_size_bytes},
        position);
    if (!writer) return Failure{writer.error()};
    output << fmt::format(
        "\ncommits of the journal itself{}\n\n",
        writer->writes_are_direct() ? "" : " (no O_DIRECT here: pwrite + fdatasync)");
    output << fmt::format("{:<36}{:>10}{:>10}{:>12}\n", "commands in a commit", "p50 us", "p99 us",
                          "per second");
    for (const std::uint32_t group_size : group_sizes) {
        while (true) {
            const auto has_more = writer->preparer().prepare_slice();
            if (!has_more) return Failure{has_more.error()};
            if (!*has_more) break;
        }
        const auto line = measure_groups(*writer, group_size, options.write_count);
        if (!line) return Failure{line.error()};
        output << fmt::format("{:<36}{:>10}{:>10}{:>12}\n", group_size, line->p50_us, line->p99_us,
                              line->per_second);
        output.flush();
    }
    return {};
}

[[nodiscard]] JournalResult<void> remove_files(platform::FileSystem& file_system,
                                               const Path& folder) {
    const auto names = file_system.list(folder);
    if (!names) return system_failure(names.error());
    for (const std::string& name : *names) {
        const auto removed = file_system.remove(folder / name);
        if (!removed) return system_failure(removed.error());
    }
    return {};
}

}  // namespace

JournalResult<void> bench(platform::FileSystem& file_system, const std::filesystem::path& directory,
                          const BenchOptions& options, std::ostream& output) {
    print_methods(directory, options, output);
    const Path folder = directory / folder_name;
    const auto made = file_system.make_directory(folder);
    if (!made) return system_failure(made.error());
    const auto emptied = remove_files(file_system, folder);
    if (!emptied) return emptied;
    const auto measured = print_groups(file_system, folder, options, output);
    const auto removed = remove_files(file_system, folder);
    // An empty folder; that it may not go hides nothing.
    std::error_code ignored;
    std::filesystem::remove(folder, ignored);
    return measured ? removed : measured;
}

}  // namespace outcry::journal
