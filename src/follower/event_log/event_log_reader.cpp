#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"
#include "outcry/follower/event_log.hpp"

#include "follower/event_log/segment_directory.hpp"

namespace outcry::follower {

using journal::JournalResult;

class EventLogReader::Implementation {
public:
    Implementation(platform::FileSystem& file_system, EventLogPlace place)
        : file_system_{file_system}, place_{std::move(place)} {}

    [[nodiscard]] JournalResult<void> seek(Sequence first);
    [[nodiscard]] JournalResult<bool> read(std::vector<Event>& events,
                                           const EventReadLimits& limits);

    [[nodiscard]] std::uint64_t events_before() const noexcept {
        return segment_ ? segment_->position().event_count - pending_.size() : 0;
    }

private:
    [[nodiscard]] JournalResult<bool> find_segment(Sequence first);
    /// Makes `pending_` hold events of the next command; false when nothing whole follows.
    [[nodiscard]] JournalResult<bool> next_batch(Sequence last);
    [[nodiscard]] JournalResult<bool> change_segment();
    [[nodiscard]] std::size_t give_commands(std::vector<Event>& events,
                                            const EventReadLimits& limits);

    platform::FileSystem& file_system_;
    const EventLogPlace place_;
    std::optional<EventSegmentReader> segment_;
    std::span<const Event> pending_;  // of the segment's last batch, not given yet
    Sequence wanted_{1};
};

JournalResult<bool> EventLogReader::Implementation::find_segment(Sequence first) {
    const auto firsts = list_event_segments(file_system_, place_);
    if (!firsts) return Failure{firsts.error()};
    const auto after = std::ranges::upper_bound(*firsts, first);
    if (after == firsts->begin()) {
        if (firsts->empty()) return false;
        return journal::refused(fmt::format("{}: begins with command {}, command {} is wanted",
                                            place_.events.string(), firsts->front().value(),
                                            first.value()));
    }
    auto opened = open_event_segment(file_system_, place_, *std::prev(after));
    if (!opened) return Failure{opened.error()};
    segment_.emplace(std::move(opened).value());
    return true;
}

JournalResult<void> EventLogReader::Implementation::seek(Sequence first) {
    OUTCRY_ASSERT(first.value() > 0);
    segment_.reset();
    pending_ = {};
    wanted_ = first;
    const auto is_found = find_segment(first);
    if (!is_found) return Failure{is_found.error()};
    // An empty log: `read` looks again.
    if (!*is_found) return {};
    while (segment_->position().next < first) {
        const auto is_read = next_batch(journal::sequence_unlimited);
        if (!is_read) return Failure{is_read.error()};
        if (!*is_read)
            return journal::refused(
                fmt::format("{}: ends before command {}", place_.events.string(), first.value()));
    }
    while (!pending_.empty() && pending_.front().sequence < first) pending_ = pending_.subspan(1);
    return {};
}

JournalResult<bool> EventLogReader::Implementation::change_segment() {
    const EventSegmentPosition before = segment_->position();
    // An empty segment would be followed by itself.
    if (before.next.value() == segment_->header().first_sequence) return false;
    const auto firsts = list_event_segments(file_system_, place_);
    if (!firsts) return Failure{firsts.error()};
    if (!firsts->empty() && firsts->back() > before.next &&
        !std::ranges::binary_search(*firsts, before.next))
        return journal::damaged(segment_->problem().empty()
                                    ? fmt::format("{}: ends before command {}, and there are later "
                                                  "segments",
                                                  segment_->path().string(), before.next.value())
                                    : segment_->problem());
    if (!std::ranges::binary_search(*firsts, before.next)) return false;
    auto opened = open_event_segment(file_system_, place_, before.next);
    if (!opened) return Failure{opened.error()};
    const EventSegmentHeaderV1& header = opened->header();
    if (header.journal != segment_->header().journal || header.chain != before.chain ||
        header.events_before != before.event_count || header.first_sequence != before.next.value())
        return journal::damaged(
            fmt::format("{}: does not continue the segment before", opened->path().string()));
    segment_.emplace(std::move(opened).value());
    return true;
}

JournalResult<bool> EventLogReader::Implementation::next_batch(Sequence last) {
    while (true) {
        const Sequence next_sequence = segment_->position().next;
        const auto is_read = segment_->next_batch();
        if (!is_read) return is_read;
        if (*is_read) break;
        // A segment that has a successor ends with a whole batch.
        const auto is_changed = change_segment();
        if (!is_changed) return is_changed;
        if (*is_changed) continue;
        if (next_sequence > last || last == journal::sequence_unlimited) return false;
        return journal::damaged(segment_->problem().empty()
                                    ? fmt::format("{}: ends before command {}, which was written",
                                                  segment_->path().string(), last.value())
                                    : segment_->problem());
    }
    pending_ = segment_->events();
    return true;
}

std::size_t EventLogReader::Implementation::give_commands(std::vector<Event>& events,
                                                          const EventReadLimits& limits) {
    std::size_t count = 0;
    while (count < pending_.size()) {
        const Event& event = pending_[count];
        if (event.index == 0 && event.sequence > limits.last) break;
        if (event.index == 0 && events.size() >= limits.events_max) break;
        events.push_back(event);
        ++count;
    }
    if (count > 0) wanted_ = next(pending_[count - 1].sequence);
    pending_ = pending_.subspan(count);
    return count;
}

JournalResult<bool> EventLogReader::Implementation::read(std::vector<Event>& events,
                                                         const EventReadLimits& limits) {
    bool is_any = false;
    while (wanted_ <= limits.last && events.size() < limits.events_max) {
        if (!segment_) {
            const auto found = seek(wanted_);
            if (!found) return Failure{found.error()};
            if (!segment_) return false;
        }
        if (pending_.empty()) {
            const auto is_read = next_batch(limits.last);
            if (!is_read) return is_read;
            if (!*is_read) break;
        }
        if (give_commands(events, limits) == 0) break;
        is_any = true;
    }
    return is_any;
}

EventLogReader::EventLogReader(platform::FileSystem& file_system, EventLogPlace place)
    : implementation_{std::make_unique<Implementation>(file_system, std::move(place))} {}
EventLogReader::EventLogReader(EventLogReader&&) noexcept = default;
EventLogReader& EventLogReader::operator=(EventLogReader&&) noexcept = default;
EventLogReader::~EventLogReader() = default;

JournalResult<void> EventLogReader::seek(Sequence first) { return implementation_->seek(first); }
JournalResult<bool> EventLogReader::read(std::vector<Event>& events,
                                         const EventReadLimits& limits) {
    return implementation_->read(events, limits);
}

std::uint64_t EventLogReader::events_before() const noexcept {
    return implementation_->events_before();
}

}  // namespace outcry::follower
