#include "outcry/sinks/sink_runner.hpp"

#include <cstring>
#include <optional>
#include <random>

#include <gtest/gtest.h>

#include "support/command_generator.hpp"
#include "unit/follower/event_log_fixture.hpp"

namespace outcry::sinks {
namespace {

using follower::test::append_up_to;
using follower::test::new_disk;
using follower::test::open_log;
using follower::test::place;

constexpr journal::Epoch epoch{3};

/// What the fake target does at its next call.
enum class Fault : std::uint8_t {
    none,
    fails_to_open,
    fails_before_the_commit,
    loses_the_answer,  // the commit succeeded, and nobody is told
    refuses,
};

/// A database in memory that outlives the target, as the real one outlives the connection.
struct FakeDatabase {
    std::vector<Event> events;
    SinkPosition position;
    std::vector<Fault> faults;  // the last one is next
    int open_count = 0;

    [[nodiscard]] Fault next_fault() {
        if (faults.empty()) return Fault::none;
        const Fault fault = faults.back();
        faults.pop_back();
        return fault;
    }
};

class FakeTarget final : public SinkTarget {
public:
    explicit FakeTarget(FakeDatabase& database) : database_{database} {}

    SinkResult<SinkPosition> open() override {
        ++database_.open_count;
        is_open_ = false;
        if (!database_.faults.empty() && database_.faults.back() == Fault::fails_to_open) {
            database_.faults.pop_back();
            return Failure{SinkError{SinkErrorKind::unavailable, "nobody listens"}};
        }
        is_open_ = true;
        return database_.position;
    }

