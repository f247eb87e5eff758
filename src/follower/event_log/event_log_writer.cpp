#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"
#include "outcry/follower/event_log.hpp"
#include "outcry/wire/bytes.hpp"
#include "outcry/wire/crc32c.hpp"

#include "follower/event_log/log_end.hpp"

namespace outcry::follower {

using journal::JournalResult;

class EventLogWriter::Implementation {
public:
    Implementation(platform::FileSystem& file_system, EventLogOptions options, Sequence first)
        : file_system_{file_system}, options_{std::move(options)}, position_{.next = first} {
        events_.reserve(event_batch_events_max);
    }

    [[nodiscard]] JournalResult<void> start();
    [[nodiscard]] JournalResult<void> append(std::span<const Event> events);
    [[nodiscard]] JournalResult<void> flush();
    [[nodiscard]] JournalResult<void> sync();
    [[nodiscard]] Sequence sequence() const noexcept {
        return events_.empty() ? Sequence{position_.next.value() - 1} : events_.back().sequence;
    }
    [[nodiscard]] const PublishedEvents& published() const noexcept { return published_; }

private:
    [[nodiscard]] JournalResult<void> go_on(const EventLogEnd& end);
    [[nodiscard]] JournalResult<void> begin_segment();
    [[nodiscard]] JournalResult<void> sync_file();
    [[nodiscard]] std::span<const std::byte> finish_batch();

