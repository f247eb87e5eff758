// What is asked about lists, limits and fees.
#include <algorithm>

#include "outcry/views/venue_view.hpp"

#include "views/implementation.hpp"

namespace outcry::views {

std::vector<const OrderListRecord*> VenueView::open_order_lists(AccountId account) const {
    std::vector<const OrderListRecord*> result;
    // Their orders are open, so nobody has more of them than open orders.
    implementation_->orders.for_each_open(account, [&](const OrderSlot& slot) {
        const OrderListId id = slot.record.order_list_id;
        if (id != OrderListId{}) result.push_back(implementation_->order_lists.find(id));
    });
    std::ranges::sort(result, {}, &OrderListRecord::order_list_id);
    const auto repeated = std::ranges::unique(result);
    result.erase(repeated.begin(), repeated.end());
    return result;
}

std::vector<const OrderListRecord*> VenueView::order_lists(const OrderListQuery& query) const {
    std::vector<const OrderListRecord*> result;
    const auto take = [&](const OrderListRecord& list) {
        const bool is_early = list.accepted_at < query.start;
        const bool is_late = query.end != Timestamp{} && list.accepted_at > query.end;
        if (!is_early && !is_late) result.push_back(&list);
        return result.size() < query.limit;
    };
    if (query.limit == 0) return result;
    const OrderListStore& lists = implementation_->order_lists;
    if (query.from_id != OrderListId{} || query.start != Timestamp{}) {
        lists.for_each_of(query.account, query.from_id, take);
        return result;
    }
    lists.for_each_of_newest_first(query.account, take);
    std::ranges::reverse(result);
    return result;
}

VenueStatus VenueView::status() const noexcept { return implementation_->rules.status; }

const AccountLimits* VenueView::find_limits(AccountId account) const noexcept {
    return implementation_->rules.find_limits(account);
}

std::vector<ExposureLimit> VenueView::exposure_limits(AccountId account) const {
    return implementation_->rules.exposures(account);
}

const AccountFees* VenueView::find_fees(AccountId account) const noexcept {
    return implementation_->rules.find_fees(account);
}

std::span<const FeeTier> VenueView::fee_tiers() const noexcept {
    return implementation_->rules.tiers();
}

const FeeAssetRate* VenueView::find_fee_asset_rate(AssetId asset) const noexcept {
    return implementation_->rules.find_rate(asset);
}

std::span<const FeeAssetRate> VenueView::fee_asset_rates() const noexcept {
    return implementation_->rules.rates();
}

FeeRates VenueView::fee_rates(AccountId account, InstrumentId instrument) const {
    const RulesStore& rules = implementation_->rules;
    const AccountFees* own = rules.find_fees(account);
    if (own != nullptr && own->has_own_rates != 0) return {own->maker_fee_ppm, own->taker_fee_ppm};
    const AccountView* view = find_account(account);
    const FeeTier* tier = view == nullptr ? nullptr : rules.find_tier(view->fee_tier);
    if (tier != nullptr) return {tier->maker_fee_ppm, tier->taker_fee_ppm};
    OUTCRY_ASSERT(instrument.value() < implementation_->instruments.size());
    const InstrumentDefinition& definition =
        implementation_->instruments[instrument.value()]->definition;
    return {static_cast<std::int32_t>(definition.maker_fee_ppm),
            static_cast<std::int32_t>(definition.taker_fee_ppm)};
}

}  // namespace outcry::views
