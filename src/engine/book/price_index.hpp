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

/// The root of one instrument's prices: which of the 64 largest ranges hold any.
struct PriceRoot {
    std::uint64_t occupied;
};

/// Price -> level for all instruments, and the next occupied price in either direction.
///
/// Prices are kept in pages of 64 levels that exist only while one of them is occupied. Above the
/// pages stands a 64-ary trie of bitmaps: the parent of a node covers 64 times its range. Whatever
/// the gap between two prices is, the next one is at most seven steps up and seven down, and no
/// window has to follow the market. One page serves bids and asks: an uncrossed book never has
/// both at one price.
class PriceIndex {
public:
    static constexpr unsigned digit_bits = 6;
    static constexpr std::uint64_t digit_mask = 63;
    static constexpr unsigned cached_pages = 1024;  // per instrument

    PriceIndex(std::uint32_t pages_max, std::uint16_t instruments_max);

    /// The level of `price`, or none when its page does not exist.
    [[nodiscard]] LevelIndex find(InstrumentId instrument, Price price) const noexcept {
        const std::uint32_t page = find_page(page_key(instrument, price));
        return page == 0 ? no_level : level_in(page, price);
    }

    /// The level of `price`; its page is made when needed, for which there must be room.
    [[nodiscard]] LevelIndex obtain(PriceRoot& root, InstrumentId instrument,
                                    Price price) noexcept {
        const std::uint64_t key = page_key(instrument, price);
        std::uint32_t& cached = cache_.data()[cache_place(key)];
        if (__builtin_expect(nodes_.data()[cached].key != key, 0)) {
            const std::uint32_t found = find_in_table(key);
            cached = found != 0 ? found : create_page(root, key);
        }
        return level_in(cached, price);
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
        nodes_.data()[index >> digit_bits].occupied |= std::uint64_t{1} << (index & digit_mask);
    }
    void mark_empty(LevelIndex index) noexcept {
        nodes_.data()[index >> digit_bits].occupied &= ~(std::uint64_t{1} << (index & digit_mask));
    }
    /// Frees the page of `index` when none of its levels is occupied.
    void release_if_empty(PriceRoot& root, LevelIndex index) noexcept {
        const std::uint32_t page = index >> digit_bits;
        if (nodes_.data()[page].occupied == 0) release_page(root, page);
    }

    /// The next occupied level above or below one that is occupied or was just now, or none.
    [[nodiscard]] LevelIndex next_above(const PriceRoot& root, LevelIndex index) const noexcept {
        const std::uint32_t page = index >> digit_bits;
        const std::uint64_t bits =
            nodes_.data()[page].occupied & above(static_cast<unsigned>(index & digit_mask));
        if (bits != 0) return (page << digit_bits) | lowest(bits);
        return climb_above(root, page);
    }
    [[nodiscard]] LevelIndex next_below(const PriceRoot& root, LevelIndex index) const noexcept {
        const std::uint32_t page = index >> digit_bits;
        const std::uint64_t bits =
            nodes_.data()[page].occupied & below(static_cast<unsigned>(index & digit_mask));
        if (bits != 0) return (page << digit_bits) | highest(bits);
        return climb_below(root, page);
    }

    /// The lowest occupied level of all, or none.
    [[nodiscard]] LevelIndex lowest_of(const PriceRoot& root,
                                       InstrumentId instrument) const noexcept;