    platform::FileSystem& file_system_;
    const EventLogOptions options_;
    EventSegmentPosition position_;
    std::unique_ptr<platform::File> file_;  // null: the next batch begins a segment
    bool is_synced_ = true;
    std::vector<Event> events_;     // of the batch that is being filled
    std::vector<std::byte> bytes_;  // reused
    journal::ChainHash batch_chain_{};
    PublishedEvents published_;
};

JournalResult<void> EventLogWriter::Implementation::start() {
    const auto end = find_end(file_system_, options_.place);
    if (!end) return Failure{end.error()};
    if (*end) {
        const auto outcome = go_on(**end);
        if (!outcome) return outcome;
    }
    // Relaxed: nobody else knows of it yet.
    published_.event_count.store(position_.event_count, std::memory_order_relaxed);
    published_.sequence.store(position_.next.value() - 1, std::memory_order_relaxed);
    return {};
}

JournalResult<void> EventLogWriter::Implementation::go_on(const EventLogEnd& end) {
    if (end.header.journal != options_.journal)
        return journal::refused(fmt::format("{}: the event log belongs to another journal",
                                            options_.place.events.string()));
    position_ = end.position;
    if (end.is_archived) return {};
    auto file = file_system_.open(
        options_.place.events /
            event_segment_name(Sequence{end.header.first_sequence}, event_segment_suffix),
        {.mode = platform::OpenMode::read_write});
    if (!file) return journal::system_failure(file.error());
    file_ = std::move(file).value();
    const auto cut = file_->truncate(position_.offset);
    if (!cut) return journal::system_failure(cut.error());
    // What a killed process wrote may be in the page cache only.
    is_synced_ = false;
    const auto synced = sync_file();
    if (!synced) return synced;
    // Each segment is of one version; an empty one of the other is replaced: they share the name.
    if (end.header.engine_version != options_.engine_version) file_.reset();
    return {};
}

JournalResult<void> EventLogWriter::Implementation::begin_segment() {
    // Nothing behind may be durable before what stands in front of it.
    const auto synced = sync_file();
    if (!synced) return synced;
    const EventSegmentHeaderV1 header = sealed({.magic = event_segment_magic,
                                                .format_version = event_log_format_version,
                                                .engine_version = options_.engine_version,
                                                .journal = options_.journal,
                                                .first_sequence = position_.next.value(),
                                                .events_before = position_.event_count,
                                                .chain = position_.chain,
                                                .event_size = sizeof(Event),
                                                .crc = 0});
    const auto unfinished = options_.place.events / "next.unfinished";
    const auto removed = file_system_.remove(unfinished);
    if (!removed && removed.error().error_number != ENOENT)
        return journal::system_failure(removed.error());
    auto made = file_system_.open(unfinished, {.mode = platform::OpenMode::create_new});
    if (!made) return journal::system_failure(made.error());
    file_ = std::move(made).value();
    const auto written = file_->pwrite(wire::bytes_of(header), 0);
    if (!written) return journal::system_failure(written.error());
    is_synced_ = false;
    if (const auto header_synced = sync_file(); !header_synced) return header_synced;
    // Its name comes last: a segment that can be found has a whole header.
    const auto renamed = file_system_.rename(
        unfinished,
        options_.place.events / event_segment_name(position_.next, event_segment_suffix));
    if (!renamed) return journal::system_failure(renamed.error());
    const auto named = file_system_.sync_directory(options_.place.events);
    if (!named) return journal::system_failure(named.error());
    position_.offset = sizeof header;
    return {};
}

JournalResult<void> EventLogWriter::Implementation::append(std::span<const Event> events) {
    OUTCRY_ASSERT(!events.empty());
    OUTCRY_ASSERT(events.size() <= events_per_command_max);
    OUTCRY_ASSERT(events.front().sequence == next(sequence()));
    OUTCRY_ASSERT(events.back().is_last_of_command());
    events_.insert(events_.end(), events.begin(), events.end());
    if (events_.size() < event_batch_full_count) return {};
    return flush();
}

std::span<const std::byte> EventLogWriter::Implementation::finish_batch() {
    const auto payload = std::as_bytes(std::span{events_});
    const EventBatchHeaderV1 header =
        sealed({.magic = event_batch_magic,
                .version = event_batch_version,
                .reserved = 0,
                .first_sequence = events_.front().sequence.value(),
                .last_sequence = events_.back().sequence.value(),
                .events_before = position_.event_count,
                .time_us = events_.back().time.value(),
                .event_count = static_cast<std::uint32_t>(events_.size()),
                .payload_crc = wire::crc32c(payload),
                .chain = position_.chain,
                .zero = 0,
                .crc = 0});
    batch_chain_ = chain_over(header);
    bytes_.resize(sizeof header + payload.size());
    wire::ByteWriter writer{bytes_};
    writer.put(header);
    writer.put_bytes(payload);
    return bytes_;
}

JournalResult<void> EventLogWriter::Implementation::flush() {
    if (events_.empty()) return {};
    const std::uint64_t size = sizeof(EventBatchHeaderV1) + events_.size() * sizeof(Event);
    const bool is_full = position_.offset > sizeof(EventSegmentHeaderV1) &&
                         position_.offset + size > options_.segment_size_bytes;
    if (file_ == nullptr || is_full) {
        const auto begun = begin_segment();
        if (!begun) return begun;
    }
    const std::span<const std::byte> batch = finish_batch();
    const auto written = file_->pwrite(batch, position_.offset);
    if (!written) return journal::system_failure(written.error());
    is_synced_ = false;
    position_.offset += batch.size();
    position_.next = next(events_.back().sequence);
    position_.event_count += events_.size();
    position_.chain = batch_chain_;
    events_.clear();
    published_.event_count.store(position_.event_count, std::memory_order_relaxed);
    // Release: the batch is in the file before a reader goes for it.
    published_.sequence.store(position_.next.value() - 1, std::memory_order_release);
    return {};
}

JournalResult<void> EventLogWriter::Implementation::sync_file() {
    if (is_synced_ || file_ == nullptr) return {};
    const auto synced = file_->sync();
    if (!synced) return journal::system_failure(synced.error());
    is_synced_ = true;
    return {};
}

JournalResult<void> EventLogWriter::Implementation::sync() {
    const auto flushed = flush();
    if (!flushed) return flushed;
    return sync_file();
}

EventLogWriter::EventLogWriter(std::unique_ptr<Implementation> implementation) noexcept
    : implementation_{std::move(implementation)} {}
EventLogWriter::EventLogWriter(EventLogWriter&&) noexcept = default;
EventLogWriter& EventLogWriter::operator=(EventLogWriter&&) noexcept = default;
EventLogWriter::~EventLogWriter() = default;

JournalResult<EventLogWriter> EventLogWriter::open(platform::FileSystem& file_system,
                                                   const EventLogOptions& options, Sequence first) {
    OUTCRY_ASSERT(first.value() > 0);
    auto implementation = std::make_unique<Implementation>(file_system, options, first);
    const auto started = implementation->start();
    if (!started) return Failure{started.error()};
    return EventLogWriter{std::move(implementation)};
}

JournalResult<void> EventLogWriter::append(std::span<const Event> events) {
    return implementation_->append(events);
}
JournalResult<void> EventLogWriter::flush() { return implementation_->flush(); }
JournalResult<void> EventLogWriter::sync() { return implementation_->sync(); }
Sequence EventLogWriter::sequence() const noexcept { return implementation_->sequence(); }
const PublishedEvents& EventLogWriter::published() const noexcept {
    return implementation_->published();
}

}  // namespace outcry::follower
