#pragma once

#include <cstdint>
#include <span>

#include "outcry/base/hash.hpp"
#include "outcry/domain/state.hpp"

namespace outcry::engine {

/// A hash over the bytes of every record it is given, with its kind, in order.
class StateHasher final : public StateVisitor {
public:
    void on_venue(const VenueState& venue) override { add(1, venue); }
    void on_asset(const AssetState& asset) override { add(2, asset); }
    void on_instrument(const InstrumentState& instrument) override { add(3, instrument); }
    void on_account(const AccountState& account) override { add(4, account); }
    void on_balance(const BalanceState& balance) override { add(5, balance); }
    void on_order(const OrderState& order) override { add(6, order); }
    void on_key(const KeyState& key) override { add(7, key); }
    void on_account_rules(const AccountRulesState& rules) override { add(9, rules); }
    void on_instrument_counters(const InstrumentCountersState& counters) override {
        add(10, counters);
    }
    void on_order_terms(const OrderTermsState& terms) override { add(11, terms); }
    void on_venue_rules(const VenueRulesState& rules) override { add(12, rules); }
    void on_order_list(const OrderListState& list) override { add(13, list); }
    void on_trigger_range(const TriggerRangeState& range) override { add(14, range); }
    void on_staged_order(const StagedOrderState& staged) override { add(15, staged); }
    void on_staged(const StagedState& staged) override { add(8, staged); }
    void on_instrument_rules(const InstrumentRulesState& rules) override { add(20, rules); }
    void on_account_standing(const AccountStandingState& standing) override { add(22, standing); }
    void on_account_limits(const AccountLimits& limits) override { add(23, limits); }
    void on_exposure_limit(const ExposureLimit& limit) override { add(24, limit); }
    void on_fee_tier(const FeeTier& tier) override { add(25, tier); }
    void on_account_fees(const AccountFees& fees) override { add(26, fees); }
    void on_fee_asset_rate(const FeeAssetRate& rate) override { add(27, rate); }
    void on_daily_volume(const DailyVolumeState& volume) override { add(28, volume); }
    void on_dead_man(const DeadManState& dead_man) override { add(29, dead_man); }
    void on_idempotency(const IdempotencyState& record) override { add(30, record); }
    void on_key_rules(const SetKeyRules& rules) override { add(31, rules); }

    [[nodiscard]] std::uint64_t value() const noexcept { return digest_.value(); }

private:
    template <class Record>
    void add(std::uint64_t kind, const Record& record) {
        static_assert(is_state_record<Record>, "padding would make the hash depend on the machine");
        digest_.add(kind);
        digest_.add_bytes(std::as_bytes(std::span{&record, 1}));
    }

    base::Digest digest_;
};

}  // namespace outcry::engine
