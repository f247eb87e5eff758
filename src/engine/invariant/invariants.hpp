#pragma once

#include "engine/venue/venue.hpp"

namespace outcry::engine {

// What is true between any two commands, whatever they were. Each walks all that it speaks of:
// for tests, the follower and after a recovery. None of them takes memory.

/// The best bid is below the best ask, and the cached best prices are the real ones.
struct BookIsNotCrossed {
    static constexpr const char* name = "BookIsNotCrossed";
    [[nodiscard]] static bool holds(const Venue& venue) noexcept;
};

/// Each queue is linked both ways, holds orders of one side and price, and none of it is empty.
struct QueuesAreWhole {
    static constexpr const char* name = "QueuesAreWhole";
    [[nodiscard]] static bool holds(const Venue& venue) noexcept;
};

/// Every resting order is found by its id, by its client order id and in its account's list, and
/// nothing else is.
struct IndexesAgree {
    static constexpr const char* name = "IndexesAgree";
    [[nodiscard]] static bool holds(const Venue& venue) noexcept;
};

/// How many orders are open and in no book.
[[nodiscard]] std::uint32_t waiting_count_of(const Venue& venue) noexcept;

/// Every order in no book stands in the index of its phase, and a trade that reaches the stop of
/// one looks at it.
struct WaitingOrdersArePlaced {
    static constexpr const char* name = "WaitingOrdersArePlaced";
    [[nodiscard]] static bool holds(const Venue& venue) noexcept;
};

/// Each list knows its open orders and they know it; only orders of lists pend, or leave it to a
/// sibling to hold what both would.
struct ListsAreWhole {
    static constexpr const char* name = "ListsAreWhole";
    [[nodiscard]] static bool holds(const Venue& venue) noexcept;
};

/// An iceberg shows something, no more than it may and no more than it has.
struct IcebergsShowAPart {
    static constexpr const char* name = "IcebergsShowAPart";
    [[nodiscard]] static bool holds(const Venue& venue) noexcept;
};

/// Something is open of each resting order, and no more than was ordered.
struct OpenIsWithinOrdered {
    static constexpr const char* name = "OpenIsWithinOrdered";
    [[nodiscard]] static bool holds(const Venue& venue) noexcept;
};

/// Per asset, all accounts together with the world outside have nothing.
struct LedgerSumsToZero {
    static constexpr const char* name = "LedgerSumsToZero";
    [[nodiscard]] static bool holds(const Venue& venue) noexcept;
};

/// Nobody but the world outside owes anything.
struct NoBalanceIsNegative {
    static constexpr const char* name = "NoBalanceIsNegative";
    [[nodiscard]] static bool holds(const Venue& venue) noexcept;
};

/// What an account has locked is what its open orders can cost at most.
struct ReservationsEqualOpenOrders {
    static constexpr const char* name = "ReservationsEqualOpenOrders";
    [[nodiscard]] static bool holds(const Venue& venue) noexcept;
};

/// Where open orders are counted by account and instrument, each count is the right one.
struct CountsEqualOpenOrders {
    static constexpr const char* name = "CountsEqualOpenOrders";
    [[nodiscard]] static bool holds(const Venue& venue) noexcept;
};

/// What is kept of fees and limits is what the flags of the accounts say.
struct FlagsAgree {
    static constexpr const char* name = "FlagsAgree";
    [[nodiscard]] static bool holds(const Venue& venue) noexcept;
};

/// The name of the first invariant that does not hold, or null.
[[nodiscard]] const char* broken_invariant_of(const Venue& venue) noexcept;

}  // namespace outcry::engine
