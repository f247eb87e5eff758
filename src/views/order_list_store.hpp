#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "outcry/base/assert.hpp"
#include "outcry/base/hash.hpp"
#include "outcry/views/venue_view.hpp"

namespace outcry::views {

/// Order lists: all that are executing and the newest of the others. A record keeps its address
/// from acceptance until it leaves.
class OrderListStore {
public:
    explicit OrderListStore(std::size_t closed_max) : closed_max_{closed_max} {}

    /// Ids ascend over the venue.
    void add(const OrderListRecord& record) {
        OUTCRY_ASSERT(by_id_.empty() || by_id_.rbegin()->first < record.order_list_id);
        insert(record);
    }
    void close(OrderListId id, Sequence sequence, Timestamp time) {
        const auto found = by_id_.find(id);
        OUTCRY_ASSERT(found != by_id_.end());
        OrderListRecord& record = found->second;
        OUTCRY_ASSERT(record.status == OrderListStatus::executing);
        record.status = OrderListStatus::all_done;
        record.updated_at = time;
        record.updated_by = sequence;
        closed_.push_back(id);
    }
    /// Drops the oldest above the limit. Not while a command is being applied.
    void trim() {
        while (closed_.size() > closed_max_) drop(closed_.front());
    }

    [[nodiscard]] const OrderListRecord* find(OrderListId id) const noexcept {
        const auto found = by_id_.find(id);
        return found == by_id_.end() ? nullptr : &found->second;
    }
    [[nodiscard]] const OrderListRecord* find(AccountId account,
                                              std::string_view name) const noexcept {
        if (name.empty() || name.size() > ClientOrderId::capacity) return nullptr;
        const auto found = by_name_.find({account, ClientOrderId{name}});
        return found == by_name_.end() ? nullptr : find(found->second);
    }
    /// An account's lists from an id on, ascending; `visit` says whether to go on.
    template <class Visit>
    void for_each_of(AccountId account, OrderListId from, Visit visit) const {
        const auto end = by_account_.end();
        for (auto place = by_account_.lower_bound({account, from});
             place != end && place->first.first == account; ++place) {
            if (!visit(*place->second)) return;
        }
    }
    /// The same from the newest on.
    template <class Visit>
    void for_each_of_newest_first(AccountId account, Visit visit) const {
        auto place = by_account_.lower_bound({next(account), OrderListId{}});
        while (place != by_account_.begin()) {
            --place;
            if (place->first.first != account || !visit(*place->second)) return;
        }
    }

    /// For saving: as they closed, then those that execute, ascending. `restore` in that order.
    [[nodiscard]] std::vector<const OrderListRecord*> all() const {
        std::vector<const OrderListRecord*> result;
        result.reserve(by_id_.size());
        for (const OrderListId id : closed_) result.push_back(find(id));
        for (const auto& [id, record] : by_id_) {
            if (record.status == OrderListStatus::executing) result.push_back(&record);
        }
        return result;
    }
    /// False when the id is taken.
    [[nodiscard]] bool restore(const OrderListRecord& record) {
        if (by_id_.contains(record.order_list_id)) return false;
        insert(record);
        if (record.status == OrderListStatus::all_done) closed_.push_back(record.order_list_id);
        return true;
    }

private:
    struct Name {
        AccountId account;
        ClientOrderId text;
        friend bool operator==(const Name&, const Name&) noexcept = default;
    };
    struct NameHash {
        [[nodiscard]] std::size_t operator()(const Name& name) const noexcept {
            return base::hash_text(name.text.view(), name.account.value());
        }
    };

    void insert(const OrderListRecord& record) {
        const OrderListRecord& placed =
            by_id_.try_emplace(record.order_list_id, record).first->second;
        by_account_.try_emplace({record.account, record.order_list_id}, &placed);
        if (record.client_order_id.empty()) return;
        // The newest has it: a name is free again only when its list is done.
        OrderListId& holder = by_name_[{record.account, record.client_order_id}];
        holder = std::max(holder, record.order_list_id);
    }
    void drop(OrderListId id) {
        const OrderListRecord& record = by_id_.find(id)->second;
        const auto named = by_name_.find({record.account, record.client_order_id});
        if (named != by_name_.end() && named->second == id) by_name_.erase(named);
        by_account_.erase({record.account, id});
        by_id_.erase(id);
        closed_.pop_front();
    }

    std::size_t closed_max_;
    std::map<OrderListId, OrderListRecord> by_id_;
    std::map<std::pair<AccountId, OrderListId>, const OrderListRecord*> by_account_;
    std::unordered_map<Name, OrderListId, NameHash> by_name_;
    std::deque<OrderListId> closed_;  // as they closed
};

}  // namespace outcry::views
