#pragma once

#include <cstdint>

#include "gateway/parameters/parameter_reader.hpp"

namespace outcry::gateway {

/// `timeZone` in microseconds east of UTC: "0", "8", "-1:00", "05:45"; from -12:00 to +14:00.
[[nodiscard]] std::int64_t read_time_zone(ParameterReader& reader);

}  // namespace outcry::gateway
