#include "app/conformance/json_pattern.hpp"

#include <gtest/gtest.h>

#include "app/conformance/transcript.hpp"

namespace outcry::app {
namespace {

using Json = nlohmann::json;

std::string mismatch_of(const char* pattern, const char* value) {
    Captures captures;
    return find_mismatch(Json::parse(pattern), Json::parse(value), captures).value_or("");
}

TEST(JsonPattern, IsTheValueItselfOrItsKind) {
    EXPECT_EQ(mismatch_of(R"({"a":1,"b":["x",null]})", R"({"a":1,"b":["x",null]})"), "");
    EXPECT_EQ(mismatch_of(R"("<integer>")", "7"), "");
    EXPECT_EQ(mismatch_of(R"("<integer>")", R"("7")"), R"($: expected <integer>, got "7")");
    EXPECT_EQ(mismatch_of(R"("<decimal>")", R"("1.50")"), "");
    EXPECT_EQ(mismatch_of(R"("<decimal>")", "1.5"), "$: expected <decimal>, got 1.5");
    EXPECT_EQ(mismatch_of(R"("<boolean>")", "false"), "");
    EXPECT_EQ(mismatch_of(R"({"a":[1,2]})", R"({"a":[1,3]})"), "$.a[1]: expected 2, got 3");
}

TEST(JsonPattern, AllowsNoMoreMembersUnlessItSaysSo) {
    EXPECT_EQ(mismatch_of(R"({"a":1})", R"({"a":1,"b":2})"), "$.b: is not expected");
    EXPECT_EQ(mismatch_of(R"({"a":1,"<more>":true})", R"({"a":1,"b":2})"), "");
    EXPECT_EQ(mismatch_of(R"({"a":1})", "{}"), "$.a: is missing");
}

TEST(JsonPattern, OfEachElementHoldsForAllOfThem) {
    EXPECT_EQ(mismatch_of(R"(["<each>",{"p":"<decimal>"}])", R"([{"p":"1"},{"p":"2"}])"), "");
    EXPECT_EQ(mismatch_of(R"(["<each>","<integer>"])", R"([1,"x"])"),
              R"($[1]: expected <integer>, got "x")");
    EXPECT_EQ(mismatch_of(R"(["<integer>"])", "[1,2]"), "$: expected 1 elements, got 2");
}

TEST(JsonPattern, LearnsWhatHasAName) {
    Captures captures;
    const Json pattern = Json::parse(R"({"id":"<integer=order>","n":"<text=name>"})");
    EXPECT_FALSE(find_mismatch(pattern, Json::parse(R"({"id":42,"n":"x"})"), captures));
    EXPECT_EQ(captures, (Captures{{"order", "42"}, {"name", "x"}}));
    EXPECT_EQ(fill_in("a=${order}&b=${unknown}", captures), "a=42&b=${unknown}");
    EXPECT_EQ(fill_in_all(Json::parse(R"({"i":"${#order}","t":["${order}"]})"), captures),
              Json::parse(R"({"i":42,"t":["42"]})"));
    // What did not match as a whole has taught nothing.
    Captures none;
    EXPECT_TRUE(find_mismatch(pattern, Json::parse(R"({"id":42,"n":1})"), none));
    EXPECT_TRUE(none.empty());
}

TEST(Transcript, SaysWhichStepIsWrong) {
    const auto transcript = parse_transcript(
        R"({"name":"n","about":"a","steps":[{"connect":"c","target":"/ws"},{"send":"c"}]})");
    ASSERT_FALSE(transcript);
    EXPECT_TRUE(transcript.error().starts_with("step 2: ")) << transcript.error();
    EXPECT_FALSE(parse_transcript("no JSON"));
    const auto calls = parse_transcript(
        R"({"name":"n","about":"a","steps":[{"call":{"method":"GET","path":"/p","signed":true},)"
        R"("answer":{"status":200,"body":{}}}]})");
    ASSERT_TRUE(calls);
    EXPECT_TRUE(calls->needs_key);
}

}  // namespace
}  // namespace outcry::app
