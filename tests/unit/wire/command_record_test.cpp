#include "outcry/wire/command_record.hpp"

#include <array>
#include <cstring>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include "outcry/base/hash.hpp"
#include "outcry/wire/command_records_v1.hpp"
#include "outcry/wire/enum_names.hpp"

#include "unit/wire/random_command.hpp"

namespace outcry::wire {
namespace {

using Record = std::array<std::byte, command_record_size_max>;

[[nodiscard]] bool are_equal_bytes(const Command& left, const Command& right) {
    return std::memcmp(&left, &right, sizeof left) == 0;
}

[[nodiscard]] std::vector<std::byte> encoded(const Command& command) {
    Record record{};
    const std::size_t size = encode(command, record);
    return {record.begin(), record.begin() + static_cast<std::ptrdiff_t>(size)};
}

[[nodiscard]] Command order_of_alice() {
    Command command;
    command.type = CommandType::place_order;
    command.sequence = Sequence{42};
    command.time = Timestamp{1'700'000'000'000'000};
    command.account = AccountId{16};
    command.request = RequestId{7};
    command.instrument = InstrumentId{1};
    command.price = Price{50'000};
    command.quantity = Quantity{3};
    command.order_type = OrderType::limit;
    command.side = Side::sell;
    command.time_in_force = TimeInForce::gtc;
    command.texts.created.client_order_id = ClientOrderId{"alice-0001"};
    command.texts.created.client_order_id_hash = base::hash_text("alice-0001", 16);
    return command;
}

TEST(CommandRecord, GivesBackEveryTypeOfCommandByteByByte) {
    const std::uint64_t seed = 20;
    test::RandomCommands commands{seed};
    for (const CommandType type : test::all_command_types) {
        for (int round = 0; round < 2000; ++round) {
            const Command command = commands.next(type);
            const std::vector<std::byte> bytes = encoded(command);
            Command decoded;
            const auto size = decode(bytes, decoded);
            ASSERT_TRUE(size) << name_of(size.error().error) << " at " << size.error().offset;
            ASSERT_EQ(*size, bytes.size());
            ASSERT_TRUE(are_equal_bytes(command, decoded)) << "type " << static_cast<int>(type);
        }
    }
}

TEST(CommandRecord, TakesNoMoreBytesThanTheOrderHas) {
    EXPECT_EQ(encoded(order_of_alice()).size(), 32U + 24U + 10U);
}

TEST(CommandRecord, KnowsEveryTypeThatHasAName) {
    std::size_t named_count = 0;
    for (int number = 1; number < 256; ++number)
        named_count += name_of(static_cast<CommandType>(number)).empty() ? 0 : 1;
    EXPECT_EQ(named_count, test::all_command_types.size());
}

TEST(CommandRecord, TakesTermsOnlyOfAnOrderThatHasSome) {
    Command command = order_of_alice();
    command.options = CommandOption::idempotent;
    EXPECT_EQ(encoded(command).size(), 32U + 24U + 32U + 10U);
    set_terms(command, {.expires_at = Timestamp{5}});
    EXPECT_EQ(encoded(command).size(), 32U + 24U + 32U + 10U);
    set_terms(command, {.expires_at = Timestamp{5}, .strategy_id = -1});
    EXPECT_EQ(encoded(command).size(), 32U + 24U + 32U + 16U + 10U);
}

TEST(CommandRecord, IsRefusedWithTermsThatSayNothing) {
    Command command = order_of_alice();
    set_terms(command, {.session = SessionId{9}});
    std::vector<std::byte> bytes = encoded(command);
    constexpr std::size_t terms = sizeof(RecordHeaderV1) + sizeof(PlaceOrderV1);
    constexpr std::size_t session =
        terms + sizeof(OrderTermsV1) + offsetof(MoreOrderTermsV1, session_id);
    Command decoded;
    bytes[session] = std::byte{0};
    EXPECT_EQ(decode(bytes, decoded).error().error, DecodeError::size_contradicts);
    bytes[session] = std::byte{9};
    EXPECT_TRUE(decode(bytes, decoded));
    // An option that nobody knows.
    bytes[terms + offsetof(OrderTermsV1, options)] = std::byte{2};
    EXPECT_FALSE(decode(bytes, decoded));
}

TEST(CommandRecord, SaysWhatIsWrongWithRulesOfOperators) {
    test::RandomCommands commands{24};
    const auto error_after = [&](CommandType type, std::size_t offset, std::uint8_t value) {
        std::vector<std::byte> bytes = encoded(commands.next(type));
        bytes[sizeof(RecordHeaderV1) + offset] = std::byte{value};
        Command decoded;
        const auto outcome = decode(bytes, decoded);
        return outcome ? DecodeError{} : outcome.error().error;
    };
    using enum CommandType;
    EXPECT_EQ(error_after(set_account_status, 0, 3), DecodeError::value_out_of_range);
    EXPECT_EQ(error_after(set_venue_status, 0, 3), DecodeError::value_out_of_range);
    EXPECT_EQ(error_after(set_venue_status, 7, 1), DecodeError::reserved_is_not_zero);
    EXPECT_EQ(error_after(set_fee_tier, offsetof(FeeTier, is_removed), 2),
              DecodeError::value_out_of_range);
    EXPECT_EQ(error_after(set_fee_tier, sizeof(FeeTier) - 1, 1), DecodeError::reserved_is_not_zero);
    EXPECT_EQ(error_after(set_account_fees, offsetof(AccountFees, has_own_rates), 2),
              DecodeError::value_out_of_range);
    EXPECT_EQ(error_after(set_instrument_rules, sizeof(InstrumentNameV1) + 95, 1),
              DecodeError::reserved_is_not_zero);
    EXPECT_EQ(error_after(set_instrument_status, offsetof(SetInstrumentStatusV1, reason), 4),
              DecodeError::value_out_of_range);
    EXPECT_EQ(error_after(set_key_rules, offsetof(SetKeyRulesV1, address_count), 5),
              DecodeError::value_out_of_range);
    EXPECT_EQ(error_after(transfer_balance, offsetof(TransferBalanceV1, is_by_operator), 2),
              DecodeError::value_out_of_range);
    EXPECT_EQ(error_after(cancel_orders, offsetof(CancelOrdersV1, scope), 3),
              DecodeError::value_out_of_range);
    EXPECT_EQ(error_after(place_order_list, offsetof(PlaceOrderListV1, list_type), 4),
              DecodeError::value_out_of_range);
}

TEST(CommandRecord, DoesNotReadTheTextsOfACancelThatHasNone) {
    Command command;
    std::memset(static_cast<void*>(&command.texts), 0xff, sizeof command.texts);
    command.type = CommandType::cancel_order;
    command.flags = CommandFlag::has_target_order_id;
    command.target_order_id = OrderId{9};
    const std::vector<std::byte> bytes = encoded(command);
    EXPECT_EQ(bytes.size(), 48U);
    Command decoded;
    ASSERT_TRUE(decode(bytes, decoded));
    EXPECT_TRUE(decoded.texts.target.client_order_id.empty());
}

TEST(CommandRecord, IsRefusedWhenItIsCutShortAnywhere) {
    const std::vector<std::byte> bytes = encoded(order_of_alice());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        Command decoded;
        const auto outcome = decode(std::span{bytes}.first(size), decoded);
        ASSERT_FALSE(outcome) << "size " << size;
        EXPECT_EQ(outcome.error().error, DecodeError::truncated);
    }
}

TEST(CommandRecord, SaysWhatIsWrongWithIt) {
    const auto error_after = [](std::size_t offset, std::uint8_t value) {
        std::vector<std::byte> bytes = encoded(order_of_alice());
        bytes[offset] = std::byte{value};
        Command decoded;
        const auto outcome = decode(bytes, decoded);
        return outcome ? DecodeError{} : outcome.error().error;
    };
    constexpr std::size_t body = sizeof(RecordHeaderV1);
    EXPECT_EQ(error_after(0, 31), DecodeError::size_contradicts);
    EXPECT_EQ(error_after(0, 65), DecodeError::size_contradicts);
    EXPECT_EQ(error_after(2, 99), DecodeError::unknown_type);
    EXPECT_EQ(error_after(3, 2), DecodeError::unknown_version);
    EXPECT_EQ(error_after(body + offsetof(PlaceOrderV1, side), 2), DecodeError::value_out_of_range);
    EXPECT_EQ(error_after(body + offsetof(PlaceOrderV1, order_type), 10),
              DecodeError::value_out_of_range);
    EXPECT_EQ(error_after(body + offsetof(PlaceOrderV1, client_order_id_size), 37),
              DecodeError::size_contradicts);
}

TEST(CommandRecord, IsTheSameAgainWhateverBytesDecode) {
    test::RandomCommands commands{21};
    std::mt19937_64 random{22};
    for (int round = 0; round < 50'000; ++round) {
        std::vector<std::byte> bytes = encoded(commands.next());
        const std::size_t place = random() % bytes.size();
        bytes[place] ^= static_cast<std::byte>(1U << (random() % 8));
        Command decoded;
        const auto size = decode(bytes, decoded);
        if (!size) continue;
        const std::vector<std::byte> again = encoded(decoded);
        ASSERT_EQ(again, std::vector<std::byte>(
                             bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(*size)));
    }
}

TEST(CommandRecordDeathTest, StopsOnAFieldThatCouldNotBeReadBack) {
    Command command = order_of_alice();
    command.target_order_id = OrderId{5};
    Record record{};
    EXPECT_DEATH((void)encode(command, record), "can_be_encoded");
}

}  // namespace
}  // namespace outcry::wire
