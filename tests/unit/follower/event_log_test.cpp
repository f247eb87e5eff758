#include <cerrno>
#include <thread>

#include "unit/follower/event_log_fixture.hpp"

namespace outcry::follower {
namespace {

using test::append_up_to;
using test::archive_all;
using test::expect_events;
using test::new_disk;
using test::open_log;
using test::place;
using test::small_segments;

const std::filesystem::path first_segment{"/events/00000000000000000001.events"};

TEST(EventLog, GivesBackWhatWasWrittenAcrossSegments) {
    const auto disk = new_disk();
    auto log = open_log(*disk);
    for (std::uint64_t last = 1; last <= 300; last += 1 + last % 7) append_up_to(log, last);
    EXPECT_GT(disk->list(place.events)->size(), 5U);
    expect_events(*disk, 1, log.sequence().value());
    expect_events(*disk, 100, log.sequence().value());
    expect_events(*disk, log.sequence().value() + 1, log.sequence().value());
}

TEST(EventLog, GoesOnWhereTheWriterBeforeHadEnded) {
    const auto disk = new_disk();
    for (std::uint64_t last : {10U, 11U, 60U, 61U}) {
        auto log = open_log(*disk);
        append_up_to(log, last);
    }
    EXPECT_EQ(open_log(*disk).sequence(), Sequence{61});
    EXPECT_EQ(open_log(*disk).published().sequence.load(), 61U);
    expect_events(*disk, 1, 61);
}

TEST(EventLog, ShowsReadersOnlyWhatIsFlushed) {
    const auto disk = new_disk();
    auto log = open_log(*disk);
    append_up_to(log, 4);
    test::Events events;
    ASSERT_TRUE(log.append(events.of(5)));
    EXPECT_EQ(log.sequence(), Sequence{5});
    EXPECT_EQ(log.published().sequence.load(), 4U);
    expect_events(*disk, 1, 4);
    ASSERT_TRUE(log.flush());
    EXPECT_EQ(log.published().sequence.load(), 5U);
    expect_events(*disk, 1, 5);
}

TEST(EventLog, TellsAReaderThatTailsItWhatIsNew) {
    const auto disk = new_disk();
    auto log = open_log(*disk);
    EventLogReader reader{*disk, place};
    ASSERT_TRUE(reader.seek(Sequence{1}));
    std::vector<Event> events;
    for (std::uint64_t last : {0U, 3U, 4U, 80U, 81U}) {
        append_up_to(log, last);
        while (*reader.read(events, {.last = Sequence{last}})) {}
        ASSERT_EQ(events.empty() ? 0U : events.back().sequence.value(), last);
    }
}

TEST(EventLog, StopsAReaderAtItsLimits) {
    const auto disk = new_disk();
    auto log = open_log(*disk);
    append_up_to(log, 20);
    EventLogReader reader{*disk, place};
    ASSERT_TRUE(reader.seek(Sequence{2}));
    std::vector<Event> events;
    // The second command has three events, the third one, the fourth two.
    ASSERT_TRUE(*reader.read(events, {.events_max = 1}));
    EXPECT_EQ(events.size(), 3U);
    ASSERT_TRUE(*reader.read(events, {.events_max = 5}));
    EXPECT_EQ(events.size(), 6U);
    ASSERT_TRUE(*reader.read(events, {.last = Sequence{7}}));
    EXPECT_EQ(events.back().sequence, Sequence{7});
    EXPECT_FALSE(*reader.read(events, {.last = Sequence{7}}));
}

TEST(EventLog, RefusesToSeekWhereItHoldsNothing) {
    const auto disk = new_disk();
    {
        auto log = EventLogWriter::open(*disk, small_segments(), Sequence{50});
        ASSERT_TRUE(log);
        append_up_to(*log, 60);
    }
    EventLogReader reader{*disk, place};
    EXPECT_EQ(reader.seek(Sequence{49}).error().text,
              "/events: begins with command 50, command 49 is wanted");
    EXPECT_EQ(reader.seek(Sequence{62}).error().text, "/events: ends before command 62");
    EXPECT_TRUE(reader.seek(Sequence{61}));
    const auto extent = find_extent(*disk, place);
    EXPECT_EQ(extent->first, Sequence{50});
    EXPECT_EQ(extent->last, Sequence{60});
    EXPECT_EQ(extent->journal, small_segments().journal);
}

TEST(EventLog, RefusesToGoOnForAnotherJournal) {
    const auto disk = new_disk();
    {
        auto log = open_log(*disk);
        append_up_to(log, 3);
    }
    EventLogOptions options = small_segments();
    options.journal[0] = std::byte{8};
    EXPECT_EQ(EventLogWriter::open(*disk, options).error().text,
              "/events: the event log belongs to another journal");
}

TEST(EventLog, BeginsASegmentForAnotherVersionOfTheEngine) {
    const auto disk = new_disk();
    {
        auto log = open_log(*disk);
        append_up_to(log, 3);
    }
    EventLogOptions options = small_segments();
    options.engine_version = 2;
    auto log = open_log(*disk, options);
    append_up_to(log, 5);
    EXPECT_TRUE(*disk->exists("/events/00000000000000000004.events"));
    expect_events(*disk, 1, 5);
}

TEST(EventLog, CutsOffATornTailAndWritesItAgain) {
    const auto disk = new_disk();
    {
        auto log = open_log(*disk, small_segments(1U << 20));
        append_up_to(log, 3);
        append_up_to(log, 9);
    }
    const std::uint64_t size = *disk->file_size(first_segment);
    disk->flip(first_segment, size - 1, std::byte{1});
    EXPECT_EQ(find_extent(*disk, place)->last, Sequence{3});
    auto log = open_log(*disk, small_segments(1U << 20));
    EXPECT_EQ(log.sequence(), Sequence{3});
    append_up_to(log, 9);
    expect_events(*disk, 1, 9);
}

TEST(EventLog, TellsDamageInAnOlderSegmentFromItsEnd) {
    const auto disk = new_disk();
    auto log = open_log(*disk);
    for (std::uint64_t last = 1; last <= 100; ++last) append_up_to(log, last);
    disk->flip(first_segment, 700, std::byte{1});
    EventLogReader reader{*disk, place};
    std::vector<Event> events;
    const auto read = reader.read(events);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, journal::ErrorKind::damaged);
}

TEST(EventLog, TellsAMissingTailThatItsReaderKnowsToBeWritten) {
    const auto disk = new_disk();
    {
        auto log = open_log(*disk, small_segments(1U << 20));
        append_up_to(log, 3);
        append_up_to(log, 9);
    }
    disk->flip(first_segment, *disk->file_size(first_segment) - 1, std::byte{1});
    EventLogReader reader{*disk, place};
    std::vector<Event> events;
    const auto read = reader.read(events, {.last = Sequence{9}});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, journal::ErrorKind::damaged);
}

