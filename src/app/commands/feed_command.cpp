#include "app/commands/feed_command.hpp"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/feed/feed.hpp"
#include "app/order_flow/progress_line.hpp"
#include "app/order_flow/text_file_writer.hpp"

namespace outcry::app {
namespace {

constexpr int exit_code_of_wrong_usage = 2;

struct Arguments {
    std::string orders_path;
    std::string url;
    std::string symbol;
    std::string api_key;
    std::string secret_path;
    std::string speed = "max";
    std::string hgrm_path;
    std::uint64_t row_count_max = 0;
    std::size_t connection_count = 1;
    std::size_t in_flight_max = 256;
    std::uint32_t resting_orders_max = 1U << 18;
};

Result<std::string, std::string> read_secret(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return Failure{"--secret-file " + path + ": " + std::strerror(errno)};
    std::string secret{std::istreambuf_iterator<char>{file}, {}};
    Result<RequestSigner, std::string> signer = RequestSigner::from_secret(secret);
    if (!signer) return Failure{"--secret-file " + path + ": " + signer.error()};
    return secret;
}

Result<FeedOptions, std::string> options_of(const Arguments& arguments) {
    Result<ServerAddress, std::string> server = parse_server_url(arguments.url);
    if (!server) return Failure{"--url " + server.error()};
    Result<FeedPace, std::string> pace = FeedPace::parse(arguments.speed);
    if (!pace) return Failure{"--" + pace.error()};
    Result<std::string, std::string> secret = read_secret(arguments.secret_path);
    if (!secret) return Failure{secret.error()};
    return FeedOptions{
        .orders_path = arguments.orders_path,
        .server = std::move(*server),
        .symbol = arguments.symbol,
        .credentials = {.api_key = arguments.api_key, .secret = std::move(*secret)},
        .pace = *pace,
        .row_count_max = arguments.row_count_max == 0 ? UINT64_MAX : arguments.row_count_max,
        .connection_count = arguments.connection_count,
        .in_flight_max = arguments.in_flight_max,
        .limits = {.resting_orders_max = arguments.resting_orders_max},
    };
}

Result<void, FlowError> write_hgrm(const std::string& path, const FeedReport& report) {
    Result<TextFileWriter, FlowError> file = TextFileWriter::create(path);
    if (!file) return Failure{file.error()};
    file->text() += report.hgrm();
    return file->finish();
}

int feed(const Arguments& arguments) {
    Result<FeedOptions, std::string> options = options_of(arguments);
    if (!options) {
        fmt::print(stderr, "outcry feed: {}\n", options.error());
        return exit_code_of_wrong_usage;
    }
    const auto report = std::make_unique<FeedReport>();
    Result<void, FlowError> fed = [&options, &report] {
        ProgressLine line{"feed"};
        return feed_file(*options, *report, [&line](int permille, const FeedReport& current) {
            line.show(permille,
                      [&current] { return fmt::format("{} answers", current.answer_count()); });
        });
    }();
    // What was measured before a failure is worth its lines, too.
    if (report->answer_count() > 0) fmt::print("{}", report->text());
    if (fed && !arguments.hgrm_path.empty()) fed = write_hgrm(arguments.hgrm_path, *report);
    if (!fed) {
        fmt::print(stderr, "outcry feed: {}\n", fed.error().what);
        return exit_code_of(fed.error().kind);
    }
    return 0;
}

void add_options(CLI::App& command, Arguments& arguments) {
    command.add_option("--orders", arguments.orders_path, "Recorded orders, FILE.csv[.zst]")
        ->required();
    command.add_option("--url", arguments.url, "The server, http://HOST:PORT")->required();
    command.add_option("--symbol", arguments.symbol, "The instrument to trade")->required();
    command.add_option("--api-key", arguments.api_key, "The name of the API key")->required();
    command
        .add_option("--secret-file", arguments.secret_path,
                    "The key's secret, or its Ed25519 private key as PEM")
        ->required();
    command.add_option("--limit", arguments.row_count_max, "Send only the first N rows");
    command
        .add_option("--speed", arguments.speed, "1x, 10x… of the recorded pace, open loop; or max")
        ->capture_default_str();
    command
        .add_option("--connections", arguments.connection_count,
                    "Connections; rows of one order stay on one of them")
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
    command
        .add_option("--in-flight", arguments.in_flight_max,
                    "With max: requests that may wait for their answers")
        ->check(CLI::Range(1, 65536))
        ->capture_default_str();
    command.add_option("--hgrm", arguments.hgrm_path, "Write the times to ack there, in us");
    command
        .add_option("--resting-max", arguments.resting_orders_max,
                    "The most orders of the file that may rest at one time")
        ->check(CLI::Range(1U, 1U << 26))
        ->capture_default_str();
}

}  // namespace

void add_feed_command(CLI::App& root, int& exit_code) {
    CLI::App* const command = root.add_subcommand(
        "feed", "Send a recorded order file to a running server and measure its acks");
    const auto arguments = std::make_shared<Arguments>();
    add_options(*command, *arguments);
    command->footer(
        "Times are measured from the moment a request was meant to be sent. Book-load rows (S) go "
        "first and are not measured. One connection keeps the order of the file, so the fills are "
        "those of `outcry replay`.");
    command->callback([arguments, &exit_code] { exit_code = feed(*arguments); });
}

}  // namespace outcry::app
