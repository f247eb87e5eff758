#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

#include "outcry/views/records.hpp"

namespace outcry::views {

/// The newest amendments of the venue, found by their order. The oldest leaves first.
class AmendmentStore {
public:
    explicit AmendmentStore(std::size_t amendments_max) : amendments_max_{amendments_max} {}

    void add(const OrderAmendmentRecord& amendment) {
        numbers_[amendment.order_id.value()].push_back(dropped_count_ + amendments_.size());
        amendments_.push_back(amendment);
    }
    /// Not while a command is being applied.
    void trim() {
        while (amendments_.size() > amendments_max_) drop_oldest();
    }

    [[nodiscard]] std::vector<const OrderAmendmentRecord*> find(OrderId order_id, Sequence from,
                                                                std::size_t limit) const {
        std::vector<const OrderAmendmentRecord*> result;
        const auto found = numbers_.find(order_id.value());
        if (found == numbers_.end()) return result;
        for (const std::uint64_t number : found->second) {
            if (result.size() == limit) break;
            const OrderAmendmentRecord& amendment = amendments_[number - dropped_count_];
            if (amendment.sequence >= from) result.push_back(&amendment);
        }
        return result;
    }
    [[nodiscard]] const std::deque<OrderAmendmentRecord>& all() const noexcept {
        return amendments_;
    }

private:
    void drop_oldest() {
        const auto found = numbers_.find(amendments_.front().order_id.value());
        // Those of one order leave in the order in which they came.
        found->second.erase(found->second.begin());
        if (found->second.empty()) numbers_.erase(found);
        amendments_.pop_front();
        ++dropped_count_;
    }

    std::size_t amendments_max_;
    std::deque<OrderAmendmentRecord> amendments_;
    /// By order; counted from the first ever.
    std::unordered_map<std::uint64_t, std::vector<std::uint64_t>> numbers_;
    std::uint64_t dropped_count_ = 0;
};

}  // namespace outcry::views
