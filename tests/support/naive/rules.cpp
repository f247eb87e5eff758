#include <algorithm>
#include <cstring>

#include "support/naive_engine.hpp"

namespace outcry::test {
namespace {

constexpr std::int32_t rate_max = 100'000;
constexpr int128 ledger_max = int128{1} << 110;

/// The body of a command becomes the body of an event, byte by byte.
template <class Body>
void copy_body(Body& target, const Body& source) {
    std::memcpy(static_cast<void*>(&target), &source, sizeof source);
}

bool are_rates_good(std::int32_t maker, std::int32_t taker) {
    return taker >= 0 && taker <= rate_max && maker <= rate_max && maker >= -taker;
}

}  // namespace

void NaiveEngine::set_account_rules(const Command& command) {
    const SetAccountRules& rules = command.account_rules;
    if (!is_user(command.account.value())) return refuse(command, RejectReason::unknown_account);
    if (static_cast<int>(rules.default_self_trade_prevention) > 4)
        return refuse(command, RejectReason::invalid_definition);
    Account& account = user(command.account.value());
    account.group = rules.trade_group.value();
    account.prevention = rules.default_self_trade_prevention;
    AccountRulesSet& set = say(EventType::account_rules_set, 0).account_rules;
    set.account = command.account;
    set.trade_group = rules.trade_group;
    set.default_self_trade_prevention = rules.default_self_trade_prevention;
}

// --- instruments ---------------------------------------------------------------------------------

void NaiveEngine::set_instrument_rules(const Command& command) {
    const InstrumentRules& rules = command.instrument_rules;
    if (command.instrument.value() >= instruments_.size())
        return refuse(command, RejectReason::unknown_instrument);
    const bool is_good = rules.market_band_bips < 10'000 &&
                         (rules.market_quantity_maximum.value() == 0 ||
                          rules.market_quantity_minimum <= rules.market_quantity_maximum) &&
                         (rules.trailing_maximum_bips == 0 ||
                          rules.trailing_minimum_bips <= rules.trailing_maximum_bips) &&
                         (rules.bid_up_bips == 0 || rules.bid_down_bips <= rules.bid_up_bips) &&
                         (rules.ask_up_bips == 0 || rules.ask_down_bips <= rules.ask_up_bips) &&
                         rules.position_maximum <= quantity_max;
    if (!is_good) return refuse(command, RejectReason::invalid_definition);
    if (counts_with(command.instrument.value(), rules) > limits_.account_counts_max)
        return refuse(command,
                      {RejectReason::rule_capacity, limits_.account_counts_max + int128{1},
                       limits_.account_counts_max},
                      CommandPart::whole);
    copy_body(instruments_[command.instrument.value()].rules, rules);
    copy_body(say(EventType::instrument_rules_set, command.instrument.value()).instrument_rules,
              rules);
}

void NaiveEngine::change_instrument(const Command& command) {
    const InstrumentChange& change = command.instrument_change;
    if (command.instrument.value() >= instruments_.size())
        return refuse(command, RejectReason::unknown_instrument);
    InstrumentDefinition definition = instruments_[command.instrument.value()].definition;
    definition.price_minimum = change.price_minimum;
    definition.price_maximum = change.price_maximum;
    definition.quantity_minimum = change.quantity_minimum;
    definition.quantity_maximum = change.quantity_maximum;
    definition.notional_minimum = change.notional_minimum;
    // A market that was delisted has a definition all the same.
    InstrumentDefinition listed = definition;
    listed.status = InstrumentStatus::trading;
    if (!naive::is_definition_good(listed))
        return refuse(command, RejectReason::invalid_definition);
    instruments_[command.instrument.value()].definition = definition;
    copy_body(say(EventType::instrument_changed, command.instrument.value()).instrument_change,
              change);
}

void NaiveEngine::change_status(const Command& command) {
    if (command.instrument.value() >= instruments_.size())
        return refuse(command, RejectReason::unknown_instrument);
    InstrumentDefinition& definition = instruments_[command.instrument.value()].definition;
    const auto status = static_cast<int>(command.instrument_status);
    if (status < 1 || status > 5 || command.options > 3)
        return refuse(command, RejectReason::invalid_definition);
    if (definition.status == InstrumentStatus::delisted)
        return refuse(command, RejectReason::invalid_status_change);
    InstrumentStatusChanged& changed =
        say(EventType::instrument_status_changed, command.instrument.value()).status;
    changed.before = definition.status;
    changed.after = command.instrument_status;
    changed.reason = static_cast<StatusReason>(command.options);
    definition.status = command.instrument_status;
    if (definition.status != InstrumentStatus::delisted) return;
    MassAction action;
    action.request = command.request;
    action.scope = CancelScope::instrument;
    action.instrument = command.instrument.value();
    action.reason = CloseReason::delisted;
    cancel_slice(action);
}

// --- statuses ------------------------------------------------------------------------------------

void NaiveEngine::set_account_status(const Command& command) {
    if (!is_user(command.account.value())) return refuse(command, RejectReason::unknown_account);
    if (static_cast<int>(command.account_status.status) > 2)
        return refuse(command, RejectReason::invalid_definition);
    Account& account = user(command.account.value());
    AccountStatusSet& set = say(EventType::account_status_set, 0).account_status;
    set.account = command.account;
    set.before = account.status;
    set.after = command.account_status.status;
    account.status = command.account_status.status;
}

void NaiveEngine::set_venue_status(const Command& command) {
    if (static_cast<int>(command.venue_status.status) > 2)
        return refuse(command, RejectReason::invalid_definition);
    VenueStatusSet& set = say(EventType::venue_status_set, 0).venue_status;
    set.before = status_;
    set.after = command.venue_status.status;
    status_ = command.venue_status.status;
}

// --- limits of accounts --------------------------------------------------------------------------

void NaiveEngine::set_account_limits(const Command& command) {
    AccountLimits limits = command.account_limits;
    limits.account = command.account;
    const std::uint32_t account = command.account.value();
    if (account != 0 && !is_user(account)) return refuse(command, RejectReason::unknown_account);
    const AccountLimits none = [&] {
        AccountLimits zero;
        zero.account = command.account;
        return zero;
    }();
    if (limits.order_notional_maximum.value() < 0)
        return refuse(command, RejectReason::invalid_definition);
    account_limits_.erase(account);
    if (std::memcmp(&limits, &none, sizeof limits) != 0) account_limits_[account] = limits;
    copy_body(say(EventType::account_limits_set, 0).account_limits, limits);
}

void NaiveEngine::set_exposure_limit(const Command& command) {
    ExposureLimit limit = command.exposure_limit;
    limit.account = command.account;
    const std::uint32_t account = command.account.value();
    if (account != 0 && !is_user(account)) return refuse(command, RejectReason::unknown_account);
    if (limit.asset.value() >= assets_.size()) return refuse(command, RejectReason::unknown_asset);
    if (limit.maximum.value() < 0) return refuse(command, RejectReason::invalid_amount);
    exposure_limits_.erase({account, limit.asset.value()});
    if (limit.maximum.value() != 0)
        exposure_limits_[{account, limit.asset.value()}] = limit.maximum.value();
    copy_body(say(EventType::exposure_limit_set, 0).exposure_limit, limit);
}

// --- fees ----------------------------------------------------------------------------------------

void NaiveEngine::set_fee_tier(const Command& command) {
    const FeeTier& tier = command.fee_tier;
    if (tier.volume_asset.value() >= assets_.size())
        return refuse(command, RejectReason::unknown_asset);
    bool is_good = tier.index >= 1 && tier.index <= 16 && tier.volume_minimum.value() >= 0 &&
                   are_rates_good(tier.maker_fee_ppm, tier.taker_fee_ppm);
    for (const auto& [index, other] : tiers_) {
        if (index == tier.index || tier.is_removed != 0) continue;
        if (other.volume_asset != tier.volume_asset) is_good = false;
        if (index < tier.index && other.volume_minimum >= tier.volume_minimum) is_good = false;
        if (index > tier.index && other.volume_minimum <= tier.volume_minimum) is_good = false;
    }
    if (!is_good) return refuse(command, RejectReason::invalid_definition);
    tiers_.erase(tier.index);
    if (tier.is_removed == 0) tiers_[tier.index] = tier;
    copy_body(say(EventType::fee_tier_set, 0).fee_tier, tier);
}

void NaiveEngine::set_account_fees(const Command& command) {
    AccountFees fees = command.account_fees;
    fees.account = command.account;
    if (!is_user(command.account.value())) return refuse(command, RejectReason::unknown_account);
    const std::uint32_t referrer = fees.referrer.value();
    if (referrer != 0 && !is_user(referrer)) return refuse(command, RejectReason::unknown_account);
    const bool is_good = are_rates_good(fees.maker_fee_ppm, fees.taker_fee_ppm) &&
                         fees.referrer_share_ppm <= 1'000'000 &&
                         referrer != command.account.value();
    if (!is_good) return refuse(command, RejectReason::invalid_definition);
    copy_body(user(command.account.value()).fees, fees);
    copy_body(say(EventType::account_fees_set, 0).account_fees, fees);
}

void NaiveEngine::set_fee_asset_rate(const Command& command) {
    const FeeAssetRate& rate = command.fee_asset_rate;
    if (rate.asset.value() >= assets_.size() || rate.fee_asset.value() >= assets_.size())
        return refuse(command, RejectReason::unknown_asset);
    bool is_good = rate.numerator == 0 || rate.denominator != 0;
    if (rate.discount_ppm > 1'000'000) is_good = false;
    for (const auto& [asset, other] : fee_asset_rates_)
        if (asset != rate.asset.value() && other.fee_asset != rate.fee_asset) is_good = false;
    if (!is_good) return refuse(command, RejectReason::invalid_definition);
    fee_asset_rates_.erase(rate.asset.value());
    if (rate.numerator != 0) fee_asset_rates_[rate.asset.value()] = rate;
    copy_body(say(EventType::fee_asset_rate_set, 0).fee_asset_rate, rate);
}

// --- transfers and keys --------------------------------------------------------------------------

void NaiveEngine::transfer_balance(const Command& command) {
    const TransferBalance& transfer = command.transfer;
    const std::uint32_t source = command.account.value();
    const std::uint32_t target = transfer.target.value();
    const int128 amount = transfer.amount.value();
    const auto owner = [&](std::uint32_t account) {
        return user(account).parent != 0 ? user(account).parent : account;
    };
    if (!is_user(source) || !is_user(target)) return refuse(command, RejectReason::unknown_account);
    if (transfer.asset.value() >= assets_.size())
        return refuse(command, RejectReason::unknown_asset);
    if (source == target) return refuse(command, RejectReason::unrelated_accounts);
    if (transfer.is_by_operator == 0 && owner(source) != owner(target))
        return refuse(command, RejectReason::unrelated_accounts);
    if (amount <= 0 || amount > ledger_max)
        return refuse(command, {RejectReason::invalid_amount, amount, 0}, CommandPart::whole);
    const int128 free = balance(source, transfer.asset).free;
    if (amount > free)
        return refuse(command, {RejectReason::insufficient_balance, amount, free},
                      CommandPart::whole);
    balance(source, transfer.asset).free -= amount;
    balance(target, transfer.asset).free += amount;
    BalanceTransferred& transferred = say(EventType::balance_transferred, 0).transferred;
    transferred.amount = transfer.amount;
    transferred.source = command.account;
    transferred.target = transfer.target;
    transferred.asset = transfer.asset;
    transferred.is_by_operator = transfer.is_by_operator;
}

void NaiveEngine::set_key_rules(const Command& command) {
    const SetKeyRules& rules = command.key_rules;
    const std::string name{rules.name.view()};
    const auto key = std::find_if(keys_.begin(), keys_.end(),
                                  [&](const naive::Key& each) { return each.name == name; });
    if (key == keys_.end()) return refuse(command, RejectReason::unknown_key);
    bool is_good = rules.address_count <= key_addresses_max &&
                   rules.instrument_count <= key_instruments_max && rules.expires_at.value() >= 0;
    for (std::size_t i = 0; is_good && i < rules.address_count; ++i)
        if (rules.addresses[i].prefix_bits > 128) is_good = false;
    for (std::size_t i = 0; is_good && i < rules.instrument_count; ++i)
        if (rules.instruments[i].value() >= instruments_.size()) is_good = false;
    if (!is_good) return refuse(command, RejectReason::invalid_definition);
    KeyRulesSet& set = say(EventType::key_rules_set, 0).key_rules;
    set.expires_at = rules.expires_at;
    set.account = AccountId{key->account};
    set.name = rules.name;
    set.address_count = rules.address_count;
    set.instrument_count = rules.instrument_count;
    for (std::size_t i = 0; i < rules.address_count; ++i) {
        KeyAddressAllowed& allowed = say(EventType::key_address_allowed, 0).key_address;
        allowed.name = rules.name;
        allowed.range = rules.addresses[i];
    }
    if (rules.instrument_count == 0) return;
    KeyInstrumentsAllowed& allowed = say(EventType::key_instruments_allowed, 0).key_instruments;
    for (std::size_t i = 0; i < rules.instrument_count; ++i)
        allowed.instruments[i] = rules.instruments[i];
    allowed.name = rules.name;
    allowed.count = rules.instrument_count;
}

}  // namespace outcry::test
