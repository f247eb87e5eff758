#include "outcry/gateway/listen_keys.hpp"

#include <gtest/gtest.h>

namespace outcry::gateway {
namespace {

constexpr AccountId ann{16};
constexpr AccountId bob{17};
constexpr Timestamp start{1'000'000};
constexpr Timestamp an_hour_later{start.value() + ListenKeys::validity_us};

TEST(ListenKeys, AreOnePerAccountForAnHour) {
    ListenKeys keys;
    const std::string first = keys.open(ann, KeyName{"k"}, start);
    EXPECT_EQ(keys.open(ann, KeyName{"other"}, start), first);
    EXPECT_NE(keys.open(bob, KeyName{"k"}, start), first);
    EXPECT_EQ(keys.find(first, start)->account, ann);
    EXPECT_EQ(keys.find(first, start)->api_key.view(), "k");
    EXPECT_EQ(keys.find(first, an_hour_later), std::nullopt);
    EXPECT_NE(keys.open(ann, KeyName{"k"}, an_hour_later), first);
}

TEST(ListenKeys, ForgetWhatHasExpired) {
    ListenKeys keys;
    const std::string name = keys.open(ann, KeyName{"k"}, start);
    keys.drop_expired(Timestamp{an_hour_later.value() - 1});
    EXPECT_EQ(keys.count(), 1U);
    EXPECT_TRUE(keys.extend(ann, name, Timestamp{an_hour_later.value() - 1}));
    keys.drop_expired(an_hour_later);
    EXPECT_EQ(keys.count(), 1U);
    EXPECT_FALSE(keys.close(bob, name, an_hour_later));
    EXPECT_TRUE(keys.close(ann, name, an_hour_later));
    EXPECT_EQ(keys.count(), 0U);
}

TEST(ListenKeys, EndWithTheirKeyButNotWithAnEarlierOneOfItsName) {
    ListenKeys keys;
    const std::string before = keys.open(ann, KeyName{"k"}, start);
    keys.end_of("k", start);
    EXPECT_EQ(keys.find(before, start), std::nullopt);
    // The key's name is given again, while a slow gateway still has the revocation before it.
    const std::string after = keys.open(ann, KeyName{"k"}, Timestamp{start.value() + 1});
    keys.end_of("k", start);
    EXPECT_TRUE(keys.find(after, start));
}

}  // namespace
}  // namespace outcry::gateway
