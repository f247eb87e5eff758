#pragma once

#include <cstdint>

#include "outcry/base/assert.hpp"
#include "outcry/base/hash.hpp"
#include "outcry/base/huge_array.hpp"
#include "outcry/domain/ids.hpp"

#include "engine/book/order_pool.hpp"
#include "engine/book/prefetch.hpp"
#include "engine/book/slot_table.hpp"

namespace outcry::engine {

/// The queue of one price; both zero while it is empty.
struct Level {
    Slot head;
    Slot tail;
};
static_assert(sizeof(Level) == 8);

/// Price -> level for all instruments, and the next occupied price in either direction.
///
/// Prices are kept in pages of 64 levels, above which stands a 64-ary trie of bitmaps: a node
/// covers 64 times the range of its children, and its bits say which of them hold an order. The
/// root of an instrument is the lowest node that covers all its pages. Whatever the gap between
/// two prices is, the next one is at most seven steps up and seven down, and no window has to
/// follow the market. One page serves bids and asks: an uncrossed book never has both at one price.
///
/// A page that becomes empty stays where it is, since a price that was used will be used again;
/// when all pages are taken, one that is empty makes room. How many are occupied, which alone
/// decides whether a new price is refused, does not depend on that.
class PriceIndex {
public:
    static constexpr unsigned digit_bits = 6;
    static constexpr std::uint64_t digit_mask = 63;
    static constexpr unsigned cached_pages = 1024;  // per instrument

    PriceIndex(std::uint32_t pages_max, std::uint16_t instruments_max);

    /// The level of `price`. Its page is made when needed: there must be room.
    [[nodiscard]] LevelIndex obtain(InstrumentId instrument, Price price) noexcept {
        const std::uint64_t key = page_key(instrument, price);
        std::uint32_t& cached = cache_.data()[guess_place(instrument, price)];
        if (__builtin_expect(nodes_.data()[cached].key != key, 0)) cached = obtain_page(key);
        return level_in(cached, price);
    }

    /// Whether one more price fits, wherever it is.
    [[nodiscard]] bool has_room() const noexcept { return occupied_pages_ < pages_max_; }
    /// Whether an order at `price` needs no room, since there are others near.
    [[nodiscard]] bool is_page_occupied(InstrumentId instrument, Price price) const noexcept {
        const std::uint32_t page = find_in_table(page_key(instrument, price));
        return page != 0 && nodes_[page].occupied != 0;
    }

    [[nodiscard]] Level& level(LevelIndex index) noexcept { return levels_.data()[index]; }
    [[nodiscard]] const Level& level(LevelIndex index) const noexcept {
        return levels_.data()[index];
    }

    [[nodiscard]] Price price_of(LevelIndex index) const noexcept {
        const std::uint64_t key = nodes_.data()[index >> digit_bits].key;
        const std::uint64_t base = (key & key_price_mask) << digit_bits;
        return Price{static_cast<std::int64_t>(base | (index & digit_mask))};
    }
    [[nodiscard]] InstrumentId instrument_of(LevelIndex index) const noexcept {
        const std::uint64_t key = nodes_.data()[index >> digit_bits].key;
        return InstrumentId{static_cast<std::uint16_t>(key >> key_instrument_shift)};
    }

    void mark_occupied(LevelIndex index) noexcept {
        const std::uint32_t page = index >> digit_bits;
        std::uint64_t& occupied = nodes_.data()[page].occupied;
        const std::uint64_t before = occupied;
        occupied = before | bit_of(index);
        if (__builtin_expect(before == 0, 0)) spread_occupied(page);
    }
    void mark_empty(LevelIndex index) noexcept {
        const std::uint32_t page = index >> digit_bits;
        std::uint64_t& occupied = nodes_.data()[page].occupied;
        OUTCRY_ASSERT((occupied & bit_of(index)) != 0);
        occupied &= ~bit_of(index);
        if (__builtin_expect(occupied == 0, 0)) spread_empty(page);
    }

    /// The next occupied level above or below one that is occupied or was just now, or none.
    [[nodiscard]] LevelIndex next_above(LevelIndex index) const noexcept {
        const std::uint32_t page = index >> digit_bits;
        const std::uint64_t bits = nodes_.data()[page].occupied & above(index & digit_mask);
        if (bits != 0) return (page << digit_bits) | lowest(bits);
        return climb_above(page);
    }
    [[nodiscard]] LevelIndex next_below(LevelIndex index) const noexcept {
        const std::uint32_t page = index >> digit_bits;
        const std::uint64_t bits = nodes_.data()[page].occupied & below(index & digit_mask);
        if (bits != 0) return (page << digit_bits) | highest(bits);
        return climb_below(page);
    }
    /// The lowest occupied level of all, or none.
    [[nodiscard]] LevelIndex lowest_of(InstrumentId instrument) const noexcept;

    [[nodiscard]] std::uint32_t occupied_pages() const noexcept { return occupied_pages_; }
    [[nodiscard]] std::uint32_t pages_max() const noexcept { return pages_max_; }

