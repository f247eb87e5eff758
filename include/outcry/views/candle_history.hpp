#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "outcry/views/candle.hpp"
#include "outcry/views/records.hpp"

namespace outcry::views {

/// Candles of one width, in which there were trades; beyond `count_max` the oldest leaves.
class CandleSeries {
public:
    CandleSeries(std::int64_t width_us, std::size_t count_max)
        : width_us_{width_us}, count_max_{count_max} {}

    void add(const TradeRecord& trade, Amount base);
    /// For loading: false unless it follows the last one.
    [[nodiscard]] bool restore(const Candle& candle);

    [[nodiscard]] std::int64_t width_us() const noexcept { return width_us_; }
    [[nodiscard]] const std::deque<Candle>& candles() const noexcept { return candles_; }
    /// Whether older ones may have left.
    [[nodiscard]] bool is_full() const noexcept { return candles_.size() >= count_max_; }
    /// All of [start, end) in one. Without trades its prices are the last one before, or zero.
    [[nodiscard]] Candle combined(Timestamp start, Timestamp end) const;

private:
    std::int64_t width_us_;
    std::size_t count_max_;
    std::deque<Candle> candles_;
};

/// Which candles are asked for.
struct CandleQuery {
    CandleGrid grid;
    Timestamp start;  // included; zero: the newest `limit`
    Timestamp end;    // included, of the candle's beginning; zero: up to now
    Timestamp now;
    std::size_t limit = 500;
};

/// What happened to an instrument's price, in three widths from which all others are made. Owned by
/// one thread.
class CandleHistory {
public:
    static constexpr std::size_t series_count = 3;
    static constexpr std::size_t seconds_max = 10'000;
    static constexpr std::size_t minutes_max = 11'520;        // eight days and more
    static constexpr std::size_t quarter_hours_max = 70'080;  // two years

    void add(const TradeRecord& trade, Amount base);

    /// Ascending, without holes: a candle without trades keeps the price before it. The one that is
    /// not over yet is the last one. Nothing from before the first trade that is kept.
    [[nodiscard]] std::vector<Candle> candles(const CandleQuery& query) const;
    /// [start, end) in one; exact to the second within the last `seconds_max` candles when both
    /// are whole seconds, otherwise to the minute.
    [[nodiscard]] Candle window(Timestamp start, Timestamp end) const;

    [[nodiscard]] std::array<CandleSeries, series_count>& series() noexcept { return series_; }
    [[nodiscard]] const std::array<CandleSeries, series_count>& series() const noexcept {
        return series_;
    }

private:
    [[nodiscard]] const CandleSeries& base_of(const CandleGrid& grid) const noexcept;

    static constexpr std::int64_t second_us = 1'000'000;
    std::array<CandleSeries, series_count> series_{
        CandleSeries{second_us, seconds_max}, CandleSeries{60 * second_us, minutes_max},
        CandleSeries{15 * 60 * second_us, quarter_hours_max}};
};

}  // namespace outcry::views
