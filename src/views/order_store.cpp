#include "views/order_store.hpp"

#include <algorithm>

#include "outcry/base/hash.hpp"

namespace outcry::views {
namespace {

std::uint64_t name_key(AccountId account, InstrumentId instrument, std::string_view name) noexcept {
    return base::hash_text(name, (std::uint64_t{account.value()} << 16) | instrument.value());
}

bool has_name(const OrderRecord& record, AccountId account, InstrumentId instrument,
              std::string_view name) noexcept {
    return record.account == account && record.instrument == instrument &&
           record.client_order_id.view() == name;
}

}  // namespace

void join(OrderQueue& queue, OrderSlot& slot) noexcept {
    slot.queue_previous = queue.last;
    slot.queue_next = nullptr;
    (queue.last == nullptr ? queue.first : queue.last->queue_next) = &slot;
    queue.last = &slot;
}

void leave(OrderQueue& queue, OrderSlot& slot) noexcept {
    OrderSlot* const previous = slot.queue_previous;
    OrderSlot* const following = slot.queue_next;
    (previous == nullptr ? queue.first : previous->queue_next) = following;
    (following == nullptr ? queue.last : following->queue_previous) = previous;
}

OrderSlot& OrderStore::add(const OrderRecord& record) {
    OUTCRY_ASSERT(!is_closed(record.status));
    const std::uint32_t index = insert(record);
    histories_.add_order(record.account, record.instrument, record.order_id);
    return at(index);
}

std::uint32_t OrderStore::insert(const OrderRecord& record) {
    const std::uint32_t index = take_slot();
    OrderSlot& slot = at(index);
    slot = OrderSlot{.record = record};
    by_id_.insert(record.order_id.value(), index);
    take_name(index);
    if (slot.is_open()) {
        if (record.account.value() >= open_.size()) open_.resize(record.account.value() + 1);
        append(open_[record.account.value()], index);
        ++open_count_;
    } else {
        append(closed_, index);
        ++closed_count_;
    }
    return index;
}

void OrderStore::rename(OrderSlot& slot, const ClientOrderId& name) {
    if (slot.record.client_order_id == name) return;
    const std::uint32_t index = by_id_.find(slot.record.order_id.value());
    leave_name(index);
    slot.record.client_order_id = name;
    take_name(index);
}

void OrderStore::close(OrderSlot& slot) {
    OUTCRY_ASSERT(is_closed(slot.record.status));
    const std::uint32_t index = by_id_.find(slot.record.order_id.value());
    unlink_open(index);
    --open_count_;
    append(closed_, index);
    ++closed_count_;
}

void OrderStore::trim() {
    while (closed_count_ > closed_orders_max_) evict(closed_.first);
}

void OrderStore::evict(std::uint32_t index) {
    OrderSlot& slot = at(index);
    const OrderRecord& record = slot.record;
    closed_.first = slot.next;
    if (closed_.first == no_slot) closed_.last = no_slot;
    --closed_count_;
    dropped_last_ = std::max(dropped_last_, record.updated_by);
    // Who took the name later closes later, so if this one still has it, nobody had it before.
    if (!record.client_order_id.empty() && find_name(record) == index) {
        by_name_.erase(name_key(record.account, record.instrument, record.client_order_id.view()),
                       index);
    }
    by_id_.erase(record.order_id.value(), index);
    histories_.erase_order(record.account, record.instrument, record.order_id);
    slot.next = free_;
    free_ = index;
}

OrderSlot* OrderStore::find(OrderId order_id) noexcept {
    const std::uint32_t index = by_id_.find(order_id.value());
    return index == no_slot ? nullptr : &at(index);
}

const OrderSlot* OrderStore::find(OrderId order_id) const noexcept {
    const std::uint32_t index = by_id_.find(order_id.value());
    return index == no_slot ? nullptr : &at(index);
}

const OrderSlot* OrderStore::find_named(AccountId account, InstrumentId instrument,
                                        std::string_view name) const noexcept {
    const std::uint32_t index =
        by_name_.find_where(name_key(account, instrument, name), [&](std::uint32_t candidate) {
            return has_name(at(candidate).record, account, instrument, name);
        });
    return index == no_slot ? nullptr : &at(index);
}

std::uint32_t OrderStore::find_name(const OrderRecord& record) const noexcept {
    const OrderSlot* slot =
        find_named(record.account, record.instrument, record.client_order_id.view());
    return slot == nullptr ? no_slot : by_id_.find(slot->record.order_id.value());
}

void OrderStore::take_name(std::uint32_t index) {
    OrderSlot& slot = at(index);
    slot.previous_same_name = OrderId{};
    if (slot.record.client_order_id.empty()) return;
    const OrderRecord& record = slot.record;
    const std::uint64_t key =
        name_key(record.account, record.instrument, record.client_order_id.view());
    const std::uint32_t holder = by_name_.find_where(key, [&](std::uint32_t candidate) {
        return candidate != index && has_name(at(candidate).record, record.account,
                                              record.instrument, record.client_order_id.view());
    });
    if (holder == no_slot) {
        by_name_.insert(key, index);
        return;
    }
    slot.previous_same_name = at(holder).record.order_id;
    by_name_.replace(key, holder, index);
}

void OrderStore::leave_name(std::uint32_t index) {
    const OrderSlot& slot = at(index);
    const OrderRecord& record = slot.record;
    if (record.client_order_id.empty() || find_name(record) != index) return;
    const std::uint64_t key =
        name_key(record.account, record.instrument, record.client_order_id.view());
    const OrderSlot* before = find(slot.previous_same_name);
    const bool still_has_name =
        before != nullptr &&
        has_name(before->record, record.account, record.instrument, record.client_order_id.view());
    if (still_has_name) {
        by_name_.replace(key, index, by_id_.find(slot.previous_same_name.value()));
    } else {
        by_name_.erase(key, index);
    }
}

std::uint32_t OrderStore::take_slot() {
    if (free_ != no_slot) {
        const std::uint32_t index = free_;
        free_ = at(index).next;
        return index;
    }
    if (used_count_ == chunks_.size() * chunk_size) {
        chunks_.push_back(std::make_unique<OrderSlot[]>(chunk_size));
    }
    return used_count_++;
}

void OrderStore::append(List& list, std::uint32_t index) noexcept {
    at(index).previous = list.last;
    at(index).next = no_slot;
    if (list.last == no_slot) {
        list.first = index;
    } else {
        at(list.last).next = index;
    }
    list.last = index;
}

void OrderStore::unlink_open(std::uint32_t index) noexcept {
    const OrderSlot& slot = at(index);
    List& list = open_[slot.record.account.value()];
    if (slot.previous == no_slot) {
        list.first = slot.next;
    } else {
        at(slot.previous).next = slot.next;
    }
    if (slot.next == no_slot) {
        list.last = slot.previous;
    } else {
        at(slot.next).previous = slot.previous;
    }
}

bool OrderStore::restore(const OrderRecord& record) {
    if (by_id_.find(record.order_id.value()) != no_slot) return false;
    static_cast<void>(insert(record));  // the index is of no use before the histories
    return true;
}

void OrderStore::restore_histories() {
    std::vector<const OrderRecord*> records;
    records.reserve(used_count_);
    for (std::uint32_t index = 0; index < used_count_; ++index) {
        records.push_back(&at(index).record);
    }
    std::ranges::sort(records, {}, [](const OrderRecord* record) { return record->order_id; });
    for (const OrderRecord* record : records) {
        histories_.add_order(record->account, record->instrument, record->order_id);
    }
}

}  // namespace outcry::views
