#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <unordered_map>

#include "outcry/base/hash.hpp"
#include "outcry/views/records.hpp"

namespace outcry::views {

/// The newest refusals of new orders that had a name, found by it. The oldest leaves first.
class RefusalStore {
public:
    explicit RefusalStore(std::size_t refusals_max) : refusals_max_{refusals_max} {}

    void add(const RefusalRecord& refusal) {
        numbers_[name_of(refusal)] = dropped_count_ + refusals_.size();
        refusals_.push_back(refusal);
    }
    void trim() {
        while (refusals_.size() > refusals_max_) drop_oldest();
    }

    [[nodiscard]] const RefusalRecord* find(AccountId account, InstrumentId instrument,
                                            std::string_view name) const noexcept {
        if (name.size() > ClientOrderId::capacity) return nullptr;
        const auto found = numbers_.find({account, instrument, ClientOrderId{name}});
        return found == numbers_.end() ? nullptr : &refusals_[found->second - dropped_count_];
    }

    [[nodiscard]] const std::deque<RefusalRecord>& all() const noexcept { return refusals_; }
    /// The command of the newest that has left.
    [[nodiscard]] Sequence dropped_last() const noexcept { return dropped_last_; }

private:
    struct Name {
        AccountId account;
        InstrumentId instrument;
        ClientOrderId text;
        friend bool operator==(const Name&, const Name&) noexcept = default;
    };
    struct NameHash {
        [[nodiscard]] std::size_t operator()(const Name& name) const noexcept {
            return base::hash_text(name.text.view(), (std::uint64_t{name.account.value()} << 16) |
                                                         name.instrument.value());
        }
    };
    [[nodiscard]] static Name name_of(const RefusalRecord& refusal) noexcept {
        return {refusal.account, refusal.instrument, refusal.client_order_id};
    }

    void drop_oldest() {
        const RefusalRecord& oldest = refusals_.front();
        const auto found = numbers_.find(name_of(oldest));
        if (found != numbers_.end() && found->second == dropped_count_) numbers_.erase(found);
        dropped_last_ = std::max(dropped_last_, oldest.sequence);
        refusals_.pop_front();
        ++dropped_count_;
    }

    std::size_t refusals_max_;
    std::deque<RefusalRecord> refusals_;
    std::unordered_map<Name, std::uint64_t, NameHash> numbers_;  // counted from the first ever
    std::uint64_t dropped_count_ = 0;
    Sequence dropped_last_;
};

}  // namespace outcry::views
