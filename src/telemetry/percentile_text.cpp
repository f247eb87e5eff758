#include "outcry/telemetry/percentile_text.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"
#include "outcry/base/int128.hpp"

namespace outcry::telemetry {
namespace {

/// `numerator / denominator` with `digits` decimals, rounded down, without floating point.
std::string decimal(uint128 numerator, uint128 denominator, int digits) {
    std::uint64_t scale = 1;
    for (int digit = 0; digit < digits; ++digit) scale *= 10;
    const auto whole = static_cast<std::uint64_t>(numerator / denominator);
    const auto part = static_cast<std::uint64_t>(numerator % denominator * scale / denominator);
    return fmt::format("{}.{:0{}}", whole, part, digits);
}

void append_line(std::string& text, const HistogramSnapshot& snapshot, Percentile share,
                 std::uint64_t unit_divisor) {
    const std::uint64_t value = snapshot.percentile(share);
    fmt::format_to(std::back_inserter(text), "{:>12} {:>14} {:>10}",
                   decimal(value, unit_divisor, 3), decimal(share.value(), percentile_unit, 12),
                   snapshot.count_up_to(value));
    const std::uint64_t rest = percentile_unit - share.value();
    if (rest != 0) {
        fmt::format_to(std::back_inserter(text), " {:>14}", decimal(percentile_unit, rest, 2));
    }
    text += '\n';
}

}  // namespace

std::string percentile_text(const HistogramSnapshot& snapshot,
                            const PercentileTextOptions& options) {
    OUTCRY_ASSERT(options.unit_divisor > 0);
    OUTCRY_ASSERT(options.ticks_per_half_distance > 0);
    std::string text = fmt::format("{:>12} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile",
                                   "TotalCount", "1/(1-Percentile)");

    std::uint64_t share = 0;
    std::uint64_t rest = percentile_unit;
    // Ends where a step is less than one value, since further lines would repeat the last.
    while (snapshot.count() > 0 && rest > 0) {
        const std::uint64_t step =
            std::max<std::uint64_t>(rest / 2 / options.ticks_per_half_distance, 1);
        for (std::uint32_t tick = 0; tick < options.ticks_per_half_distance; ++tick) {
            append_line(text, snapshot, Percentile{share}, options.unit_divisor);
            share += step;
        }
        rest = percentile_unit - share;
        if (static_cast<uint128>(rest) * snapshot.count() < percentile_unit) break;
    }
    append_line(text, snapshot, p100, options.unit_divisor);

    const uint128 divisor = options.unit_divisor;
    fmt::format_to(std::back_inserter(text),
                   "#[Mean    = {:>12}, StdDeviation   = {:>12}]\n"
                   "#[Max     = {:>12}, Total count    = {:>12}]\n"
                   "#[Buckets = {:>12}, SubBuckets     = {:>12}]\n",
                   decimal(snapshot.mean(), divisor, 3),
                   decimal(snapshot.standard_deviation(), divisor, 3),
                   decimal(snapshot.maximum(), divisor, 3), snapshot.count(),
                   HistogramLayout::bucket_count / HistogramLayout::sub_bucket_count,
                   HistogramLayout::sub_bucket_count);
    return text;
}

}  // namespace outcry::telemetry
