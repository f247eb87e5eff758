#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

#include "gateway/encoding/user_data.hpp"

namespace outcry::gateway {

/// The newest messages of all user data streams in one bounded window, so that a client that was
/// cut off goes on where it was. Filled whether or not anybody listens; made into text only when
/// asked for. Owned by one gateway: its window begins when the gateway does. One thread.
class AccountEvents {
public:
    /// `begin`: the last command before the first event that comes here.
    AccountEvents(std::size_t size_bytes_max, Sequence begin);

    [[nodiscard]] bool is_enabled() const noexcept { return size_bytes_max_ > 0; }
    void add(UserEvent told);

    /// From this command on nothing is missing; of no account.
    [[nodiscard]] Sequence first() const noexcept { return first_; }
    /// Whether all of an account from a command on are there, and not more than so many.
    [[nodiscard]] bool can_resume(AccountId account, Sequence from, std::size_t count_max) const;
    /// Those of an account from a command on, which is not before `first`. At least so many as
    /// `count_min` where there are as many, and the last command whole. Good until the next `add`.
    [[nodiscard]] std::vector<const UserEvent*> from(AccountId account, Sequence from,
                                                     std::size_t count_min) const;

private:
    static constexpr std::uint64_t no_place = ~std::uint64_t{0};
    struct Entry {
        UserEvent told;
        std::uint64_t place_before = no_place;  // of the same account
    };
    [[nodiscard]] static std::size_t size_of(const Entry& entry) noexcept;
    void drop_front();

    const std::size_t size_bytes_max_;
    std::deque<Entry> entries_;
    std::uint64_t front_place_ = 0;
    std::size_t size_bytes_ = 0;
    std::unordered_map<AccountId, std::uint64_t> newest_;
    Sequence first_;
};

}  // namespace outcry::gateway
