#include "outcry/telemetry/histogram.hpp"

#include <algorithm>

#include "outcry/base/assert.hpp"
#include "outcry/base/int128.hpp"

namespace outcry::telemetry {
namespace {

std::uint64_t saturating_sum(std::uint64_t left, std::uint64_t right) noexcept {
    std::uint64_t sum = 0;
    return __builtin_add_overflow(left, right, &sum) ? UINT64_MAX : sum;
}

/// The whole part of the square root, bit by bit from the top.
std::uint64_t square_root(uint128 value) noexcept {
    uint128 root = 0;
    for (int bit = 63; bit >= 0; --bit) {
        const uint128 candidate = root | (uint128{1} << bit);
        if (candidate * candidate <= value) root = candidate;
    }
    return static_cast<std::uint64_t>(root);
}

}  // namespace

std::uint64_t HistogramSnapshot::percentile(Percentile share) const noexcept {
    OUTCRY_ASSERT(share <= p100);
    if (count_ == 0) return 0;
    const uint128 product = static_cast<uint128>(count_) * share.value();
    const auto rank = static_cast<std::uint64_t>((product + percentile_unit - 1) / percentile_unit);
    const std::uint64_t wanted = std::max<std::uint64_t>(rank, 1);
    std::uint64_t seen = 0;
    for (std::size_t index = 0; index < buckets_.size(); ++index) {
        seen += buckets_[index];
        if (seen >= wanted) return std::min(HistogramLayout::highest_of(index), maximum_);
    }
    return maximum_;
}

std::uint64_t HistogramSnapshot::count_up_to(std::uint64_t value) const noexcept {
    if (value >= maximum_) return count_;
    std::uint64_t seen = 0;
    const std::size_t last = HistogramLayout::bucket_of(value);
    for (std::size_t index = 0; index < last; ++index) seen += buckets_[index];
    // The bucket that holds `value` counts only when all of it is at or below.
    return HistogramLayout::highest_of(last) == value ? seen + buckets_[last] : seen;
}

std::uint64_t HistogramSnapshot::standard_deviation() const noexcept {
    if (count_ == 0) return 0;
    // Distances are cut to 40 bits so that their squares, times the count, fit 128.
    const int width = static_cast<int>(std::bit_width(maximum_));
    const int shift = std::max(width - 40, 0);
    const std::uint64_t middle = mean();
    uint128 squares = 0;
    for (std::size_t index = 0; index < buckets_.size(); ++index) {
        if (buckets_[index] == 0) continue;
        const std::uint64_t low = HistogramLayout::lowest_of(index);
        const std::uint64_t high = std::min(HistogramLayout::highest_of(index), maximum_);
        const std::uint64_t value = low + (std::max(low, high) - low) / 2;
        const uint128 distance = (value > middle ? value - middle : middle - value) >> shift;
        squares += distance * distance * buckets_[index];
    }
    return square_root(squares / count_) << shift;
}

void HistogramSnapshot::merge(const HistogramSnapshot& other) noexcept {
    for (std::size_t index = 0; index < buckets_.size(); ++index) {
        buckets_[index] += other.buckets_[index];
    }
    count_ += other.count_;
    sum_ = saturating_sum(sum_, other.sum_);
    minimum_ = std::min(minimum_, other.minimum_);
    maximum_ = std::max(maximum_, other.maximum_);
}

void Histogram::merge(const HistogramSnapshot& other) noexcept {
    if (other.count_ == 0) return;
    for (std::size_t index = 0; index < buckets_.size(); ++index) {
        if (other.buckets_[index] != 0) add(buckets_[index], other.buckets_[index]);
    }
    add(sum_, other.sum_);
    maximum_.store(std::max(maximum(), other.maximum_), std::memory_order_relaxed);
    const std::uint64_t minimum = minimum_.load(std::memory_order_relaxed);
    minimum_.store(std::min(minimum, other.minimum_), std::memory_order_relaxed);
}

void Histogram::reset() noexcept {
    for (auto& bucket : buckets_) bucket.store(0, std::memory_order_relaxed);
    sum_.store(0, std::memory_order_relaxed);
    minimum_.store(UINT64_MAX, std::memory_order_relaxed);
    maximum_.store(0, std::memory_order_relaxed);
}

HistogramSnapshot Histogram::snapshot() const noexcept {
    HistogramSnapshot result;
    for (std::size_t index = 0; index < buckets_.size(); ++index) {
        result.buckets_[index] = buckets_[index].load(std::memory_order_relaxed);
        result.count_ += result.buckets_[index];
    }
    result.sum_ = sum_.load(std::memory_order_relaxed);
    result.minimum_ = minimum_.load(std::memory_order_relaxed);
    result.maximum_ = maximum_.load(std::memory_order_relaxed);
    return result;
}

}  // namespace outcry::telemetry
