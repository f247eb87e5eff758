#include "support/state_records.hpp"

#include <algorithm>
#include <span>

#include "outcry/base/hash.hpp"

namespace outcry::test {
namespace {

class Collector final : public StateVisitor {
public:
    void on_venue(const VenueState& venue) override { records.emplace_back(venue); }
    void on_asset(const AssetState& asset) override { records.emplace_back(asset); }
    void on_instrument(const InstrumentState& instrument) override {
        records.emplace_back(instrument);
    }
    void on_account(const AccountState& account) override { records.emplace_back(account); }
    void on_balance(const BalanceState& balance) override { records.emplace_back(balance); }
    void on_order(const OrderState& order) override { records.emplace_back(order); }
    void on_account_rules(const AccountRulesState& rules) override { records.emplace_back(rules); }
    void on_instrument_counters(const InstrumentCountersState& counters) override {
        records.emplace_back(counters);
    }
    void on_order_terms(const OrderTermsState& terms) override { records.emplace_back(terms); }
    void on_venue_rules(const VenueRulesState& rules) override { records.emplace_back(rules); }
    void on_trigger_range(const TriggerRangeState& range) override { records.emplace_back(range); }
    void on_key(const KeyState& key) override { records.emplace_back(key); }
    void on_staged(const StagedState& staged) override { records.emplace_back(staged); }
    void on_instrument_rules(const InstrumentRulesState& rules) override {
        records.emplace_back(rules);
    }
    void on_account_standing(const AccountStandingState& record) override {
        records.emplace_back(record);
    }
    void on_account_limits(const AccountLimits& record) override { records.emplace_back(record); }
    void on_exposure_limit(const ExposureLimit& record) override { records.emplace_back(record); }
    void on_fee_tier(const FeeTier& record) override { records.emplace_back(record); }
    void on_account_fees(const AccountFees& record) override { records.emplace_back(record); }
    void on_fee_asset_rate(const FeeAssetRate& record) override { records.emplace_back(record); }
    void on_daily_volume(const DailyVolumeState& record) override { records.emplace_back(record); }
    void on_dead_man(const DeadManState& record) override { records.emplace_back(record); }
    void on_idempotency(const IdempotencyState& record) override { records.emplace_back(record); }
    void on_key_rules(const SetKeyRules& record) override { records.emplace_back(record); }
    void on_order_list(const OrderListState& record) override { records.emplace_back(record); }
    void on_staged_order(const StagedOrderState& record) override { records.emplace_back(record); }

    std::vector<StateRecord> records;
};

/// Of all but what every command changes.
class Hasher final : public StateVisitor {
public:
    void on_venue(const VenueState& venue) override {
        VenueState rest = venue;
        rest.sequence = Sequence{};
        rest.time = Timestamp{};
        add(rest);
    }
    void on_asset(const AssetState& asset) override { add(asset); }
    void on_instrument(const InstrumentState& instrument) override { add(instrument); }
    void on_account(const AccountState& account) override { add(account); }
    void on_balance(const BalanceState& balance) override { add(balance); }
    void on_order(const OrderState& order) override { add(order); }
    void on_account_rules(const AccountRulesState& rules) override { add(rules); }
    void on_instrument_counters(const InstrumentCountersState& counters) override { add(counters); }
    void on_order_terms(const OrderTermsState& terms) override { add(terms); }
    void on_venue_rules(const VenueRulesState& rules) override { add(rules); }
    void on_trigger_range(const TriggerRangeState& range) override { add(range); }
    void on_key(const KeyState& key) override { add(key); }
    void on_staged(const StagedState& staged) override { add(staged); }
    void on_instrument_rules(const InstrumentRulesState& rules) override { add(rules); }
    void on_account_standing(const AccountStandingState& record) override { add(record); }
    void on_account_limits(const AccountLimits& record) override { add(record); }
    void on_exposure_limit(const ExposureLimit& record) override { add(record); }
    void on_fee_tier(const FeeTier& record) override { add(record); }
    void on_account_fees(const AccountFees& record) override { add(record); }
    void on_fee_asset_rate(const FeeAssetRate& record) override { add(record); }
    void on_daily_volume(const DailyVolumeState& record) override { add(record); }
    void on_dead_man(const DeadManState& record) override { add(record); }
    void on_idempotency(const IdempotencyState& record) override { add(record); }
    void on_key_rules(const SetKeyRules& record) override { add(record); }
    void on_order_list(const OrderListState& record) override { add(record); }

    [[nodiscard]] std::uint64_t value() const { return digest_.value(); }

private:
    template <class Record>
    void add(const Record& record) {
        digest_.add(sizeof record);
        digest_.add_bytes(std::as_bytes(std::span{&record, 1}));
    }

    base::Digest digest_;
};

}  // namespace

std::vector<StateRecord> records_of(const engine::Engine& engine) {
    Collector collector;
    engine.visit(collector);
    return std::move(collector.records);
}

bool restore(engine::Engine& engine, const std::vector<StateRecord>& records) {
    return std::ranges::all_of(records, [&](const StateRecord& record) {
        return std::visit([&](const auto& state) { return engine.restore(state); }, record);
    });
}

std::uint64_t hash_without_sequence(const engine::Engine& engine) {
    Hasher hasher;
    engine.visit(hasher);
    return hasher.value();
}

}  // namespace outcry::test
