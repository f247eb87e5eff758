#pragma once

#include <array>
#include <cstdint>

#include "outcry/base/huge_array.hpp"
#include "outcry/domain/amount.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/rules.hpp"

namespace outcry::engine {

/// The volumes of so many days decide an account's tier; with the current one they are kept.
inline constexpr std::uint32_t fee_volume_days = 30;

/// Days since 1970 (UTC).
[[nodiscard]] constexpr std::uint32_t day_of(Timestamp time) noexcept {
    return static_cast<std::uint32_t>(time.value() / (std::int64_t{24} * 3600 * 1'000'000));
}

/// Tiers, rates of the fee asset, and what each account traded each day. The volumes are not
/// touched before there is a tier.
class FeeSchedule {
public:
    FeeSchedule(std::uint32_t accounts_max, std::uint16_t assets_max)
        : rates_{assets_max}, volumes_{std::size_t{accounts_max} * days_kept} {
        rates_.touch();
    }

    /// Of index 1 to `fee_tiers_max`; one that is not set has the index zero.
    [[nodiscard]] const FeeTier& tier(std::uint8_t index) const noexcept { return tiers_[index]; }
    [[nodiscard]] bool has_tier(std::uint8_t index) const noexcept {
        return index != 0 && tiers_[index].index != 0;
    }
    [[nodiscard]] std::uint8_t tier_count() const noexcept { return tier_count_; }
    void set_tier(const FeeTier& tier) noexcept {
        remove_tier(tier.index);
        tiers_[tier.index] = tier;
        ++tier_count_;
    }
    void remove_tier(std::uint8_t index) noexcept {
        if (has_tier(index)) --tier_count_;
        tiers_[index] = {};
    }
    /// The asset that volumes are counted in; there must be a tier.
    [[nodiscard]] AssetId volume_asset() const noexcept {
        std::uint8_t index = 1;
        while (!has_tier(index)) ++index;
        return tiers_[index].volume_asset;
    }
    /// The highest tier whose volume is reached; zero: none.
    [[nodiscard]] std::uint8_t tier_of(Amount volume) const noexcept {
        std::uint8_t found = 0;
        for (std::uint8_t index = 1; index <= fee_tiers_max; ++index) {
            if (has_tier(index) && volume >= tiers_[index].volume_minimum) found = index;
        }
        return found;
    }

    /// What a fee in the asset costs in the fee asset; a numerator of zero: it is never paid so.
    [[nodiscard]] const FeeAssetRate& rate(AssetId asset) const noexcept {
        return rates_[asset.value()];
    }
    void set_rate(const FeeAssetRate& rate) noexcept {
        rates_[rate.asset.value()] = rate.numerator == 0 ? FeeAssetRate{} : rate;
    }

    [[nodiscard]] Amount volume(AccountId account, std::uint32_t day) const noexcept {
        return volumes_[place_of(account, day)];
    }
    void add_volume(AccountId account, std::uint32_t day, Amount amount) noexcept {
        Amount& volume = volumes_[place_of(account, day)];
        volume += amount;
        if (volume > volume_kept_max) volume = volume_kept_max;
    }
    /// Makes room for the days from `first` to `last`.
    void clear_volumes(AccountId account, std::uint32_t first, std::uint32_t last) noexcept {
        if (last - first >= days_kept) first = last - (days_kept - 1);
        for (std::uint32_t day = first; day <= last; ++day) volumes_[place_of(account, day)] = {};
    }
    /// Of the days before `day`.
    [[nodiscard]] Amount volume_before(AccountId account, std::uint32_t day) const noexcept {
        Amount total;
        for (std::uint32_t back = 1; back <= fee_volume_days && back <= day; ++back) {
            total += volume(account, day - back);
        }
        return total;
    }

private:
    static constexpr std::uint32_t days_kept = 32;
    static_assert(days_kept > fee_volume_days);
    /// More than any tier asks for; a month of it still fits an Amount.
    static constexpr Amount volume_kept_max{int128{1} << 120};

    [[nodiscard]] static std::size_t place_of(AccountId account, std::uint32_t day) noexcept {
        return std::size_t{account.value()} * days_kept + day % days_kept;
    }

    std::array<FeeTier, fee_tiers_max + std::size_t{1}> tiers_{};
    std::uint8_t tier_count_ = 0;
    HugeArray<FeeAssetRate> rates_;  // by the asset that a fee would be charged in
    HugeArray<Amount> volumes_;      // by account, then day
};

}  // namespace outcry::engine