TEST(EventLog, SaysWhichFileRefusesAWrite) {
    const auto disk = new_disk();
    auto log = open_log(*disk);
    append_up_to(log, 3);
    disk->fail(outcry::test::DiskOperationKind::write, ENOSPC);
    test::Events events;
    ASSERT_TRUE(log.append(events.of(4)));
    const auto flushed = log.flush();
    ASSERT_FALSE(flushed);
    EXPECT_EQ(flushed.error().kind, journal::ErrorKind::system);
    EXPECT_EQ(log.published().sequence.load(), 3U);
}

TEST(EventLog, IsReadFromTheArchiveAsItWas) {
    const auto disk = new_disk();
    auto log = open_log(*disk);
    for (std::uint64_t last = 1; last <= 200; ++last) append_up_to(log, last);
    archive_all(*disk, 2);
    EXPECT_EQ(disk->list(place.events)->size(), 3U);
    EXPECT_GT(disk->list(place.archive)->size(), 5U);
    expect_events(*disk, 1, 200);
    expect_events(*disk, 150, 200);
    append_up_to(log, 220);
    expect_events(*disk, 1, 220);
}

TEST(EventLog, GoesOnBehindTheArchiveWhenNothingElseIsLeft) {
    const auto disk = new_disk();
    {
        auto log = open_log(*disk);
        for (std::uint64_t last = 1; last <= 50; ++last) append_up_to(log, last);
    }
    archive_all(*disk, 0);
    const std::string newest = disk->list(place.events)->front();
    ASSERT_TRUE(disk->remove(place.events / newest));
    auto log = open_log(*disk);
    EXPECT_GT(log.sequence().value(), 20U);
    append_up_to(log, 60);
    expect_events(*disk, 1, 60);
}

TEST(EventLog, KeepsArchivedSegmentsThatASinkStillNeeds) {
    const auto disk = new_disk();
    auto log = open_log(*disk);
    for (std::uint64_t last = 1; last <= 100; ++last) append_up_to(log, last);
    archive_all(*disk, 0);
    const std::size_t archived = disk->list(place.archive)->size();
    EXPECT_EQ(*remove_archived_events(*disk, place, Sequence{0}, 0), 0U);
    EXPECT_EQ(*remove_archived_events(*disk, place, Sequence{100}, archived), 0U);
    ASSERT_GT(*remove_archived_events(*disk, place, Sequence{50}, 0), 0U);
    expect_events(*disk, 51, 100);
    EventLogReader reader{*disk, place};
    EXPECT_FALSE(reader.seek(Sequence{1}));
    EXPECT_GT(*remove_archived_events(*disk, place, Sequence{100}, 0), 0U);
    EXPECT_TRUE(disk->list(place.archive)->empty());
    expect_events(*disk, 100, 100);
}

TEST(EventLog, SaysThatAnArchivedSegmentIsDamaged) {
    const auto disk = new_disk();
    auto log = open_log(*disk);
    for (std::uint64_t last = 1; last <= 100; ++last) append_up_to(log, last);
    archive_all(*disk, 0);
    const std::filesystem::path archived{"/archive/00000000000000000001.events.zst"};
    disk->flip(archived, *disk->file_size(archived) / 2, std::byte{4});
    EventLogReader reader{*disk, place};
    std::vector<Event> events;
    const auto read = reader.read(events);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, journal::ErrorKind::damaged);
}

TEST(EventLog, IsReadWhileAnotherThreadWritesAndArchivesIt) {
    const auto disk = new_disk();
    auto log = open_log(*disk, small_segments(16'384));
    const std::atomic<std::uint64_t>& published = log.published().sequence;
    constexpr std::uint64_t last = 3000;
    std::thread writer{[&] {
        EventArchiver archiver{*disk, place, 1};
        while (log.sequence().value() < last) {
            append_up_to(log, std::min(last, log.sequence().value() + 7));
            EXPECT_TRUE(archiver.archive_slice());
        }
    }};
    EventLogReader reader{*disk, place};
    std::vector<Event> events;
    while (events.empty() || events.back().sequence.value() < last) {
        const Sequence limit{published.load(std::memory_order_acquire)};
        const auto read = reader.read(events, {.events_max = events.size() + 64, .last = limit});
        if (!read) ADD_FAILURE() << read.error().text;
        if (!read) break;
    }
    writer.join();
    EXPECT_EQ(events.size(), 2 * last);
    EXPECT_EQ(reader.events_before(), 2 * last);
    EXPECT_EQ(log.published().event_count.load(), 2 * last);
}

}  // namespace
}  // namespace outcry::follower
