#include <algorithm>
#include <chrono>

#include "outcry/base/assert.hpp"
#include "outcry/views/candle.hpp"

namespace outcry::views {
namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t minute_us = 60 * second_us;
constexpr std::int64_t hour_us = 60 * minute_us;
constexpr std::int64_t day_us = 24 * hour_us;
/// The epoch was a Thursday; the first Monday came four days later.
constexpr std::int64_t first_monday_us = 4 * day_us;

struct Row {
    std::string_view word;
    std::int64_t width_us;  // zero: months differ
};
constexpr std::array<Row, candle_interval_count> rows{{
    {"1s", second_us},
    {"1m", minute_us},
    {"3m", 3 * minute_us},
    {"5m", 5 * minute_us},
    {"15m", 15 * minute_us},
    {"30m", 30 * minute_us},
    {"1h", hour_us},
    {"2h", 2 * hour_us},
    {"4h", 4 * hour_us},
    {"6h", 6 * hour_us},
    {"8h", 8 * hour_us},
    {"12h", 12 * hour_us},
    {"1d", day_us},
    {"3d", 3 * day_us},
    {"1w", 7 * day_us},
    {"1M", 0},
}};

const Row& row_of(CandleInterval interval) noexcept {
    const auto index = static_cast<std::size_t>(interval);
    OUTCRY_ASSERT(index < rows.size());
    return rows[index];
}

constexpr std::int64_t floored(std::int64_t value, std::int64_t width) noexcept {
    const std::int64_t rest = value % width;
    return value - rest - (rest < 0 ? width : 0);
}

std::chrono::year_month month_of(std::int64_t local_us) noexcept {
    const std::chrono::sys_days day{std::chrono::days{floored(local_us, day_us) / day_us}};
    const std::chrono::year_month_day date{day};
    return date.year() / date.month();
}

std::int64_t begin_of_month(std::chrono::year_month month) noexcept {
    const std::chrono::sys_days day{month / 1};
    return day.time_since_epoch().count() * day_us;
}

}  // namespace

std::string_view word_of(CandleInterval interval) noexcept { return row_of(interval).word; }

std::optional<CandleInterval> find_interval(std::string_view word) noexcept {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.word == word; });
    if (found == rows.end()) return std::nullopt;
    return static_cast<CandleInterval>(found - rows.begin());
}

Timestamp begin_of(const CandleGrid& grid, Timestamp time) noexcept {
    const std::int64_t local = time.value() + grid.offset_us;
    const std::int64_t width = row_of(grid.interval).width_us;
    const std::int64_t shift = grid.interval == CandleInterval::week_1 ? first_monday_us : 0;
    const std::int64_t begin =
        width == 0 ? begin_of_month(month_of(local)) : floored(local - shift, width) + shift;
    return Timestamp{begin - grid.offset_us};
}

Timestamp end_of(const CandleGrid& grid, Timestamp begin) noexcept {
    const std::int64_t width = row_of(grid.interval).width_us;
    if (width != 0) return Timestamp{begin.value() + width};
    const auto next_month = month_of(begin.value() + grid.offset_us) + std::chrono::months{1};
    return Timestamp{begin_of_month(next_month) - grid.offset_us};
}

}  // namespace outcry::views
