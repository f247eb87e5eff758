#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "unit/engine/story.hpp"

namespace outcry::test {
namespace {

/// Each kind of record that rules, limits, fees, timers and keys leave behind, at least once.
constexpr std::string_view story_of_rules = R"(
operator asset BTC
operator asset USD
operator asset BNB
operator instrument BTCUSD base BTC quote USD maker_fee_ppm 1000 taker_fee_ppm 2000
operator instrument BNBUSD base BNB quote USD
operator account alice uid 7
operator account bob uid 8
operator account desk uid 9 below alice
operator deposit 1_000_000 BTC to alice
operator deposit 1_000_000 USD to bob
operator tier 2 volume 500 USD maker -10 taker 50
operator own_fees maker -5 taker 100 referrer bob share 20_000 in_fee_asset for alice
operator fee_rate USD in BNB 3 per 4 discount 250_000
alice sell 50 @ 100 as first once
bob buy 20 @ 100
operator market_rules price_step 5 orders_maximum 3 position_maximum 1_000_500
operator status post_only because 2
operator limits order_quantity 400 commands_per_second 100 for bob
operator limits order_notional 900_000 for world
operator exposure 700_000 USD for bob
operator exposure 800_000 USD for world
bob buy 3 @ 90 post_only
operator account_status cancel_only for alice
bob dead_man 9_000
operator stage 30 bytes at 0
operator key one for alice type 1 bytes 30
operator key_rules one expires 500 addresses 2 prefix 64 markets BTCUSD BNBUSD
)";

template <class Record>
class RuleState : public ::testing::Test {
protected:
    /// Whether a restored engine shows the flipped bits in its hash, or does not take them.
    [[nodiscard]] bool shows(std::size_t record, std::size_t offset, std::byte bits) const {
        std::vector<StateRecord> changed = records_;
        auto& state = std::get<Record>(changed[record]);
        std::as_writable_bytes(std::span{&state, 1})[offset] ^= bits;
        engine::Engine engine{tiny_limits};
        return !restore(engine, changed) || engine.state_hash() != hash_;
    }
    [[nodiscard]] bool is_reserved(std::size_t offset) const {
        if constexpr (requires(Record record) { record.reserved; }) {
            const std::size_t first = offsetof(Record, reserved);
            return offset >= first && offset < first + sizeof(Record{}.reserved);
        }
        return false;
    }

    std::vector<StateRecord> records_ = records_after(story_of_rules, tiny_limits);
    std::uint64_t hash_ = [this] {
        engine::Engine engine{tiny_limits};
        EXPECT_TRUE(restore(engine, records_));
        EXPECT_EQ(records_of(engine).size(), records_.size());
        EXPECT_EQ(engine.broken_invariant(), nullptr);
        return engine.state_hash();
    }();
};

using Records = ::testing::Types<InstrumentRulesState, AccountStandingState, AccountLimits,
                                 ExposureLimit, FeeTier, AccountFees, FeeAssetRate,
                                 DailyVolumeState, DeadManState, IdempotencyState, SetKeyRules>;
TYPED_TEST_SUITE(RuleState, Records);

TYPED_TEST(RuleState, ChangesTheHashWithEveryByte) {
    std::size_t record_count = 0;
    for (std::size_t record = 0; record < this->records_.size(); ++record) {
        if (!std::holds_alternative<TypeParam>(this->records_[record])) continue;
        ++record_count;
        for (std::size_t offset = 0; offset < sizeof(TypeParam); ++offset) {
            if (this->is_reserved(offset)) continue;
            EXPECT_TRUE(this->shows(record, offset, std::byte{0x01}))
                << "record " << record << " byte " << offset;
            EXPECT_TRUE(this->shows(record, offset, std::byte{0x80}))
                << "record " << record << " byte " << offset;
        }
    }
    EXPECT_GT(record_count, 0U) << "the story has no such record";
}

TYPED_TEST(RuleState, ChangesTheHashWhenItIsMissing) {
    for (std::size_t record = 0; record < this->records_.size(); ++record) {
        if (!std::holds_alternative<TypeParam>(this->records_[record])) continue;
        std::vector<StateRecord> fewer = this->records_;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(record));
        engine::Engine engine{tiny_limits};
        EXPECT_TRUE(!restore(engine, fewer) || engine.state_hash() != this->hash_)
            << "record " << record;
    }
}

/// What a venue may be closed for is state, too; the rest of its record belongs to the orders.
TEST(RuleStateOfTheVenue, KeepsItsStatus) {
    const std::vector<StateRecord> records = records_after(
        std::string{story_of_rules} + "operator venue_status cancel_only\n", tiny_limits);
    engine::Engine engine{tiny_limits};
    ASSERT_TRUE(restore(engine, records));
    for (const StateRecord& record : records_of(engine)) {
        const auto* const rules = std::get_if<VenueRulesState>(&record);
        if (rules == nullptr) continue;
        EXPECT_EQ(rules->status, VenueStatus::cancel_only);
        return;
    }
    FAIL() << "the venue has no rules";
}

}  // namespace
}  // namespace outcry::test
