#include "outcry/telemetry/percentile_text.hpp"

#include <memory>

#include <gtest/gtest.h>

namespace outcry::telemetry {
namespace {

TEST(PercentileText, WritesTheDistributionInTheFormOfHdrHistogram) {
    const auto histogram = std::make_unique<Histogram>();
    for (std::uint64_t value = 1; value <= 4; ++value) histogram->record(value * 1000);
    EXPECT_EQ(percentile_text(histogram->snapshot(),
                              {.unit_divisor = 1000, .ticks_per_half_distance = 1}),
              "       Value     Percentile TotalCount 1/(1-Percentile)\n"
              "\n"
              "       1.007 0.000000000000          1           1.00\n"
              "       2.015 0.500000000000          2           2.00\n"
              "       3.007 0.750000000000          3           4.00\n"
              "       4.000 1.000000000000          4\n"
              "#[Mean    =        2.500, StdDeviation   =        1.115]\n"
              "#[Max     =        4.000, Total count    =            4]\n"
              "#[Buckets =           59, SubBuckets     =           64]\n");
}

TEST(PercentileText, OfNothingIsOneLine) {
    EXPECT_EQ(percentile_text(HistogramSnapshot{}),
              "       Value     Percentile TotalCount 1/(1-Percentile)\n"
              "\n"
              "       0.000 1.000000000000          0\n"
              "#[Mean    =        0.000, StdDeviation   =        0.000]\n"
              "#[Max     =        0.000, Total count    =            0]\n"
              "#[Buckets =           59, SubBuckets     =           64]\n");
}

}  // namespace
}  // namespace outcry::telemetry
