#include "follower/event_log/log_end.hpp"

#include <utility>

#include "follower/event_log/segment_directory.hpp"

namespace outcry::follower {

using journal::JournalResult;

JournalResult<std::optional<EventLogEnd>> find_end(platform::FileSystem& file_system,
                                                   const EventLogPlace& place) {
    const auto firsts = list_event_segments(file_system, place);
    if (!firsts) return Failure{firsts.error()};
    if (firsts->empty()) return std::optional<EventLogEnd>{};
    auto segment = open_event_segment(file_system, place, firsts->back());
    if (!segment) return Failure{segment.error()};
    while (true) {
        const auto is_read = segment->next_batch();
        if (!is_read) return Failure{is_read.error()};
        if (!*is_read) break;
    }
    return std::optional{EventLogEnd{.header = segment->header(),
                                     .position = segment->position(),
                                     .first = firsts->front(),
                                     .is_archived = segment->path().parent_path() != place.events,
                                     .problem = segment->problem()}};
}

JournalResult<EventLogExtent> find_extent(platform::FileSystem& file_system,
                                          const EventLogPlace& place) {
    const auto end = find_end(file_system, place);
    if (!end) return Failure{end.error()};
    if (!*end) return EventLogExtent{};
    return EventLogExtent{.first = (*end)->first,
                          .last = Sequence{(*end)->position.next.value() - 1},
                          .journal = (*end)->header.journal};
}

}  // namespace outcry::follower
