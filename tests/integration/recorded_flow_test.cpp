#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "app/order_flow/byte_source.hpp"
#include "app/order_flow/flow_records.hpp"
#include "app/replay/replay_file.hpp"
#include "support/source_folder.hpp"

namespace outcry::app {
namespace {

namespace fs = std::filesystem;

const fs::path data_directory = test::source_folder() / ".." / "shared" / "data" / "order-flow";

std::string content_of(const fs::path& path) {
    auto source = open_byte_source(path.string());
    EXPECT_TRUE(source.has_value()) << source.error().what;
    if (!source) return {};
    std::string content;
    std::vector<char> piece(1 << 16);
    for (;;) {
        const auto size = (*source)->read(piece);
        EXPECT_TRUE(size.has_value()) << size.error().what;
        if (!size || *size == 0) return content;
        content.append(piece.data(), *size);
    }
}

/// The first line in which the texts differ; recorded files are too long to print.
std::string difference(const std::string& expected, const std::string& actual) {
    std::istringstream expected_lines{expected};
    std::istringstream actual_lines{actual};
    std::string expected_line;
    std::string actual_line;
    for (int number = 1;; ++number) {
        const bool has_expected = static_cast<bool>(std::getline(expected_lines, expected_line));
        const bool has_actual = static_cast<bool>(std::getline(actual_lines, actual_line));
        if (!has_expected && !has_actual) return {};
        if (has_expected == has_actual && expected_line == actual_line) continue;
        return "line " + std::to_string(number) + ": expected '" +
               (has_expected ? expected_line : "the end") + "', got '" +
               (has_actual ? actual_line : "the end") + "'";
    }
}

struct BookFile {
    std::vector<FlowLevel> bids;
    std::vector<FlowLevel> asks;
    std::uint64_t order_count = 0;
};

BookFile read_book(const fs::path& path) {
    BookFile book;
    std::istringstream lines{content_of(path)};
    std::string line;
    std::getline(lines, line);
    EXPECT_EQ(line + "\n", book_header);
    while (std::getline(lines, line)) {
        std::istringstream columns{line};
        char side{};
        char comma{};
        FlowLevel level;
        columns >> side >> comma >> level.price >> comma >> level.quantity >> comma >>
            level.order_count;
        EXPECT_TRUE(columns) << line;
        level.side = side == 'B' ? Side::buy : Side::sell;
        (side == 'B' ? book.bids : book.asks).push_back(level);
        book.order_count += level.order_count;
    }
    return book;
}

std::vector<FlowLevel> recorded_levels(const nlohmann::json& levels, Side side) {
    std::vector<FlowLevel> result;
    for (const auto& level : levels) {
        result.push_back(
            {.price = level[0], .quantity = level[1], .order_count = level[2], .side = side});
    }
    return result;
}

class RecordedFlow : public testing::TestWithParam<std::string> {
protected:
    void SetUp() override {
        if (!fs::is_directory(data_directory)) {
            GTEST_SKIP() << "no recorded order flow beside the checkout";
        }
        directory_ = fs::path{testing::TempDir()} / ("outcry-recorded-flow-" + GetParam());
        fs::create_directories(directory_);
    }
    void TearDown() override {
        if (!directory_.empty()) fs::remove_all(directory_);
    }
    static fs::path recorded(const std::string& ending) {
        return data_directory / (GetParam() + ending);
    }
    Result<ReplaySummary, FlowError> replay() {
        return replay_file({.orders_path = recorded(".orders.csv.zst").string(),
                            .trades_path = (directory_ / "trades.csv").string(),
                            .book_path = (directory_ / "book.csv").string()},
                           [](int, std::uint64_t) {});
    }

    fs::path directory_;
};

TEST_P(RecordedFlow, GivesTheRecordedFillsByteForByteAndTheRecordedBook) {
    const auto summary = replay();
    ASSERT_TRUE(summary.has_value()) << summary.error().what;

    const std::string expected = content_of(recorded(".trades_ref.csv.zst"));
    const std::string actual = content_of(directory_ / "trades.csv");
    EXPECT_EQ(difference(expected, actual), "");
    EXPECT_TRUE(expected == actual);

    const auto meta = nlohmann::json::parse(content_of(recorded(".meta.json")));
    EXPECT_EQ(summary->row_count, meta["rows"]["orders"].get<std::uint64_t>());
    EXPECT_EQ(summary->counts.fill_count, meta["rows"]["trades_ref"].get<std::uint64_t>());

    const nlohmann::json& fidelity = meta["fidelity"];
    BookFile book = read_book(directory_ / "book.csv");
    EXPECT_EQ(book.order_count, fidelity["final_book_orders"].get<std::uint64_t>());
    EXPECT_EQ(summary->resting_order_count, book.order_count);
    const auto bids = recorded_levels(fidelity["final_depth5"][0], Side::buy);
    const auto asks = recorded_levels(fidelity["final_depth5"][1], Side::sell);
    ASSERT_GE(book.bids.size(), bids.size());
    ASSERT_GE(book.asks.size(), asks.size());
    book.bids.resize(bids.size());
    book.asks.resize(asks.size());
    EXPECT_EQ(book.bids, bids);
    EXPECT_EQ(book.asks, asks);

    std::uint64_t refused_count = 0;
    std::uint64_t recorded_refused_count = 0;
    for (const auto& [reason, count] : summary->counts.refused) refused_count += count;
    for (const auto& count : fidelity["reference_rejects"]) {
        recorded_refused_count += count.get<std::uint64_t>();
    }
    EXPECT_EQ(refused_count, recorded_refused_count);
}

INSTANTIATE_TEST_SUITE_P(Sets, RecordedFlow,
                         testing::Values("bitstamp_btcusd_20260502_0236", "cme_esh4_20231225",
                                         "nasdaq_aapl_20120621_0930"));

using RecordedAuction = RecordedFlow;

TEST_P(RecordedAuction, IsRefusedWithItsRowUntilAuctionsAreBuilt) {
    const auto summary = replay();
    ASSERT_FALSE(summary.has_value());
    EXPECT_EQ(summary.error().kind, FlowError::Kind::unsupported);
    EXPECT_NE(summary.error().what.find("row 9657 (line 9659): U (uncross)"), std::string::npos)
        << summary.error().what;
}

INSTANTIATE_TEST_SUITE_P(Sets, RecordedAuction, testing::Values("cme_esh4_20231225_auction"));

}  // namespace
}  // namespace outcry::app
