#pragma once

#include <cstdint>

#include "outcry/base/assert.hpp"
#include "outcry/base/hash.hpp"
#include "outcry/base/huge_array.hpp"
#include "outcry/domain/ids.hpp"

#include "engine/book/order_pool.hpp"

namespace outcry::engine {

/// Orders sorted by a key, then by id: treaps over one array of nodes, each with a root that its
/// owner keeps. A treap's shape follows from its content alone (priorities are hashes of the ids),
/// so that what it costs does not depend on its past either. An order is in one at most.
class SlotTree {
public:
    explicit SlotTree(std::uint32_t orders_max) : nodes_{orders_max + std::size_t{1}} {
        nodes_.touch();
    }

    void insert(Slot& root, Slot slot, std::int64_t key, OrderId id) noexcept {
        Node& added = nodes_[slot];
        added = {.key = key, .id = id, .left = no_slot, .right = no_slot};
        Slot* link = &root;
        while (*link != no_slot && priority_of(*link) >= priority_of(slot)) {
            link = next_link(added, *link);
        }
        Slot rest = *link;
        *link = slot;
        Slot* lower = &added.left;
        Slot* upper = &added.right;
        while (rest != no_slot) {
            Node& split = nodes_[rest];
            if (is_before(split, added)) {
                *lower = rest;
                lower = &split.right;
                rest = split.right;
            } else {
                *upper = rest;
                upper = &split.left;
                rest = split.left;
            }
        }
        *lower = no_slot;
        *upper = no_slot;
    }

    void erase(Slot& root, Slot slot) noexcept {
        const Node removed = nodes_[slot];
        Slot* link = &root;
        while (*link != slot) {
            OUTCRY_ASSERT(*link != no_slot);
            link = next_link(removed, *link);
        }
        Slot left = removed.left;
        Slot right = removed.right;
        while (left != no_slot && right != no_slot) {
            if (priority_of(left) >= priority_of(right)) {
                *link = left;
                link = &nodes_[left].right;
                left = *link;
            } else {
                *link = right;
                link = &nodes_[right].left;
                right = *link;
            }
        }
        *link = left != no_slot ? left : right;
    }

    /// The one with the smallest key, then the smallest id; none of an empty tree.
    [[nodiscard]] Slot first(Slot root) const noexcept {
        if (root == no_slot) return no_slot;
        while (nodes_[root].left != no_slot) root = nodes_[root].left;
        return root;
    }
    /// The one after `slot` in the tree of `root`.
    [[nodiscard]] Slot after(Slot root, Slot slot) const noexcept {
        Slot found = no_slot;
        while (root != no_slot) {
            if (is_before(nodes_[slot], nodes_[root])) {
                found = root;
                root = nodes_[root].left;
            } else {
                root = nodes_[root].right;
            }
        }
        return found;
    }
    [[nodiscard]] std::int64_t key(Slot slot) const noexcept { return nodes_[slot].key; }

private:
    struct Node {
        std::int64_t key;
        OrderId id;
        Slot left;
        Slot right;
    };

    [[nodiscard]] static bool is_before(const Node& one, const Node& other) noexcept {
        return one.key < other.key || (one.key == other.key && one.id < other.id);
    }
    [[nodiscard]] Slot* next_link(const Node& wanted, Slot slot) noexcept {
        Node& node = nodes_[slot];
        return is_before(wanted, node) ? &node.left : &node.right;
    }
    [[nodiscard]] std::uint64_t priority_of(Slot slot) const noexcept {
        return base::mix(nodes_[slot].id.value());
    }

    HugeArray<Node> nodes_;
};

}  // namespace outcry::engine
