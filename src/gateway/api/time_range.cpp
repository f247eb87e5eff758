#include "gateway/api/time_range.hpp"

namespace outcry::gateway {
namespace {

constexpr std::int64_t range_us_max = std::int64_t{24} * 3600 * 1'000'000;

}  // namespace

TimeRange read_time_range(ParameterReader& reader) {
    const auto start = reader.time(Parameter::start_time);
    const auto end = reader.time(Parameter::end_time);
    if (start && end) {
        if (*end < *start) reader.refuse(refusals::bad_combination());
        if (end->value() - start->value() > range_us_max) {
            reader.refuse({400, -1127, "More than 24 hours between startTime and endTime."});
        }
    }
    return {start.value_or(Timestamp{}), end.value_or(Timestamp{})};
}

}  // namespace outcry::gateway
