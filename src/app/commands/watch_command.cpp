#include "app/commands/watch_command.hpp"

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/watch/message_line.hpp"
#include "app/watch/stream_watcher.hpp"

namespace outcry::app {
namespace {

constexpr int exit_code_of_wrong_usage = 2;

struct Arguments {
    std::vector<std::string> streams;
    std::string url = "http://127.0.0.1:8080";
    std::uint64_t message_count_max = 0;
    bool is_raw = false;
};

/// False when nobody reads any more.
bool print_line(std::string_view line) {
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
    // Whoever reads from a pipe wants each message when it comes.
    return std::fflush(stdout) == 0;
}

int wrong_usage(std::string_view what) {
    fmt::print(stderr, "outcry watch: {}\n", what);
    return exit_code_of_wrong_usage;
}

int watch(const Arguments& arguments) {
    Result<ServerAddress, std::string> server = parse_server_url(arguments.url);
    if (!server) return wrong_usage("--url " + server.error());
    for (const std::string& stream : arguments.streams) {
        if (!is_stream_name(stream)) return wrong_usage("no stream can be named '" + stream + "'");
    }
    const WatchOptions options{.server = std::move(*server),
                               .streams = arguments.streams,
                               .message_count_max = arguments.message_count_max == 0
                                                        ? UINT64_MAX
                                                        : arguments.message_count_max};
    const WatchEvents events{
        .on_message =
            [&arguments](std::string_view message) {
                return print_line(arguments.is_raw ? std::string{message} : message_line(message));
            },
        .on_notice = [](std::string_view line) { fmt::print(stderr, "outcry watch: {}\n", line); }};
    const Result<void, std::string> watched = watch_streams(options, events);
    if (watched) return 0;
    fmt::print(stderr, "outcry watch: {}\n", watched.error());
    return 1;
}

}  // namespace

void add_watch_command(CLI::App& root, int& exit_code) {
    CLI::App* const command =
        root.add_subcommand("watch", "Print streams of a running server, a line per message");
    const auto arguments = std::make_shared<Arguments>();
    command
        ->add_option("streams", arguments->streams,
                     "For example btcusdt@trade, btcusdt@depth, btcusdt@bookTicker")
        ->required();
    command->add_option("--url", arguments->url, "The server, http://HOST:PORT")
        ->capture_default_str();
    command->add_option("--count", arguments->message_count_max, "End after N messages");
    command->add_flag("--json", arguments->is_raw, "Print messages as the server sends them");
    command->footer("Ctrl-C ends it. A lost connection is made again, which is said on stderr.");
    command->callback([arguments, &exit_code] { exit_code = watch(*arguments); });
}

}  // namespace outcry::app
