#include "app/commands/snapshot_command.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "outcry/journal/snapshot_store.hpp"
#include "outcry/platform/posix_file_system.hpp"

#include "app/configuration.hpp"
#include "app/venue/data_directory.hpp"
#include "app/venue/recovery.hpp"

namespace outcry::app {
namespace {

constexpr int exit_code_of_wrong_usage = 2;

struct Flags {
    std::string data = "data";
    std::string config;
    bool only_lists = false;
    bool from_first_command = false;
};

int fail(const std::string& message, int exit_code) {
    std::fprintf(stderr, "outcry: %s\n", message.c_str());
    return exit_code;
}

/// The limits that the journal was written with: `serve` leaves them in DIR/serve.toml.
ConfigurationResult<Configuration> configuration_of(const Flags& flags) {
    ConfigurationSources sources;
    const std::filesystem::path left = std::filesystem::path{flags.data} / "serve.toml";
    if (!flags.config.empty()) {
        sources.file = flags.config;
    } else if (std::filesystem::exists(left)) {
        sources.file = left;
    }
    return load_configuration(sources);
}

int print_state_hash(const Flags& flags) {
    const auto configuration = configuration_of(flags);
    if (!configuration) return fail(configuration.error().message, exit_code_of_wrong_usage);
    if (!std::filesystem::exists(std::filesystem::path{flags.data} / "journal"))
        return fail(flags.data + " holds no journal", exit_code_of_wrong_usage);
    platform::PosixFileSystem file_system;
    RecoverVenueOptions options;
    options.mode = journal::RecoveryMode::judge;
    if (flags.from_first_command) options.start_from = StartFrom::first_command;
    const auto venue = recover_venue(file_system, flags.data, *configuration, options);
    if (!venue) return fail(venue.error().message, venue.error().exit_code);
    fmt::print(stderr, "{}\n", venue->report);
    fmt::print("{} {:016x}\n", venue->engine.sequence().value(), venue->engine.state_hash());
    return 0;
}

int list_snapshots(const Flags& flags) {
    platform::PosixFileSystem file_system;
    const std::filesystem::path directory = std::filesystem::path{flags.data} / "snapshots";
    if (!std::filesystem::exists(directory)) return 0;
    journal::SnapshotStore store{file_system, directory};
    const auto paths = store.list();
    if (!paths) return fail(paths.error().text, 1);
    for (const std::filesystem::path& path : *paths) {
        const auto info = journal::verify_snapshot(file_system, path);
        if (info)
            fmt::print("{} command {} state {:016x}\n", path.filename().string(),
                       info->sequence.value(), info->state_hash);
        else
            fmt::print("{} damaged: {}\n", path.filename().string(), info.error().text);
    }
    return 0;
}

int take_snapshot(const Flags& flags) {
    if (flags.only_lists) return list_snapshots(flags);
    const auto configuration = configuration_of(flags);
    if (!configuration) return fail(configuration.error().message, exit_code_of_wrong_usage);
    if (!std::filesystem::exists(std::filesystem::path{flags.data} / "journal"))
        return fail(flags.data + " holds no journal", exit_code_of_wrong_usage);
    platform::PosixFileSystem file_system;
    const auto directory = DataDirectory::open(file_system, flags.data);
    if (!directory)
        return fail(directory.error() +
                        " (a running venue takes them itself; POST /snapshot on "
                        "its admin address asks for one)",
                    1);
    auto venue = recover_venue(file_system, flags.data, *configuration, {});
    if (!venue) return fail(venue.error().message, venue.error().exit_code);
    const SnapshotPlace place{directory->snapshots(), directory->journal(),
                              directory->journal_archive(), venue->position.journal,
                              venue->position.epoch};
    const follower::Follower follower{std::move(venue->engine), std::move(venue->view)};
    const auto written = write_snapshot(file_system, place, *configuration, follower);
    if (!written) return fail(written.error(), 1);
    const auto dropped = drop_older_snapshots(file_system, place, *configuration);
    if (!dropped)
        fmt::print(stderr, "warning: snapshot written, older files stay: {}\n", dropped.error());
    fmt::print("snapshot of command {}, state {:016x}\n", follower.sequence().value(),
               follower.engine().state_hash());
    return 0;
}

}  // namespace

void add_snapshot_commands(CLI::App& root, int& exit_code) {
    const auto flags = std::make_shared<Flags>();
    CLI::App* const snapshot = root.add_subcommand(
        "snapshot", "write a snapshot of a stopped venue, so that its next start replays nothing");
    snapshot->add_option("--data", flags->data, "data directory of the venue");
    snapshot->add_option("--config", flags->config, "settings; default: DIR/serve.toml");
    snapshot->add_flag("--list", flags->only_lists, "verify and list the snapshots there are");
    snapshot->callback([flags, &exit_code] { exit_code = take_snapshot(*flags); });

    CLI::App* const hash = root.add_subcommand(
        "state-hash", "replay, changing nothing, and print the last sequence and the state's hash");
    hash->add_option("--data", flags->data, "data directory of the venue");
    hash->add_option("--config", flags->config, "settings; default: DIR/serve.toml");
    hash->add_flag("--from-first-command", flags->from_first_command,
                   "ignore snapshots; needs the whole journal");
    hash->callback([flags, &exit_code] { exit_code = print_state_hash(*flags); });
}

}  // namespace outcry::app
