#include "app/client/api_answer.hpp"

#include <gtest/gtest.h>

namespace outcry::app {
namespace {

TEST(ApiAnswer, ReadsASuccess) {
    ApiAnswerReader reader;
    const auto answer = reader.read(R"({"id":12,"status":200,"result":{"orderId":5}})");
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->id, 12u);
    EXPECT_TRUE(answer->is_success());
    EXPECT_FALSE(answer->is_overload());
}

TEST(ApiAnswer, ReadsARefusal) {
    ApiAnswerReader reader;
    const auto answer =
        reader.read(R"({"id":3,"status":400,"error":{"code":-2011,"msg":"Unknown order sent."}})");
    ASSERT_TRUE(answer.has_value());
    EXPECT_FALSE(answer->is_success());
    EXPECT_FALSE(answer->is_overload());
    EXPECT_EQ(answer->error_code, -2011);
    EXPECT_EQ(answer->error_text, "Unknown order sent.");
}

TEST(ApiAnswer, KnowsOverload) {
    ApiAnswerReader reader;
    EXPECT_TRUE(
        reader.read(R"({"id":3,"status":503,"error":{"code":-1008,"msg":"busy"}})")->is_overload());
    EXPECT_TRUE(
        reader.read(R"({"id":3,"status":429,"error":{"code":-1015,"msg":"many"}})")->is_overload());
}

TEST(ApiAnswer, PassesOverWhatAnswersNothing) {
    ApiAnswerReader reader;
    EXPECT_FALSE(reader.read(R"({"subscriptionId":0,"event":{"e":"executionReport"}})"));
    EXPECT_FALSE(reader.read(R"({"id":null,"status":400,"error":{"code":-1,"msg":""}})"));
    EXPECT_FALSE(reader.read("[]"));
    EXPECT_FALSE(reader.read("no JSON"));
    EXPECT_FALSE(reader.read(""));
}

}  // namespace
}  // namespace outcry::app
