#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "outcry/sinks/postgres.hpp"

#include "support/sinks/commit_proxy.hpp"
#include "support/sinks/event_source.hpp"
#include "support/sinks/postgres_server.hpp"
#include "support/sinks/postgres_tables.hpp"

namespace outcry::sinks {
namespace {

using testing::HasSubstr;
using testing::Not;

/// One server for all of them, with tables that a writer of epoch 5 has filled.
class PostgresRefusalsTest : public testing::Test {
protected:
    void SetUp() override {
        if (const std::string missing = test::missing_postgres(); !missing.empty()) {
            GTEST_SKIP() << missing;
        }
        server_ = std::make_unique<test::PostgresServer>();
        options_ = {.address = server_->address(), .epoch = journal::Epoch{5}};
        events_ = test::EventSource{}.open_small_venue();
    }
    [[nodiscard]] SinkPosition end() const { return {events_.back().sequence, options_.epoch}; }
    [[nodiscard]] static SinkError failure(const PostgresWriterOptions& options) {
        const auto opened = make_postgres_target(options)->open();
        return opened ? SinkError{} : opened.error();
    }

    std::unique_ptr<test::PostgresServer> server_;
    PostgresWriterOptions options_;
    std::vector<Event> events_;
};

TEST_F(PostgresRefusalsTest, AWrongPasswordIsRefusedWithoutShowingIt) {
    options_.address.password = "hunter2";
    const SinkError error = failure(options_);
    EXPECT_EQ(error.kind, SinkErrorKind::refused);
    EXPECT_THAT(error.text, HasSubstr("password authentication failed"));
    EXPECT_THAT(error.text, Not(HasSubstr("hunter2")));
    EXPECT_THAT(error.text, Not(HasSubstr("\n")));
}

TEST_F(PostgresRefusalsTest, AnUnknownDatabaseIsRefused) {
    options_.address.database = "nowhere";
    const SinkError error = failure(options_);
    EXPECT_EQ(error.kind, SinkErrorKind::refused);
    EXPECT_THAT(error.text, HasSubstr("database \"nowhere\" does not exist"));
}

TEST_F(PostgresRefusalsTest, AnUnknownHostIsHeldAndSaid) {
    options_.address.host = "nowhere.invalid";
    const SinkError error = failure(options_);
    EXPECT_EQ(error.kind, SinkErrorKind::unavailable);
    EXPECT_THAT(error.text, HasSubstr("nowhere.invalid"));
    EXPECT_THAT(error.text, Not(HasSubstr("\n")));
}

TEST_F(PostgresRefusalsTest, ASchemaOfANewerVersionIsRefusedAndLeftAlone) {
    ASSERT_TRUE(migrate_postgres(options_.address));
    server_->query("INSERT INTO schema_version (version, description) VALUES (999, 'later')");
    const SinkError error = failure(options_);
    EXPECT_EQ(error.kind, SinkErrorKind::refused);
    EXPECT_THAT(error.text, HasSubstr("the schema is of version 999"));
    const auto migrated = migrate_postgres(options_.address);
    ASSERT_FALSE(migrated);
    EXPECT_EQ(migrated.error(), error);
    EXPECT_EQ(server_->value("SELECT epoch FROM sink_position"), "0");
}

TEST_F(PostgresRefusalsTest, AUserWhoMayNotMakeTablesIsRefused) {
    server_->query("REVOKE CREATE ON SCHEMA public FROM public, outcry");
    server_->query("ALTER SCHEMA public OWNER TO postgres");
    server_->query("ALTER DATABASE outcry OWNER TO postgres");
    const SinkError error = failure(options_);
    EXPECT_EQ(error.kind, SinkErrorKind::refused) << error.text;
    EXPECT_THAT(error.text, HasSubstr("permission denied"));
}

TEST_F(PostgresRefusalsTest, TablesOfAnotherJournalAreRefused) {
    ASSERT_TRUE(make_postgres_target(options_)->open());
    options_.journal.fill(std::byte{7});
    options_.epoch = journal::Epoch{6};
    const SinkError error = failure(options_);
    EXPECT_EQ(error.kind, SinkErrorKind::refused);
    EXPECT_THAT(error.text, HasSubstr("the tables are of journal 0000"));
}

TEST_F(PostgresRefusalsTest, AWriterThatWasFencedWritesNothingMore) {
    const auto first = make_postgres_target(options_);
    ASSERT_TRUE(first->open());
    PostgresWriterOptions later = options_;
    later.epoch = journal::Epoch{6};
    later.writer = "another";
    const auto second = make_postgres_target(later);
    ASSERT_TRUE(second->open());
    ASSERT_FALSE(first->write(events_, end()));
    const auto again = first->open();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, SinkErrorKind::refused);
    EXPECT_THAT(again.error().text, HasSubstr("fenced: a writer of epoch 6 has taken over"));
    EXPECT_EQ(server_->value("SELECT count(*) FROM event"), "0");
    EXPECT_TRUE(second->write(events_, {events_.back().sequence, journal::Epoch{6}}));
    test::expect_tables(*server_, events_);
}

TEST_F(PostgresRefusalsTest, ACommitWhoseAnswerWasLostIsFoundByItsPosition) {
    test::CommitProxy proxy{options_.address.port};
    options_.address.port = proxy.port();
    const std::span<const Event> all{events_};
    const auto target = make_postgres_target(options_);
    ASSERT_TRUE(target->open());
    proxy.lose_next_answer();
    const auto written = target->write(all.first(4), {all[3].sequence, options_.epoch});
    ASSERT_FALSE(written);
    EXPECT_TRUE(proxy.has_lost_one());
    EXPECT_EQ(written.error().kind, SinkErrorKind::unavailable);
    const auto opened = target->open();
    ASSERT_TRUE(opened) << opened.error().text;
    EXPECT_EQ(opened->sequence, all[3].sequence);
    ASSERT_TRUE(target->write(all.subspan(4), end()));
    test::expect_tables(*server_, events_);
}

}  // namespace
}  // namespace outcry::sinks
