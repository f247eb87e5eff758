#include "outcry/base/huge_array.hpp"

#include <cstdint>
#include <limits>
#include <utility>

#include <gtest/gtest.h>

namespace outcry {
namespace {

struct Slot {
    std::uint64_t order_id;
    std::uint32_t next;
    std::uint32_t previous;
};

TEST(HugeArray, StartsWithEveryElementZero) {
    const HugeArray<Slot> slots{1000};
    for (const Slot& slot : slots.span()) {
        ASSERT_EQ(slot.order_id, 0u);
        ASSERT_EQ(slot.next, 0u);
        ASSERT_EQ(slot.previous, 0u);
    }
    EXPECT_EQ(slots.count(), 1000u);
}

TEST(HugeArray, AlignsLargeArraysToHugePages) {
    const HugeArray<std::uint64_t> words{(std::size_t{5} << 20) / sizeof(std::uint64_t)};
    const auto address = reinterpret_cast<std::uintptr_t>(words.data());
    EXPECT_EQ(address % Pages::huge_page_size_bytes, 0u);
}

TEST(HugeArray, KeepsItsContentWhenTouched) {
    HugeArray<std::uint64_t> words{4096};
    for (std::size_t index = 0; index < words.count(); ++index) words[index] = index;
    words.touch();
    for (std::size_t index = 0; index < words.count(); ++index) ASSERT_EQ(words[index], index);
}

TEST(HugeArray, KeepsTheAddressOfItsElementsWhenMoved) {
    HugeArray<std::uint64_t> source{10};
    source[3] = 7;
    const std::uint64_t* const element = &source[3];
    HugeArray<std::uint64_t> target{std::move(source)};
    EXPECT_EQ(&target[3], element);
    EXPECT_EQ(target[3], 7u);

    HugeArray<std::uint64_t> assigned{1};
    assigned = std::move(target);
    EXPECT_EQ(&assigned[3], element);
    EXPECT_EQ(assigned.count(), 10u);
}

TEST(HugeArray, HoldsNothingWhenMadeForNothing) {
    HugeArray<std::uint64_t> words{0};
    words.touch();
    EXPECT_TRUE(words.span().empty());
}

TEST(HugeArrayDeathTest, StopsOnAnIndexOutOfRange) {
    HugeArray<std::uint64_t> words{10};
    EXPECT_DEATH((void)words[10], "assertion failed: index < count_");
}

TEST(HugeArrayDeathTest, StopsWithAMessageWhenMemoryCannotBeHad) {
    EXPECT_DEATH(Pages{std::size_t{1} << 55}, "no memory for");
}

TEST(HugeArrayDeathTest, StopsOnACountWhoseSizeOverflows) {
    EXPECT_DEATH(HugeArray<std::uint64_t>{std::numeric_limits<std::size_t>::max() / 8},
                 "assertion failed");
}

}  // namespace
}  // namespace outcry