    /// Whether one more price fits, wherever it is.
    [[nodiscard]] bool has_room() const noexcept {
        return pages_.used_count < pages_.count_max &&
               inner_.count_max - inner_.used_count >= inner_levels;
    }
    [[nodiscard]] std::uint32_t pages_used() const noexcept { return pages_.used_count; }
    [[nodiscard]] std::uint32_t pages_max() const noexcept { return pages_.count_max; }
    [[nodiscard]] std::uint32_t inner_used() const noexcept { return inner_.used_count; }
    [[nodiscard]] std::uint64_t occupied_in_page(LevelIndex index) const noexcept {
        return nodes_.data()[index >> digit_bits].occupied;
    }

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
        std::uint64_t occupied;  // levels of a page, children of an inner node
        std::uint64_t key;       // zero while the node is free
        std::uint32_t parent;    // zero: the root
        std::uint32_t next_free;
        std::uint64_t reserved;
    };
    static_assert(sizeof(Node) == 32);

    /// Nodes of one kind: those before `fresh` have been used, the free ones of them are chained.
    struct Supply {
        std::uint32_t first;
        std::uint32_t count_max;
        std::uint32_t used_count = 0;
        std::uint32_t fresh_count = 0;
        std::uint32_t free = 0;
    };

    // A key is instrument (16 bits), then a one as mark of the depth, then the leading digits.
    static constexpr unsigned key_instrument_shift = 48;
    static constexpr std::uint64_t key_mark = std::uint64_t{1} << 42;
    static constexpr std::uint64_t key_price_mask = key_mark - 1;
    static constexpr std::uint64_t key_path_mask = (std::uint64_t{1} << 48) - 1;
    static constexpr std::uint32_t inner_levels = 6;

    [[nodiscard]] static std::uint64_t page_key(InstrumentId instrument, Price price) noexcept {
        return (std::uint64_t{instrument.value()} << key_instrument_shift) | key_mark |
               (static_cast<std::uint64_t>(price.value()) >> digit_bits);
    }
    [[nodiscard]] static std::uint64_t parent_key(std::uint64_t key) noexcept {
        return (key & ~key_path_mask) | ((key & key_path_mask) >> digit_bits);
    }
    [[nodiscard]] static std::uint64_t child_key(std::uint64_t key, unsigned digit) noexcept {
        return (key & ~key_path_mask) | ((key & key_path_mask) << digit_bits) | digit;
    }
    /// The root covers everything: its path is the mark alone.
    [[nodiscard]] static bool is_root(std::uint64_t key) noexcept {
        return (key & key_path_mask) == 1;
    }
    [[nodiscard]] static std::uint32_t hash_of(std::uint64_t key) noexcept {
        return static_cast<std::uint32_t>(base::mix(key) >> 32);
    }
    [[nodiscard]] static std::size_t cache_place(std::uint64_t key) noexcept {
        return (key >> key_instrument_shift) * cached_pages + key % cached_pages;
    }
    [[nodiscard]] static std::size_t guess_place(InstrumentId instrument, Price price) noexcept {
        const std::uint64_t page = static_cast<std::uint64_t>(price.value()) >> digit_bits;
        return std::size_t{instrument.value()} * cached_pages + page % cached_pages;
    }
    [[nodiscard]] static LevelIndex level_in(std::uint32_t page, Price price) noexcept {
        return (page << digit_bits) |
               static_cast<std::uint32_t>(static_cast<std::uint64_t>(price.value()) & digit_mask);
    }
    [[nodiscard]] static std::uint64_t above(unsigned digit) noexcept {
        return (~std::uint64_t{0} << digit) << 1;
    }
    [[nodiscard]] static std::uint64_t below(unsigned digit) noexcept {
        return (std::uint64_t{1} << digit) - 1;
    }
    [[nodiscard]] static unsigned lowest(std::uint64_t bits) noexcept {
        return static_cast<unsigned>(__builtin_ctzll(bits));
    }
    [[nodiscard]] static unsigned highest(std::uint64_t bits) noexcept {
        return 63U - static_cast<unsigned>(__builtin_clzll(bits));
    }

    [[nodiscard]] std::uint32_t find_page(std::uint64_t key) const noexcept {
        const std::uint32_t cached = cache_.data()[cache_place(key)];
        if (__builtin_expect(nodes_.data()[cached].key == key, 1)) return cached;
        return find_in_table(key);
    }
    [[nodiscard]] std::uint32_t find_in_table(std::uint64_t key) const noexcept;
    [[nodiscard]] std::uint32_t create_page(PriceRoot& root, std::uint64_t key) noexcept;
    void release_page(PriceRoot& root, std::uint32_t page) noexcept;
    [[nodiscard]] std::uint32_t add_node(Supply& supply, std::uint64_t key) noexcept;
    void drop_node(Supply& supply, std::uint32_t node) noexcept;
    [[nodiscard]] LevelIndex climb_above(const PriceRoot& root, std::uint32_t page) const noexcept;
    [[nodiscard]] LevelIndex climb_below(const PriceRoot& root, std::uint32_t page) const noexcept;
    [[nodiscard]] LevelIndex descend_to_lowest(std::uint64_t key) const noexcept;
    [[nodiscard]] LevelIndex descend_to_highest(std::uint64_t key) const noexcept;

    Supply pages_;
    Supply inner_;
    HugeArray<Level> levels_;
    HugeArray<Node> nodes_;
    HugeArray<std::uint32_t> cache_;
    SlotTable table_;
};

}  // namespace outcry::engine
