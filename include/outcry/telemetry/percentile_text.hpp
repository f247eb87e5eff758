#pragma once

#include <cstdint>
#include <string>

#include "outcry/telemetry/histogram.hpp"

namespace outcry::telemetry {

struct PercentileTextOptions {
    /// Divides values, for example 1000 to write nanoseconds as microseconds.
    std::uint64_t unit_divisor = 1;
    /// Lines per halving of the distance to 100 %; HdrHistogram's own default.
    std::uint32_t ticks_per_half_distance = 5;
};

/// The distribution as `.hgrm` text, which HdrHistogram's plotter reads.
[[nodiscard]] std::string percentile_text(const HistogramSnapshot& snapshot,
                                          const PercentileTextOptions& options = {});

}  // namespace outcry::telemetry
