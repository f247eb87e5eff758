#include "app/commands/rebuild_command.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "outcry/follower/event_log.hpp"
#include "outcry/platform/posix_file_system.hpp"
#include "outcry/sinks/sqlite_history.hpp"

#include "app/configuration.hpp"
#include "app/sinks/rebuild.hpp"
#include "app/sinks/reconciler.hpp"
#include "app/sinks/sink_targets.hpp"
#include "app/venue/data_directory.hpp"

namespace outcry::app {
namespace {

constexpr int exit_code_of_wrong_usage = 2;
constexpr int exit_code_of_damage = 65;

struct Flags {
    std::string sink;
    std::string data = "data";
    std::string config;
    std::string output;
    bool from_journal = false;
};

int fail(const std::string& message, int exit_code = 1) {
    std::fprintf(stderr, "outcry: %s\n", message.c_str());
    return exit_code;
}

ConfigurationResult<Configuration> configuration_of(const Flags& flags) {
    ConfigurationSources sources;
    const std::filesystem::path left = std::filesystem::path{flags.data} / "serve.toml";
    if (!flags.config.empty()) {
        sources.file = flags.config;
    } else if (std::filesystem::exists(left)) {
        sources.file = left;
    }
    sources.environment = [](const char* name) { return std::getenv(name); };
    return load_configuration(sources);
}

RebuildOptions options_of(const Flags& flags, const Configuration& configuration) {
    return {.data = flags.data,
            .configuration = configuration,
            .origin = flags.from_journal ? EventOrigin::journal : EventOrigin::event_log};
}

Result<RebuildReport, std::string> rebuild_sqlite(platform::FileSystem& file_system,
                                                  const Flags& flags,
                                                  const Configuration& configuration,
                                                  const SinkIdentity& identity) {
    const std::filesystem::path path = flags.output.empty() ? identity.data / history_file_name
                                                            : std::filesystem::path{flags.output};
    const std::filesystem::path unfinished = path.string() + ".rebuilding";
    sinks::remove_sqlite_history(unfinished);
    auto target = sinks::make_sqlite_target(
        {.path = unfinished, .journal = identity.journal, .epoch = identity.epoch});
    auto report = write_all_events(file_system, *target, options_of(flags, configuration));
    // Closing it writes everything into the one file.
    target.reset();
    if (!report) return report;
    sinks::remove_sqlite_history(path);
    std::error_code error;
    std::filesystem::rename(unfinished, path, error);
    if (error) return Failure{fmt::format("{}: {}", path.string(), error.message())};
    return report;
}

Result<RebuildReport, std::string> rebuild_server(platform::FileSystem& file_system,
                                                  const Flags& flags, Configuration configuration,
                                                  const SinkIdentity& identity) {
    configuration.history.enabled = false;
    configuration.postgres.enabled = flags.sink == "postgres";
    configuration.kafka.enabled = flags.sink == "kafka";
    if (const auto emptied = empty_sink_targets(file_system, configuration); !emptied)
        return Failure{emptied.error()};
    auto targets = make_sink_targets(file_system, configuration, identity);
    if (!targets) return Failure{targets.error()};
    if (targets->empty()) return Failure{fmt::format("there is no sink {}", flags.sink)};
    return write_all_events(file_system, *targets->front().target,
                            options_of(flags, configuration));
}

int rebuild(const Flags& flags) {
    const auto configuration = configuration_of(flags);
    if (!configuration) return fail(configuration.error().message, exit_code_of_wrong_usage);
    if (!flags.output.empty() && flags.sink != "sqlite")
        return fail("--output is for --sink sqlite", exit_code_of_wrong_usage);
    if (!std::filesystem::exists(std::filesystem::path{flags.data} / "journal"))
        return fail(flags.data + " holds no journal", exit_code_of_wrong_usage);
    platform::PosixFileSystem file_system;
    // A second writer of a target would be fenced, or fence the venue's.
    const auto directory = DataDirectory::open(file_system, flags.data);
    if (!directory) return fail(directory.error());
    const auto extent = follower::find_extent(file_system, directory->event_log());
    if (!extent) return fail(extent.error().text);
    if (!extent->journal) return fail(flags.data + " holds no events");
    const SinkIdentity identity{directory->path(), *extent->journal, journal::Epoch{1}};
    const auto report = flags.sink == "sqlite"
                            ? rebuild_sqlite(file_system, flags, *configuration, identity)
                            : rebuild_server(file_system, flags, *configuration, identity);
    if (!report) return fail(report.error());
    fmt::print("{}: {} events, up to command {}\n", flags.sink, report->event_count,
               report->sequence.value());
    return 0;
}

/// Of the copies: the worst wins.
int print(const CopyReport& report) {
    for (const std::string& difference : report.differences)
        fmt::print("{}: {}\n", report.name, difference);
    if (!report.failure.empty()) {
        fmt::print(stderr, "outcry: {}: {}\n", report.name, report.failure);
        return 1;
    }
    fmt::print("{}: {} at command {}\n", report.name,
               report.differences.empty() ? "the same as the venue" : "DIFFERS",
               report.sequence.value());
    return report.differences.empty() ? 0 : exit_code_of_damage;
}

int reconcile_copies(const Flags& flags) {
    const auto configuration = configuration_of(flags);
    if (!configuration) return fail(configuration.error().message, exit_code_of_wrong_usage);
    platform::PosixFileSystem file_system;
    const auto directory = DataDirectory::open(file_system, flags.data);
    if (!directory) return fail(directory.error());
    const auto extent = follower::find_extent(file_system, directory->event_log());
    if (!extent) return fail(extent.error().text);
    if (!extent->journal) return fail(flags.data + " holds no events");
    Reconciler reconciler{
        file_system, *configuration, {directory->path(), *extent->journal, journal::Epoch{1}}};
    const std::vector<CopyReport> reports = reconciler.compare(flags.sink);
    if (reports.empty()) return fail("no such sink is configured", exit_code_of_wrong_usage);
    int exit_code = 0;
    for (const CopyReport& report : reports) exit_code = std::max(exit_code, print(report));
    return exit_code;
}

}  // namespace

void add_reconcile_command(CLI::App& root, int& exit_code) {
    const auto flags = std::make_shared<Flags>();
    CLI::App* const command = root.add_subcommand(
        "reconcile", "compare the sinks with the event log, row by row (exit 65: one differs)");
    command->add_option("--data", flags->data, "data directory of the stopped venue");
    command->add_option("--config", flags->config, "settings; default: DIR/serve.toml");
    command->add_option("--sink", flags->sink, "only this one; default: all that are configured")
        ->check(CLI::IsMember({"history", "postgres", "kafka"}));
    command->callback([flags, &exit_code] { exit_code = reconcile_copies(*flags); });
}

void add_rebuild_command(CLI::App& root, int& exit_code) {
    const auto flags = std::make_shared<Flags>();
    CLI::App* const command = root.add_subcommand(
        "rebuild", "empty a sink and fill it again from the event log and its archive");
    command->add_option("--sink", flags->sink, "which one")
        ->required()
        ->check(CLI::IsMember({"sqlite", "postgres", "kafka"}));
    command->add_option("--data", flags->data, "data directory of the stopped venue");
    command->add_option("--config", flags->config, "settings; default: DIR/serve.toml");
    command->add_option("--output", flags->output, "sqlite: another file than DIR/history.sqlite");
    command->add_flag("--from-journal", flags->from_journal,
                      "derive the events again instead; needs the whole journal");
    command->callback([flags, &exit_code] { exit_code = rebuild(*flags); });
}

}  // namespace outcry::app
