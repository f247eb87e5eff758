#pragma once

#include <cstdint>

#include "outcry/base/assert.hpp"
#include "outcry/base/huge_array.hpp"
#include "outcry/domain/amount.hpp"
#include "outcry/domain/ids.hpp"

#include "engine/book/prefetch.hpp"

namespace outcry::engine {

/// What an account has of an asset; `locked` is reserved by its open orders.
struct alignas(32) Balance {
    Amount free;
    Amount locked;
};
static_assert(sizeof(Balance) == 32);

/// The most of one asset that may be in the venue. Leaves 17 bits of an Amount, so that an amount
/// times a fee in millionths cannot overflow; 10^15 whole units of an asset with 18 decimals.
inline constexpr Amount ledger_total_max{int128{1} << 110};

/// Balances of all accounts in all assets. Amounts only move, so each asset's sum stays zero: what
/// came in from outside stands negative in `external_account`.
class Ledger {
public:
    Ledger(std::uint32_t accounts_max, std::uint16_t assets_max)
        : balances_{std::size_t{accounts_max} * assets_max}, assets_max_{assets_max} {}

    [[nodiscard]] Balance& balance(AccountId account, AssetId asset) noexcept {
        return balances_.data()[place_of(account, asset)];
    }
    [[nodiscard]] const Balance& balance(AccountId account, AssetId asset) const noexcept {
        return balances_.data()[place_of(account, asset)];
    }

    /// Makes the memory of a new account resident, so that its first order does not wait for it.
    void open(AccountId account) noexcept {
        for (std::uint16_t asset = 0; asset < assets_max_; ++asset) {
            balances_[place_of(account, AssetId{asset})] = {};
        }
    }

    void reserve(AccountId account, AssetId asset, Amount amount) noexcept {
        Balance& changed = balance(account, asset);
        OUTCRY_ASSERT(changed.free >= amount);
        changed.free -= amount;
        changed.locked += amount;
    }
    void release(AccountId account, AssetId asset, Amount amount) noexcept {
        Balance& changed = balance(account, asset);
        OUTCRY_ASSERT(changed.locked >= amount);
        changed.locked -= amount;
        changed.free += amount;
    }

    void prefetch_balance(AccountId account, AssetId asset) const noexcept {
        prefetch(balances_.data() + place_of(account, asset));
    }

    [[nodiscard]] std::uint16_t assets_max() const noexcept { return assets_max_; }

private:
    [[nodiscard]] std::size_t place_of(AccountId account, AssetId asset) const noexcept {
        return std::size_t{account.value()} * assets_max_ + asset.value();
    }

    HugeArray<Balance> balances_;
    std::uint16_t assets_max_;
};

}  // namespace outcry::engine
