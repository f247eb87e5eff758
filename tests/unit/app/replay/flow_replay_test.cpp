#include "app/replay/flow_replay.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "app/order_flow/order_row.hpp"

namespace outcry::app {
namespace {

/// Replays rows written as in a file, without time and symbol, and says what came of them as lines
/// of a trades and a book file.
class FlowReplayTest : public testing::Test {
protected:
    void run(const std::vector<std::string>& lines) {
        for (const std::string& line : lines) {
            const auto row = parse_order_row("1000,ES," + line);
            ASSERT_TRUE(row.has_value()) << line << ": " << row.error();
            const auto applied = replay_.apply(row_count_++, *row);
            if (!applied) {
                error_ = applied.error().what;
                kind_ = applied.error().kind;
                return;
            }
            for (const FlowTrade& trade : replay_.trades()) append_trade(trades_, "ES", trade);
        }
    }
    std::string book() {
        std::string text;
        for (const FlowLevel& level : replay_.book()) append_level(text, level);
        return text;
    }
    std::uint64_t refused(RejectReason reason) {
        const auto& refused = replay_.counts().refused;
        return refused.contains(reason) ? refused.at(reason) : 0;
    }

    FlowReplay replay_{FlowReplayLimits{.resting_orders_max = 4096}};
    std::uint64_t row_count_ = 0;
    std::string trades_;
    std::string error_;
    FlowError::Kind kind_{};
};

TEST_F(FlowReplayTest, TradesAtTheMakersPriceInTimeOrder) {
    run({"N,1,S,100,3", "N,2,S,99,1", "N,3,S,100,2", "N,18446744073709551615,B,100,5"});
    EXPECT_EQ(trades_,
              "3,1000,ES,2,18446744073709551615,B,99,1\n"
              "3,1000,ES,1,18446744073709551615,B,100,3\n"
              "3,1000,ES,3,18446744073709551615,B,100,1\n");
    EXPECT_EQ(book(), "S,100,1,1\n");
}

TEST_F(FlowReplayTest, WritesTheBookFromTheBestBidsFirst) {
    run({"N,1,B,98,3", "N,2,B,99,1", "N,3,B,99,2", "N,4,S,102,5", "N,5,S,101,6"});
    EXPECT_EQ(book(), "B,99,3,2\nB,98,3,1\nS,101,6,1\nS,102,5,1\n");
}

TEST_F(FlowReplayTest, LetsAPriceOfZeroRest) {
    run({"S,1,B,0,5", "N,2,S,0,5", "N,3,S,0,7"});
    EXPECT_EQ(trades_, "1,1000,ES,1,2,S,0,5\n");
    EXPECT_EQ(book(), "S,0,7,1\n");
}

TEST_F(FlowReplayTest, DropsTheRestOfAnImmediateOrder) {
    run({"N,1,S,100,3", "I,2,B,100,5", "C,2,B,100,5"});
    EXPECT_EQ(trades_, "1,1000,ES,1,2,B,100,3\n");
    EXPECT_EQ(book(), "");
    EXPECT_EQ(refused(RejectReason::unknown_order), 1u);
}

TEST_F(FlowReplayTest, RefusesAPostOnlyOrderThatWouldTrade) {
    run({"N,1,S,100,3", "P,2,B,100,5", "P,3,B,99,5"});
    EXPECT_EQ(trades_, "");
    EXPECT_EQ(book(), "B,99,5,1\nS,100,3,1\n");
    EXPECT_EQ(refused(RejectReason::would_trade), 1u);
}

TEST_F(FlowReplayTest, KeepsThePlaceOfAReducedOrder) {
    run({"N,1,S,100,3", "N,2,S,100,3", "R,1,S,100,1", "I,9,B,100,4"});
    EXPECT_EQ(trades_, "3,1000,ES,1,9,B,100,2\n3,1000,ES,2,9,B,100,2\n");
}

TEST_F(FlowReplayTest, RemovesAnOrderThatIsReducedByAllOfIt) {
    run({"N,1,S,100,3", "I,9,B,100,1", "R,1,S,100,2", "N,2,S,101,4", "R,2,S,101,9", "R,2,S,101,1"});
    EXPECT_EQ(book(), "");
    EXPECT_EQ(refused(RejectReason::unknown_order), 1u);
}

TEST_F(FlowReplayTest, KeepsThePlaceOfAnOrderModifiedToLess) {
    run({"N,1,S,100,3", "N,2,S,100,3", "M,1,S,100,2", "M,1,S,100,2", "I,9,B,100,4"});
    EXPECT_EQ(trades_, "4,1000,ES,1,9,B,100,2\n4,1000,ES,2,9,B,100,2\n");
    EXPECT_EQ(replay_.counts().refused.size(), 0u);
}

TEST_F(FlowReplayTest, SendsAnOrderModifiedToMoreToTheBack) {
    run({"N,1,S,100,3", "N,2,S,100,3", "M,1,S,100,4", "I,9,B,100,4"});
    EXPECT_EQ(trades_, "3,1000,ES,2,9,B,100,3\n3,1000,ES,1,9,B,100,1\n");
}

TEST_F(FlowReplayTest, ModifiesTheOpenQuantityAndMayTrade) {
    run({"N,1,S,100,5", "I,8,B,100,2", "N,2,B,99,1", "M,1,S,99,4"});
    EXPECT_EQ(trades_, "1,1000,ES,1,8,B,100,2\n3,1000,ES,2,1,S,99,1\n");
    EXPECT_EQ(book(), "S,99,3,1\n");
}

TEST_F(FlowReplayTest, CountsWhatNamesNoOrder) {
    run({"C,1,B,100,3", "R,1,B,100,3", "M,1,B,100,3", "N,2,B,100,1", "C,2,B,100,1", "C,2,B,1,1"});
    EXPECT_EQ(refused(RejectReason::unknown_order), 4u);
    EXPECT_EQ(book(), "");
}

TEST_F(FlowReplayTest, RefusesAnIdThatIsInUseAndTakesItAgainLater) {
    run({"N,1,B,100,3", "N,1,B,101,3", "C,1,B,100,3", "N,1,B,102,4"});
    EXPECT_EQ(refused(RejectReason::duplicate_client_order_id), 1u);
    EXPECT_EQ(book(), "B,102,4,1\n");
}

TEST_F(FlowReplayTest, ClearsTheWholeBook) {
    std::vector<std::string> lines;
    for (int id = 1; id <= 1000; ++id) {
        lines.push_back("N," + std::to_string(id) + ",B," + std::to_string(id) + ",1");
    }
    lines.insert(lines.end(), {"X,0,N,0,0", "C,1,B,1,1", "N,1,S,5,1"});
    run(lines);
    EXPECT_EQ(book(), "S,5,1,1\n");
    EXPECT_EQ(refused(RejectReason::unknown_order), 1u);
}

TEST_F(FlowReplayTest, FillsAnOrderBeyondTheEnginesLimitOfFillsPerCommand) {
    std::vector<std::string> lines;
    for (int id = 1; id <= 1300; ++id) lines.push_back("N," + std::to_string(id) + ",S,100,1");
    lines.push_back("N,5000,B,100,1305");
    run(lines);
    EXPECT_EQ(replay_.counts().fill_count, 1300u);
    EXPECT_EQ(book(), "B,100,5,1\n");
    EXPECT_NE(trades_.find("\n1300,1000,ES,1300,5000,B,100,1\n"), std::string::npos);
}

TEST_F(FlowReplayTest, StopsAtABookLoadThatWouldTrade) {
    run({"S,1,S,100,3", "S,2,B,100,1"});
    EXPECT_EQ(error_, "row 1 (line 3): S (book load) would trade, which the format rules out");
    EXPECT_EQ(kind_, FlowError::Kind::damaged);
}

TEST_F(FlowReplayTest, StopsAtAnAuction) {
    run({"N,1,S,100,3", "U,0,N,100,44"});
    EXPECT_EQ(error_,
              "row 1 (line 3): U (uncross): auctions are not built yet, so this file cannot be "
              "replayed");
    EXPECT_EQ(kind_, FlowError::Kind::unsupported);
}

TEST_F(FlowReplayTest, StopsAtASecondSymbol) {
    run({"N,1,S,100,3"});
    const auto row = parse_order_row("1,NQ,N,2,B,1,1");
    ASSERT_TRUE(row.has_value());
    EXPECT_FALSE(replay_.apply(1, *row).has_value());
}

TEST_F(FlowReplayTest, StopsWhenTheEngineIsTooSmall) {
    std::vector<std::string> lines;
    for (int id = 1; id <= 4097; ++id) lines.push_back("N," + std::to_string(id) + ",B,100,1");
    run(lines);
    EXPECT_NE(error_.find("row 4096"), std::string::npos);
    EXPECT_NE(error_.find("--resting-max"), std::string::npos);
}

}  // namespace
}  // namespace outcry::app
