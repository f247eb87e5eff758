#include "views/load_rules.hpp"

#include "views/snapshot_checks.hpp"

namespace outcry::views {

bool load_order_lists(SnapshotReader& reader, const KnownNames& known, OrderListStore& lists) {
    return reader.take_section<OrderListRecord>(
        SectionTag::order_lists, [&](const OrderListRecord& list) {
            return is_valid(list) && known.accounts.find(list.account) != nullptr &&
                   list.instrument.value() < known.instrument_count && lists.restore(list);
        });
}

bool load_amendments(SnapshotReader& reader, const KnownNames& known, AmendmentStore& amendments) {
    Sequence before{};
    return reader.take_section<OrderAmendmentRecord>(
        SectionTag::amendments, [&](const OrderAmendmentRecord& amendment) {
            if (!is_valid(amendment) || amendment.sequence < before) return false;
            if (amendment.sequence > known.sequence) return false;
            if (known.accounts.find(amendment.account) == nullptr) return false;
            before = amendment.sequence;
            amendments.add(amendment);
            return true;
        });
}

bool load_rules(SnapshotReader& reader, const KnownNames& known, RulesStore& rules) {
    const auto is_known = [&](AccountId account) {
        return known.accounts.find(account) != nullptr;
    };
    const auto is_asset = [&](AssetId asset) { return asset.value() < known.asset_count; };
    // What is nothing, or there already, is no record that was saved.
    const auto is_added = [&](const auto& record, const auto& all) {
        const std::size_t count_before = all.size();
        rules.set(record);
        return all.size() == count_before + 1;
    };
    const auto take_limits = [&](const AccountLimits& limits) {
        return is_known(limits.account) && is_added(limits, rules.all_limits());
    };
    const auto take_exposure = [&](const ExposureLimit& limit) {
        return is_known(limit.account) && is_asset(limit.asset) &&
               is_added(limit, rules.all_exposures());
    };
    const auto take_fees = [&](const AccountFees& fees) {
        return is_known(fees.account) && is_known(fees.referrer) &&
               is_added(fees, rules.all_fees());
    };
    const auto take_tier = [&](const FeeTier& tier) {
        return tier.index >= 1 && tier.index <= fee_tiers_max && is_asset(tier.volume_asset) &&
               is_added(tier, rules.tiers());
    };
    const auto take_rate = [&](const FeeAssetRate& rate) {
        return rate.denominator > 0 && is_asset(rate.asset) && is_asset(rate.fee_asset) &&
               is_added(rate, rules.rates());
    };
    return reader.take_section<AccountLimits>(SectionTag::account_limits, take_limits) &&
           reader.take_section<ExposureLimit>(SectionTag::exposure_limits, take_exposure) &&
           reader.take_section<AccountFees>(SectionTag::account_fees, take_fees) &&
           reader.take_section<FeeTier>(SectionTag::fee_tiers, take_tier) &&
           reader.take_section<FeeAssetRate>(SectionTag::fee_asset_rates, take_rate);
}

}  // namespace outcry::views
