#include <algorithm>
#include <array>

#include "engine/invariant/invariants.hpp"

namespace outcry::engine {
namespace {

/// So many assets are summed up in one walk through an account's orders.
constexpr std::uint16_t assets_per_walk = 64;

/// Whether the locked balances of one account are right, for the assets from `first` on.
[[nodiscard]] bool is_locked_right(const Venue& venue, AccountId account,
                                   std::uint16_t first) noexcept {
    std::array<Amount, assets_per_walk> reserved{};
    const OrderPool& pool = venue.books.pool();
    for (Slot slot = venue.account_orders.first(account); slot != no_slot;
         slot = pool.node(slot).account_next) {
        const Instrument& instrument = venue.instruments[pool.node(slot).instrument];
        const std::uint16_t asset = instrument.paid_asset(pool.node(slot).side()).value();
        if (asset < first || asset - first >= assets_per_walk) continue;
        reserved[asset - first] += venue.reservation_of(slot);
    }
    const int last = std::min<int>(first + assets_per_walk, venue.assets.count());
    for (int asset = first; asset < last; ++asset) {
        const AssetId id{static_cast<std::uint16_t>(asset)};
        if (venue.ledger.balance(account, id).locked !=
            reserved[static_cast<std::size_t>(asset - first)]) {
            return false;
        }
    }
    return true;
}

template <class Check>
[[nodiscard]] bool holds_for_balances(const Venue& venue, Check check) noexcept {
    bool holds = true;
    venue.accounts.for_each([&](const AccountState& account) {
        for (std::uint16_t asset = 0; asset < venue.assets.count(); ++asset) {
            if (!check(account.id, venue.ledger.balance(account.id, AssetId{asset}))) {
                holds = false;
            }
        }
    });
    return holds;
}

}  // namespace

bool LedgerSumsToZero::holds(const Venue& venue) noexcept {
    for (std::uint16_t asset = 0; asset < venue.assets.count(); ++asset) {
        Amount sum;
        venue.accounts.for_each([&](const AccountState& account) {
            const Balance& balance = venue.ledger.balance(account.id, AssetId{asset});
            sum += balance.free;
            sum += balance.locked;
        });
        if (sum != Amount{}) return false;
    }
    return true;
}

bool NoBalanceIsNegative::holds(const Venue& venue) noexcept {
    return holds_for_balances(venue, [](AccountId account, const Balance& balance) {
        if (account == external_account) return balance.free <= Amount{};
        return balance.free >= Amount{} && balance.locked >= Amount{};
    });
}

bool ReservationsEqualOpenOrders::holds(const Venue& venue) noexcept {
    bool holds = true;
    venue.accounts.for_each([&](const AccountState& account) {
        for (int first = 0; first < venue.assets.count(); first += assets_per_walk) {
            if (!is_locked_right(venue, account.id, static_cast<std::uint16_t>(first))) {
                holds = false;
            }
        }
    });
    return holds;
}

const char* broken_invariant_of(const Venue& venue) noexcept {
    // The walks of the later ones lean on the queues being whole.
    if (!QueuesAreWhole::holds(venue)) return QueuesAreWhole::name;
    if (!BookIsNotCrossed::holds(venue)) return BookIsNotCrossed::name;
    if (!WaitingOrdersArePlaced::holds(venue)) return WaitingOrdersArePlaced::name;
    if (!ListsAreWhole::holds(venue)) return ListsAreWhole::name;
    if (!IcebergsShowAPart::holds(venue)) return IcebergsShowAPart::name;
    if (!IndexesAgree::holds(venue)) return IndexesAgree::name;
    if (!OpenIsWithinOrdered::holds(venue)) return OpenIsWithinOrdered::name;
    if (!LedgerSumsToZero::holds(venue)) return LedgerSumsToZero::name;
    if (!NoBalanceIsNegative::holds(venue)) return NoBalanceIsNegative::name;
    if (!ReservationsEqualOpenOrders::holds(venue)) return ReservationsEqualOpenOrders::name;
    if (!CountsEqualOpenOrders::holds(venue)) return CountsEqualOpenOrders::name;
    if (!FlagsAgree::holds(venue)) return FlagsAgree::name;
    return nullptr;
}

}  // namespace outcry::engine