    SinkResult<void> write(std::span<const Event> events, SinkPosition after) override {
        EXPECT_TRUE(is_open_);
        EXPECT_EQ(events.front().sequence, next(database_.position.sequence));
        EXPECT_EQ(events.back().sequence, after.sequence);
        EXPECT_TRUE(events.back().is_last_of_command());
        const Fault fault = database_.next_fault();
        if (fault == Fault::refuses)
            return Failure{SinkError{SinkErrorKind::refused, "no right to write"}};
        is_open_ = fault == Fault::none;
        if (fault == Fault::fails_before_the_commit || fault == Fault::fails_to_open)
            return Failure{SinkError{SinkErrorKind::unavailable, "the connection was cut"}};
        database_.events.insert(database_.events.end(), events.begin(), events.end());
        database_.position = after;
        if (fault == Fault::loses_the_answer)
            return Failure{SinkError{SinkErrorKind::unavailable, "the answer was lost"}};
        return {};
    }

private:
    FakeDatabase& database_;
    bool is_open_ = false;
};

class SinkRunnerTest : public testing::Test {
protected:
    [[nodiscard]] SinkRunner runner(std::size_t batch_events_max = 10) {
        return SinkRunner{std::make_unique<FakeTarget>(database_),
                          {.name = "fake",
                           .epoch = epoch,
                           .batch_events_max = batch_events_max,
                           .retry_wait_ms_min = 100,
                           .retry_wait_ms_max = 400},
                          {*disk_, place, log_.published(), clock_,
                           [this](std::string_view line) { notices_.emplace_back(line); }}};
    }
    void work_until_idle(SinkRunner& sink) {
        while (sink.do_work() > 0) {}
    }
    /// Lets so much time pass that every wait is over.
    void work_through_failures(SinkRunner& sink, int rounds) {
        for (int round = 0; round < rounds; ++round) {
            work_until_idle(sink);
            clock_.advance_us(500'000);
        }
    }
    void expect_every_event_once(std::uint64_t last) {
        std::vector<Event> expected;
        follower::test::Events events;
        for (std::uint64_t number = 1; number <= last; ++number) {
            const auto more = events.of(number);
            expected.insert(expected.end(), more.begin(), more.end());
        }
        ASSERT_EQ(database_.events.size(), expected.size());
        EXPECT_EQ(
            std::memcmp(database_.events.data(), expected.data(), expected.size() * sizeof(Event)),
            0);
        EXPECT_EQ(database_.position, (SinkPosition{Sequence{last}, epoch}));
    }

    std::unique_ptr<outcry::test::SimulatedFileSystem> disk_ = new_disk();
    follower::EventLogWriter log_ = open_log(*disk_);
    platform::ManualClock clock_{1'000'000};
    FakeDatabase database_;
    std::vector<std::string> notices_;
};

TEST_F(SinkRunnerTest, WritesEveryEventOnceAndThenWhatIsNew) {
    append_up_to(log_, 50);
    SinkRunner sink = runner();
    EXPECT_EQ(sink.state(), SinkState::connecting);
    work_until_idle(sink);
    expect_every_event_once(50);
    append_up_to(log_, 51);
    work_until_idle(sink);
    expect_every_event_once(51);
    EXPECT_EQ(sink.state(), SinkState::running);
    EXPECT_EQ(sink.position(), Sequence{51});
    EXPECT_EQ(sink.event_count(), database_.events.size());
    EXPECT_EQ(database_.open_count, 1);
    EXPECT_TRUE(notices_.empty());
}

TEST_F(SinkRunnerTest, GoesOnBehindThePositionOfItsTarget) {
    append_up_to(log_, 30);
    {
        SinkRunner sink = runner();
        work_until_idle(sink);
    }
    append_up_to(log_, 60);
    SinkRunner sink = runner();
    work_until_idle(sink);
    expect_every_event_once(60);
}

TEST_F(SinkRunnerTest, WritesNothingThatIsNotPublished) {
    append_up_to(log_, 5);
    follower::test::Events events;
    ASSERT_TRUE(log_.append(events.of(6)));
    SinkRunner sink = runner();
    work_until_idle(sink);
    expect_every_event_once(5);
}

TEST_F(SinkRunnerTest, WritesEveryEventOnceWhateverFailsAtWhateverStep) {
    append_up_to(log_, 40);
    for (const Fault fault :
         {Fault::fails_to_open, Fault::fails_before_the_commit, Fault::loses_the_answer}) {
        for (std::size_t step = 0; step < 7; ++step) {
            database_ = {};
            database_.faults.assign(step + 1, Fault::none);
            database_.faults.front() = fault;
            SinkRunner sink = runner();
            work_through_failures(sink, 4);
            expect_every_event_once(40);
            EXPECT_EQ(sink.error_count(), 1U);
        }
    }
}

TEST_F(SinkRunnerTest, WritesEveryEventOnceUnderRandomFailuresAndRestarts) {
    const std::uint64_t seed = outcry::test::seed();
    std::mt19937_64 random{seed};
    std::uint64_t last = 0;
    for (int life = 0; life < 30; ++life) {
        SinkRunner sink = runner(1 + random() % 40);
        for (int round = 0; round < 10; ++round) {
            last += random() % 20;
            append_up_to(log_, last);
            if (random() % 2 == 0) database_.faults.push_back(static_cast<Fault>(random() % 4));
            work_until_idle(sink);
            clock_.advance_us(static_cast<std::int64_t>(random() % 300'000));
        }
    }
    database_.faults.clear();
    SinkRunner sink = runner();
    work_until_idle(sink);
    SCOPED_TRACE("OUTCRY_SEED=" + std::to_string(seed));
    expect_every_event_once(last);
}

TEST_F(SinkRunnerTest, WaitsLongerAfterEachFailureAndSaysEachReasonOnce) {
    append_up_to(log_, 5);
    database_.faults.assign(5, Fault::fails_to_open);
    SinkRunner sink = runner();
    std::vector<std::int64_t> attempts_ms;
    for (std::int64_t time_ms = 0; time_ms <= 2000; time_ms += 50) {
        const int before = database_.open_count;
        work_until_idle(sink);
        if (database_.open_count > before) attempts_ms.push_back(time_ms);
        clock_.advance_us(50'000);
    }
    EXPECT_EQ(attempts_ms, (std::vector<std::int64_t>{0, 100, 300, 700, 1100, 1500}));
    EXPECT_EQ(notices_,
              (std::vector<std::string>{"sink fake: nobody listens; trying again",
                                        "sink fake: available again, goes on behind command 0"}));
    EXPECT_EQ(sink.error_text(), "");
    EXPECT_EQ(sink.error_count(), 5U);
}

TEST_F(SinkRunnerTest, StopsLoudlyWhenItsTargetRefuses) {
    append_up_to(log_, 5);
    database_.faults.assign(1, Fault::refuses);
    SinkRunner sink = runner();
    work_through_failures(sink, 5);
    EXPECT_EQ(sink.state(), SinkState::stopped);
    EXPECT_EQ(sink.error_text(), "no right to write");
    EXPECT_EQ(notices_,
              (std::vector<std::string>{
                  "sink fake STOPPED at command 0; the venue trades on: no right to write"}));
    EXPECT_TRUE(database_.events.empty());
}

TEST_F(SinkRunnerTest, StopsWhenItsTargetIsAheadOfTheVenue) {
    append_up_to(log_, 5);
    database_.position = {Sequence{6}, epoch};
    SinkRunner sink = runner();
    work_until_idle(sink);
    EXPECT_EQ(sink.state(), SinkState::stopped);
    EXPECT_EQ(notices_.size(), 1U);
}

TEST_F(SinkRunnerTest, StopsWhenTheLogIsDamaged) {
    append_up_to(log_, 5);
    disk_->flip("/events/00000000000000000001.events", 300, std::byte{1});
    SinkRunner sink = runner();
    work_until_idle(sink);
    EXPECT_EQ(sink.state(), SinkState::stopped);
    EXPECT_TRUE(database_.events.empty());
}

TEST_F(SinkRunnerTest, EndsAfterTheBatchUnderWay) {
    append_up_to(log_, 40);
    SinkRunner sink = runner();
    EXPECT_GT(sink.do_work(), 0);
    EXPECT_GT(sink.do_work(), 0);
    sink.request_end();
    EXPECT_EQ(sink.do_work(), 0);
    EXPECT_LT(sink.position(), Sequence{40});
}

TEST_F(SinkRunnerTest, TellsHowFarItIsBehind) {
    append_up_to(log_, 3);
    SinkRunner sink = runner();
    work_until_idle(sink);
    EXPECT_EQ(sink.lag_events(), 0U);
    EXPECT_EQ(sink.lag_seconds(), 0);
    append_up_to(log_, 9);
    database_.faults.assign(1, Fault::fails_before_the_commit);
    work_until_idle(sink);
    EXPECT_EQ(sink.state(), SinkState::waiting);
    EXPECT_EQ(sink.lag_events(), 12U);
    // Command 4 was at 1,000,004 us.
    clock_.set_now_us(31'000'004);
    EXPECT_EQ(sink.lag_seconds(), 30);
}

}  // namespace
}  // namespace outcry::sinks
