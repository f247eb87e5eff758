#include "outcry/follower/follower.hpp"

#include <utility>

namespace outcry::follower {
namespace {

class Copier final : public StateVisitor {
public:
    explicit Copier(engine::Engine& target) : target_{target} {}
    void on_venue(const VenueState& venue) override { take(venue); }
    void on_asset(const AssetState& asset) override { take(asset); }
    void on_instrument(const InstrumentState& instrument) override { take(instrument); }
    void on_account(const AccountState& account) override { take(account); }
    void on_balance(const BalanceState& balance) override { take(balance); }
    void on_order(const OrderState& order) override { take(order); }
    void on_account_rules(const AccountRulesState& rules) override { take(rules); }
    void on_instrument_counters(const InstrumentCountersState& counters) override {
        take(counters);
    }
    void on_order_terms(const OrderTermsState& terms) override { take(terms); }
    void on_venue_rules(const VenueRulesState& rules) override { take(rules); }
    void on_order_list(const OrderListState& list) override { take(list); }
    void on_staged_order(const StagedOrderState& staged) override { take(staged); }
    void on_trigger_range(const TriggerRangeState& range) override { take(range); }
    void on_instrument_rules(const InstrumentRulesState& rules) override { take(rules); }
    void on_account_standing(const AccountStandingState& standing) override { take(standing); }
    void on_account_limits(const AccountLimits& limits) override { take(limits); }
    void on_exposure_limit(const ExposureLimit& limit) override { take(limit); }
    void on_fee_tier(const FeeTier& tier) override { take(tier); }
    void on_account_fees(const AccountFees& fees) override { take(fees); }
    void on_fee_asset_rate(const FeeAssetRate& rate) override { take(rate); }
    void on_daily_volume(const DailyVolumeState& volume) override { take(volume); }
    void on_dead_man(const DeadManState& dead_man) override { take(dead_man); }
    void on_idempotency(const IdempotencyState& record) override { take(record); }
    void on_key_rules(const SetKeyRules& rules) override { take(rules); }
    void on_key(const KeyState& key) override { take(key); }
    void on_staged(const StagedState& staged) override { take(staged); }
    [[nodiscard]] bool is_complete() const noexcept { return is_complete_; }

private:
    template <class Record>
    void take(const Record& record) {
        is_complete_ = is_complete_ && target_.restore(record);
    }

    engine::Engine& target_;
    bool is_complete_ = true;
};

}  // namespace

Follower::Follower(engine::Engine engine, views::VenueView view)
    : engine_{std::move(engine)}, view_{std::move(view)} {
    OUTCRY_ASSERT(engine_.sequence() == view_.sequence());
}

std::span<const Event> Follower::apply(const Command& command) {
    engine_.apply(command, buffer_);
    for (const Event& event : buffer_.events()) {
        view_.apply(event);
        digest_.add(event);
    }
    history_.record({command.sequence, digest_.value()});
    return buffer_.events();
}

std::optional<engine::Engine> copy_of(const engine::Engine& original,
                                      const engine::EngineLimits& limits) {
    engine::Engine copy{limits};
    Copier copier{copy};
    original.visit(copier);
    if (!copier.is_complete() || copy.state_hash() != original.state_hash()) return std::nullopt;
    return copy;
}

}  // namespace outcry::follower
