#include "outcry/sinks/sqlite_history.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "contract/sinks/history_contract.hpp"

namespace outcry::sinks::test {
namespace {

class SqliteUnderTest final : public HistoryUnderTest {
public:
    SqliteUnderTest() {
        std::string name =
            (std::filesystem::temp_directory_path() / "outcry-history-XXXXXX").string();
        directory_ = ::mkdtemp(name.data());
    }
    ~SqliteUnderTest() override { std::filesystem::remove_all(directory_); }

    std::unique_ptr<SinkTarget> make_target(journal::Epoch epoch) override {
        return make_sqlite_target({.path = path(), .epoch = epoch});
    }
    std::unique_ptr<History> open_history() override {
        auto history = open_sqlite_history(path());
        EXPECT_TRUE(history) << history.error().text;
        return std::move(*history);
    }
    [[nodiscard]] std::filesystem::path path() const { return directory_ / "history.sqlite"; }

private:
    std::filesystem::path directory_;
};

INSTANTIATE_TEST_SUITE_P(Sqlite, HistoryContract,
                         testing::Values(HistoryKind{
                             "sqlite",
                             [](std::string&) { return std::make_unique<SqliteUnderTest>(); }}),
                         [](const auto& kind) { return kind.param.name; });

TEST(SqliteHistory, RefusesTheFileOfAnotherJournal) {
    SqliteUnderTest history;
    ASSERT_TRUE(history.make_target(journal::Epoch{1})->open());
    SqliteHistoryOptions options{.path = history.path(), .epoch = journal::Epoch{2}};
    options.journal[0] = std::byte{1};
    const auto opened = make_sqlite_target(options)->open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, SinkErrorKind::refused);
    EXPECT_EQ(opened.error().text,
              history.path().string() + ": it is the history of another journal");
}

TEST(SqliteHistory, SaysThatItsFileCannotBeOpened) {
    const auto opened =
        make_sqlite_target({.path = "/nowhere/history.sqlite", .epoch = journal::Epoch{1}})->open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().text, "/nowhere/history.sqlite: unable to open database file");
}

TEST(CandleInterval, BeginsWhereTheApiSays) {
    const auto start = [](CandleInterval interval, std::int64_t time_s) {
        return candle_start(interval, Timestamp{time_s * 1'000'000 + 999'999}).value() / 1'000'000;
    };
    // 2026-02-18 12:34:56 UTC, a Wednesday.
    constexpr std::int64_t time_s = 1'771'418'096;
    EXPECT_EQ(start(CandleInterval::second_1, time_s), time_s);
    EXPECT_EQ(start(CandleInterval::minute_1, time_s), 1'771'418'040);
    EXPECT_EQ(start(CandleInterval::hour_4, time_s), 1'771'416'000);
    EXPECT_EQ(start(CandleInterval::day_1, time_s), 1'771'372'800);
    EXPECT_EQ(start(CandleInterval::week_1, time_s), 1'771'200'000);   // Monday the 16th
    EXPECT_EQ(start(CandleInterval::month_1, time_s), 1'769'904'000);  // the first
}

}  // namespace
}  // namespace outcry::sinks::test
