#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <gtest/gtest.h>

#include "outcry/journal/recovery.hpp"

#include "app/agents/core_agent.hpp"
#include "app/agents/follower_agent.hpp"
#include "app/agents/journal_agent.hpp"
#include "app/agents/publisher_agent.hpp"
#include "app/agents/stop_venue.hpp"
#include "support/simulated_file_system.hpp"
#include "support/small_venue.hpp"

namespace outcry::app {
namespace {

using test::first_trader;
using test::limit_order;
using test::opening_commands;
using test::second_trader;
using test::small_engine_limits;

[[noreturn]] void throw_instead(std::string_view reason) {
    throw std::runtime_error{std::string{reason}};
}

class Nobody final : public journal::CommandReceiver {
public:
    void on_command(const Command&) override {}
};

/// Core, journal, publisher and follower on one thread, each run by hand, on a simulated disk.
class AgentsTest : public testing::Test {
protected:
    static constexpr std::size_t slots = 4096;

    void SetUp() override {
        set_stop_hook([](std::string_view reason) { throw_instead(reason); });
        for (const Command& command : opening_commands()) send(command);
        run_all();
    }
    void TearDown() override { set_stop_hook(nullptr); }

    static journal::JournalWriter open_writer(platform::FileSystem& files) {
        EXPECT_TRUE(files.make_directory("journal"));
        Nobody nobody;
        auto recovery = journal::recover(files, "journal", {}, nobody);
        journal::WriterOptions options;
        options.directory = "journal";
        options.segment_size_bytes = 1 << 20;
        auto writer = journal::JournalWriter::open(files, options, recovery->position);
        EXPECT_TRUE(writer);
        return std::move(*writer);
    }

    static follower::EventLogWriter open_event_log(platform::FileSystem& files) {
        EXPECT_TRUE(files.make_directory("events"));
        auto log = follower::EventLogWriter::open(files, {.place = {"events", {}}});
        EXPECT_TRUE(log);
        return std::move(*log);
    }
    /// What the event log holds, up to what readers may read.
    std::vector<Event> logged() {
        follower::EventLogReader reader{files_, {"events", {}}};
        std::vector<Event> events;
        const auto read =
            reader.read(events, {.events_max = slots * slots,
                                 .last = Sequence{event_log_.published().sequence.load()}});
        EXPECT_TRUE(read) << read.error().text;
        return events;
    }

    void send(const Command& command) { ASSERT_TRUE(gateway_ring_.try_push(command)); }
    void run_core() {
        while (core_.do_work() > 0) {}
    }
    void run_all() {
        int work = 1;
        while (work > 0)
            work = core_.do_work() + journal_.do_work() + publisher_.do_work() +
                   follower_agent_.do_work();
    }
    std::vector<Event> released() {
        std::vector<Event> events;
        for (auto batch = reader_.peek(slots); !batch.empty(); batch = reader_.peek(slots)) {
            events.insert(events.end(), batch.begin(), batch.end());
            reader_.release(batch.size());
        }
        return events;
    }

