#include "gateway/parameters/parameter_list.hpp"

#include <string>

#include <gtest/gtest.h>

#include "gateway/authentication/payload.hpp"
#include "gateway/parameters/parameter_reader.hpp"

namespace outcry::gateway::test {
namespace {

TEST(ParameterName, IsFoundToTheLetter) {
    for (std::size_t i = 0; i < parameter_kind_count; ++i) {
        const auto parameter = static_cast<Parameter>(i);
        EXPECT_EQ(find_parameter(name_of(parameter)), parameter);
    }
    EXPECT_EQ(find_parameter("Symbol"), std::nullopt);
    EXPECT_EQ(find_parameter("symbol "), std::nullopt);
    EXPECT_EQ(find_parameter(""), std::nullopt);
}

TEST(ParameterList, ReadsQueryAndBody) {
    ParameterList list;
    ASSERT_TRUE(list.read_form("symbol=BTCUSDT&limit=5", "side=BUY").has_value());
    EXPECT_EQ(list.value(Parameter::symbol), "BTCUSDT");
    EXPECT_EQ(list.value(Parameter::limit), "5");
    EXPECT_EQ(list.value(Parameter::side), "BUY");
    EXPECT_FALSE(list.has(Parameter::price));
    EXPECT_EQ(list.entries().size(), 3U);
}

TEST(ParameterList, PrefersTheQuery) {
    ParameterList list;
    ASSERT_TRUE(list.read_form("symbol=A&other=1", "symbol=B&other=2").has_value());
    EXPECT_EQ(list.value(Parameter::symbol), "A");
    EXPECT_EQ(list.entries().size(), 2U);
}

TEST(ParameterList, RefusesANameTwiceInOneOfThem) {
    ParameterList list;
    EXPECT_EQ(list.read_form("symbol=A&symbol=A", "").error().code, -1101);
    EXPECT_EQ(list.read_form("", "symbol=A&symbol=B").error().code, -1101);
    EXPECT_EQ(list.read_form("other=1&other=1", "").error().code, -1101);
}

TEST(ParameterList, DecodesPercentAndPlus) {
    ParameterList list;
    ASSERT_TRUE(list.read_form("symbol=%42%54c&si%64e=a+b", "price=%2B1").has_value());
    EXPECT_EQ(list.value(Parameter::symbol), "BTc");
    EXPECT_EQ(list.value(Parameter::side), "a b");
    EXPECT_EQ(list.value(Parameter::price), "+1");
}

TEST(ParameterList, RefusesBrokenPercentEncoding) {
    ParameterList list;
    for (const std::string_view query : {"symbol=%", "symbol=%4", "symbol=%4g", "%=1"}) {
        EXPECT_EQ(list.read_form(query, "").error().code, -1100) << query;
    }
}

TEST(ParameterList, SkipsWhatIsEmptyAndTakesNamesWithoutValue) {
    ParameterList list;
    ASSERT_TRUE(list.read_form("&&symbol&limit=&", "").has_value());
    EXPECT_TRUE(list.has(Parameter::symbol));
    EXPECT_TRUE(list.has(Parameter::limit));
    EXPECT_EQ(list.value(Parameter::symbol), "");
    EXPECT_EQ(list.entries().size(), 2U);
}

TEST(ParameterList, ForgetsTheRequestBefore) {
    ParameterList list;
    ASSERT_TRUE(list.read_form("symbol=A", "").has_value());
    ASSERT_TRUE(list.read_form("limit=1", "").has_value());
    EXPECT_FALSE(list.has(Parameter::symbol));
}

TEST(ParameterList, HoldsOnlySoMany) {
    ParameterList list;
    std::string query;
    for (std::size_t i = 0; i < ParameterList::count_max; ++i) {
        query += "p" + std::to_string(i) + "=1&";
    }
    EXPECT_TRUE(list.read_form(query, "").has_value());
    EXPECT_EQ(list.read_form(query, "one=more").error().code, -1101);
}

std::string payload_of(std::string_view query, std::string_view body) {
    std::string text;
    const SignedPayload payload{query, body};
    for (const std::string_view piece : payload.pieces()) text += piece;
    return text;
}

TEST(SignedPayload, IsTheBytesWithoutTheSignature) {
    EXPECT_EQ(payload_of("a=1&b=2&signature=x", ""), "a=1&b=2");
    EXPECT_EQ(payload_of("signature=x&a=1&b=2", ""), "a=1&b=2");
    EXPECT_EQ(payload_of("a=1&signature=x&b=2", ""), "a=1&b=2");
    EXPECT_EQ(payload_of("signature=x", ""), "");
    EXPECT_EQ(payload_of("a=1", "b=2&signature=x"), "a=1b=2");
    EXPECT_EQ(payload_of("signature=x", "b=[{\"c\":1}]"), "b=[{\"c\":1}]");
    EXPECT_EQ(payload_of("a=1&mysignature=x", ""), "a=1&mysignature=x");
    EXPECT_EQ(payload_of("a=1&", ""), "a=1&");
    EXPECT_EQ(payload_of("", ""), "");
}

TEST(SortedPayload, JoinsParametersByName) {
    ParameterList list;
    ASSERT_TRUE(list.read_form("type=LIMIT&symbol=%EF%BC%91&signature=x&apiKey=k", "").has_value());
    std::string plain;
    append_sorted_payload(plain, list, ValueEncoding::none);
    EXPECT_EQ(plain, "apiKey=k&symbol=１&type=LIMIT");
    std::string encoded;
    append_sorted_payload(encoded, list, ValueEncoding::percent);
    EXPECT_EQ(encoded, "apiKey=k&symbol=%EF%BC%91&type=LIMIT");
}

TEST(ParameterReader, KeepsTheFirstRefusal) {
    ParameterList list;
    ASSERT_TRUE(list.read_form("orderId=x&limit=y", "").has_value());
    ParameterReader reader{list};
    EXPECT_EQ(reader.integer(Parameter::order_id), std::nullopt);
    EXPECT_EQ(reader.limit(5, 10), 5U);
    ASSERT_TRUE(reader.is_refused());
    EXPECT_EQ(reader.failure().error.text,
              "Illegal characters found in parameter 'orderId'; legal range is '^[0-9]{1,20}$'.");
}

TEST(ParameterReader, ReadsListsOfWords) {
    ParameterList list;
    const auto read = [&](std::string_view query) {
        EXPECT_TRUE(list.read_form(query, "").has_value());
        ParameterReader reader{list};
        auto words = reader.list(Parameter::symbols);
        return reader.is_refused() ? std::vector<std::string_view>{"refused"} : words;
    };
    using Words = std::vector<std::string_view>;
    EXPECT_EQ(read("symbols=%5B%22A%22,%22B%22%5D"), (Words{"A", "B"}));
    EXPECT_EQ(read("symbols=[ \"A\" , \"B\" ]"), (Words{"A", "B"}));
    EXPECT_EQ(read("symbols=[]"), Words{});
    for (const std::string_view query :
         {"symbols=A", "symbols=[\"A\"", "symbols=[\"A\"]x", "symbols=[A]", "symbols=[\"A\",]",
          "symbols=[\"A\\u0041\"]", "symbols=[\"A", "symbols="}) {
        EXPECT_EQ(read(query), Words{"refused"}) << query;
    }
}

TEST(ParameterReader, TellsMillisecondsFromMicroseconds) {
    EXPECT_EQ(timestamp_of(1'700'000'000'000), Timestamp{1'700'000'000'000'000});
    EXPECT_EQ(timestamp_of(1'700'000'000'000'001), Timestamp{1'700'000'000'000'001});
}

}  // namespace
}  // namespace outcry::gateway::test
