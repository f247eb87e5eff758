#include "app/venue/recovery.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "outcry/base/hash.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/journal/segment_archive.hpp"
#include "outcry/journal/snapshot.hpp"
#include "outcry/journal/snapshot_store.hpp"
#include "outcry/wire/version.hpp"

#include "app/venue/data_directory.hpp"
#include "app/venue/event_log_start.hpp"

namespace outcry::app {
namespace {

constexpr std::string_view view_section = "venue_view";

/// Thrown and caught in this file only: why the venue cannot start.
struct CannotRecover {
    RecoveryFailure failure;
};

[[noreturn]] void fail(std::string message, int exit_code) {
    throw CannotRecover{{std::move(message), exit_code}};
}

constexpr int exit_code_of_damage = 65;

template <class T>
T value_or_fail(journal::JournalResult<T> result) {
    if (!result)
        fail(result.error().text,
             result.error().kind == journal::ErrorKind::damaged ? exit_code_of_damage : 1);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// Engine and view as one reads them from a snapshot.
class Restorer final : public journal::EngineRestorer<engine::Engine> {
public:
    using EngineRestorer::EngineRestorer;
    bool take_view(std::string_view name, std::span<const std::byte> piece) override {
        if (name == view_section) view_bytes_.insert(view_bytes_.end(), piece.begin(), piece.end());
        return true;
    }
    [[nodiscard]] const std::vector<std::byte>& view_bytes() const { return view_bytes_; }

private:
    std::vector<std::byte> view_bytes_;
};

/// Applies the journal's tail, and logs the events that the event log lacks.
class Replayer final : public journal::CommandReceiver {
public:
    Replayer(engine::Engine& engine, views::VenueView& view,
             std::optional<follower::EventLogWriter>& event_log)
        : engine_{engine}, view_{view}, event_log_{event_log} {}
    void on_command(const Command& command) override {
        engine_.apply(command, buffer_);
        for (const Event& event : buffer_.events()) view_.apply(event);
        if (!event_log_ || command.sequence <= event_log_->sequence()) return;
        value_or_fail(event_log_->append(buffer_.events()));
    }

private:
    engine::Engine& engine_;
    views::VenueView& view_;
    std::optional<follower::EventLogWriter>& event_log_;
    EventBuffer buffer_;
};

bool writes_event_log(const RecoverVenueOptions& options) {
    return options.mode == journal::RecoveryMode::repair;
}

EventLogStart find_start(platform::FileSystem& file_system, const std::filesystem::path& data,
                         const RecoverVenueOptions& options) {
    if (writes_event_log(options)) return value_or_fail(choose_event_log_start(file_system, data));
    EventLogStart start;
    if (options.start_from == StartFrom::first_command) return start;
    const std::filesystem::path directory = data / "snapshots";
    const auto exists = file_system.exists(directory);
    if (!exists || !*exists) return start;
    journal::SnapshotStore store{file_system, directory};
    start.snapshot = value_or_fail(store.newest_valid(start.notes));
    return start;
}

void restore(platform::FileSystem& file_system, const journal::FoundSnapshot& found,
             engine::Engine& engine, views::VenueView& view) {
    Restorer restorer{engine};
    (void)value_or_fail(journal::read_snapshot(file_system, found.path, restorer));
    if (engine.state_hash() != found.info.state_hash)
        fail(fmt::format("{}: the restored state hashes to {:016x}, the snapshot says {:016x}",
                         found.path.string(), engine.state_hash(), found.info.state_hash),
             65);
    if (!view.load(restorer.view_bytes()))
        fail(fmt::format("{}: its view cannot be read", found.path.string()), 65);
}

journal::RecoveryOptions recovery_options_of(const Configuration& configuration,
                                             const RecoverVenueOptions& options,
                                             const EventLogStart& start) {
    journal::RecoveryOptions result;
    result.mode = options.mode;
    result.accept_tail_loss = options.tail_loss == TailLoss::accepted;
    result.expected = replayability(configuration);
    if (start.snapshot) {
        result.applied = start.snapshot->info.sequence;
        result.known_durable = start.snapshot->info.sequence;
        result.journal = start.snapshot->info.journal;
    }
    // Only durable commands come to the log.
    result.known_durable = std::max(result.known_durable, start.known_durable);
    return result;
}

journal::Recovery replay(platform::FileSystem& file_system, const std::filesystem::path& data,
                         const journal::RecoveryOptions& options, Replayer& replayer) {
    journal::Recovery recovery =
        value_or_fail(journal::recover(file_system, data / "journal", options, replayer));
    if (!recovery.may_continue()) fail(recovery.message, recovery.exit_code());
    return recovery;
}

struct EventLogPlan {
    platform::FileSystem& file_system;
    const std::filesystem::path& data;
    const EventLogStart& start;
    const Configuration& configuration;
};

follower::EventLogWriter open_event_log(const EventLogPlan& plan,
                                        const journal::JournalUuid& uuid) {
    follower::EventLogOptions options;
    options.place = event_log_of(plan.data);
    options.segment_size_bytes = plan.configuration.event_log.segment_size_mib << 20;
    options.journal = uuid;
    options.engine_version = wire::engine_version;
    return value_or_fail(
        follower::EventLogWriter::open(plan.file_system, options, plan.start.first));
}

/// Makes the log durable up to where the engine stands: a snapshot may follow.
void complete(follower::EventLogWriter& event_log, const engine::Engine& engine) {
    if (event_log.sequence() > engine.sequence())
        fail(fmt::format("acknowledged commands are lost: the event log ends with command {}, the "
                         "journal with command {}",
                         event_log.sequence().value(), engine.sequence().value()),
             exit_code_of_damage);
    if (event_log.sequence() < engine.sequence())
        fail(fmt::format("the event log ends with command {}, and the journal begins too late to "
                         "derive what follows up to command {}",
                         event_log.sequence().value(), engine.sequence().value()),
             exit_code_of_damage);
    value_or_fail(event_log.sync());
}

std::string report_of(const EventLogStart& start, const journal::Recovery& recovery,
                      const engine::Engine& engine, std::chrono::steady_clock::time_point began) {
    const auto time_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began);
    if (engine.sequence() == Sequence{}) return "a new venue: nothing to recover";
    return fmt::format(
        "recovered up to command {} in {} ms: {}, then {} commands of the journal "
        "({}); state {:016x}",
        engine.sequence().value(), time_ms.count(),
        start.snapshot
            ? fmt::format("snapshot of command {}", start.snapshot->info.sequence.value())
            : std::string{"no snapshot"},
        recovery.command_count, journal::name_of(recovery.verdict), engine.state_hash());
}

RecoveredVenue recover_or_throw(platform::FileSystem& file_system,
                                const std::filesystem::path& data,
                                const Configuration& configuration,
                                const RecoverVenueOptions& options) {
    const auto began = std::chrono::steady_clock::now();
    const engine::EngineLimits limits = engine_limits(configuration);
    EventLogStart start = find_start(file_system, data, options);
    engine::Engine engine{limits};
    views::VenueView view{{configuration.views.closed_orders, configuration.views.trades}};
    if (start.snapshot) restore(file_system, *start.snapshot, engine, view);
    std::optional<follower::EventLogWriter> event_log;
    if (writes_event_log(options)) {
        value_or_fail(sync_newest_segment(file_system, data / "journal"));
        if (const auto uuid = journal_of(file_system, data, start))
            event_log.emplace(open_event_log({file_system, data, start, configuration}, *uuid));
    }
    Replayer replayer{engine, view, event_log};
    journal::Recovery recovery =
        replay(file_system, data, recovery_options_of(configuration, options, start), replayer);
    if (const char* const invariant = engine.broken_invariant(); invariant != nullptr)
        fail(fmt::format("the recovered state breaks the invariant {}", invariant), 65);
    auto copy = follower::copy_of(engine, limits);
    if (!copy) fail("a copy of the recovered engine has another state hash", 65);
    if (writes_event_log(options)) {
        if (!event_log)
            event_log.emplace(open_event_log({file_system, data, start, configuration},
                                             recovery.position.journal));
        complete(*event_log, engine);
    }
    std::string report = report_of(start, recovery, engine, began);
    std::vector<std::string> notes = std::move(start.notes);
    notes.insert(notes.end(), recovery.notes.begin(), recovery.notes.end());
    if (recovery.verdict > journal::Verdict::clean_end) notes.push_back(recovery.message);
    return {std::move(engine), std::move(*copy), std::move(view),     recovery.position,
            std::move(report), std::move(notes), std::move(event_log)};
}

}  // namespace

engine::EngineLimits engine_limits(const Configuration& configuration) {
    const Configuration::Engine& keys = configuration.engine;
    engine::EngineLimits limits;
    limits.orders_max = static_cast<std::uint32_t>(keys.orders);
    limits.recent_order_ids = static_cast<std::uint32_t>(keys.recent_order_ids);
    limits.accounts_max = static_cast<std::uint32_t>(keys.accounts);
    limits.assets_max = static_cast<std::uint16_t>(keys.assets);
    limits.instruments_max = static_cast<std::uint16_t>(keys.instruments);
    limits.keys_max = static_cast<std::uint32_t>(keys.keys);
    limits.open_orders_per_account_max = static_cast<std::uint32_t>(keys.open_orders_per_account);
    return limits;
}

journal::Replayability replayability(const Configuration& configuration) {
    const Configuration::Engine& keys = configuration.engine;
    base::Digest digest;
    for (const std::uint64_t value :
         {keys.orders, keys.recent_order_ids, keys.accounts, keys.assets, keys.instruments,
          keys.keys, keys.open_orders_per_account})
        digest.add(value);
    return {wire::engine_version, digest.value()};
}

Result<RecoveredVenue, RecoveryFailure> recover_venue(platform::FileSystem& file_system,
                                                      const std::filesystem::path& data,
                                                      const Configuration& configuration,
                                                      const RecoverVenueOptions& options) {
    try {
        return recover_or_throw(file_system, data, configuration, options);
    } catch (CannotRecover& error) {
        return Failure{std::move(error.failure)};
    }
}

Result<bool, std::string> write_snapshot(platform::FileSystem& file_system,
                                         const SnapshotPlace& place,
                                         const Configuration& configuration,
                                         const follower::Follower& follower) {
    const engine::Engine& engine = follower.engine();
    journal::SnapshotInfo info;
    info.sequence = engine.sequence();
    info.time = engine.time();
    info.journal = place.uuid;
    info.epoch = place.epoch;
    info.state_hash = engine.state_hash();
    info.written_by = replayability(configuration);
    auto writer = journal::SnapshotWriter::create(file_system, place.snapshots, info);
    if (!writer) return Failure{writer.error().text};
    engine.visit(*writer);
    follower.view().save(
        [&](std::span<const std::byte> chunk) { writer->add_view(view_section, chunk); });
    if (const auto finished = writer->finish(); !finished) return Failure{finished.error().text};
    return true;
}

Result<bool, std::string> drop_older_snapshots(platform::FileSystem& file_system,
                                               const SnapshotPlace& place,
                                               const Configuration& configuration) {
    journal::SnapshotStore store{file_system, place.snapshots};
    const auto needed = store.prune(configuration.snapshot.kept);
    if (!needed) return Failure{needed.error().text};
    const Configuration::Journal& policy = configuration.journal;
    const auto removed =
        policy.archived_segments_kept == 0
            ? journal::remove_old_segments(file_system, place.journal, *needed,
                                           policy.sealed_segments_kept)
            : journal::archive_old_segments(file_system,
                                            {place.journal, *needed, policy.sealed_segments_kept},
                                            {place.archive, policy.archived_segments_kept});
    if (!removed) return Failure{removed.error().text};
    return true;
}

}  // namespace outcry::app
