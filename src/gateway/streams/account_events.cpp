#include "gateway/streams/account_events.hpp"

#include <algorithm>
#include <utility>

namespace outcry::gateway {

AccountEvents::AccountEvents(std::size_t size_bytes_max, Sequence begin)
    : size_bytes_max_{size_bytes_max}, first_{next(begin)} {}

std::size_t AccountEvents::size_of(const Entry& entry) noexcept {
    return sizeof(Entry) + entry.told.balances.capacity() * sizeof(views::BalanceRecord);
}

void AccountEvents::add(UserEvent told) {
    if (!is_enabled()) return;
    const AccountId account = told.account;
    auto [newest, is_new] = newest_.try_emplace(account, no_place);
    entries_.push_back({std::move(told), newest->second});
    newest->second = front_place_ + entries_.size() - 1;
    size_bytes_ += size_of(entries_.back());
    while (size_bytes_ > size_bytes_max_) drop_front();
}

void AccountEvents::drop_front() {
    const Entry& entry = entries_.front();
    // Its command is not whole any more.
    first_ = next(entry.told.event.sequence);
    size_bytes_ -= size_of(entry);
    const auto newest = newest_.find(entry.told.account);
    if (newest->second == front_place_) newest_.erase(newest);
    entries_.pop_front();
    ++front_place_;
}

bool AccountEvents::can_resume(AccountId account, Sequence from, std::size_t count_max) const {
    return from >= first_ && this->from(account, from, count_max + 1).size() <= count_max;
}

std::vector<const UserEvent*> AccountEvents::from(AccountId account, Sequence from,
                                                  std::size_t count_min) const {
    std::vector<const UserEvent*> found;
    const auto newest = newest_.find(account);
    if (newest == newest_.end()) return found;
    std::uint64_t place = newest->second;
    while (place != no_place && place >= front_place_) {
        const Entry& entry = entries_[place - front_place_];
        if (entry.told.event.sequence < from) break;
        found.push_back(&entry.told);
        place = entry.place_before;
    }
    std::reverse(found.begin(), found.end());
    if (found.size() <= count_min) return found;
    const Sequence last = found[count_min - 1]->event.sequence;
    const auto end =
        std::find_if(found.begin() + static_cast<std::ptrdiff_t>(count_min), found.end(),
                     [last](const UserEvent* told) { return told->event.sequence != last; });
    found.erase(end, found.end());
    return found;
}

}  // namespace outcry::gateway
