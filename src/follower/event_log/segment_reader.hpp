#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "outcry/domain/event.hpp"
#include "outcry/journal/error.hpp"

#include "follower/event_log/layout.hpp"
#include "follower/event_log/segment_bytes.hpp"

namespace outcry::follower {

/// Where a segment is read, or written, next.
struct EventSegmentPosition {
    std::uint64_t offset = sizeof(EventSegmentHeaderV1);
    Sequence next{1};
    std::uint64_t event_count = 0;  // in the log, up to here
    journal::ChainHash chain{};
};

/// Reads one segment batch by batch; every byte is checked before it is given to anybody.
class EventSegmentReader {
public:
    [[nodiscard]] static journal::JournalResult<EventSegmentReader> open(SegmentBytes bytes);

    /// Reads the next batch; false when there is none that is whole, and then `problem` says why.
    [[nodiscard]] journal::JournalResult<bool> next_batch();

    [[nodiscard]] const EventSegmentHeaderV1& header() const noexcept { return header_; }
    /// Of the batch that was read last.
    [[nodiscard]] std::span<const Event> events() const noexcept { return events_; }
    /// Behind that batch.
    [[nodiscard]] const EventSegmentPosition& position() const noexcept { return position_; }
    /// Empty when the segment ends where a batch could begin.
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return bytes_.path(); }

private:
    EventSegmentReader(SegmentBytes bytes, const EventSegmentHeaderV1& header);
    [[nodiscard]] journal::JournalResult<bool> try_batch();
    /// Why a batch with this header does not go on here; null when it does.
    [[nodiscard]] const char* check(const EventBatchHeaderV1& header) const noexcept;

    SegmentBytes bytes_;
    EventSegmentHeaderV1 header_;
    EventSegmentPosition position_;
    std::vector<Event> events_;
    std::string problem_;
};

}  // namespace outcry::follower
