#pragma once

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>
#include <vector>

#include "outcry/domain/rules.hpp"
#include "outcry/domain/state.hpp"

namespace outcry::views {

/// What operators set for accounts and for the venue as a whole; only what is not the default.
class RulesStore {
public:
    VenueStatus status{};

    void set(const AccountLimits& limits) {
        set_or_erase(limits_, limits.account, limits,
                     is_same(limits, AccountLimits{.account = limits.account}));
    }
    void set(const ExposureLimit& limit) {
        set_or_erase(exposures_, std::pair{limit.account, limit.asset}, limit,
                     limit.maximum == Amount{});
    }
    void set(const AccountFees& fees) {
        set_or_erase(fees_, fees.account, fees,
                     is_same(fees, AccountFees{.account = fees.account}));
    }
    void set(const FeeTier& tier) {
        const auto place = std::ranges::lower_bound(tiers_, tier.index, {}, &FeeTier::index);
        const bool is_there = place != tiers_.end() && place->index == tier.index;
        if (tier.is_removed != 0) {
            if (is_there) tiers_.erase(place);
        } else if (is_there) {
            *place = tier;
        } else {
            tiers_.insert(place, tier);
        }
    }
    void set(const FeeAssetRate& rate) {
        const auto place = std::ranges::lower_bound(rates_, rate.asset, {}, &FeeAssetRate::asset);
        const bool is_there = place != rates_.end() && place->asset == rate.asset;
        if (rate.numerator == 0) {
            if (is_there) rates_.erase(place);
        } else if (is_there) {
            *place = rate;
        } else {
            rates_.insert(place, rate);
        }
    }

    [[nodiscard]] const AccountLimits* find_limits(AccountId account) const noexcept {
        return find_in(limits_, account);
    }
    [[nodiscard]] const AccountFees* find_fees(AccountId account) const noexcept {
        return find_in(fees_, account);
    }
    [[nodiscard]] std::vector<ExposureLimit> exposures(AccountId account) const {
        std::vector<ExposureLimit> result;
        for (auto place = exposures_.lower_bound({account, AssetId{}});
             place != exposures_.end() && place->first.first == account; ++place) {
            result.push_back(place->second);
        }
        return result;
    }
    [[nodiscard]] const FeeTier* find_tier(std::uint8_t index) const noexcept {
        const auto place = std::ranges::find(tiers_, index, &FeeTier::index);
        return place == tiers_.end() ? nullptr : &*place;
    }
    [[nodiscard]] const FeeAssetRate* find_rate(AssetId asset) const noexcept {
        const auto place = std::ranges::find(rates_, asset, &FeeAssetRate::asset);
        return place == rates_.end() ? nullptr : &*place;
    }
    [[nodiscard]] const std::vector<FeeTier>& tiers() const noexcept { return tiers_; }
    [[nodiscard]] const std::vector<FeeAssetRate>& rates() const noexcept { return rates_; }

    // For saving; `set` restores.
    [[nodiscard]] const std::map<AccountId, AccountLimits>& all_limits() const noexcept {
        return limits_;
    }
    [[nodiscard]] const std::map<AccountId, AccountFees>& all_fees() const noexcept {
        return fees_;
    }
    [[nodiscard]] const std::map<std::pair<AccountId, AssetId>, ExposureLimit>& all_exposures()
        const noexcept {
        return exposures_;
    }

private:
    /// Without padding, so equal bytes are equal values.
    template <class Rules>
    [[nodiscard]] static bool is_same(const Rules& left, const Rules& right) noexcept {
        static_assert(is_state_record<Rules>);
        return std::memcmp(&left, &right, sizeof left) == 0;
    }
    template <class Map, class Key, class Value>
    static void set_or_erase(Map& map, const Key& key, const Value& value, bool is_nothing) {
        if (is_nothing) {
            map.erase(key);
        } else {
            map.insert_or_assign(key, value);
        }
    }
    template <class Map>
    [[nodiscard]] static const typename Map::mapped_type* find_in(const Map& map,
                                                                  AccountId account) noexcept {
        const auto found = map.find(account);
        return found == map.end() ? nullptr : &found->second;
    }

    std::map<AccountId, AccountLimits> limits_;
    std::map<std::pair<AccountId, AssetId>, ExposureLimit> exposures_;
    std::map<AccountId, AccountFees> fees_;
    std::vector<FeeTier> tiers_;       // by index
    std::vector<FeeAssetRate> rates_;  // by asset
};

}  // namespace outcry::views
