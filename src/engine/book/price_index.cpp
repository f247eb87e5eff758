#include "engine/book/price_index.hpp"

namespace outcry::engine {
namespace {

/// Far prices share few ranges; when they do not, a new price is refused by name.
[[nodiscard]] std::uint32_t inner_max_for(std::uint32_t pages_max,
                                          std::uint16_t instruments_max) noexcept {
    return 3 * pages_max + 6U * instruments_max;
}

}  // namespace

PriceIndex::PriceIndex(std::uint32_t pages_max, std::uint16_t instruments_max)
    : pages_{.first = 1, .count_max = pages_max},
      inner_{.first = 1 + pages_max, .count_max = inner_max_for(pages_max, instruments_max)},
      levels_{(pages_max + std::size_t{1}) << digit_bits},
      nodes_{std::size_t{1} + pages_.count_max + inner_.count_max},
      cache_{std::size_t{instruments_max} * cached_pages},
      table_{std::size_t{pages_.count_max} + inner_.count_max} {
    // A level index has 32 bits.
    OUTCRY_ASSERT(pages_max > 0);
    OUTCRY_ASSERT(pages_max < (1U << 26) - 1);
    levels_.touch();
    nodes_.touch();
    cache_.touch();
}

std::uint32_t PriceIndex::find_in_table(std::uint64_t key) const noexcept {
    const Node* const nodes = nodes_.data();
    return table_.find(hash_of(key), [&](std::uint32_t node) { return nodes[node].key == key; });
}

std::uint32_t PriceIndex::add_node(Supply& supply, std::uint64_t key) noexcept {
    OUTCRY_ASSERT(supply.used_count < supply.count_max);
    ++supply.used_count;
    std::uint32_t node = supply.free;
    if (node != 0) {
        supply.free = nodes_[node].next_free;
    } else {
        node = supply.first + supply.fresh_count++;
    }
    OUTCRY_ASSERT(nodes_[node].occupied == 0);
    nodes_[node] = {.occupied = 0, .key = key, .parent = 0, .next_free = 0, .reserved = 0};
    table_.insert(hash_of(key), node);
    return node;
}

void PriceIndex::drop_node(Supply& supply, std::uint32_t node) noexcept {
    OUTCRY_ASSERT(nodes_[node].occupied == 0);
    table_.erase(hash_of(nodes_[node].key), node);
    nodes_[node].key = 0;
    nodes_[node].next_free = supply.free;
    supply.free = node;
    --supply.used_count;
}

std::uint32_t PriceIndex::create_page(PriceRoot& root, std::uint64_t key) noexcept {
    const std::uint32_t page = add_node(pages_, key);
    std::uint32_t node = page;
    while (true) {
        const std::uint64_t child_bit = std::uint64_t{1} << (key & digit_mask);
        key = parent_key(key);
        if (is_root(key)) {
            root.occupied |= child_bit;
            return page;
        }
        std::uint32_t parent = find_in_table(key);
        const bool existed = parent != 0;
        if (!existed) parent = add_node(inner_, key);
        nodes_[node].parent = parent;
        nodes_[parent].occupied |= child_bit;
        if (existed) return page;
        node = parent;
    }
}

void PriceIndex::release_page(PriceRoot& root, std::uint32_t page) noexcept {
    std::uint32_t node = page;
    while (true) {
        const std::uint32_t parent = nodes_[node].parent;
        const std::uint64_t child_bit = std::uint64_t{1} << (nodes_[node].key & digit_mask);
        drop_node(node == page ? pages_ : inner_, node);
        if (parent == 0) {
            OUTCRY_ASSERT((root.occupied & child_bit) != 0);
            root.occupied &= ~child_bit;
            return;
        }
        OUTCRY_ASSERT((nodes_[parent].occupied & child_bit) != 0);
        nodes_[parent].occupied &= ~child_bit;
        if (nodes_[parent].occupied != 0) return;
        node = parent;
    }
}

LevelIndex PriceIndex::climb_above(const PriceRoot& root, std::uint32_t page) const noexcept {
    std::uint32_t node = page;
    while (true) {
        const std::uint64_t key = nodes_[node].key;
        const std::uint32_t parent = nodes_[node].parent;
        const std::uint64_t children = parent == 0 ? root.occupied : nodes_[parent].occupied;
        const std::uint64_t bits = children & above(static_cast<unsigned>(key & digit_mask));
        if (bits != 0) return descend_to_lowest(child_key(parent_key(key), lowest(bits)));
        if (parent == 0) return no_level;
        node = parent;
    }
}

LevelIndex PriceIndex::climb_below(const PriceRoot& root, std::uint32_t page) const noexcept {
    std::uint32_t node = page;
    while (true) {
        const std::uint64_t key = nodes_[node].key;
        const std::uint32_t parent = nodes_[node].parent;
        const std::uint64_t children = parent == 0 ? root.occupied : nodes_[parent].occupied;
        const std::uint64_t bits = children & below(static_cast<unsigned>(key & digit_mask));
        if (bits != 0) return descend_to_highest(child_key(parent_key(key), highest(bits)));
        if (parent == 0) return no_level;
        node = parent;
    }
}

LevelIndex PriceIndex::descend_to_lowest(std::uint64_t key) const noexcept {
    while (true) {
        const std::uint32_t node = find_in_table(key);
        // A bit in the parent says that the child exists and holds something.
        OUTCRY_ASSERT(node != 0);
        OUTCRY_ASSERT(nodes_[node].occupied != 0);
        const unsigned digit = lowest(nodes_[node].occupied);
        if (node < inner_.first) return (node << digit_bits) | digit;
        key = child_key(key, digit);
    }
}

LevelIndex PriceIndex::descend_to_highest(std::uint64_t key) const noexcept {
    while (true) {
        const std::uint32_t node = find_in_table(key);
        OUTCRY_ASSERT(node != 0);
        OUTCRY_ASSERT(nodes_[node].occupied != 0);
        const unsigned digit = highest(nodes_[node].occupied);
        if (node < inner_.first) return (node << digit_bits) | digit;
        key = child_key(key, digit);
    }
}

LevelIndex PriceIndex::lowest_of(const PriceRoot& root, InstrumentId instrument) const noexcept {
    if (root.occupied == 0) return no_level;
    const std::uint64_t root_key = (std::uint64_t{instrument.value()} << key_instrument_shift) | 1U;
    return descend_to_lowest(child_key(root_key, lowest(root.occupied)));
}

}  // namespace outcry::engine