    // For looking ahead: any price will do, right or wrong, as long as the instrument is in range.
    void prefetch_entry(InstrumentId instrument, Price price) const noexcept {
        prefetch(cache_.data() + guess_place(instrument, price));
    }
    [[nodiscard]] LevelIndex guess(InstrumentId instrument, Price price) const noexcept {
        return level_in(cache_.data()[guess_place(instrument, price)], price);
    }
    void prefetch_level(LevelIndex index) const noexcept {
        prefetch(levels_.data() + index);
        prefetch(nodes_.data() + (index >> digit_bits));
    }

private:
    /// A page or, above them, a range of prices. Pages stand first, from 1; then inner nodes.
    struct alignas(32) Node {
        std::uint64_t occupied;     // levels of a page, children of an inner node
        std::uint64_t key;          // zero while the node is not in use
        std::uint32_t parent;       // zero: this is the root of its instrument
        std::uint32_t child_count;  // of an inner node, empty ones included
        std::uint32_t next_free;
        std::uint32_t height;  // of its range: 64^(height + 1) prices
    };
    static_assert(sizeof(Node) == 32);

    // A key is instrument (16 bits), then a one as mark of the depth, then the leading digits.
    static constexpr unsigned key_instrument_shift = 48;
    static constexpr std::uint64_t key_mark = std::uint64_t{1} << 42;
    static constexpr std::uint64_t key_price_mask = key_mark - 1;
    static constexpr std::uint64_t key_path_mask = (std::uint64_t{1} << 48) - 1;

    [[nodiscard]] static std::uint64_t page_key(InstrumentId instrument, Price price) noexcept {
        return (std::uint64_t{instrument.value()} << key_instrument_shift) | key_mark |
               (static_cast<std::uint64_t>(price.value()) >> digit_bits);
    }
    /// The key of the range `height` steps above.
    [[nodiscard]] static std::uint64_t ancestor_key(std::uint64_t key, unsigned height) noexcept {
        return (key & ~key_path_mask) | ((key & key_path_mask) >> (digit_bits * height));
    }
    [[nodiscard]] static std::uint64_t child_key(std::uint64_t key, unsigned digit) noexcept {
        return (key & ~key_path_mask) | ((key & key_path_mask) << digit_bits) | digit;
    }
    [[nodiscard]] static std::uint32_t hash_of(std::uint64_t key) noexcept {
        return static_cast<std::uint32_t>(base::mix(key) >> 32);
    }
    [[nodiscard]] static std::size_t guess_place(InstrumentId instrument, Price price) noexcept {
        const std::uint64_t page = static_cast<std::uint64_t>(price.value()) >> digit_bits;
        return std::size_t{instrument.value()} * cached_pages + page % cached_pages;
    }
    [[nodiscard]] static LevelIndex level_in(std::uint32_t page, Price price) noexcept {
        return (page << digit_bits) |
               static_cast<std::uint32_t>(static_cast<std::uint64_t>(price.value()) & digit_mask);
    }
    [[nodiscard]] static std::uint64_t bit_of(std::uint64_t digits) noexcept {
        return std::uint64_t{1} << (digits & digit_mask);
    }
    [[nodiscard]] static std::uint64_t above(std::uint64_t digit) noexcept {
        return (~std::uint64_t{0} << digit) << 1;
    }
    [[nodiscard]] static std::uint64_t below(std::uint64_t digit) noexcept {
        return (std::uint64_t{1} << digit) - 1;
    }
    [[nodiscard]] static unsigned lowest(std::uint64_t bits) noexcept {
        return static_cast<unsigned>(__builtin_ctzll(bits));
    }
    [[nodiscard]] static unsigned highest(std::uint64_t bits) noexcept {
        return 63U - static_cast<unsigned>(__builtin_clzll(bits));
    }

    [[nodiscard]] bool is_page(std::uint32_t node) const noexcept { return node < inner_first_; }
    [[nodiscard]] std::uint32_t find_in_table(std::uint64_t key) const noexcept;
    [[nodiscard]] std::uint32_t obtain_page(std::uint64_t key) noexcept;
    [[nodiscard]] std::uint32_t take_page() noexcept;
    void reclaim_page(std::uint32_t page) noexcept;
    void grow_root(std::uint32_t& root, std::uint64_t key) noexcept;
    void link_page(std::uint32_t page, std::uint64_t key) noexcept;
    void adopt(std::uint32_t parent, std::uint32_t child) noexcept;
    [[nodiscard]] std::uint32_t add_inner(std::uint64_t key, std::uint32_t height) noexcept;
    void drop_inner(std::uint32_t node) noexcept;
    void spread_occupied(std::uint32_t page) noexcept;
    void spread_empty(std::uint32_t page) noexcept;
    [[nodiscard]] LevelIndex climb_above(std::uint32_t page) const noexcept;
    [[nodiscard]] LevelIndex climb_below(std::uint32_t page) const noexcept;
    [[nodiscard]] LevelIndex descend_to_lowest(std::uint32_t node) const noexcept;
    [[nodiscard]] LevelIndex descend_to_highest(std::uint32_t node) const noexcept;
    [[nodiscard]] std::uint32_t child_of(std::uint32_t node, unsigned digit) const noexcept;

    std::uint32_t pages_max_;    // occupied at one time
    std::uint32_t pages_count_;  // in memory
    std::uint32_t inner_first_;
    HugeArray<Level> levels_;
    HugeArray<Node> nodes_;
    HugeArray<std::uint32_t> cache_;
    HugeArray<std::uint32_t> roots_;  // by instrument
    SlotTable table_;
    std::uint32_t occupied_pages_ = 0;
    std::uint32_t pages_used_ = 0;  // pages ever taken: from then on, empty ones are reclaimed
    std::uint32_t hand_ = 0;        // where the search for an empty one goes on
    std::uint32_t inner_used_ = 0;
    std::uint32_t inner_free_ = 0;
};

}  // namespace outcry::engine
