#include "app/sinks/reconciler.hpp"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "outcry/follower/event_log.hpp"
#include "outcry/platform/posix_file_system.hpp"
#include "outcry/sinks/sqlite_history.hpp"

#include "app/sinks/reconcile_thread.hpp"
#include "app/venue/data_directory.hpp"
#include "support/command_generator.hpp"
#include "support/sinks/event_source.hpp"
#include "support/sinks/postgres_server.hpp"
#include "support/sinks/postgres_tables.hpp"

namespace outcry::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr journal::Epoch epoch{1};
const std::string superuser_password_file = "password";

/// A data directory with an event log and a history of the same random events.
class ReconcilerTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name = std::filesystem::temp_directory_path() / "outcry-reconcile-XXXXXX";
        data_ = ::mkdtemp(name.data());
        std::filesystem::create_directory(data_ / "events");
        std::filesystem::create_directory(data_ / "archive");
        test::EventSource source;
        source.step_us = 97'000'000;
        events_ = source.random_events(test::seed(), 1'500);
        write_log();
        configuration_.history.enabled = true;
        const auto target =
            sinks::make_sqlite_target({.path = data_ / history_file_name, .epoch = epoch});
        ASSERT_TRUE(target->open());
        test::write_in_batches(*target, events_, {.commands_max = 200, .epoch = epoch.value()});
    }
    void TearDown() override { std::filesystem::remove_all(data_); }

    void write_log() {
        auto log = follower::EventLogWriter::open(file_system_, {.place = event_log_of(data_)});
        ASSERT_TRUE(log) << log.error().text;
        for (const auto& command : test::commands_of(events_)) ASSERT_TRUE(log->append(command));
        ASSERT_TRUE(log->sync());
    }
    void change_history(const char* sql) {
        sqlite3* database = nullptr;
        sqlite3_open((data_ / history_file_name).c_str(), &database);
        EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(database);
        sqlite3_close(database);
    }
    [[nodiscard]] std::unique_ptr<Reconciler> make() {
        return std::make_unique<Reconciler>(file_system_, configuration_,
                                            SinkIdentity{data_, {}, epoch});
    }
    [[nodiscard]] std::vector<std::string> differences() {
        const auto reports = make()->compare({});
        EXPECT_EQ(reports.size(), 1U);
        EXPECT_EQ(reports.at(0).failure, "");
        EXPECT_EQ(reports.at(0).sequence, events_.back().sequence);
        return reports.at(0).differences;
    }

    platform::PosixFileSystem file_system_;
    std::filesystem::path data_;
    std::vector<Event> events_;
    Configuration configuration_;
};

TEST_F(ReconcilerTest, FindsNothingWhereNothingIsWrong) {
    EXPECT_THAT(differences(), IsEmpty());
    EXPECT_FALSE(std::filesystem::exists(data_ / "reconcile.sqlite"));
}

TEST_F(ReconcilerTest, FindsASingleChangedRow) {
    change_history("UPDATE trade SET price = price + 1 WHERE id = 7");
    EXPECT_THAT(differences(), ElementsAre(HasSubstr("trades: of its ")));
}

TEST_F(ReconcilerTest, FindsAMissingRow) {
    change_history(
        "DELETE FROM ledger WHERE sequence = (SELECT max(sequence) FROM ledger) "
        "AND entry_index = 0");
    EXPECT_THAT(differences(), ElementsAre(HasSubstr("ledger: it has ")));
}

TEST_F(ReconcilerTest, FindsADoubledRow) {
    change_history(
        "INSERT INTO ledger SELECT sequence, event_index, entry_index + 1000, time, "
        "account, asset, kind, amount, instrument, trade FROM ledger LIMIT 1");
    EXPECT_THAT(differences(), ElementsAre(HasSubstr("ledger: it has ")));
}

TEST_F(ReconcilerTest, NamesAccountAndAssetOfAWrongBalance) {
    change_history("UPDATE balance SET amount = '1' WHERE account = 16 AND asset = 1");
    EXPECT_THAT(differences(), ElementsAre(HasSubstr("account 16, asset 1: it has 1, ")));
}

