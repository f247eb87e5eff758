#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "outcry/base/assert.hpp"

namespace outcry::views {

/// Ascending ids with gaps: appended at the end, erased anywhere. What is erased in the middle is
/// only marked and swept out when half is marked, so every operation is a binary search at most.
class IdIndex {
public:
    static constexpr std::uint64_t gone_mark = std::uint64_t{1} << 63;
    [[nodiscard]] static constexpr bool is_gone(std::uint64_t entry) noexcept {
        return (entry & gone_mark) != 0;
    }

    void push_back(std::uint64_t id) {
        OUTCRY_ASSERT(!is_gone(id));
        OUTCRY_ASSERT(entries_.size() == begin_ || (entries_.back() & ~gone_mark) < id);
        entries_.push_back(id);
    }

    /// The id must be there.
    void erase(std::uint64_t id) {
        const std::size_t position = begin_ + lower_bound(id);
        OUTCRY_ASSERT(position < entries_.size());
        OUTCRY_ASSERT(entries_[position] == id);
        entries_[position] |= gone_mark;
        ++gone_count_;
        while (begin_ < entries_.size() && is_gone(entries_[begin_])) {
            ++begin_;
            --gone_count_;
        }
        const std::size_t wasted_count = begin_ + gone_count_;
        if (wasted_count > sweep_count_min && 2 * wasted_count > entries_.size()) sweep();
    }

    /// Entries, ascending; marked ones among them are to be skipped.
    [[nodiscard]] std::span<const std::uint64_t> entries() const noexcept {
        return std::span{entries_}.subspan(begin_);
    }
    [[nodiscard]] bool empty() const noexcept { return begin_ == entries_.size(); }

    /// The position among `entries()` of the first id that is not smaller.
    [[nodiscard]] std::size_t lower_bound(std::uint64_t id) const noexcept {
        const auto all = entries();
        const auto found =
            std::ranges::lower_bound(all, id, {}, [](std::uint64_t e) { return e & ~gone_mark; });
        return static_cast<std::size_t>(found - all.begin());
    }

    /// The position from which on `is_reached(id)` holds, which must be monotonous in the id.
    template <class IsReached>
    [[nodiscard]] std::size_t first_where(IsReached is_reached) const {
        const auto all = entries();
        std::size_t low = 0;
        std::size_t high = all.size();
        while (low < high) {
            const std::size_t middle = low + (high - low) / 2;
            std::size_t probe = middle;
            while (probe < high && is_gone(all[probe])) ++probe;
            if (probe == high || is_reached(all[probe])) {
                high = middle;
            } else {
                low = probe + 1;
            }
        }
        return low;
    }

private:
    static constexpr std::size_t sweep_count_min = 32;

    void sweep() {
        std::vector<std::uint64_t> kept;
        kept.reserve(entries_.size() - begin_ - gone_count_ + 1);
        for (const std::uint64_t entry : entries()) {
            if (!is_gone(entry)) kept.push_back(entry);
        }
        entries_ = std::move(kept);
        begin_ = 0;
        gone_count_ = 0;
    }

    std::vector<std::uint64_t> entries_;
    std::size_t begin_ = 0;
    std::size_t gone_count_ = 0;  // behind `begin_`
};

}  // namespace outcry::views
