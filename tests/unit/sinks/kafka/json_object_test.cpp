#include "sinks/kafka/json_object.hpp"

#include <gtest/gtest.h>

namespace outcry::sinks::kafka {
namespace {

std::string decimal(int128 value, int scale, int decimals) {
    std::string text;
    append_decimal(text, value, scale, decimals);
    return text;
}

TEST(KafkaDecimal, ShowsAtLeastTheDecimalsAskedFor) {
    EXPECT_EQ(decimal(0, 0, 0), "0");
    EXPECT_EQ(decimal(0, 2, 8), "0.00000000");
    EXPECT_EQ(decimal(12'345, 2, 8), "123.45000000");
    EXPECT_EQ(decimal(7, 0, 8), "7.00000000");
    EXPECT_EQ(decimal(5, 10, 8), "0.0000000005");
}

TEST(KafkaDecimal, IsExactBeyond64Bits) {
    EXPECT_EQ(decimal(int128{1} << 110, 0, 0), "1298074214633706907132624082305024");
    EXPECT_EQ(decimal(int128{1} << 64, 18, 18), "18.446744073709551616");
}

TEST(KafkaDecimal, KeepsTheSign) {
    EXPECT_EQ(decimal(-5, 2, 2), "-0.05");
    EXPECT_EQ(decimal(-(int128{1} << 64), 0, 0), "-18446744073709551616");
}

TEST(KafkaJsonObject, EscapesWhatJsonCannotHold) {
    std::string text;
    JsonObject object{text};
    object.text("a", "x\"y\\z\n");
    object.text("b", "");
    object.truth("c", false);
    object.number("d", -1);
    object.exact("e", std::uint64_t{18'446'744'073'709'551'615U});
    object.close();
    EXPECT_EQ(text, R"({"a":"x\"y\\z\u000a","b":null,"c":false,"d":-1,)"
                    R"("e":"18446744073709551615"})");
}

}  // namespace
}  // namespace outcry::sinks::kafka
