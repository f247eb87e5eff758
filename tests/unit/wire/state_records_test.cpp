#include "outcry/wire/state_records.hpp"

#include <cstring>

#include <gtest/gtest.h>

#include "unit/wire/random_command.hpp"

namespace outcry::wire {
namespace {

/// As a damaged file would have it: a size that no constructor makes.
template <class Record>
void set_byte(Record& record, std::size_t offset, std::uint8_t value) {
    std::memcpy(reinterpret_cast<std::byte*>(&record) + offset, &value, 1);
}

TEST(StateRecords, RefuseATextLongerThanItsPlace) {
    OrderState order;
    order.type = OrderType::limit;
    order.client_order_id = ClientOrderId{"a"};
    EXPECT_TRUE(is_valid(order));
    set_byte(order, offsetof(OrderState, client_order_id) + 36, 37);
    EXPECT_FALSE(is_valid(order));
}

TEST(StateRecords, RefuseBytesBehindTheEndOfAText) {
    AssetState asset;
    asset.code = AssetCode{"BTC"};
    EXPECT_TRUE(is_valid(asset));
    set_byte(asset, offsetof(AssetState, code) + 5, 'x');
    EXPECT_FALSE(is_valid(asset));
}

TEST(StateRecords, RefuseUnknownNumbers) {
    InstrumentState instrument;
    EXPECT_FALSE(is_valid(instrument));
    instrument.status = InstrumentStatus::halted;
    EXPECT_TRUE(is_valid(instrument));
    KeyState key;
    key.type = KeyType::rsa;
    EXPECT_TRUE(is_valid(key));
    key.material_size = staged_size_max + 1;
    EXPECT_FALSE(is_valid(key));
}

[[nodiscard]] StagedOrderState staged(const Command& command) {
    StagedOrderState state;
    std::memcpy(state.command.data(), &command, sizeof command);
    return state;
}

TEST(StateRecords, KeepOnlyCommandsThatCanBeStaged) {
    test::RandomCommands commands{25};
    for (const CommandType type : test::all_command_types) {
        const bool can_be = type == CommandType::stage_order || type == CommandType::stage_cancel;
        for (int round = 0; round < 200; ++round)
            ASSERT_EQ(is_valid(staged(commands.next(type))), can_be) << static_cast<int>(type);
    }
}

TEST(StateRecords, RefuseAStagedCommandThatIsDamagedAnywhereButInItsNumbers) {
    Command order;
    order.type = CommandType::stage_order;
    order.order_type = OrderType::limit;
    order.texts.created.client_order_id = ClientOrderId{"a"};
    order.texts.created.client_order_id_hash = base::hash_text("a", 0);
    ASSERT_TRUE(is_valid(staged(order)));
    for (const std::size_t offset :
         {offsetof(Command, order_type), offsetof(Command, side), offsetof(Command, options),
          offsetof(Command, texts) + offsetof(NewOrderText, client_order_id) + 36,
          offsetof(Command, texts) + offsetof(NewOrderText, client_order_id_hash),
          offsetof(Command, texts) + offsetof(NewOrderText, reserved),
          offsetof(Command, texts) + offsetof(OrderTexts, target), std::size_t{255}}) {
        StagedOrderState state = staged(order);
        set_byte(state, offset, 99);
        EXPECT_FALSE(is_valid(state)) << offset;
    }
}

TEST(StateRecords, RefuseRulesOfAKeyBeyondTheirCounts) {
    SetKeyRules rules;
    rules.name = KeyName{"key"};
    EXPECT_TRUE(is_valid(rules));
    rules.instruments[0] = InstrumentId{1};
    EXPECT_FALSE(is_valid(rules));
    rules.instrument_count = 1;
    EXPECT_TRUE(is_valid(rules));
    rules.address_count = key_addresses_max + 1;
    EXPECT_FALSE(is_valid(rules));
    rules.address_count = 1;
    rules.addresses[0].prefix_bits = 129;
    EXPECT_FALSE(is_valid(rules));
}

TEST(StateRecords, RefuseNumbersWithoutAName) {
    OrderListState list;
    EXPECT_FALSE(is_valid(list));
    list.type = OrderListType::oco;
    EXPECT_TRUE(is_valid(list));
    OrderState order;
    order.type = OrderType::take_profit_limit;
    EXPECT_TRUE(is_valid(order));
    set_byte(order, offsetof(OrderState, phase), 5);
    EXPECT_FALSE(is_valid(order));
    VenueRulesState venue;
    EXPECT_TRUE(is_valid(venue));
    set_byte(venue, offsetof(VenueRulesState, status), 3);
    EXPECT_FALSE(is_valid(venue));
    AccountStandingState standing;
    standing.fee_tier = fee_tiers_max;
    EXPECT_TRUE(is_valid(standing));
    standing.fee_tier = fee_tiers_max + 1;
    EXPECT_FALSE(is_valid(standing));
}

}  // namespace
}  // namespace outcry::wire
