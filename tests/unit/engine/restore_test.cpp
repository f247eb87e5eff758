#include <algorithm>
#include <functional>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "unit/engine/story.hpp"

namespace outcry::test {
namespace {

class Restore : public ::testing::Test {
protected:
    /// Whether a fresh engine takes the records after a change to the last one of a kind.
    template <class Record>
    [[nodiscard]] bool takes(const std::function<void(Record&)>& change) const {
        std::vector<StateRecord> changed = records_;
        const auto last = std::find_if(changed.rbegin(), changed.rend(), [](const auto& record) {
            return std::holds_alternative<Record>(record);
        });
        EXPECT_NE(last, changed.rend());
        change(std::get<Record>(*last));
        engine::Engine engine{tiny_limits};
        return restore(engine, changed);
    }
    /// The same for the record twice.
    template <class Record>
    [[nodiscard]] bool takes_twice() const {
        std::vector<StateRecord> changed = records_;
        const auto first = std::find_if(changed.begin(), changed.end(), [](const auto& record) {
            return std::holds_alternative<Record>(record);
        });
        const StateRecord again = *first;
        changed.insert(first, again);
        engine::Engine engine{tiny_limits};
        return restore(engine, changed);
    }

    std::vector<StateRecord> records_ = records_after(story_of_everything, tiny_limits);
};

TEST_F(Restore, GivesTheSameStateAgain) {
    engine::Engine engine{tiny_limits};
    ASSERT_TRUE(restore(engine, records_));
    engine::Engine again{tiny_limits};
    ASSERT_TRUE(restore(again, records_of(engine)));
    EXPECT_EQ(engine.state_hash(), again.state_hash());
    EXPECT_EQ(records_of(engine).size(), records_.size());
    EXPECT_EQ(engine.broken_invariant(), nullptr);
}

TEST_F(Restore, RefusesRecordsThatComeTwice) {
    EXPECT_FALSE(takes_twice<VenueState>());
    EXPECT_FALSE(takes_twice<AssetState>());
    EXPECT_FALSE(takes_twice<InstrumentState>());
    EXPECT_FALSE(takes_twice<BalanceState>());
    EXPECT_FALSE(takes_twice<OrderState>());
    EXPECT_FALSE(takes_twice<KeyState>());
}

TEST_F(Restore, RefusesOrdersThatContradictTheRest) {
    EXPECT_TRUE(takes<OrderState>([](OrderState&) {}));
    EXPECT_FALSE(takes<OrderState>([](OrderState& o) { o.price = Price{99}; })) << "crosses";
    EXPECT_FALSE(takes<OrderState>([](OrderState& o) { o.account = AccountId{23}; }));
    EXPECT_FALSE(takes<OrderState>([](OrderState& o) { o.account = fee_account; }));
    EXPECT_FALSE(takes<OrderState>([](OrderState& o) { o.instrument = InstrumentId{2}; }));
    EXPECT_FALSE(takes<OrderState>([](OrderState& o) { o.order_id = OrderId{0}; }));
    EXPECT_FALSE(takes<OrderState>([](OrderState& o) { o.order_id = OrderId{1'000}; }));
    EXPECT_FALSE(takes<OrderState>([](OrderState& o) { o.open_quantity = Quantity{0}; }));
    EXPECT_FALSE(takes<OrderState>([](OrderState& o) { o.open_quantity = Quantity{5}; }));
    EXPECT_FALSE(takes<OrderState>([](OrderState& o) { o.quantity = Quantity{~0ULL}; }));
    EXPECT_FALSE(takes<OrderState>([](OrderState& o) { o.side = static_cast<Side>(2); }));
    EXPECT_FALSE(takes<OrderState>([](OrderState& o) { o.type = OrderType::market; }));
    EXPECT_FALSE(takes<OrderState>([](OrderState& o) { o.price = Price{-1}; }));
}

TEST_F(Restore, RefusesWhatIsMoreThanItsLimits) {
    const auto fits = [&](auto change) {
        engine::EngineLimits limits = tiny_limits;
        change(limits);
        engine::Engine engine{limits};
        return restore(engine, records_);
    };
    EXPECT_TRUE(fits([](engine::EngineLimits& l) { l.orders_max = 5; }));
    EXPECT_FALSE(fits([](engine::EngineLimits& l) { l.orders_max = 3; }));
    EXPECT_FALSE(fits([](engine::EngineLimits& l) { l.assets_max = 1; }));
    EXPECT_FALSE(fits([](engine::EngineLimits& l) { l.instruments_max = 1; }));
    EXPECT_FALSE(fits([](engine::EngineLimits& l) { l.accounts_max = 18; }));
    EXPECT_FALSE(fits([](engine::EngineLimits& l) { l.keys_max = 0; }));
}

TEST_F(Restore, RefusesTextsThatAreLongerThanTheirPlace) {
    const auto lengthen = [](auto& text) {
        // The size is the last byte of a text.
        auto* const bytes = reinterpret_cast<unsigned char*>(&text);
        bytes[sizeof text - 1] = 250;
    };
    EXPECT_FALSE(takes<AssetState>([&](AssetState& asset) { lengthen(asset.code); }));
    EXPECT_FALSE(takes<InstrumentState>([&](InstrumentState& i) { lengthen(i.symbol); }));
    EXPECT_FALSE(takes<AccountState>([&](AccountState& account) { lengthen(account.name); }));
    EXPECT_FALSE(takes<OrderState>([&](OrderState& order) { lengthen(order.client_order_id); }));
    EXPECT_FALSE(takes<KeyState>([&](KeyState& key) { lengthen(key.name); }));
}

}  // namespace
}  // namespace outcry::test
