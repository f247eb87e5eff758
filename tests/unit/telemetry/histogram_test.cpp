#include "outcry/telemetry/histogram.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

#include <gtest/gtest.h>

namespace outcry::telemetry {
namespace {

TEST(HistogramLayout, KeepsEveryValueWithinASixtyFourthOfItsBucket) {
    for (unsigned bit = 0; bit < 64; ++bit) {
        for (const std::uint64_t offset : {std::uint64_t{0}, (std::uint64_t{1} << bit) / 3}) {
            const std::uint64_t value = (std::uint64_t{1} << bit) + offset;
            const std::size_t bucket = HistogramLayout::bucket_of(value);
            const std::uint64_t low = HistogramLayout::lowest_of(bucket);
            const std::uint64_t high = HistogramLayout::highest_of(bucket);
            ASSERT_LE(low, value);
            ASSERT_GE(high, value);
            ASSERT_LE(high - low, low / 64);
        }
    }
    EXPECT_EQ(HistogramLayout::bucket_of(UINT64_MAX), HistogramLayout::bucket_count - 1);
}

TEST(Histogram, IsZeroBeforeTheFirstValue) {
    const auto histogram = std::make_unique<Histogram>();
    const auto snapshot = std::make_unique<HistogramSnapshot>(histogram->snapshot());
    EXPECT_EQ(snapshot->count(), 0u);
    EXPECT_EQ(snapshot->percentile(p99), 0u);
    EXPECT_EQ(snapshot->mean(), 0u);
    EXPECT_EQ(snapshot->minimum(), 0u);
    EXPECT_EQ(snapshot->maximum(), 0u);
    EXPECT_EQ(snapshot->standard_deviation(), 0u);
}

TEST(Histogram, AnswersPercentilesOfOneToAThousand) {
    const auto histogram = std::make_unique<Histogram>();
    for (std::uint64_t value = 1; value <= 1000; ++value) histogram->record(value);
    const auto snapshot = std::make_unique<HistogramSnapshot>(histogram->snapshot());
    EXPECT_EQ(snapshot->count(), 1000u);
    EXPECT_EQ(snapshot->sum(), 500'500u);
    EXPECT_EQ(snapshot->mean(), 500u);
    EXPECT_EQ(snapshot->minimum(), 1u);
    EXPECT_EQ(snapshot->maximum(), 1000u);
    EXPECT_EQ(snapshot->percentile(Percentile{10'000'000'000}), 10u);  // p1 is exact
    EXPECT_EQ(snapshot->percentile(p50), 503u);                        // the bucket is 500 to 503
    EXPECT_EQ(snapshot->percentile(p99), 991u);
    EXPECT_EQ(snapshot->percentile(p99_9), 999u);
    EXPECT_EQ(snapshot->percentile(p100), 1000u);
    EXPECT_EQ(snapshot->standard_deviation(), 288u);
}

TEST(Histogram, NeverAnswersAboveTheLargestValue) {
    const auto histogram = std::make_unique<Histogram>();
    histogram->record(1'000'001);
    EXPECT_EQ(histogram->percentile(p50), 1'000'001u);
}

TEST(Histogram, CountsOnlyWholeBucketsUpToABound) {
    const auto histogram = std::make_unique<Histogram>();
    histogram->record(10);
    histogram->record(64'000);
    histogram->record(90'000);
    const auto snapshot = std::make_unique<HistogramSnapshot>(histogram->snapshot());
    EXPECT_EQ(snapshot->count_up_to(9), 0u);
    EXPECT_EQ(snapshot->count_up_to(10), 1u);
    EXPECT_EQ(snapshot->count_up_to(65'535), 2u);
    EXPECT_EQ(snapshot->count_up_to(UINT64_MAX), 3u);
}

TEST(Histogram, MergesAndStartsAnew) {
    const auto first = std::make_unique<Histogram>();
    const auto second = std::make_unique<Histogram>();
    first->record(5);
    second->record(50, 3);
    first->merge(second->snapshot());
    EXPECT_EQ(first->count(), 4u);
    EXPECT_EQ(first->percentile(p50), 50u);
    EXPECT_EQ(first->mean(), 38u);

    const auto both = std::make_unique<HistogramSnapshot>(second->snapshot());
    both->merge(first->snapshot());
    EXPECT_EQ(both->count(), 7u);
    EXPECT_EQ(both->minimum(), 5u);

    first->reset();
    EXPECT_EQ(first->count(), 0u);
    EXPECT_EQ(first->maximum(), 0u);
}

TEST(Histogram, SaturatesItsSum) {
    const auto histogram = std::make_unique<Histogram>();
    histogram->record(UINT64_MAX);
    histogram->record(UINT64_MAX, 2);
    EXPECT_EQ(histogram->snapshot().sum(), UINT64_MAX);
    EXPECT_EQ(histogram->percentile(p50), UINT64_MAX);
}

TEST(Histogram, MayBeReadWhileAnotherThreadRecords) {
    const auto histogram = std::make_unique<Histogram>();
    std::atomic<bool> is_done{false};
    std::thread writer{[&] {
        for (std::uint64_t value = 0; value < 100'000; ++value) histogram->record(value % 1000);
        is_done = true;
    }};
    std::uint64_t count_before = 0;
    while (!is_done) {
        const auto snapshot = std::make_unique<HistogramSnapshot>(histogram->snapshot());
        ASSERT_GE(snapshot->count(), count_before);
        ASSERT_LE(snapshot->percentile(p100), 999u);
        count_before = snapshot->count();
    }
    writer.join();
    EXPECT_EQ(histogram->count(), 100'000u);
}

}  // namespace
}  // namespace outcry::telemetry
