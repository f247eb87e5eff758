#include <gtest/gtest.h>

#include "outcry/sinks/postgres.hpp"

#include "support/command_generator.hpp"
#include "support/sinks/event_source.hpp"
#include "support/sinks/postgres_server.hpp"
#include "support/sinks/postgres_tables.hpp"
#include "support/sinks/projected_tables.hpp"

namespace outcry::sinks {
namespace {

class PostgresTargetTest : public testing::Test {
protected:
    void SetUp() override {
        if (const std::string missing = test::missing_postgres(); !missing.empty()) {
            GTEST_SKIP() << missing;
        }
        server_ = std::make_unique<test::PostgresServer>();
    }

    [[nodiscard]] PostgresWriterOptions options(std::uint64_t epoch) const {
        return {.address = server_->address(), .epoch = journal::Epoch{epoch}};
    }

    std::unique_ptr<test::PostgresServer> server_;
    std::uint64_t seed_ = test::seed();
};

SinkPosition after(std::span<const Event> events, std::uint64_t epoch) {
    return {.sequence = events.back().sequence, .epoch = journal::Epoch{epoch}};
}

TEST_F(PostgresTargetTest, HoldsWhatTheEventsCameTo) {
    SCOPED_TRACE("OUTCRY_SEED=" + std::to_string(seed_));
    test::EventSource source;
    source.step_us = 30'000'000;  // 4,000 commands take 33 hours: two days of UTC
    const std::vector<Event> events = source.random_events(seed_, 4'000);
    const auto target = make_postgres_target(options(1));
    const auto opened = target->open();
    ASSERT_TRUE(opened) << opened.error().text;
    EXPECT_EQ(opened.value(), SinkPosition{});
    test::write_in_batches(*target, events, {.commands_max = 300, .epoch = 1});

    test::expect_tables(*server_, events);
    EXPECT_EQ(server_->value("SELECT sequence FROM sink_position"), "4000");
    EXPECT_EQ(
        server_->value("SELECT count(*) FROM pg_inherits WHERE inhparent = 'event'::regclass"),
        "2");
}

TEST_F(PostgresTargetTest, GoesOnWhereItStopped) {
    test::EventSource source;
    const std::vector<Event> events = source.open_small_venue();
    const std::span<const Event> all{events};
    {
        const auto target = make_postgres_target(options(1));
        ASSERT_TRUE(target->open());
        ASSERT_TRUE(target->write(all.first(4), after(all.first(4), 1)));
    }
    const auto target = make_postgres_target(options(2));
    const auto opened = target->open();
    ASSERT_TRUE(opened) << opened.error().text;
    EXPECT_EQ(opened.value().sequence, events[3].sequence);
    ASSERT_TRUE(target->write(all.subspan(4), after(all, 2)));
    test::expect_tables(*server_, events);
}

TEST_F(PostgresTargetTest, RefusesEventsThatDoNotFollow) {
    test::EventSource source;
    const std::vector<Event> events = source.open_small_venue();
    const std::span<const Event> all{events};
    const auto target = make_postgres_target(options(1));
    ASSERT_TRUE(target->open());
    const auto written = target->write(all.subspan(1), after(all, 1));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, SinkErrorKind::refused);
    EXPECT_EQ(server_->value("SELECT count(*) FROM event"), "0");
}

}  // namespace
}  // namespace outcry::sinks