TEST_F(ReconcilerTest, GoesOnFromOneCheckToTheNext) {
    const auto reconciler = make();
    EXPECT_THAT(reconciler->compare({}).at(0).differences, IsEmpty());
    change_history("UPDATE orders SET executed_quantity = executed_quantity + 1 WHERE id = 3");
    EXPECT_THAT(reconciler->compare({}).at(0).differences, ElementsAre(HasSubstr("orders: of")));
}

TEST_F(ReconcilerTest, SaysWhatItCouldNotCompare) {
    std::filesystem::remove(data_ / history_file_name);
    const auto reports = make()->compare({});
    EXPECT_THAT(reports.at(0).failure, HasSubstr("history.sqlite"));
}

TEST_F(ReconcilerTest, FindsAChangedAMissingAndADoubledRowInPostgres) {
    if (const std::string missing = test::missing_postgres(); !missing.empty()) {
        GTEST_SKIP() << missing;
    }
    const test::PostgresServer server;
    const auto target = sinks::make_postgres_target({.address = server.address(), .epoch = epoch});
    ASSERT_TRUE(target->open());
    test::write_in_batches(*target, events_, {.commands_max = 200, .epoch = epoch.value()});
    const sinks::PostgresAddress address = server.address();
    std::ofstream{data_ / superuser_password_file} << address.password;
    configuration_.history.enabled = false;
    configuration_.postgres.enabled = true;
    configuration_.postgres.port = address.port;
    configuration_.postgres.password_file = data_ / superuser_password_file;
    const auto reconciler = make();
    const auto differences = [&] { return reconciler->compare({}).at(0).differences; };
    EXPECT_THAT(differences(), IsEmpty());

    server.query("UPDATE trade SET price = price + 1 WHERE trade_id = 3");
    EXPECT_THAT(differences(), ElementsAre(HasSubstr("trades: of its ")));
    server.query("UPDATE trade SET price = price - 1 WHERE trade_id = 3");
    EXPECT_THAT(differences(), IsEmpty());

    server.query(
        "CREATE TABLE kept AS SELECT * FROM ledger_entry WHERE sequence = (SELECT "
        "max(sequence) FROM ledger_entry) AND entry_index = 0; DELETE FROM ledger_entry "
        "WHERE (sequence, event_index, entry_index) IN (SELECT sequence, event_index, "
        "entry_index FROM kept)");
    EXPECT_THAT(differences(), ElementsAre(HasSubstr("ledger: it has ")));
    server.query("INSERT INTO ledger_entry SELECT * FROM kept");
    EXPECT_THAT(differences(), IsEmpty());

    server.query("UPDATE kept SET entry_index = 99; INSERT INTO ledger_entry SELECT * FROM kept");
    EXPECT_THAT(differences(), ElementsAre(HasSubstr("ledger: it has ")));
}

TEST_F(ReconcilerTest, ItsThreadRaisesTheMetricAndTellsTheOperatorOnce) {
    change_history("UPDATE balance SET amount = '1' WHERE account = 16 AND asset = 1");
    telemetry::Registry registry;
    std::mutex mutex;
    std::vector<std::string> notices;
    std::atomic<int> alarm_count{0};
    ReconcileThread thread{{.make_reconciler = [this] { return make(); },
                            .notice =
                                [&](std::string_view line) {
                                    const std::scoped_lock lock{mutex};
                                    notices.emplace_back(line);
                                },
                            // Busy at first: it is asked again.
                            .on_difference = [&] { return ++alarm_count == 2; },
                            .registry = registry},
                           std::chrono::seconds{1},
                           {"history"}};
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    const auto is_seen = [&] {
        return registry.render().find("outcry_reconcile_differences{sink=\"history\"} 1") !=
               std::string::npos;
    };
    while ((!is_seen() || alarm_count < 2) && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    EXPECT_TRUE(is_seen());
    std::this_thread::sleep_for(std::chrono::milliseconds{1'500});  // and compared once more
    EXPECT_TRUE(thread.stop());
    EXPECT_EQ(alarm_count, 2);
    EXPECT_THAT(notices, ElementsAre(HasSubstr("history DIFFERS from the venue")));
}

}  // namespace
}  // namespace outcry::app
