#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "outcry/base/huge_array.hpp"
#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/domain/ids.hpp"

#include "engine/book/order_pool.hpp"
#include "engine/book/slot_table.hpp"
#include "engine/venue/order_terms.hpp"

namespace outcry::engine {

/// A list of which an order is open.
struct OpenList {
    OrderListId id;                                  // zero while the place is free
    std::array<OrderId, list_orders_max> order_ids;  // by place, those that ended too
    std::array<Slot, list_orders_max> slots;         // no slot: it ended, or there is none
    AccountId account;
    ListIndex next_free;
    InstrumentId instrument;
    OrderListType type;
    std::uint8_t open_count;
    ClientOrderId name;  // of the client's; empty: none
};

/// Lists there may be open at one time.
[[nodiscard]] constexpr std::uint32_t order_lists_max_of(std::uint32_t orders_max) noexcept {
    constexpr std::uint32_t smallest = 16;
    return orders_max / 8 < smallest ? smallest : orders_max / 8;
}

/// The open order lists, by index, id and name. An order knows its list by its terms.
class OrderLists {
public:
    explicit OrderLists(std::uint32_t lists_max)
        : lists_{lists_max + std::size_t{1}},
          by_id_{lists_max},
          by_name_{lists_max},
          lists_max_{lists_max} {
        lists_.touch();
    }

    [[nodiscard]] OpenList& operator[](ListIndex list) noexcept { return lists_[list]; }
    [[nodiscard]] const OpenList& operator[](ListIndex list) const noexcept { return lists_[list]; }
    [[nodiscard]] bool is_full() const noexcept { return used_count_ == lists_max_; }
    [[nodiscard]] std::uint32_t lists_max() const noexcept { return lists_max_; }
    [[nodiscard]] std::uint32_t used_count() const noexcept { return used_count_; }
    [[nodiscard]] OrderListId id_last() const noexcept { return id_last_; }
    void restore_id_last(OrderListId id) noexcept { id_last_ = id; }

    /// Zero when there is none.
    [[nodiscard]] ListIndex find(OrderListId id) const noexcept;
    [[nodiscard]] ListIndex find(AccountId account, const ClientOrderId& name) const noexcept;

    /// A list under the next id, or of a snapshot under its own. Its orders join by `join`.
    ListIndex open(const OpenList& list) noexcept;
    ListIndex open_next(OpenList list) noexcept {
        id_last_ = next(id_last_);
        list.id = id_last_;
        return open(list);
    }
    void join(ListIndex list, std::size_t place, Slot slot, OrderId order_id) noexcept {
        lists_[list].slots[place] = slot;
        lists_[list].order_ids[place] = order_id;
        ++lists_[list].open_count;
    }
    void leave(ListIndex list, Slot slot) noexcept {
        lists_[list].slots[place_of(list, slot)] = no_slot;
        --lists_[list].open_count;
    }
    /// The last of its orders has left.
    void close(ListIndex list) noexcept;

    [[nodiscard]] std::uint8_t place_of(ListIndex list, Slot slot) const noexcept {
        std::uint8_t place = 0;
        while (lists_[list].slots[place] != slot) ++place;
        return place;
    }

private:
    HugeArray<OpenList> lists_;
    SlotTable by_id_;
    SlotTable by_name_;
    std::uint32_t lists_max_;
    std::uint32_t used_count_ = 0;
    ListIndex fresh_last_ = 0;
    ListIndex free_ = 0;
    OrderListId id_last_;
};

}  // namespace outcry::engine
