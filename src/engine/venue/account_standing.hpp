#pragma once

#include <cstddef>
#include <cstdint>

#include "outcry/base/huge_array.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/rules.hpp"

namespace outcry::engine {

/// What an account is besides its balances and orders. Read only where a flag says so.
struct alignas(32) AccountStanding {
    AccountId parent;  // zero: an account of its own
    std::uint32_t rate_second;
    std::uint32_t rate_count;
    std::uint32_t fee_day;   // for which the tier was found, plus one; zero: never
    Sequence tier_found_by;  // the command that found it; decides nothing after that command
    AccountStatus status;
    std::uint8_t fee_tier;
};
static_assert(sizeof(AccountStanding) == 32);

/// The standings, limits and fees of all accounts. The records of accounts without any are never
/// touched, so that they cost address space alone.
class AccountStandings {
public:
    AccountStandings(std::uint32_t accounts_max, std::uint16_t assets_max)
        : standings_{accounts_max},
          limits_{accounts_max},
          fees_{accounts_max},
          exposure_maxima_{std::size_t{accounts_max} * assets_max},
          assets_max_{assets_max} {
        standings_.touch();
    }

    [[nodiscard]] AccountStanding& operator[](AccountId account) noexcept {
        return standings_[account.value()];
    }
    [[nodiscard]] const AccountStanding& operator[](AccountId account) const noexcept {
        return standings_[account.value()];
    }
    [[nodiscard]] AccountLimits& limits(AccountId account) noexcept {
        return limits_[account.value()];
    }
    [[nodiscard]] const AccountLimits& limits(AccountId account) const noexcept {
        return limits_[account.value()];
    }
    [[nodiscard]] AccountFees& fees(AccountId account) noexcept { return fees_[account.value()]; }
    [[nodiscard]] const AccountFees& fees(AccountId account) const noexcept {
        return fees_[account.value()];
    }
    /// Zero: none.
    [[nodiscard]] Amount& exposure_maximum(AccountId account, AssetId asset) noexcept {
        return exposure_maxima_[std::size_t{account.value()} * assets_max_ + asset.value()];
    }
    [[nodiscard]] Amount exposure_maximum(AccountId account, AssetId asset) const noexcept {
        return exposure_maxima_[std::size_t{account.value()} * assets_max_ + asset.value()];
    }

    /// Who owns the account: itself, or its parent.
    [[nodiscard]] AccountId owner(AccountId account) const noexcept {
        const AccountId parent = standings_[account.value()].parent;
        return parent == AccountId{} ? account : parent;
    }

private:
    HugeArray<AccountStanding> standings_;
    HugeArray<AccountLimits> limits_;
    HugeArray<AccountFees> fees_;
    HugeArray<Amount> exposure_maxima_;  // by account, then asset
    std::uint16_t assets_max_;
};

}  // namespace outcry::engine
