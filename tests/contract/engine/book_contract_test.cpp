#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/engine/books.hpp"
#include "support/command_generator.hpp"

namespace outcry::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// What any book has to do, whatever it is made of.
template <class Book>
class BookContract : public ::testing::Test {
protected:
    std::vector<Fill> buy(std::uint64_t quantity, std::int64_t price) {
        return book.place(Side::buy, Price{price}, Quantity{quantity});
    }
    std::vector<Fill> sell(std::uint64_t quantity, std::int64_t price) {
        return book.place(Side::sell, Price{price}, Quantity{quantity});
    }
    static Fill fill(std::uint64_t maker, std::uint64_t quantity, std::int64_t price) {
        return {OrderId{maker}, Price{price}, Quantity{quantity}};
    }
    static BookOrder order(std::uint64_t id, std::uint64_t open, std::int64_t price) {
        return {OrderId{id}, Price{price}, Quantity{open}};
    }
    /// Whether the order was there; what it traded stands in `fills`.
    bool amend(std::uint64_t id, std::uint64_t open, std::int64_t price) {
        fills.clear();
        return book.amend(OrderId{id}, Price{price}, Quantity{open}, fills);
    }

    Book book;
    std::vector<Fill> fills;
};

using Books = ::testing::Types<PlainBook, EngineBook>;
TYPED_TEST_SUITE(BookContract, Books);

TYPED_TEST(BookContract, KeepsWhatDoesNotCross) {
    EXPECT_THAT(this->buy(5, 100), IsEmpty());
    EXPECT_THAT(this->sell(5, 101), IsEmpty());
    EXPECT_THAT(this->book.orders(Side::buy), ElementsAre(this->order(1, 5, 100)));
    EXPECT_THAT(this->book.orders(Side::sell), ElementsAre(this->order(2, 5, 101)));
}

TYPED_TEST(BookContract, TradesTheBestPriceFirstThenTheOldest) {
    this->sell(5, 102);
    this->sell(5, 101);
    this->sell(5, 101);
    EXPECT_THAT(this->buy(12, 102),
                ElementsAre(this->fill(2, 5, 101), this->fill(3, 5, 101), this->fill(1, 2, 102)));
    EXPECT_THAT(this->book.orders(Side::sell), ElementsAre(this->order(1, 3, 102)));
    EXPECT_THAT(this->book.orders(Side::buy), IsEmpty());
}

TYPED_TEST(BookContract, TradesBidsFromTheHighest) {
    this->buy(5, 98);
    this->buy(5, 99);
    this->buy(5, 97);
    EXPECT_THAT(this->sell(11, 98), ElementsAre(this->fill(2, 5, 99), this->fill(1, 5, 98)));
    EXPECT_THAT(this->book.orders(Side::sell), ElementsAre(this->order(4, 1, 98)));
}

TYPED_TEST(BookContract, CancelsOnce) {
    this->buy(5, 100);
    this->buy(5, 100);
    EXPECT_TRUE(this->book.cancel(OrderId{1}));
    EXPECT_FALSE(this->book.cancel(OrderId{1}));
    EXPECT_FALSE(this->book.cancel(OrderId{3}));
    EXPECT_THAT(this->book.orders(Side::buy), ElementsAre(this->order(2, 5, 100)));
}

TYPED_TEST(BookContract, DoesNotKnowWhatIsFilled) {
    this->buy(5, 100);
    this->sell(5, 100);
    EXPECT_FALSE(this->book.cancel(OrderId{1}));
    EXPECT_FALSE(this->book.cancel(OrderId{2}));
    EXPECT_FALSE(this->amend(1, 3, 100));
}

TYPED_TEST(BookContract, KeepsThePlaceOfAnOrderThatShrinks) {
    this->sell(5, 100);
    this->sell(5, 100);
    EXPECT_TRUE(this->amend(1, 2, 100));
    EXPECT_THAT(this->book.orders(Side::sell),
                ElementsAre(this->order(1, 2, 100), this->order(2, 5, 100)));
}

TYPED_TEST(BookContract, SendsAnOrderThatGrowsToTheBack) {
    this->sell(5, 100);
    this->sell(5, 100);
    EXPECT_TRUE(this->amend(1, 6, 100));
    EXPECT_THAT(this->book.orders(Side::sell),
                ElementsAre(this->order(2, 5, 100), this->order(1, 6, 100)));
}

TYPED_TEST(BookContract, TradesAnOrderWhoseNewPriceCrosses) {
    this->sell(5, 100);
    this->buy(8, 98);
    EXPECT_TRUE(this->amend(2, 8, 101));
    EXPECT_THAT(this->fills, ElementsAre(this->fill(1, 5, 100)));
    EXPECT_THAT(this->book.orders(Side::buy), ElementsAre(this->order(2, 3, 101)));
}

TYPED_TEST(BookContract, FindsTheNextPriceHoweverFar) {
    for (const std::int64_t price : {1'000'000'000LL, 64LL, 4'096LL, 63LL, 262'144LL, 65LL})
        this->sell(1, price);
    EXPECT_THAT(this->buy(9, 1'000'000'000),
                ElementsAre(this->fill(4, 1, 63), this->fill(2, 1, 64), this->fill(6, 1, 65),
                            this->fill(3, 1, 4'096), this->fill(5, 1, 262'144),
                            this->fill(1, 1, 1'000'000'000)));
    EXPECT_THAT(this->book.orders(Side::sell), IsEmpty());
}

/// Both books, fed alike.
class TwoBooks {
public:
    explicit TwoBooks(std::uint64_t seed) : random_{seed} {}

    void step() {
        const std::uint64_t kind = random_() % 10;
        const OrderId target{1 + random_() % (last_id_ + 1)};
        const Price price{static_cast<std::int64_t>(900 + random_() % 200)};
        const Quantity quantity{1 + random_() % 30};
        if (kind < 5) {
            ++last_id_;
            const auto side = static_cast<Side>(random_() % 2);
            ASSERT_EQ(plain_.place(side, price, quantity), engine_.place(side, price, quantity));
        } else if (kind < 8) {
            ASSERT_EQ(plain_.cancel(target), engine_.cancel(target));
        } else {
            std::vector<Fill> plain;
            std::vector<Fill> other;
            ASSERT_EQ(plain_.amend(target, price, quantity, plain),
                      engine_.amend(target, price, quantity, other));
            ASSERT_EQ(plain, other);
        }
    }
    void compare() const {
        for (const Side side : {Side::buy, Side::sell})
            ASSERT_EQ(plain_.orders(side), engine_.orders(side));
    }

private:
    std::mt19937_64 random_;
    std::uint64_t last_id_ = 0;
    PlainBook plain_;
    EngineBook engine_;
};

TEST(BookContractTwins, AgreeOnRandomCommands) {
    const std::uint64_t seed = test::seed();
    TwoBooks books{seed};
    for (int i = 1; i <= 50'000; ++i) {
        ASSERT_NO_FATAL_FAILURE(books.step()) << "OUTCRY_SEED=" << seed << " command " << i;
        if (i % 500 == 0) {
            ASSERT_NO_FATAL_FAILURE(books.compare()) << "OUTCRY_SEED=" << seed << " command " << i;
        }
    }
}

}  // namespace
}  // namespace outcry::test
