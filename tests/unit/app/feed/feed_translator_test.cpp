#include "app/feed/feed_translator.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "app/order_flow/order_row.hpp"

namespace outcry::app {
namespace {

/// Rows in, requests out, each as its method and parameters without what all of them have.
class FeedTranslatorTest : public testing::Test {
protected:
    std::string translate(const std::string& line) {
        const auto row = parse_order_row("1000,ES," + line);
        EXPECT_TRUE(row.has_value()) << line << ": " << row.error();
        const auto request = translator_.translate(row_count_++, *row);
        if (!request) return request.error().what;
        if (!*request) return "nothing";
        EXPECT_EQ((*request)->find("symbol"), "ESH4");
        std::string text{(*request)->method()};
        for (const char* name :
             {"cancelOrigClientOrderId", "origClientOrderId", "side", "type", "timeInForce",
              "quantity", "newQty", "price", "newClientOrderId"}) {
            const std::string_view value = (*request)->find(name);
            if (!value.empty()) text.append(" ").append(value);
        }
        return text;
    }

    FeedTranslator translator_{MarketScale{.symbol = "ESH4", .tick = {.mantissa = 25, .scale = 2}},
                               FlowReplayLimits{.resting_orders_max = 4096}};
    std::uint64_t row_count_ = 0;
};

TEST_F(FeedTranslatorTest, PlacesOrdersUnderTheirFileIds) {
    EXPECT_EQ(translate("S,1,B,400,3"), "order.place BUY LIMIT_MAKER 3 100.00 1");
    EXPECT_EQ(translate("N,2,B,401,3"), "order.place BUY LIMIT GTC 3 100.25 2");
    EXPECT_EQ(translate("I,3,S,401,1"), "order.place SELL LIMIT IOC 1 100.25 3");
    EXPECT_EQ(translate("P,4,S,401,1"), "order.place SELL LIMIT_MAKER 1 100.25 4");
}

TEST_F(FeedTranslatorTest, SendsTheSmallestPriceForAPriceOfZero) {
    EXPECT_EQ(translate("N,1,S,0,3"), "order.place SELL LIMIT GTC 3 0.25 1");
}

TEST_F(FeedTranslatorTest, CancelsByTheFileId) {
    EXPECT_EQ(translate("N,1,B,400,3"), "order.place BUY LIMIT GTC 3 100.00 1");
    EXPECT_EQ(translate("C,1,B,400,3"), "order.cancel 1");
    EXPECT_EQ(translate("C,1,B,400,3"), "order.cancel 1");
    EXPECT_EQ(translate("X,0,N,0,0"), "openOrders.cancelAll");
}

TEST_F(FeedTranslatorTest, ReducesToATotalThatCountsFills) {
    translate("N,1,B,400,10");
    translate("I,2,S,400,4");
    EXPECT_EQ(translate("R,1,B,400,1"), "order.amend.keepPriority 1 9 1");
    EXPECT_EQ(translate("R,1,B,400,2"), "order.amend.keepPriority 1 7 1");
    EXPECT_EQ(translate("R,1,B,400,3"), "order.cancel 1");
    EXPECT_EQ(translate("R,1,B,400,3"), "order.amend.keepPriority 1 3 1");
}

TEST_F(FeedTranslatorTest, AmendsWhatKeepsItsPlaceAndReplacesTheRest) {
    translate("N,1,B,400,10");
    translate("I,2,S,400,4");
    EXPECT_EQ(translate("M,1,B,400,6"), "nothing");
    EXPECT_EQ(translate("M,1,B,400,5"), "order.amend.keepPriority 1 9 1");
    EXPECT_EQ(translate("M,1,B,400,8"), "order.cancelReplace 1 BUY LIMIT GTC 8 100.00 1");
    EXPECT_EQ(translate("M,1,B,400,7"), "order.amend.keepPriority 1 7 1");
    EXPECT_EQ(translate("M,1,B,399,7"), "order.cancelReplace 1 BUY LIMIT GTC 7 99.75 1");
    EXPECT_EQ(translate("M,1,B,399,0"), "order.cancel 1");
    EXPECT_EQ(translate("M,1,B,399,2"), "order.cancelReplace 1 BUY LIMIT GTC 2 99.75 1");
}

TEST_F(FeedTranslatorTest, StopsAtAnAuction) {
    EXPECT_NE(translate("U,0,N,400,44").find("U (uncross)"), std::string::npos);
}

}  // namespace
}  // namespace outcry::app
