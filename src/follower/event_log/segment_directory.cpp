#include "follower/event_log/segment_directory.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fmt/format.h>

namespace outcry::follower {
namespace {

bool is_missing(const platform::SystemError& error) { return error.error_number == ENOENT; }

journal::JournalResult<SegmentBytes> find_bytes(platform::FileSystem& file_system,
                                                const EventLogPlace& place, Sequence first) {
    const auto path = place.events / event_segment_name(first, event_segment_suffix);
    auto file = file_system.open(path, {});
    if (file) return SegmentBytes::of_file(std::move(file).value());
    if (!is_missing(file.error())) return journal::system_failure(file.error());
    const auto nowhere = [&path] {
        return journal::refused(
            fmt::format("{}: no such segment, nor in the archive", path.string()));
    };
    if (place.archive.empty()) return nowhere();
    const auto archived =
        file_system.open(place.archive / event_segment_name(first, archived_segment_suffix), {});
    if (archived) return SegmentBytes::of_archive(**archived);
    if (!is_missing(archived.error())) return journal::system_failure(archived.error());
    return nowhere();
}

}  // namespace

journal::JournalResult<std::vector<Sequence>> list_event_files(
    platform::FileSystem& file_system, const std::filesystem::path& directory,
    std::string_view suffix) {
    const auto names = file_system.list(directory);
    if (!names) return journal::system_failure(names.error());
    std::vector<Sequence> firsts;
    for (const std::string& name : *names) {
        if (const auto first = first_of_event_segment(name, suffix)) firsts.push_back(*first);
    }
    std::ranges::sort(firsts);
    return firsts;
}

journal::JournalResult<std::vector<Sequence>> list_event_segments(platform::FileSystem& file_system,
                                                                  const EventLogPlace& place) {
    // The events first: what moves to the archive meanwhile is found twice, not missed.
    auto firsts = list_event_files(file_system, place.events, event_segment_suffix);
    if (!firsts || place.archive.empty()) return firsts;
    const auto archived = list_event_files(file_system, place.archive, archived_segment_suffix);
    if (!archived) return archived;
    firsts->insert(firsts->end(), archived->begin(), archived->end());
    std::ranges::sort(*firsts);
    const auto repeated = std::ranges::unique(*firsts);
    firsts->erase(repeated.begin(), repeated.end());
    return firsts;
}

journal::JournalResult<EventSegmentReader> open_event_segment(platform::FileSystem& file_system,
                                                              const EventLogPlace& place,
                                                              Sequence first) {
    auto bytes = find_bytes(file_system, place, first);
    if (!bytes) return Failure{bytes.error()};
    auto segment = EventSegmentReader::open(std::move(bytes).value());
    if (segment && segment->header().first_sequence != first.value())
        return journal::damaged(fmt::format("{}: begins with command {}", segment->path().string(),
                                            segment->header().first_sequence));
    return segment;
}

}  // namespace outcry::follower
