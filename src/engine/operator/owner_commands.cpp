#include <span>

#include "engine/matching/order_commands.hpp"
#include "engine/operator/adoption.hpp"
#include "engine/operator/operator_commands.hpp"

namespace outcry::engine {
namespace {

[[nodiscard]] Refusal check_transfer(const Venue& venue, const Command& command) noexcept {
    const TransferBalance& transfer = command.transfer;
    if (!venue.accounts.is_user(command.account) || !venue.accounts.is_user(transfer.target)) {
        return {RejectReason::unknown_account};
    }
    if (!venue.assets.has(transfer.asset)) return {RejectReason::unknown_asset};
    const AccountStandings& standings = venue.standings;
    const bool is_one_owner = standings.owner(command.account) == standings.owner(transfer.target);
    if (command.account == transfer.target || (transfer.is_by_operator == 0 && !is_one_owner)) {
        return {RejectReason::unrelated_accounts};
    }
    if (transfer.amount <= Amount{} || transfer.amount > ledger_total_max) {
        return {RejectReason::invalid_amount, shown(transfer.amount), 0};
    }
    const Amount free = venue.ledger.balance(command.account, transfer.asset).free;
    if (transfer.amount > free) return insufficient(transfer.amount, free);
    return {};
}

[[nodiscard]] bool is_range_valid(const AddressRange& range) noexcept {
    return range.prefix_bits <= 128;
}

[[nodiscard]] Refusal check_key_rules(const Venue& venue, const SetKeyRules& rules) noexcept {
    const Refusal invalid{RejectReason::invalid_definition};
    if (venue.keys.find(rules.name) == venue.keys.count()) return {RejectReason::unknown_key};
    if (rules.expires_at < Timestamp{}) return invalid;
    if (rules.address_count > key_addresses_max) return invalid;
    if (rules.instrument_count > key_instruments_max) return invalid;
    for (const AddressRange& range : std::span{rules.addresses}.first(rules.address_count)) {
        if (!is_range_valid(range)) return invalid;
    }
    for (const InstrumentId id : std::span{rules.instruments}.first(rules.instrument_count)) {
        if (!venue.instruments.has(id)) return invalid;
    }
    return {};
}

void report_key_rules(const Venue& venue, const SetKeyRules& rules, EventBuffer& events) noexcept {
    KeyRulesSet& set = events.append(EventType::key_rules_set, InstrumentId{}).key_rules;
    set.expires_at = rules.expires_at;
    set.account = venue.keys[venue.keys.find(rules.name)].account;
    set.name = rules.name;
    set.address_count = rules.address_count;
    set.instrument_count = rules.instrument_count;
    for (const AddressRange& range : std::span{rules.addresses}.first(rules.address_count)) {
        KeyAddressAllowed& allowed =
            events.append(EventType::key_address_allowed, InstrumentId{}).key_address;
        allowed.name = rules.name;
        allowed.range = range;
    }
    if (rules.instrument_count == 0) return;
    KeyInstrumentsAllowed& allowed =
        events.append(EventType::key_instruments_allowed, InstrumentId{}).key_instruments;
    for (std::size_t i = 0; i < rules.instrument_count; ++i) {
        allowed.instruments[i] = rules.instruments[i];
    }
    allowed.name = rules.name;
    allowed.count = rules.instrument_count;
}

}  // namespace

bool adopt_key_rules(Venue& venue, const SetKeyRules& rules) noexcept {
    if (check_key_rules(venue, rules)) return false;
    venue.keys.set_rules(venue.keys.find(rules.name), rules);
    return true;
}

SetKeyRules counted_part(const SetKeyRules& rules) noexcept {
    SetKeyRules kept;
    kept.expires_at = rules.expires_at;
    kept.name = rules.name;
    kept.address_count = rules.address_count;
    kept.instrument_count = rules.instrument_count;
    for (std::size_t i = 0; i < rules.address_count; ++i) kept.addresses[i] = rules.addresses[i];
    for (std::size_t i = 0; i < rules.instrument_count; ++i) {
        kept.instruments[i] = rules.instruments[i];
    }
    return kept;
}

void transfer_balance(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const TransferBalance& transfer = command.transfer;
    if (const Refusal refusal = check_transfer(venue, command)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    venue.ledger.balance(command.account, transfer.asset).free -= transfer.amount;
    venue.ledger.balance(transfer.target, transfer.asset).free += transfer.amount;
    BalanceTransferred& transferred =
        events.append(EventType::balance_transferred, InstrumentId{}).transferred;
    transferred.amount = transfer.amount;
    transferred.source = command.account;
    transferred.target = transfer.target;
    transferred.asset = transfer.asset;
    transferred.is_by_operator = transfer.is_by_operator;
}

void set_key_rules(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const SetKeyRules& rules = command.key_rules;
    if (const Refusal refusal = check_key_rules(venue, rules)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    const bool is_adopted = adopt_key_rules(venue, counted_part(rules));
    OUTCRY_ASSERT(is_adopted);
    report_key_rules(venue, rules, events);
}

}  // namespace outcry::engine
