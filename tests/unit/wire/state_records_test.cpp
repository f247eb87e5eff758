#include "outcry/wire/state_records.hpp"

#include <cstring>

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace outcry::wire
