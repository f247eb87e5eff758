#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "outcry/domain/event.hpp"
#include "outcry/journal/error.hpp"
#include "outcry/journal/position.hpp"
#include "outcry/journal/reader.hpp"
#include "outcry/platform/file.hpp"

namespace outcry::follower {

inline constexpr std::uint64_t event_segment_size_bytes_default = std::uint64_t{64} << 20;

struct EventLogPlace {
    std::filesystem::path events;
    std::filesystem::path archive;  // compressed older segments; empty: there are none
};

struct EventLogOptions {
    EventLogPlace place;  // directories that exist
    std::uint64_t segment_size_bytes = event_segment_size_bytes_default;
    journal::JournalUuid journal{};  // whose commands made the events
    std::uint32_t engine_version = 0;
};

/// How much of the log is whole; any thread. Who reads `sequence` with acquire finds it in the
/// files.
struct PublishedEvents {
    std::atomic<std::uint64_t> sequence{0};
    std::atomic<std::uint64_t> event_count{0};  // since the log began; a moment old
};

/// Appends the events of durable commands to the event log: data derived from the journal, read
/// by the sinks. Owned by the follower's thread, but for `published`.
///
/// After any failure the log on disk is in an unknown state: the process writes one line and stops.
/// The next start cuts a torn tail off and derives it again from the journal.
class EventLogWriter {
public:
    /// Goes on behind the last whole batch; what follows it is cut off. Refuses a log of another
    /// journal. An empty log begins with `first` and never holds what came before.
    [[nodiscard]] static journal::JournalResult<EventLogWriter> open(
        platform::FileSystem& file_system, const EventLogOptions& options,
        Sequence first = Sequence{1});
    EventLogWriter(EventLogWriter&&) noexcept;
    EventLogWriter& operator=(EventLogWriter&&) noexcept;
    ~EventLogWriter();

    /// Adds all events of the next command; sequences are dense. Writes when a batch is full.
    [[nodiscard]] journal::JournalResult<void> append(std::span<const Event> events);
    /// Writes what was appended, so that readers see it. Not durable yet.
    [[nodiscard]] journal::JournalResult<void> flush();
    /// Flushes and makes all of it durable: needed before a snapshot refers to it.
    [[nodiscard]] journal::JournalResult<void> sync();

    /// The last command appended.
    [[nodiscard]] Sequence sequence() const noexcept;
    /// How far readers may read. Lives as long as the log's writer, also when that is moved.
    [[nodiscard]] const PublishedEvents& published() const noexcept;

private:
    class Implementation;
    explicit EventLogWriter(std::unique_ptr<Implementation> implementation) noexcept;
    std::unique_ptr<Implementation> implementation_;
};

struct EventReadLimits {
    /// Read until `events` holds this many or, by the rest of a command, some more.
    std::size_t events_max = 4096;
    /// What the caller knows to be whole, see `EventLogWriter::published`: a command up to it that
    /// cannot be read is a failure.
    Sequence last = journal::sequence_unlimited;
};

/// Reads events command by command, from the archive first, also of a log that another thread
/// is writing. Owned by one thread; changes nothing on disk.
class EventLogReader {
public:
    EventLogReader(platform::FileSystem& file_system, EventLogPlace place);
    EventLogReader(EventLogReader&&) noexcept;
    EventLogReader& operator=(EventLogReader&&) noexcept;
    ~EventLogReader();

    /// The next command read will be this one. Refused when the log begins later, or ends before
    /// the command in front of it.
    [[nodiscard]] journal::JournalResult<void> seek(Sequence first);

    /// Appends the events of the next whole commands to `events`. False when nothing whole follows.
    [[nodiscard]] journal::JournalResult<bool> read(std::vector<Event>& events,
                                                    const EventReadLimits& limits = {});

    /// How many events the log holds in front of the next one that is read.
    [[nodiscard]] std::uint64_t events_before() const noexcept;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

/// What a log holds, without reading all of it.
struct EventLogExtent {
    Sequence first;  // zero: nothing at all
    Sequence last;   // of the last whole batch; one less than `first` when there is none
    std::optional<journal::JournalUuid> journal;
};

/// Changes nothing on disk.
[[nodiscard]] journal::JournalResult<EventLogExtent> find_extent(platform::FileSystem& file_system,
                                                                 const EventLogPlace& place);

}  // namespace outcry::follower
