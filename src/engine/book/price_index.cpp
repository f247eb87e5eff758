#include "engine/book/price_index.hpp"

namespace outcry::engine {
namespace {

constexpr unsigned inner_heights = 7;  // 48 bits of price, 6 per step, less the page

/// More than may be occupied, so that an empty one is found soon.
[[nodiscard]] constexpr std::uint32_t pages_in_memory(std::uint32_t pages_max) noexcept {
    return pages_max + pages_max / 4 + 64;
}

}  // namespace

PriceIndex::PriceIndex(std::uint32_t pages_max, std::uint16_t instruments_max)
    : pages_max_{pages_max},
      pages_count_{pages_in_memory(pages_max)},
      inner_first_{1 + pages_count_},
      levels_{(pages_count_ + std::size_t{1}) << digit_bits},
      nodes_{inner_first_ + std::size_t{pages_count_} * inner_heights},
      cache_{std::size_t{instruments_max} * cached_pages},
      roots_{instruments_max},
      table_{std::size_t{pages_count_} * (1 + inner_heights)} {
    // A level index has 32 bits.
    OUTCRY_ASSERT(pages_max > 0);
    OUTCRY_ASSERT(pages_max < (1U << 25));
    levels_.touch();
    nodes_.touch();
    cache_.touch();
    roots_.touch();
}

std::uint32_t PriceIndex::find_in_table(std::uint64_t key) const noexcept {
    const Node* const nodes = nodes_.data();
    return table_.find(hash_of(key), [&](std::uint32_t node) { return nodes[node].key == key; });
}

std::uint32_t PriceIndex::child_of(std::uint32_t node, unsigned digit) const noexcept {
    const std::uint32_t child = find_in_table(child_key(nodes_[node].key, digit));
    // A bit in the parent says that the child exists and holds something.
    OUTCRY_ASSERT(child != 0);
    OUTCRY_ASSERT(nodes_[child].occupied != 0);
    return child;
}

// --- pages and ranges come and go ----------------------------------------------------------------

std::uint32_t PriceIndex::obtain_page(std::uint64_t key) noexcept {
    const std::uint32_t found = find_in_table(key);
    if (found != 0) return found;
    const std::uint32_t page = take_page();
    OUTCRY_ASSERT(nodes_[page].occupied == 0);
    nodes_[page] = {
        .occupied = 0, .key = key, .parent = 0, .child_count = 0, .next_free = 0, .height = 0};
    table_.insert(hash_of(key), page);
    link_page(page, key);
    return page;
}

std::uint32_t PriceIndex::take_page() noexcept {
    if (pages_used_ < pages_count_) return ++pages_used_;
    // Fewer are occupied than there are: the hand comes to an empty one.
    OUTCRY_ASSERT(occupied_pages_ < pages_count_);
    while (true) {
        hand_ = hand_ == pages_count_ ? 1 : hand_ + 1;
        if (nodes_[hand_].occupied == 0) break;
    }
    reclaim_page(hand_);
    return hand_;
}

void PriceIndex::reclaim_page(std::uint32_t page) noexcept {
    std::uint32_t& root = roots_[nodes_[page].key >> key_instrument_shift];
    table_.erase(hash_of(nodes_[page].key), page);
    nodes_[page].key = 0;
    std::uint32_t node = page;
    while (true) {
        const std::uint32_t parent = nodes_[node].parent;
        if (!is_page(node)) drop_inner(node);
        if (parent == 0) {
            root = 0;
            return;
        }
        OUTCRY_ASSERT(nodes_[parent].child_count > 0);
        if (--nodes_[parent].child_count != 0) return;
        node = parent;
    }
}

void PriceIndex::link_page(std::uint32_t page, std::uint64_t key) noexcept {
    std::uint32_t& root = roots_[key >> key_instrument_shift];
    if (root == 0) {
        root = page;
        return;
    }
    grow_root(root, key);
    std::uint32_t node = page;
    for (unsigned height = 1;; ++height) {
        const std::uint64_t range_key = ancestor_key(key, height);
        const std::uint32_t existing = find_in_table(range_key);
        const std::uint32_t parent = existing != 0 ? existing : add_inner(range_key, height);
        adopt(parent, node);
        if (existing != 0) return;
        node = parent;
    }
}

/// Puts ranges above the root until it covers the page of `key`.
void PriceIndex::grow_root(std::uint32_t& root, std::uint64_t key) noexcept {
    while (ancestor_key(key, nodes_[root].height) != nodes_[root].key) {
        OUTCRY_ASSERT(nodes_[root].height < inner_heights);
        const std::uint32_t above_it =
            add_inner(ancestor_key(nodes_[root].key, 1), nodes_[root].height + 1);
        adopt(above_it, root);
        if (nodes_[root].occupied != 0) nodes_[above_it].occupied = bit_of(nodes_[root].key);
        root = above_it;
    }
}

void PriceIndex::adopt(std::uint32_t parent, std::uint32_t child) noexcept {
    nodes_[child].parent = parent;
    ++nodes_[parent].child_count;
}

std::uint32_t PriceIndex::add_inner(std::uint64_t key, std::uint32_t height) noexcept {
    std::uint32_t node = inner_free_;
    if (node != 0) {
        inner_free_ = nodes_[node].next_free;
    } else {
        node = inner_first_ + inner_used_++;
    }
    nodes_[node] = {
        .occupied = 0, .key = key, .parent = 0, .child_count = 0, .next_free = 0, .height = height};
    table_.insert(hash_of(key), node);
    return node;
}

void PriceIndex::drop_inner(std::uint32_t node) noexcept {
    OUTCRY_ASSERT(nodes_[node].occupied == 0);
    table_.erase(hash_of(nodes_[node].key), node);
    nodes_[node].key = 0;
    nodes_[node].next_free = inner_free_;
    inner_free_ = node;
}

// --- what is occupied ----------------------------------------------------------------------------

void PriceIndex::spread_occupied(std::uint32_t page) noexcept {
    ++occupied_pages_;
    std::uint32_t node = page;
    while (true) {
        const std::uint64_t child_bit = bit_of(nodes_[node].key);
        node = nodes_[node].parent;
        if (node == 0) return;
        const std::uint64_t before = nodes_[node].occupied;
        nodes_[node].occupied = before | child_bit;
        if (before != 0) return;
    }
}

void PriceIndex::spread_empty(std::uint32_t page) noexcept {
    OUTCRY_ASSERT(occupied_pages_ > 0);
    --occupied_pages_;
    std::uint32_t node = page;
    while (true) {
        const std::uint64_t child_bit = bit_of(nodes_[node].key);
        node = nodes_[node].parent;
        if (node == 0) return;
        OUTCRY_ASSERT((nodes_[node].occupied & child_bit) != 0);
        nodes_[node].occupied &= ~child_bit;
        if (nodes_[node].occupied != 0) return;
    }
}

LevelIndex PriceIndex::climb_above(std::uint32_t page) const noexcept {
    std::uint32_t node = page;
    while (true) {
        const std::uint64_t digit = nodes_[node].key & digit_mask;
        node = nodes_[node].parent;
        if (node == 0) return no_level;
        const std::uint64_t bits = nodes_[node].occupied & above(digit);
        if (bits != 0) return descend_to_lowest(child_of(node, lowest(bits)));
    }
}

LevelIndex PriceIndex::climb_below(std::uint32_t page) const noexcept {
    std::uint32_t node = page;
    while (true) {
        const std::uint64_t digit = nodes_[node].key & digit_mask;
        node = nodes_[node].parent;
        if (node == 0) return no_level;
        const std::uint64_t bits = nodes_[node].occupied & below(digit);
        if (bits != 0) return descend_to_highest(child_of(node, highest(bits)));
    }
}

LevelIndex PriceIndex::descend_to_lowest(std::uint32_t node) const noexcept {
    while (!is_page(node)) node = child_of(node, lowest(nodes_[node].occupied));
    return (node << digit_bits) | lowest(nodes_[node].occupied);
}

LevelIndex PriceIndex::descend_to_highest(std::uint32_t node) const noexcept {
    while (!is_page(node)) node = child_of(node, highest(nodes_[node].occupied));
    return (node << digit_bits) | highest(nodes_[node].occupied);
}

LevelIndex PriceIndex::lowest_of(InstrumentId instrument) const noexcept {
    const std::uint32_t root = roots_[instrument.value()];
    if (root == 0 || nodes_[root].occupied == 0) return no_level;
    return descend_to_lowest(root);
}

}  // namespace outcry::engine
