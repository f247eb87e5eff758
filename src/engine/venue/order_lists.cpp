#include "engine/venue/order_lists.hpp"

#include "outcry/base/assert.hpp"
#include "outcry/base/hash.hpp"

namespace outcry::engine {
namespace {

[[nodiscard]] std::uint32_t hash_of(OrderListId id) noexcept {
    return static_cast<std::uint32_t>(base::mix(static_cast<std::uint64_t>(id.value())) >> 32);
}

[[nodiscard]] std::uint32_t hash_of(AccountId account, const ClientOrderId& name) noexcept {
    return static_cast<std::uint32_t>(base::hash_text(name.view(), account.value()) >> 32);
}

}  // namespace

ListIndex OrderLists::find(OrderListId id) const noexcept {
    if (id == OrderListId{}) return 0;
    return by_id_.find(hash_of(id), [&](ListIndex list) { return lists_[list].id == id; });
}

ListIndex OrderLists::find(AccountId account, const ClientOrderId& name) const noexcept {
    if (name.empty()) return 0;
    return by_name_.find(hash_of(account, name), [&](ListIndex list) {
        return lists_[list].account == account && lists_[list].name == name;
    });
}

ListIndex OrderLists::open(const OpenList& list) noexcept {
    OUTCRY_ASSERT(!is_full());
    ++used_count_;
    ListIndex index = free_;
    if (index != 0) {
        free_ = lists_[index].next_free;
    } else {
        index = ++fresh_last_;
    }
    lists_[index] = list;
    by_id_.insert(hash_of(list.id), index);
    if (!list.name.empty()) by_name_.insert(hash_of(list.account, list.name), index);
    return index;
}

void OrderLists::close(ListIndex list) noexcept {
    OpenList& closed = lists_[list];
    OUTCRY_ASSERT(closed.open_count == 0);
    by_id_.erase(hash_of(closed.id), list);
    if (!closed.name.empty()) by_name_.erase(hash_of(closed.account, closed.name), list);
    closed = {};
    closed.next_free = free_;
    free_ = list;
    --used_count_;
}

}  // namespace outcry::engine
