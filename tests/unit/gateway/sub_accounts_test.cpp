#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

using testing::HasSubstr;

class SubAccounts : public ApiFixture {
protected:
    SubAccounts() {
        Command make = command_of(CommandType::create_account);
        make.new_account.name = FixedText<32>{"alice-bot"};
        make.new_account.external_uid = 99;
        make.new_account.parent = alice;
        apply(make);
        register_key(alice, "alice-all", KeyType::hmac, 7);
    }
    Answer transfer(std::string_view query, std::string_view key = "alice-all") {
        return call(Method::post, "/x/v1/transfer", query, key);
    }
};

TEST_F(SubAccounts, GetAndGiveBackMoneyAtOnce) {
    const Answer there = transfer("toAccount=alice-bot&asset=BTC&amount=1.5");
    EXPECT_EQ(there.status, 200) << there.body;
    EXPECT_THAT(
        there.body,
        HasSubstr(R"("amount":"1.50000000","fromAccount":"alice","toAccount":"alice-bot")"));
    const Answer list = call(Method::get, "/x/v1/subAccounts", "", "alice-all");
    EXPECT_THAT(
        list.body,
        HasSubstr(R"({"account":"alice-bot","balances":[{"asset":"BTC","free":"1.50000000",)"
                  R"("locked":"0.00000000"}]})"));
    EXPECT_EQ(transfer("fromAccount=alice-bot&asset=BTC&amount=1.5").status, 200);
    EXPECT_EQ(transfer("fromAccount=alice-bot&asset=BTC&amount=0.1").status, 400);
}

TEST_F(SubAccounts, MoveNothingOfOthersAndOnlyWithTheScope) {
    EXPECT_EQ(transfer("toAccount=bob&asset=BTC&amount=1").status, 400);
    EXPECT_EQ(transfer("fromAccount=bob&asset=BTC&amount=1").status, 400);
    EXPECT_EQ(transfer("asset=BTC&amount=1").status, 400);
    EXPECT_EQ(transfer("toAccount=alice-bot&asset=NONE&amount=1").status, 400);
    EXPECT_EQ(transfer("toAccount=alice-bot&asset=BTC&amount=1", alice_key).status, 401);
    EXPECT_EQ(call(Method::get, "/x/v1/subAccounts", "", bob_key).body, "[]");
}

}  // namespace
}  // namespace outcry::gateway::test
