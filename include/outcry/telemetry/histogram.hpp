#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "outcry/base/strong_integer.hpp"

namespace outcry::telemetry {

/// A share of all values in 10^-12: no binary fraction, so p99.9 is exactly that.
using Percentile = StrongInteger<struct PercentileTag, std::uint64_t>;
inline constexpr std::uint64_t percentile_unit = 1'000'000'000'000;
inline constexpr Percentile p50{500'000'000'000};
inline constexpr Percentile p90{900'000'000'000};
inline constexpr Percentile p99{990'000'000'000};
inline constexpr Percentile p99_9{999'000'000'000};
inline constexpr Percentile p99_99{999'900'000'000};
inline constexpr Percentile p100{percentile_unit};

/// Log-linear buckets as HdrHistogram has them: values below 64 are exact, above them each power
/// of two is cut in 64, so a bucket is at most 1/64 (1.6 %) of its values wide.
struct HistogramLayout {
    static constexpr unsigned precision_bits = 6;
    static constexpr std::uint64_t sub_bucket_count = std::uint64_t{1} << precision_bits;
    static constexpr std::size_t bucket_count = (64 - precision_bits + 1) * sub_bucket_count;

    [[nodiscard]] static constexpr std::size_t bucket_of(std::uint64_t value) noexcept {
        if (value < sub_bucket_count) return value;
        const auto exponent = static_cast<unsigned>(std::bit_width(value)) - 1 - precision_bits;
        return (exponent + 1) * sub_bucket_count + ((value >> exponent) - sub_bucket_count);
    }
    [[nodiscard]] static constexpr std::uint64_t lowest_of(std::size_t bucket) noexcept {
        if (bucket < sub_bucket_count) return bucket;
        const std::size_t exponent = bucket / sub_bucket_count - 1;
        return (bucket % sub_bucket_count + sub_bucket_count) << exponent;
    }
    /// The largest value that falls in the bucket; what percentiles answer with.
    [[nodiscard]] static constexpr std::uint64_t highest_of(std::size_t bucket) noexcept {
        return bucket + 1 == bucket_count ? UINT64_MAX : lowest_of(bucket + 1) - 1;
    }
};

/// A copy of a histogram that stands still; all arithmetic is done on it. Owned by one thread.
/// About 30 KiB: not for a deep stack.
class HistogramSnapshot {
public:
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    [[nodiscard]] std::uint64_t sum() const noexcept { return sum_; }
    [[nodiscard]] std::uint64_t minimum() const noexcept { return count_ == 0 ? 0 : minimum_; }
    [[nodiscard]] std::uint64_t maximum() const noexcept { return maximum_; }
    [[nodiscard]] std::uint64_t mean() const noexcept { return count_ == 0 ? 0 : sum_ / count_; }
    /// The smallest bucket bound that at least this share of the values does not exceed; never
    /// above the largest value recorded. Zero when empty.
    [[nodiscard]] std::uint64_t percentile(Percentile share) const noexcept;
    /// How many values were at most `value`, up to the width of a bucket.
    [[nodiscard]] std::uint64_t count_up_to(std::uint64_t value) const noexcept;
    /// Root of the mean squared distance from the mean, from bucket bounds.
    [[nodiscard]] std::uint64_t standard_deviation() const noexcept;

    void merge(const HistogramSnapshot& other) noexcept;
    [[nodiscard]] std::uint64_t bucket(std::size_t index) const noexcept { return buckets_[index]; }

private:
    friend class Histogram;
    std::array<std::uint64_t, HistogramLayout::bucket_count> buckets_{};
    std::uint64_t count_ = 0;
    std::uint64_t sum_ = 0;
    std::uint64_t minimum_ = UINT64_MAX;
    std::uint64_t maximum_ = 0;
};

/// Counts values by size in fixed memory (30 KiB). One thread records, without a lock or a locked
/// instruction; any thread takes snapshots. A snapshot taken meanwhile may miss the newest values,
/// its buckets and its count always agree.
class alignas(64) Histogram {
public:
    void record(std::uint64_t value) noexcept { record(value, 1); }
    void record(std::uint64_t value, std::uint64_t count) noexcept {
        add(buckets_[HistogramLayout::bucket_of(value)], count);
        std::uint64_t product = 0;
        if (__builtin_mul_overflow(value, count, &product)) product = UINT64_MAX;
        add(sum_, product);
        if (value > maximum_.load(std::memory_order_relaxed)) {
            maximum_.store(value, std::memory_order_relaxed);
        }
        if (value < minimum_.load(std::memory_order_relaxed)) {
            minimum_.store(value, std::memory_order_relaxed);
        }
    }
    /// Adds what another histogram counted. Only the recording thread may call it.
    void merge(const HistogramSnapshot& other) noexcept;
    /// Starts anew. Only the recording thread may call it.
    void reset() noexcept;

    [[nodiscard]] HistogramSnapshot snapshot() const noexcept;

    // Each of these takes a snapshot of its own; take one and ask it for more than one number.
    [[nodiscard]] std::uint64_t count() const noexcept { return snapshot().count(); }
    [[nodiscard]] std::uint64_t percentile(Percentile share) const noexcept {
        return snapshot().percentile(share);
    }
    [[nodiscard]] std::uint64_t mean() const noexcept { return snapshot().mean(); }
    [[nodiscard]] std::uint64_t maximum() const noexcept {
        return maximum_.load(std::memory_order_relaxed);
    }

private:
    /// Saturates: a sum that cannot grow is wrong by less than one that starts again at zero.
    static void add(std::atomic<std::uint64_t>& target, std::uint64_t count) noexcept {
        std::uint64_t sum = 0;
        if (__builtin_add_overflow(target.load(std::memory_order_relaxed), count, &sum)) {
            sum = UINT64_MAX;
        }
        target.store(sum, std::memory_order_relaxed);
    }

    std::atomic<std::uint64_t> sum_{0};
    std::atomic<std::uint64_t> minimum_{UINT64_MAX};
    std::atomic<std::uint64_t> maximum_{0};
    std::array<std::atomic<std::uint64_t>, HistogramLayout::bucket_count> buckets_{};
};

}  // namespace outcry::telemetry
