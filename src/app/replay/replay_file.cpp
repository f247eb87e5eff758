#include "app/replay/replay_file.hpp"

#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "app/order_flow/flow_records.hpp"
#include "app/order_flow/text_file_writer.hpp"

namespace outcry::app {
namespace {

/// Rows are parsed ahead in batches, so that the clock can be read around the engine's work alone.
constexpr std::size_t batch_row_count = 4096;

FlowError in_file(const std::string& path, FlowError error) {
    error.what = path + ": " + error.what;
    return error;
}

Result<void, FlowError> read_batch(OrderFileReader& reader, std::vector<OrderRow>& batch) {
    batch.clear();
    while (batch.size() < batch_row_count) {
        Result<std::optional<OrderRow>, FlowError> row = reader.next();
        if (!row) return Failure{row.error()};
        if (!*row) return {};
        batch.push_back(**row);
    }
    return {};
}

struct BatchOutput {
    std::vector<FlowTrade> trades;
    std::chrono::nanoseconds applied_for{};
};

Result<void, FlowError> apply_batch(FlowReplay& replay, std::uint64_t first_row,
                                    const std::vector<OrderRow>& batch, BatchOutput& output) {
    output.trades.clear();
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t index = 0; index < batch.size(); ++index) {
        Result<void, FlowError> applied = replay.apply(first_row + index, batch[index]);
        if (!applied) return applied;
        output.trades.insert(output.trades.end(), replay.trades().begin(), replay.trades().end());
    }
    output.applied_for += std::chrono::steady_clock::now() - start;
    return {};
}

Result<std::chrono::nanoseconds, FlowError> replay_rows(OrderFileReader& reader, FlowReplay& replay,
                                                        TextFileWriter& trades,
                                                        const ReplayProgress& progress) {
    std::vector<OrderRow> batch;
    batch.reserve(batch_row_count);
    BatchOutput output;
    for (;;) {
        const std::uint64_t first_row = reader.row_count();
        Result<void, FlowError> read = read_batch(reader, batch);
        if (!read) return Failure{read.error()};
        if (batch.empty()) return output.applied_for;
        Result<void, FlowError> applied = apply_batch(replay, first_row, batch, output);
        if (!applied) return Failure{applied.error()};
        for (const FlowTrade& trade : output.trades) {
            append_trade(trades.text(), replay.symbol(), trade);
            trades.line_is_complete();
        }
        progress(reader.progress_permille(), reader.row_count());
    }
}

Result<void, FlowError> write_book(const std::string& path, const std::vector<FlowLevel>& levels) {
    Result<TextFileWriter, FlowError> file = TextFileWriter::create(path);
    if (!file) return Failure{file.error()};
    file->text() += book_header;
    for (const FlowLevel& level : levels) {
        append_level(file->text(), level);
        file->line_is_complete();
    }
    return file->finish();
}

}  // namespace

Result<ReplaySummary, FlowError> replay_file(const ReplayFileOptions& options,
                                             const ReplayProgress& progress) {
    Result<std::unique_ptr<ByteSource>, FlowError> bytes = open_byte_source(options.orders_path);
    if (!bytes) return Failure{bytes.error()};
    Result<TextFileWriter, FlowError> trades = TextFileWriter::create(options.trades_path);
    if (!trades) return Failure{trades.error()};
    trades->text() += trades_header;

    OrderFileReader reader{std::move(*bytes)};
    FlowReplay replay{options.limits};
    Result<std::chrono::nanoseconds, FlowError> applied_for =
        replay_rows(reader, replay, *trades, progress);
    if (!applied_for) return Failure{in_file(options.orders_path, applied_for.error())};
    Result<void, FlowError> written = trades->finish();
    if (!written) return Failure{written.error()};

    const std::vector<FlowLevel> book = replay.book();
    if (!options.book_path.empty()) {
        written = write_book(options.book_path, book);
        if (!written) return Failure{written.error()};
    }
    ReplaySummary summary{.symbol = std::string{replay.symbol()},
                          .row_count = reader.row_count(),
                          .counts = replay.counts(),
                          .applied_for = *applied_for};
    for (const FlowLevel& level : book) summary.resting_order_count += level.order_count;
    return summary;
}

std::string text_of(const ReplaySummary& summary) {
    std::string text;
    auto out = std::back_inserter(text);
    const auto nanoseconds = static_cast<std::uint64_t>(summary.applied_for.count());
    const std::uint64_t commands_per_second =
        nanoseconds == 0 ? 0 : summary.counts.command_count * 1'000'000'000 / nanoseconds;
    fmt::format_to(out, "symbol      {}\n", summary.symbol);
    fmt::format_to(out, "rows        {}\n", summary.row_count);
    fmt::format_to(out, "fills       {}\n", summary.counts.fill_count);
    fmt::format_to(out, "resting     {}\n", summary.resting_order_count);
    fmt::format_to(out, "commands/s  {} ({} in {} ms, engine and id maps)\n", commands_per_second,
                   summary.counts.command_count, nanoseconds / 1'000'000);
    std::uint64_t refused_count = 0;
    for (const auto& [reason, count] : summary.counts.refused) refused_count += count;
    fmt::format_to(out, "refused     {}\n", refused_count);
    for (const auto& [reason, count] : summary.counts.refused) {
        fmt::format_to(out, "  {:<28} {}\n", name_of(reason), count);
    }
    return text;
}

}  // namespace outcry::app
