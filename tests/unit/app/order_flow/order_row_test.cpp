#include "app/order_flow/order_row.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace outcry::app {
namespace {

TEST(OrderRow, ReadsEveryColumn) {
    const auto row = parse_order_row("1703545200085275419,ESH4,N,6412777265520,S,480025,5");
    ASSERT_TRUE(row.has_value()) << row.error();
    EXPECT_EQ(row->time_ns, 1'703'545'200'085'275'419);
    EXPECT_EQ(row->symbol.view(), "ESH4");
    EXPECT_EQ(row->action, RowAction::limit);
    EXPECT_EQ(row->order_id, 6'412'777'265'520u);
    EXPECT_EQ(row->side, Side::sell);
    EXPECT_EQ(row->price, 480'025);
    EXPECT_EQ(row->quantity, 5u);
}

TEST(OrderRow, TakesIdsOfTheWholeRangeAndPricesBelowZero) {
    const auto row = parse_order_row("0,CL,N,18446744073709551615,B,-3763,1");
    ASSERT_TRUE(row.has_value()) << row.error();
    EXPECT_EQ(row->order_id, UINT64_MAX);
    EXPECT_EQ(row->price, -3763);
}

TEST(OrderRow, NeedsNoSideWhereItMeansNothing) {
    EXPECT_TRUE(parse_order_row("1,ES,U,0,N,480025,44").has_value());
    EXPECT_TRUE(parse_order_row("1,ES,X,0,N,0,0").has_value());
    EXPECT_TRUE(parse_order_row("1,ES,C,7,N,0,0").has_value());
    EXPECT_FALSE(parse_order_row("1,ES,N,7,N,10,1").has_value());
}

struct DamagedRow {
    std::string line;
    std::string error;
};

class DamagedOrderRow : public testing::TestWithParam<DamagedRow> {};

TEST_P(DamagedOrderRow, IsRefusedWithTheColumn) {
    const auto row = parse_order_row(GetParam().line);
    ASSERT_FALSE(row.has_value());
    EXPECT_EQ(row.error(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Columns, DamagedOrderRow,
    testing::Values(
        DamagedRow{"", "it has not exactly 7 columns: "},
        DamagedRow{"1,ES,N,7,B,10", "it has not exactly 7 columns: 1,ES,N,7,B,10"},
        DamagedRow{"1,ES,N,7,B,10,1,", "it has not exactly 7 columns: 1,ES,N,7,B,10,1,"},
        DamagedRow{"-1,ES,N,7,B,10,1", "ts_ns cannot be '-1'"},
        DamagedRow{"1.5,ES,N,7,B,10,1", "ts_ns cannot be '1.5'"},
        DamagedRow{"9223372036854775808,ES,N,7,B,10,1", "ts_ns cannot be '9223372036854775808'"},
        DamagedRow{"1,,N,7,B,10,1", "symbol cannot be ''"},
        DamagedRow{"1,E S,N,7,B,10,1", "symbol cannot be 'E S'"},
        DamagedRow{"1,ABCDEFGHIJKLMNOPQRSTU,N,7,B,10,1",
                   "symbol cannot be 'ABCDEFGHIJKLMNOPQRSTU'"},
        DamagedRow{"1,ES,A,7,B,10,1", "action cannot be 'A'"},
        DamagedRow{"1,ES,NN,7,B,10,1", "action cannot be 'NN'"},
        DamagedRow{"1,ES,N,-7,B,10,1", "order_id cannot be '-7'"},
        DamagedRow{"1,ES,N,18446744073709551616,B,10,1",
                   "order_id cannot be '18446744073709551616'"},
        DamagedRow{"1,ES,N,7,b,10,1", "side cannot be 'b'"},
        DamagedRow{"1,ES,N,7,B,1e3,1", "price cannot be '1e3'"},
        DamagedRow{"1,ES,N,7,B,+10,1", "price cannot be '+10'"},
        DamagedRow{"1,ES,N,7,B,10, 1", "qty cannot be ' 1'"},
        DamagedRow{"1,ES,N,7,B,10,-1", "qty cannot be '-1'"},
        DamagedRow{"1,ES,N,7,B,10,", "qty cannot be ''"}));

}  // namespace
}  // namespace outcry::app
