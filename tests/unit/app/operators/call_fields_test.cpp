#include "app/operators/call_fields.hpp"

#include <gtest/gtest.h>

namespace outcry::app {
namespace {

using nlohmann::json;

std::string failure_of(const CallFields& fields) {
    return fields.failure() ? fields.failure()->code + " " + fields.failure()->field : "none";
}

TEST(CallFields, ReadsWhatIsThereAndNotesTheFirstThingThatIsWrong) {
    const json members{{"name", "ann"}, {"amount", "1.50"}, {"count", 7}, {"count_text", "8"}};
    CallFields fields{members};
    EXPECT_EQ(fields.text("name", 10), "ann");
    EXPECT_EQ(fields.decimal("amount").scale, 1);
    EXPECT_EQ(fields.optional_integer("count", 10), 7U);
    EXPECT_EQ(fields.optional_integer("count_text", 10), 8U);
    EXPECT_EQ(fields.optional_decimal("nothing").has_value(), false);
    EXPECT_EQ(failure_of(fields), "none");
    EXPECT_EQ(fields.optional_integer("count", 6), std::nullopt);
    EXPECT_EQ(fields.text("missing", 10), "");
    EXPECT_EQ(failure_of(fields), "invalid_field count");
}

TEST(CallFields, WantsNumbersAsDecimalTexts) {
    for (const json& value : {json(1.5), json(1), json("1e3"), json("-1"), json(""), json(true),
                              json("0x1"), json(json::array())}) {
        const json members{{"amount", value}};
        CallFields fields{members};
        (void)fields.decimal("amount");
        EXPECT_EQ(failure_of(fields), "invalid_field amount") << value;
    }
}

TEST(CallFields, ReadsRatesInMillionths) {
    const json members{{"fee", "0.001"}, {"rebate", "-0.0001"}, {"fine", "0.0000001"}};
    CallFields fields{members};
    EXPECT_EQ(fields.optional_rate_ppm("fee"), 1000);
    EXPECT_EQ(fields.optional_rate_ppm("rebate"), -100);
    EXPECT_EQ(fields.optional_rate_ppm("fine"), std::nullopt);
    EXPECT_EQ(failure_of(fields), "invalid_field fine");
}

TEST(CallFields, ReadsListsAndSwitchesFromTextsToo) {
    const json members{{"a", json::array({"x", "y"})}, {"b", "x,y"}, {"c", "true"}, {"d", false}};
    CallFields fields{members};
    EXPECT_EQ(fields.texts("a", 2), (std::vector<std::string>{"x", "y"}));
    EXPECT_EQ(fields.texts("b", 2), (std::vector<std::string>{"x", "y"}));
    EXPECT_TRUE(fields.flag("c"));
    EXPECT_FALSE(fields.flag("d"));
    EXPECT_EQ(failure_of(fields), "none");
    EXPECT_TRUE(fields.texts("a", 1).empty());
    EXPECT_EQ(failure_of(fields), "invalid_field a");
}

TEST(CallFields, WritesAmountsAsTheyAreRead) {
    EXPECT_EQ(decimal_text(Amount{150'000'000}, 8), "1.50000000");
    EXPECT_EQ(decimal_text(Amount{-1}, 2), "-0.01");
    EXPECT_EQ(decimal_text(Amount{}, 0), "0");
    EXPECT_EQ(amount_of(*parse_decimal("1.5"), 8), Amount{150'000'000});
    EXPECT_EQ(amount_of(*parse_decimal("0.001"), 2), std::nullopt);
    EXPECT_EQ(amount_of(*parse_decimal("99999999999999999999999999999999"), 18), std::nullopt);
}

}  // namespace
}  // namespace outcry::app
