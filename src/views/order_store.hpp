#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "outcry/views/depth_view.hpp"
#include "outcry/views/records.hpp"

#include "views/account_histories.hpp"
#include "views/slot_table.hpp"

namespace outcry::views {

/// Only such orders may be in the book when their command is done.
[[nodiscard]] inline bool may_rest(const OrderRecord& record) noexcept {
    switch (record.type) {
        case OrderType::limit_maker:
        case OrderType::limit_maker_slide: return true;
        case OrderType::limit:
        case OrderType::stop_loss_limit:
        case OrderType::take_profit_limit:
            return record.time_in_force == TimeInForce::gtc ||
                   record.time_in_force == TimeInForce::gtd;
        case OrderType::market:
        case OrderType::market_by_quote:
        case OrderType::stop_loss:
        case OrderType::take_profit: return false;
    }
    return false;
}

/// Only such orders may be open when their command is done.
[[nodiscard]] inline bool may_be_open(const OrderRecord& record) noexcept {
    switch (record.phase) {
        case OrderPhase::working: return may_rest(record);
        case OrderPhase::pending: return record.type != OrderType::market_by_quote;
        case OrderPhase::waiting:
        case OrderPhase::tracking: return is_stop(record.type);
        case OrderPhase::ready: return false;  // no event tells of it
    }
    return false;
}

/// Where an open order is.
enum class OrderPlace : std::uint8_t {
    in_flight,  // its command has not finished with it: neither in the depth nor reserved
    book,
    outside,  // it waits
};

/// An order's place in the pool; it keeps its address from acceptance until it leaves memory.
struct OrderSlot {
    OrderRecord record;
    /// Who had the same name before, to be found again when this one is renamed.
    OrderId previous_same_name;
    std::uint32_t previous = no_slot;     // among the open orders of the account
    std::uint32_t next = no_slot;         // there, or in the queue of closed orders
    OrderSlot* queue_previous = nullptr;  // in the queue of its price
    OrderSlot* queue_next = nullptr;
    OrderPlace place = OrderPlace::in_flight;

    [[nodiscard]] bool is_open() const noexcept { return !is_closed(record.status); }
};

/// At the end.
void join(OrderQueue& queue, OrderSlot& slot) noexcept;
void leave(OrderQueue& queue, OrderSlot& slot) noexcept;

/// Every order in memory: all open ones and the newest closed ones. An order never moves; closing
/// only takes it from its account's list to the queue in which closed orders leave.
class OrderStore {
public:
    OrderStore(std::size_t closed_orders_max, AccountHistories& histories)
        : closed_orders_max_{closed_orders_max}, histories_{histories} {}

    /// Order ids ascend. The record must be open.
    OrderSlot& add(const OrderRecord& record);
    void rename(OrderSlot& slot, const ClientOrderId& name);
    /// The record's status already says how it ended.
    void close(OrderSlot& slot);
    /// Drops the oldest closed orders above the limit. Not while a command is being applied.
    void trim();

    [[nodiscard]] OrderSlot* find(OrderId order_id) noexcept;
    [[nodiscard]] const OrderSlot* find(OrderId order_id) const noexcept;
    /// The order that took this name last: the open one if there is one, since a name is free
    /// again only when its order is closed.
    [[nodiscard]] const OrderSlot* find_named(AccountId account, InstrumentId instrument,
                                              std::string_view name) const noexcept;

    template <class Visit>
    void for_each_open(AccountId account, Visit visit) const {
        if (account.value() >= open_.size()) return;
        for (std::uint32_t index = open_[account.value()].first; index != no_slot;
             index = at(index).next) {
            visit(at(index));
        }
    }
    /// In the order in which they closed.
    template <class Visit>
    void for_each_closed(Visit visit) const {
        for (std::uint32_t index = closed_.first; index != no_slot; index = at(index).next) {
            visit(at(index));
        }
    }
    [[nodiscard]] std::size_t open_count() const noexcept { return open_count_; }
    [[nodiscard]] std::size_t closed_count() const noexcept { return closed_count_; }
    /// The command that closed the newest of those that have left.
    [[nodiscard]] Sequence dropped_last() const noexcept { return dropped_last_; }
    /// One above the largest account that ever had an order here.
    [[nodiscard]] std::size_t account_end() const noexcept { return open_.size(); }

    /// For loading: closed orders as they closed, then open ones, ascending; then the histories.
    /// False when the id is taken.
    [[nodiscard]] bool restore(const OrderRecord& record);
    void restore_histories();

private:
    struct List {
        std::uint32_t first = no_slot;
        std::uint32_t last = no_slot;
    };
    static constexpr std::size_t chunk_size = 1024;

    [[nodiscard]] OrderSlot& at(std::uint32_t index) noexcept {
        return chunks_[index / chunk_size][index % chunk_size];
    }
    [[nodiscard]] const OrderSlot& at(std::uint32_t index) const noexcept {
        return chunks_[index / chunk_size][index % chunk_size];
    }
    [[nodiscard]] std::uint32_t take_slot();
    [[nodiscard]] std::uint32_t insert(const OrderRecord& record);
    void append(List& list, std::uint32_t index) noexcept;
    void unlink_open(std::uint32_t index) noexcept;
    void take_name(std::uint32_t index);
    void leave_name(std::uint32_t index);
    void evict(std::uint32_t index);
    [[nodiscard]] std::uint32_t find_name(const OrderRecord& record) const noexcept;

    std::size_t closed_orders_max_;
    AccountHistories& histories_;
    std::vector<std::unique_ptr<OrderSlot[]>> chunks_;
    std::uint32_t used_count_ = 0;
    std::uint32_t free_ = no_slot;  // linked by `next`
    SlotTable by_id_;
    SlotTable by_name_;
    std::vector<List> open_;  // by account
    List closed_;
    std::size_t open_count_ = 0;
    std::size_t closed_count_ = 0;
    Sequence dropped_last_;
};

}  // namespace outcry::views
