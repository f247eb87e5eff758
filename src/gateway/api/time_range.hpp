#pragma once

#include "gateway/parameters/parameter_reader.hpp"

namespace outcry::gateway {

/// `startTime` and `endTime`; zero: not sent.
struct TimeRange {
    Timestamp start;
    Timestamp end;
};

/// At most a day apart (-1127), and in their order (-1128).
[[nodiscard]] TimeRange read_time_range(ParameterReader& reader);

}  // namespace outcry::gateway
