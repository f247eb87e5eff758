#include <cstring>

#include <fmt/format.h>

#include "support/scenario/scenario_command.hpp"

namespace outcry::test {
namespace {

using Reader = void (*)(ScenarioWords&, const ScenarioNames&, Command&);

template <class T>
void assign(T& field, const T& value) {
    // Members of the command's union: all of their bytes, so that equal commands are equal bytes.
    std::memcpy(static_cast<void*>(&field), &value, sizeof value);
}

template <class Record>
using Fields = std::map<std::string_view, void (*)(Record&, int128)>;

template <auto member, class Record>
void set_member(Record& record, int128 value) {
    using Member = std::remove_reference_t<decltype(record.*member)>;
    if constexpr (std::is_same_v<Member, Amount>) {
        record.*member = Amount{value};
    } else if constexpr (std::is_integral_v<Member>) {
        record.*member = static_cast<Member>(value);
    } else {
        record.*member = Member{static_cast<typename Member::rep>(value)};
    }
}

/// `name value` until none of the names comes next.
template <class Record>
void read_fields(ScenarioWords& words, const Fields<Record>& fields, Record& record) {
    while (!words.is_at_end()) {
        const auto field = fields.find(words.peek());
        if (field == fields.end()) return;
        words.take(field->first);
        field->second(record, words.take_amount(field->first));
    }
}

template <class Definition>
void read_on(ScenarioWords& words, const ScenarioNames& names, Definition& command) {
    if (words.take("on")) command.instrument = names.instrument(words.take_any("instrument"));
}

/// `market_rules price_step 5 bid_up_bips 50000 on ETHUSD`
void read_market_rules(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    using R = InstrumentRules;
    static const Fields<R> fields{
        {"market_quantity_minimum", set_member<&R::market_quantity_minimum, R>},
        {"market_quantity_maximum", set_member<&R::market_quantity_maximum, R>},
        {"position_maximum", set_member<&R::position_maximum, R>},
        {"notional_maximum", set_member<&R::notional_maximum, R>},
        {"price_step", set_member<&R::price_step, R>},
        {"quantity_step", set_member<&R::quantity_step, R>},
        {"bid_up_bips", set_member<&R::bid_up_bips, R>},
        {"bid_down_bips", set_member<&R::bid_down_bips, R>},
        {"ask_up_bips", set_member<&R::ask_up_bips, R>},
        {"ask_down_bips", set_member<&R::ask_down_bips, R>},
        {"market_band_bips", set_member<&R::market_band_bips, R>},
        {"orders_maximum", set_member<&R::orders_maximum, R>},
        {"stop_orders_maximum", set_member<&R::stop_orders_maximum, R>},
        {"iceberg_orders_maximum", set_member<&R::iceberg_orders_maximum, R>},
        {"order_lists_maximum", set_member<&R::order_lists_maximum, R>},
        {"iceberg_parts_maximum", set_member<&R::iceberg_parts_maximum, R>},
        {"trailing_minimum_bips", set_member<&R::trailing_minimum_bips, R>},
        {"trailing_maximum_bips", set_member<&R::trailing_maximum_bips, R>},
    };
    command.type = CommandType::set_instrument_rules;
    InstrumentRules rules;
    read_fields(words, fields, rules);
    assign(command.instrument_rules, rules);
    read_on(words, names, command);
}

/// `change price_minimum 1 price_maximum 500 on ETHUSD`; what is not named is as for a new market.
void read_change(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    using C = InstrumentChange;
    static const Fields<C> fields{
        {"price_minimum", set_member<&C::price_minimum, C>},
        {"price_maximum", set_member<&C::price_maximum, C>},
        {"quantity_minimum", set_member<&C::quantity_minimum, C>},
        {"quantity_maximum", set_member<&C::quantity_maximum, C>},
        {"notional_minimum", set_member<&C::notional_minimum, C>},
    };
    command.type = CommandType::change_instrument;
    const InstrumentDefinition usual;
    InstrumentChange change;
    change.price_minimum = usual.price_minimum;
    change.price_maximum = usual.price_maximum;
    change.quantity_minimum = usual.quantity_minimum;
    change.quantity_maximum = usual.quantity_maximum;
    read_fields(words, fields, change);
    assign(command.instrument_change, change);
    read_on(words, names, command);
}

/// `account_status cancel_only for alice`
void read_account_status(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::set_account_status;
    const std::string_view word = words.take_any("status");
    command.account_status.status = word == "active"        ? AccountStatus::active
                                    : word == "cancel_only" ? AccountStatus::cancel_only
                                    : word == "disabled"
                                        ? AccountStatus::disabled
                                        : static_cast<AccountStatus>(amount_of(word));
    words.expect("for");
    command.account = names.account(words.take_any("account"));
}

void read_venue_status(ScenarioWords& words, const ScenarioNames& /*names*/, Command& command) {
    command.type = CommandType::set_venue_status;
    const std::string_view word = words.take_any("status");
    command.venue_status.status = word == "open"          ? VenueStatus::open
                                  : word == "cancel_only" ? VenueStatus::cancel_only
                                  : word == "halted"      ? VenueStatus::halted
                                                     : static_cast<VenueStatus>(amount_of(word));
}

/// `limits order_quantity 5 commands_per_second 2 for alice`; `for world`: of every account
void read_limits(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    using L = AccountLimits;
    static const Fields<L> fields{
        {"order_notional", set_member<&L::order_notional_maximum, L>},
        {"order_quantity", set_member<&L::order_quantity_maximum, L>},
        {"open_orders", set_member<&L::open_orders_maximum, L>},
        {"price_collar_bips", set_member<&L::price_collar_bips, L>},
        {"commands_per_second", set_member<&L::commands_per_second_maximum, L>},
    };
    command.type = CommandType::set_account_limits;
    AccountLimits limits;
    read_fields(words, fields, limits);
    words.expect("for");
    command.account = names.account(words.take_any("account"));
    assign(command.account_limits, limits);
}

/// `exposure 500 USD for alice`
void read_exposure(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::set_exposure_limit;
    ExposureLimit limit;
    limit.maximum = Amount{words.take_amount("maximum")};
    limit.asset = names.asset(words.take_any("asset"));
    words.expect("for");
    command.account = names.account(words.take_any("account"));
    assign(command.exposure_limit, limit);
}

/// `tier 1 volume 1000 USD maker -5 taker 100`, `tier 1 removed`
void read_tier(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::set_fee_tier;
    FeeTier tier;
    tier.index = static_cast<std::uint8_t>(words.take_number("index"));
    if (words.take("removed")) {
        tier.is_removed = 1;
    } else {
        words.expect("volume");
        tier.volume_minimum = Amount{words.take_amount("volume")};
        tier.volume_asset = names.asset(words.take_any("asset"));
        words.expect("maker");
        tier.maker_fee_ppm = static_cast<std::int32_t>(words.take_amount("maker's fee"));
        words.expect("taker");
        tier.taker_fee_ppm = static_cast<std::int32_t>(words.take_amount("taker's fee"));
    }
    assign(command.fee_tier, tier);
}

/// `own_fees maker -5 taker 100 referrer bob share 200000 in_fee_asset for alice`
void read_own_fees(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::set_account_fees;
    AccountFees fees;
    if (words.take("maker")) {
        fees.has_own_rates = 1;
        fees.maker_fee_ppm = static_cast<std::int32_t>(words.take_amount("maker's fee"));
        words.expect("taker");
        fees.taker_fee_ppm = static_cast<std::int32_t>(words.take_amount("taker's fee"));
    }
    if (words.take("referrer")) {
        fees.referrer = names.account(words.take_any("account"));
        words.expect("share");
        fees.referrer_share_ppm = static_cast<std::uint32_t>(words.take_number("share"));
    }
    if (words.take("in_fee_asset")) fees.pays_in_fee_asset = 1;
    words.expect("for");
    command.account = names.account(words.take_any("account"));
    assign(command.account_fees, fees);
}

/// `fee_rate USD in BNB 3 per 100 discount 250000`
void read_fee_rate(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::set_fee_asset_rate;
    FeeAssetRate rate;
    rate.asset = names.asset(words.take_any("asset"));
    words.expect("in");
    rate.fee_asset = names.asset(words.take_any("fee asset"));
    rate.numerator = words.take_number("numerator");
    words.expect("per");
    rate.denominator = words.take_number("denominator");
    if (words.take("discount"))
        rate.discount_ppm = static_cast<std::uint32_t>(words.take_number("discount"));
    assign(command.fee_asset_rate, rate);
}

/// `transfer 5 BTC from alice to bob`
void read_transfer(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::transfer_balance;
    command.transfer.is_by_operator = 1;
    command.transfer.amount = Amount{words.take_amount("amount")};
    command.transfer.asset = names.asset(words.take_any("asset"));
    words.expect("from");
    command.account = names.account(words.take_any("account"));
    words.expect("to");
    command.transfer.target = names.account(words.take_any("account"));
}

/// `key_rules one expires 500 addresses 2 prefix 64 markets BTCUSD ETHUSD`
void read_key_rules(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::set_key_rules;
    SetKeyRules rules;
    rules.name = KeyName{words.take_any("key")};
    if (words.take("expires"))
        rules.expires_at = Timestamp{static_cast<std::int64_t>(words.take_amount("time"))};
    if (words.take("addresses"))
        rules.address_count = static_cast<std::uint8_t>(words.take_number("addresses"));
    std::uint8_t prefix_bits = 128;
    if (words.take("prefix")) prefix_bits = static_cast<std::uint8_t>(words.take_number("prefix"));
    for (std::size_t i = 0; i < rules.address_count && i < key_addresses_max; ++i)
        rules.addresses[i] = {.address = {static_cast<std::uint8_t>(i + 1)},
                              .prefix_bits = prefix_bits};
    if (words.take("markets")) {
        while (!words.is_at_end()) {
            const InstrumentId id = names.instrument(words.take_any("market"));
            if (rules.instrument_count < key_instruments_max)
                rules.instruments[rules.instrument_count] = id;
            ++rules.instrument_count;
        }
    }
    assign(command.key_rules, rules);
}

CloseReason reason_of(std::string_view word) {
    if (word == "cancelled_by_user") return CloseReason::cancelled_by_user;
    if (word == "cancelled_by_operator") return CloseReason::cancelled_by_operator;
    if (word == "disconnected") return CloseReason::disconnected;
    if (word == "kill_switch") return CloseReason::kill_switch;
    if (word == "dead_man") return CloseReason::dead_man;
    if (word == "delisted") return CloseReason::delisted;
    return static_cast<CloseReason>(amount_of(word));
}

/// `cancel_orders of alice buys session 7 on BTCUSD for kill_switch`; `of all`, `of market`
void read_operator_cancel(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.mass_cancel.scope = CancelScope::venue;
    words.expect("of");
    if (words.take("market")) {
        command.mass_cancel.scope = CancelScope::instrument;
    } else if (!words.take("all")) {
        command.mass_cancel.scope = CancelScope::account;
        command.account = names.account(words.take_any("account"));
    }
    read_mass_cancel(words, names, command);
}

}  // namespace

void read_mass_cancel(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::cancel_orders;
    CancelOrders& cancel = command.mass_cancel;
    cancel.reason = CloseReason::cancelled_by_user;
    if (words.take("buys")) cancel.has_side = 1;
    if (words.take("sells")) {
        cancel.has_side = 1;
        command.side = Side::sell;
    }
    if (words.take("session"))
        cancel.session = SessionId{static_cast<std::uint32_t>(words.take_number("session"))};
    if (words.take("on")) {
        cancel.has_instrument = cancel.scope == CancelScope::instrument ? 0 : 1;
        command.instrument = names.instrument(words.take_any("instrument"));
    }
    if (words.take("for")) cancel.reason = reason_of(words.take_any("reason"));
}

bool read_rule_command(std::string_view verb, ScenarioWords& words, const ScenarioNames& names,
                       Command& command) {
    static const std::map<std::string_view, Reader> readers{
        {"market_rules", read_market_rules},
        {"change", read_change},
        {"account_status", read_account_status},
        {"venue_status", read_venue_status},
        {"limits", read_limits},
        {"exposure", read_exposure},
        {"tier", read_tier},
        {"own_fees", read_own_fees},
        {"fee_rate", read_fee_rate},
        {"transfer", read_transfer},
        {"key_rules", read_key_rules},
        {"cancel_orders", read_operator_cancel},
    };
    const auto reader = readers.find(verb);
    if (reader == readers.end()) return false;
    reader->second(words, names, command);
    return true;
}

}  // namespace outcry::test
