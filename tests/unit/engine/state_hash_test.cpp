#include <cstddef>
#include <span>
#include <type_traits>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "unit/engine/story.hpp"

namespace outcry::test {
namespace {

/// Everything that a record can hold; of a slice that is pending the venue's record alone tells.
std::vector<StateRecord> records_of_everything() {
    std::vector<StateRecord> records = records_after(story_of_everything, tiny_limits);
    VenueState& venue = std::get<VenueState>(records.front());
    venue.mass_action_request = RequestId{77};
    venue.mass_action_account = AccountId{16};
    venue.mass_action_instrument = InstrumentId{1};
    venue.mass_action_is_pending = 1;
    return records;
}

/// A story that has records of this kind.
template <class Record>
std::vector<StateRecord> records_with() {
    if constexpr (std::is_same_v<Record, OrderTermsState> ||
                  std::is_same_v<Record, TriggerRangeState>) {
        return records_after(story_of_waiting, tiny_limits);
    } else {
        return records_of_everything();
    }
}

/// Bytes set aside for later; what stands in them means nothing yet.
template <class Record>
bool is_reserved(std::size_t offset) {
    if constexpr (requires(Record record) { record.reserved; }) {
        const std::size_t first = offsetof(Record, reserved);
        return offset >= first && offset < first + sizeof(Record{}.reserved);
    }
    return false;
}

template <class Record>
class StateHash : public ::testing::Test {
protected:
    /// Whether a restored engine shows the flipped bits in its hash, or does not take them.
    [[nodiscard]] bool shows(std::size_t record, std::size_t offset, std::byte bits) const {
        std::vector<StateRecord> changed = records_;
        auto& state = std::get<Record>(changed[record]);
        std::as_writable_bytes(std::span{&state, 1})[offset] ^= bits;
        engine::Engine engine{tiny_limits};
        return !restore(engine, changed) || engine.state_hash() != hash_;
    }

    std::vector<StateRecord> records_ = records_with<Record>();
    std::uint64_t hash_ = [this] {
        engine::Engine engine{tiny_limits};
        EXPECT_TRUE(restore(engine, records_));
        return engine.state_hash();
    }();
};

using Records =
    ::testing::Types<VenueState, AssetState, InstrumentState, AccountState, BalanceState,
                     OrderState, KeyState, StagedState, OrderTermsState, TriggerRangeState>;
TYPED_TEST_SUITE(StateHash, Records);

TYPED_TEST(StateHash, ChangesWithEveryByteOfEveryField) {
    std::size_t record_count = 0;
    for (std::size_t record = 0; record < this->records_.size(); ++record) {
        if (!std::holds_alternative<TypeParam>(this->records_[record])) continue;
        ++record_count;
        for (std::size_t offset = 0; offset < sizeof(TypeParam); ++offset) {
            if (is_reserved<TypeParam>(offset)) continue;
            // The lowest and the highest bit: small numbers and flags, signs and sizes of texts.
            EXPECT_TRUE(this->shows(record, offset, std::byte{0x01}))
                << "record " << record << " byte " << offset;
            EXPECT_TRUE(this->shows(record, offset, std::byte{0x80}))
                << "record " << record << " byte " << offset;
        }
        // One record of a kind is enough of the large ones.
        if (sizeof(TypeParam) > 512) break;
    }
    EXPECT_GT(record_count, 0U) << "the story has no such record";
}

TYPED_TEST(StateHash, ChangesWhenARecordIsMissing) {
    for (std::size_t record = 0; record < this->records_.size(); ++record) {
        if (!std::holds_alternative<TypeParam>(this->records_[record])) continue;
        std::vector<StateRecord> fewer = this->records_;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(record));
        engine::Engine engine{tiny_limits};
        const bool is_taken = restore(engine, fewer);
        // The venue's own accounts exist without a record, too.
        if constexpr (std::is_same_v<TypeParam, AccountState>)
            if (std::get<AccountState>(this->records_[record]).id <= insurance_account) continue;
        EXPECT_TRUE(!is_taken || engine.state_hash() != this->hash_) << "record " << record;
    }
}

TEST(StateHashOrder, ChangesWithThePlaceInTheQueue) {
    std::vector<StateRecord> records = records_of_everything();
    engine::Engine engine{tiny_limits};
    ASSERT_TRUE(restore(engine, records));
    std::vector<std::size_t> asks;
    for (std::size_t place = 0; place < records.size(); ++place) {
        const auto* const order = std::get_if<OrderState>(&records[place]);
        if (order != nullptr && order->side == Side::sell) asks.push_back(place);
    }
    ASSERT_EQ(asks.size(), 2U);
    std::swap(records[asks[0]], records[asks[1]]);
    engine::Engine swapped{tiny_limits};
    ASSERT_TRUE(restore(swapped, records));
    EXPECT_NE(swapped.state_hash(), engine.state_hash());
}

TEST(StateHashOfStagedBytes, ForgetsWhatWasStagedBefore) {
    const std::vector<StateRecord> anew =
        records_after("operator clock\noperator stage 30 bytes at 0", tiny_limits);
    const std::vector<StateRecord> after_more =
        records_after("operator stage 100 bytes at 0\noperator stage 30 bytes at 0", tiny_limits);
    engine::Engine first{tiny_limits};
    engine::Engine second{tiny_limits};
    ASSERT_TRUE(restore(first, anew));
    ASSERT_TRUE(restore(second, after_more));
    EXPECT_EQ(first.state_hash(), second.state_hash());
}

}  // namespace
}  // namespace outcry::test
