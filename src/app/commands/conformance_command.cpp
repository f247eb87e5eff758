#include "app/commands/conformance_command.hpp"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/conformance/replay.hpp"

namespace outcry::app {
namespace {

constexpr int exit_code_of_difference = 1;
constexpr int exit_code_of_wrong_usage = 2;
constexpr std::size_t transcript_size_max = std::size_t{1} << 20;

struct Arguments {
    std::string url = "http://127.0.0.1:8080";
    std::vector<std::string> files;
    std::string api_key;
    std::string secret_path;
    std::string symbol = "BTCUSDT";
    std::string price = "50000";
    std::string quantity = "0.001";
};

int wrong_usage(std::string_view what) {
    fmt::print(stderr, "outcry conformance: {}\n", what);
    return exit_code_of_wrong_usage;
}

Result<std::string, std::string> read_transcript(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return Failure{path + ": cannot be opened"};
    std::string text(transcript_size_max + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > transcript_size_max) return Failure{path + ": is too long"};
    return text;
}

std::string lower(std::string text) {
    for (char& letter : text)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + 32);
    return text;
}

/// What transcripts may refer to from their start on. `run` makes names of orders new each time.
Captures captures_of(const Arguments& arguments) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {{"symbol", arguments.symbol},
            {"stream", lower(arguments.symbol)},
            {"price", arguments.price},
            {"quantity", arguments.quantity},
            {"run", fmt::format("{:x}", now / std::chrono::microseconds{1})}};
}

/// True when the server does what the transcript says.
Result<bool, std::string> play(const std::string& path, VenueTalk& venue,
                               std::optional<ConformanceKey>& key, const Captures& captures) {
    const auto text = read_transcript(path);
    if (!text) return Failure{text.error()};
    const auto transcript = parse_transcript(*text);
    if (!transcript) return Failure{path + ": " + transcript.error()};
    if (transcript->needs_key && !key) {
        fmt::print("skipped  {}: needs --api-key and --secret-file\n", transcript->name);
        return true;
    }
    const auto difference = find_difference(*transcript, venue, key ? &*key : nullptr, captures);
    if (difference) {
        fmt::print("differs  {}: {}\n", transcript->name, *difference);
        return false;
    }
    fmt::print("conforms {}: {} steps\n", transcript->name, transcript->steps.size());
    return true;
}

int run(const Arguments& arguments) {
    Result<ServerAddress, std::string> server = parse_server_url(arguments.url);
    if (!server) return wrong_usage("--url " + server.error());
    std::optional<ConformanceKey> key;
    if (!arguments.api_key.empty()) {
        auto signer = RequestSigner::from_file(arguments.secret_path);
        if (!signer) return wrong_usage("--secret-file " + signer.error());
        key.emplace(ConformanceKey{arguments.api_key, std::move(*signer)});
    }
    VenueTalk venue{std::move(*server)};
    const Captures captures = captures_of(arguments);
    bool conforms = true;
    for (const std::string& path : arguments.files) {
        const auto played = play(path, venue, key, captures);
        if (!played) return wrong_usage(played.error());
        conforms = conforms && *played;
    }
    return conforms ? 0 : exit_code_of_difference;
}

}  // namespace

void add_conformance_command(CLI::App& root, int& exit_code) {
    CLI::App* const command = root.add_subcommand(
        "conformance", "Replay transcripts of the interface against a running server");
    const auto arguments = std::make_shared<Arguments>();
    command
        ->add_option("files", arguments->files, "Transcripts, such as docs/api/conformance/*.json")
        ->required();
    command->add_option("--url", arguments->url, "The server, http://HOST:PORT")
        ->capture_default_str();
    CLI::Option* const secret =
        command->add_option("--secret-file", arguments->secret_path,
                            "The key's secret, or its Ed25519 private key as PEM");
    command->add_option("--api-key", arguments->api_key, "A key that may read and trade")
        ->needs(secret);
    command->add_option("--symbol", arguments->symbol, "A market nobody else trades on meanwhile")
        ->capture_default_str();
    command->add_option("--price", arguments->price, "A price within its rules")
        ->capture_default_str();
    command->add_option("--quantity", arguments->quantity, "A quantity within its rules")
        ->capture_default_str();
    command->footer(
        "Exit code 0 when all conform, 1 when one differs. The form of a transcript is described "
        "in "
        "docs/api/conformance/README.md.");
    command->callback([arguments, &exit_code] { exit_code = run(*arguments); });
}

}  // namespace outcry::app