    platform::ManualClock clock_{1'000'000'000};
    test::SimulatedFileSystem files_;
    telemetry::Histogram histogram_;
    telemetry::Histogram ring_time_;
    telemetry::Counter counter_;
    telemetry::Gauge gauge_;
    ring::Doorbell doorbell_{ring::Parking::never};
    ring::SpscRing<Command> gateway_ring_{slots};
    ring::SpscRing<Command> journal_ring_{slots};
    ring::SpscRing<Event> event_ring_{slots};
    ring::SpscRing<Command> follower_ring_{512};
    ring::SpscRing<follower::DigestMark> digest_ring_{slots};
    ring::BroadcastRing<Event> broadcast_{slots};
    ring::RingReader<Event>& reader_ = broadcast_.add_reader();
    std::atomic<std::uint64_t> durable_{0};

    engine::Engine engine_{small_engine_limits()};
    sequencer::Sequencer sequencer_{{&gateway_ring_}, Sequence{}, Timestamp{}};
    CoreAgent core_{engine_,
                    {sequencer_, journal_ring_, event_ring_, clock_, histogram_, ring_time_}};
    journal::JournalWriter writer_ = open_writer(files_);
    JournalAgent journal_{writer_,
                          {journal_ring_, follower_ring_, durable_, doorbell_, clock_, histogram_,
                           histogram_, counter_}};
    PublisherAgent publisher_{
        {event_ring_, broadcast_, digest_ring_, durable_, clock_, histogram_}};
    follower::Follower follower_{engine::Engine{small_engine_limits()},
                                 views::VenueView{{100, 100}}};
    follower::EventLogWriter event_log_ = open_event_log(files_);
    follower::PublishedEvents confirmed_;
    int snapshot_count_ = 0;
    FollowerAgent follower_agent_{follower_,
                                  {follower_ring_, digest_ring_, durable_, clock_, gauge_, gauge_,
                                   counter_, event_log_, confirmed_},
                                  {"journal", 600, 1'000'000},
                                  files_,
                                  [this](const follower::Follower&) -> Result<bool, std::string> {
                                      ++snapshot_count_;
                                      return true;
                                  }};
};

TEST_F(AgentsTest, MeasuresHowLongTheOldestOfABatchWaitedInTheRing) {
    Command command = limit_order(first_trader, Side::buy, 100, 5);
    command.time = Timestamp{clock_.monotonic_ns() + 1};
    clock_.advance_us(1);
    send(command);
    command.time = Timestamp{clock_.monotonic_ns()};
    send(command);
    clock_.advance_us(2);
    run_core();
    EXPECT_EQ(ring_time_.snapshot().count(), 1U);
    EXPECT_EQ(ring_time_.snapshot().maximum(), 2999U);
}

TEST_F(AgentsTest, ReleasesNothingBeforeItIsDurable) {
    (void)released();
    send(limit_order(first_trader, Side::buy, 100, 5));
    run_core();
    EXPECT_EQ(publisher_.do_work(), 0);
    EXPECT_TRUE(released().empty());
    EXPECT_GT(journal_.do_work(), 0);
    EXPECT_GT(publisher_.do_work(), 0);
    const std::vector<Event> events = released();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].type, EventType::order_accepted);
}

TEST_F(AgentsTest, HandsOnlyDurableCommandsToTheFollower) {
    const Sequence before = follower_.sequence();
    send(limit_order(first_trader, Side::buy, 100, 5));
    run_core();
    (void)follower_agent_.do_work();
    EXPECT_EQ(follower_.sequence(), before);
    (void)journal_.do_work();
    (void)follower_agent_.do_work();
    EXPECT_EQ(follower_.sequence(), next(before));
}

TEST_F(AgentsTest, StopsTheVenueWhenACommandWasAlteredOnItsWayToTheFollower) {
    send(limit_order(first_trader, Side::buy, 100, 5));
    run_core();
    // The follower gets its command from somebody who has changed a lot of it.
    Command altered = limit_order(first_trader, Side::buy, 100, 6);
    altered.sequence = core_.sequence().load() == 0 ? Sequence{} : Sequence{core_.sequence()};
    altered.time = engine_.time();
    ASSERT_TRUE(follower_ring_.try_push(altered));
    (void)journal_.do_work();
    (void)publisher_.do_work();
    EXPECT_THROW((void)follower_agent_.do_work(), std::runtime_error);
}

TEST_F(AgentsTest, ShowsSinksOnlyWhatTheDigestHasConfirmed) {
    const std::uint64_t before = confirmed_.sequence.load();
    EXPECT_EQ(before, follower_.sequence().value());
    send(limit_order(first_trader, Side::buy, 100, 5));
    run_core();
    (void)journal_.do_work();
    (void)follower_agent_.do_work();
    EXPECT_EQ(event_log_.published().sequence.load(), before + 1);
    EXPECT_EQ(confirmed_.sequence.load(), before) << "the publisher has not said anything yet";
    (void)publisher_.do_work();
    (void)follower_agent_.do_work();
    EXPECT_EQ(confirmed_.sequence.load(), before + 1);
}

TEST_F(AgentsTest, ConfirmsTheLastEventsThoughTheRingOfDigestsWasFull) {
    while (digest_ring_.try_push({Sequence{1}, 0})) {}
    send(limit_order(first_trader, Side::buy, 100, 5));
    run_core();
    (void)journal_.do_work();
    (void)publisher_.do_work();
    // In two goes where they lie around the end of the ring.
    while (!digest_ring_.peek(slots).empty()) digest_ring_.release(digest_ring_.peek(slots).size());
    (void)publisher_.do_work();
    (void)follower_agent_.do_work();
    EXPECT_EQ(confirmed_.sequence.load(), core_.sequence().load());
}

TEST_F(AgentsTest, TheFollowerReadsTheFilesWhenItsRingWasFull) {
    constexpr int order_count = 1500;
    for (int i = 0; i < order_count; ++i) {
        send(limit_order(first_trader, Side::buy, 100, 1));
        send(limit_order(second_trader, Side::sell, 100, 1));
        // Core, journal and publisher go on; nobody runs the follower.
        run_core();
        (void)journal_.do_work();
        (void)publisher_.do_work();
        (void)released();
    }
    EXPECT_GT(counter_.value(), 0U);
    run_all();
    EXPECT_EQ(follower_.sequence().value(), core_.sequence().load());
    EXPECT_EQ(follower_.engine().state_hash(), engine_.state_hash());
}

TEST_F(AgentsTest, LogsTheEventsThatThePublisherReleasedAndNoOthers) {
    std::vector<Event> all = released();
    for (int i = 0; i < 1500; ++i) {
        send(limit_order(i % 2 == 0 ? first_trader : second_trader,
                         i % 2 == 0 ? Side::buy : Side::sell, 100, 1));
        run_core();
        (void)journal_.do_work();
        (void)publisher_.do_work();
        const std::vector<Event> more = released();
        all.insert(all.end(), more.begin(), more.end());
        // The ring overflows in between, so that the follower reads the files.
        if (i % 900 == 10) run_all();
    }
    run_all();
    const std::vector<Event> events = logged();
    ASSERT_EQ(events.size(), all.size());
    EXPECT_EQ(std::memcmp(events.data(), all.data(), all.size() * sizeof(Event)), 0);
}

TEST_F(AgentsTest, SyncsTheEventLogBeforeASnapshot) {
    send(limit_order(first_trader, Side::buy, 100, 5));
    run_all();
    files_.fail(test::DiskOperationKind::sync, EIO);
    EXPECT_THROW((void)follower_agent_.take_snapshot(), std::runtime_error);
    EXPECT_EQ(snapshot_count_, 0);
}

TEST_F(AgentsTest, StopsTheVenueWhenTheEventLogCannotBeWritten) {
    send(limit_order(first_trader, Side::buy, 100, 5));
    run_core();
    (void)journal_.do_work();
    files_.fail(test::DiskOperationKind::write, ENOSPC);
    EXPECT_THROW((void)follower_agent_.do_work(), std::runtime_error);
}

TEST_F(AgentsTest, StopsTheVenueWhenTheJournalCannotBeWritten) {
    send(limit_order(first_trader, Side::buy, 100, 5));
    run_core();
    files_.fail(test::DiskOperationKind::write, EIO);
    EXPECT_THROW((void)journal_.do_work(), std::runtime_error);
    EXPECT_EQ(publisher_.do_work(), 0);
}

TEST_F(AgentsTest, TakesASnapshotWhenTheIntervalIsOverAndSomethingHasChanged) {
    clock_.advance_us(601'000'000);
    (void)follower_agent_.do_work();
    EXPECT_EQ(snapshot_count_, 1);
    clock_.advance_us(601'000'000);
    (void)follower_agent_.do_work();
    EXPECT_EQ(snapshot_count_, 1);
    send(limit_order(first_trader, Side::buy, 100, 5));
    run_all();
    EXPECT_EQ(snapshot_count_, 2);
}

TEST_F(AgentsTest, NothingIsLostWhenTheBroadcastRingIsFull) {
    (void)released();
    std::size_t count = 0;
    for (std::size_t i = 0; i < 2 * slots; ++i) {
        send(limit_order(i % 2 == 0 ? first_trader : second_trader,
                         i % 2 == 0 ? Side::buy : Side::sell, 100, 1));
        run_all();
        // The reader sleeps most of the time.
        if (i % 1000 == 999) count += released().size();
    }
    run_all();
    std::size_t more = released().size();
    while (more > 0) {
        count += more;
        run_all();
        more = released().size();
    }
    // Each order is accepted, each second one trades.
    EXPECT_EQ(count, 3 * slots);
}

TEST_F(AgentsTest, CountsAJumpOfTheWallClock) {
    const std::uint64_t before = core_.clock_jump_count();
    send(limit_order(first_trader, Side::buy, 100, 1));
    run_all();
    clock_.set_now_us(clock_.now_us() + 2 * CoreAgent::clock_jump_us_max);
    send(limit_order(first_trader, Side::buy, 100, 1));
    run_all();
    EXPECT_EQ(core_.clock_jump_count(), before + 1);
}

}  // namespace
}  // namespace outcry::app
