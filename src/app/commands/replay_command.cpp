#include "app/commands/replay_command.hpp"

#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/order_flow/progress_line.hpp"
#include "app/replay/replay_file.hpp"

namespace outcry::app {
namespace {

int replay(const ReplayFileOptions& options) {
    Result<ReplaySummary, FlowError> summary = [&options] {
        ProgressLine line{"replay"};
        return replay_file(options, [&line](int permille, std::uint64_t row_count) {
            line.show(permille, [row_count] { return fmt::format("{} rows", row_count); });
        });
    }();
    if (!summary) {
        fmt::print(stderr, "outcry replay: {}\n", summary.error().what);
        return exit_code_of(summary.error().kind);
    }
    fmt::print("{}", text_of(*summary));
    return 0;
}

}  // namespace

void add_replay_command(CLI::App& root, int& exit_code) {
    CLI::App* const command = root.add_subcommand(
        "replay", "Put a recorded order file straight through the engine, in this process");
    const auto options = std::make_shared<ReplayFileOptions>();
    command
        ->add_option("--orders", options->orders_path, "Recorded orders, FILE.csv or FILE.csv.zst")
        ->required();
    command->add_option("--trades", options->trades_path, "Where the fills are written (CSV)")
        ->required();
    command->add_option("--book", options->book_path, "Where the final book is written (CSV)");
    command
        ->add_option("--resting-max", options->limits.resting_orders_max,
                     "The most orders that may rest at one time")
        ->check(CLI::Range(1U, 1U << 26))
        ->capture_default_str();
    command->footer(
        "Prices and quantities are ticks and lots as they stand in the file. Exits 65 "
        "when the file is damaged, 1 when it holds U rows (auctions).");
    command->callback([options, &exit_code] { exit_code = replay(*options); });
}

}  // namespace outcry::app
