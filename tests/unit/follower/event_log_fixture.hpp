#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include "outcry/domain/event_buffer.hpp"
#include "outcry/follower/event_archive.hpp"
#include "outcry/follower/event_log.hpp"

#include "support/simulated_file_system.hpp"

namespace outcry::follower::test {

using outcry::test::SimulatedFileSystem;
using outcry::test::Survivors;

inline const EventLogPlace place{"/events", "/archive"};

/// Events that say their command in several places; how many they are depends on it.
class Events {
public:
    [[nodiscard]] std::span<const Event> of(std::uint64_t number) {
        buffer_.begin(Sequence{number}, Timestamp{static_cast<std::int64_t>(1'000'000 + number)},
                      RequestId{number * 3});
        for (std::uint64_t index = 0; index <= number % 3; ++index)
            buffer_.append(EventType::order_accepted, InstrumentId{1}).accepted.order_id =
                OrderId{number * 10 + index};
        buffer_.finish();
        return buffer_.events();
    }

private:
    EventBuffer buffer_;
};

[[nodiscard]] inline EventLogOptions small_segments(std::uint64_t size_bytes = 4096) {
    EventLogOptions options;
    options.place = place;
    options.segment_size_bytes = size_bytes;
    options.journal[0] = std::byte{7};
    options.engine_version = 1;
    return options;
}

[[nodiscard]] inline std::unique_ptr<SimulatedFileSystem> new_disk(
    const outcry::test::SimulatedFileSystemOptions& options = {}) {
    auto disk = std::make_unique<SimulatedFileSystem>(options);
    EXPECT_TRUE(disk->make_directory(place.events));
    EXPECT_TRUE(disk->make_directory(place.archive));
    EXPECT_TRUE(disk->sync_directory("/"));
    return disk;
}

[[nodiscard]] inline EventLogWriter open_log(platform::FileSystem& disk,
                                             const EventLogOptions& options = small_segments()) {
    auto opened = EventLogWriter::open(disk, options);
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().text);
    return std::move(opened).value();
}

/// Appends the events of the next commands up to this one and flushes them as one batch.
inline void append_up_to(EventLogWriter& log, std::uint64_t last) {
    Events events;
    for (std::uint64_t number = log.sequence().value() + 1; number <= last; ++number)
        EXPECT_TRUE(log.append(events.of(number)));
    EXPECT_TRUE(log.flush());
}

/// Reads all that is there from `first` on; whether it is what was written, up to `last`.
inline void expect_events(platform::FileSystem& disk, std::uint64_t first, std::uint64_t last) {
    EventLogReader reader{disk, place};
    const auto found = reader.seek(Sequence{first});
    ASSERT_TRUE(found) << found.error().text;
    std::vector<Event> read;
    while (true) {
        const auto more = reader.read(read, {.events_max = read.size() + 5});
        ASSERT_TRUE(more) << more.error().text;
        if (!*more) break;
    }
    std::vector<Event> written;
    Events events;
    for (std::uint64_t number = first; number <= last; ++number) {
        const auto more = events.of(number);
        written.insert(written.end(), more.begin(), more.end());
    }
    ASSERT_EQ(read.size(), written.size());
    EXPECT_EQ(std::memcmp(read.data(), written.data(), read.size() * sizeof(Event)), 0);
}

inline void archive_all(platform::FileSystem& disk, std::size_t segments_kept) {
    EventArchiver archiver{disk, place, segments_kept};
    while (true) {
        const auto more = archiver.archive_slice();
        ASSERT_TRUE(more) << more.error().text;
        if (!*more) return;
    }
}

}  // namespace outcry::follower::test
