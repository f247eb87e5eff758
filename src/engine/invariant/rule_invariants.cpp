#include <array>

#include "engine/invariant/invariants.hpp"

namespace outcry::engine {
namespace {

/// So many instruments are counted in one walk through an account's orders.
constexpr unsigned instruments_per_walk = 64;

/// How many entries the account should have among these instruments; false when one is wrong.
[[nodiscard]] bool count_entries(const Venue& venue, AccountId account, unsigned first,
                                 std::uint32_t& entry_count) noexcept {
    std::array<std::uint32_t, instruments_per_walk> counts{};
    const OrderPool& pool = venue.books.pool();
    for (Slot slot = venue.account_orders.first(account); slot != no_slot;
         slot = pool.node(slot).account_next) {
        const unsigned instrument = pool.node(slot).instrument.value();
        if (instrument >= first && instrument - first < instruments_per_walk) {
            ++counts[instrument - first];
        }
    }
    for (unsigned place = 0; place < instruments_per_walk; ++place) {
        const InstrumentId id{static_cast<std::uint16_t>(first + place)};
        if (!venue.instruments.has(id)) break;
        const std::uint32_t expected = venue.keeps_counts(id) ? counts[place] : 0;
        if (venue.account_counts.of(account, id) != expected) return false;
        if (expected != 0) ++entry_count;
    }
    return true;
}

[[nodiscard]] bool keeps_any_count(const Venue& venue) noexcept {
    for (std::uint16_t id = 0; id < venue.instruments.count(); ++id) {
        if (venue.keeps_counts(InstrumentId{id})) return true;
    }
    return false;
}

[[nodiscard]] bool has_fees(const AccountFees& fees) noexcept {
    return fees.has_own_rates != 0 || fees.pays_in_fee_asset != 0 || fees.referrer != AccountId{};
}

}  // namespace

bool CountsEqualOpenOrders::holds(const Venue& venue) noexcept {
    if (!keeps_any_count(venue)) return venue.account_counts.used_count() == 0;
    std::uint32_t entry_count = 0;
    bool holds = true;
    venue.accounts.for_each([&](const AccountState& account) {
        for (unsigned first = 0; first < venue.instruments.count(); first += instruments_per_walk) {
            if (!count_entries(venue, account.id, first, entry_count)) holds = false;
        }
    });
    return holds && entry_count == venue.account_counts.used_count();
}

bool FlagsAgree::holds(const Venue& venue) noexcept {
    std::uint32_t own_fees_count = 0;
    bool holds = true;
    venue.accounts.for_each([&](const AccountState& account) {
        if (!venue.accounts.is_user(account.id)) return;
        const std::uint8_t flags = venue.account_orders.flags(account.id);
        const bool is_restricted = venue.standings[account.id].status != AccountStatus::active;
        const bool is_said_restricted = (flags & AccountFlag::is_restricted) != 0;
        const bool is_said_charged = (flags & AccountFlag::has_fees) != 0;
        if (is_said_restricted != is_restricted) holds = false;
        if (!is_said_charged) return;
        ++own_fees_count;
        if (!has_fees(venue.standings.fees(account.id))) holds = false;
    });
    return holds && own_fees_count == venue.own_fees_count;
}

}  // namespace outcry::engine
