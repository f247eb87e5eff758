#include "engine/matching/order_commands.hpp"
#include "engine/operator/operator_commands.hpp"

namespace outcry::engine {
namespace {

[[nodiscard]] Refusal check_account(const Venue& venue, const CreateAccount& account) noexcept {
    if (venue.accounts.is_full()) {
        const std::int64_t limit = venue.limits.accounts_max;
        return {RejectReason::account_capacity, limit + 1, limit};
    }
    if (venue.accounts.is_taken(account.external_uid, account.name.view())) {
        return {RejectReason::already_exists};
    }
    if (account.parent == AccountId{}) return {};
    if (!venue.accounts.is_user(account.parent)) return {RejectReason::unknown_account};
    // One level: whose it is must be clear.
    if (venue.standings[account.parent].parent != AccountId{}) {
        return {RejectReason::invalid_definition};
    }
    return {};
}

[[nodiscard]] Refusal check_adjustment(const Venue& venue, AccountId account,
                                       const AdjustBalance& adjustment) noexcept {
    // The account of the world outside is the other side of each adjustment.
    if (!venue.accounts.has(account) || account == external_account) {
        return {RejectReason::unknown_account};
    }
    if (!venue.assets.has(adjustment.asset)) return {RejectReason::unknown_asset};
    const Amount amount = adjustment.amount;
    const bool is_deposit = adjustment.kind == AdjustmentKind::deposit;
    const bool is_known = is_deposit || adjustment.kind == AdjustmentKind::withdrawal;
    const bool is_amount = amount > Amount{} && amount <= ledger_total_max;
    const Amount free = venue.ledger.balance(account, adjustment.asset).free;
    if (is_known && is_amount && !is_deposit && amount > free) return insufficient(amount, free);
    if (!is_known || !is_amount) return {RejectReason::invalid_amount, shown(amount), 0};
    const Amount inside = -venue.ledger.balance(external_account, adjustment.asset).free;
    if (is_deposit && inside + amount > ledger_total_max) {
        return {RejectReason::invalid_amount, shown(amount), shown(ledger_total_max - inside)};
    }
    return {};
}

[[nodiscard]] Refusal check_part(const StagedState& staged, const StageBytes& part) noexcept {
    if (part.size == 0 || part.size > staged_part_size_max) {
        return {RejectReason::invalid_definition, part.size, staged_part_size_max};
    }
    if (part.offset != 0 && part.offset != staged.size) {
        return {RejectReason::staged_bytes_missing, part.offset, staged.size};
    }
    const std::int64_t end = std::int64_t{part.offset} + part.size;
    if (end > std::int64_t{staged_size_max}) {
        return {RejectReason::invalid_definition, end, staged_size_max};
    }
    return {};
}

[[nodiscard]] bool is_key_type(KeyType type) noexcept {
    return type >= KeyType::hmac && type <= KeyType::rsa;
}

[[nodiscard]] Refusal check_key(const Venue& venue, AccountId account,
                                const RegisterKey& key) noexcept {
    if (!venue.accounts.is_user(account)) return {RejectReason::unknown_account};
    if (venue.keys.is_full()) {
        const auto limit = static_cast<std::int64_t>(venue.keys.keys_max());
        return {RejectReason::key_capacity, limit + 1, limit};
    }
    if (venue.keys.find(key.name) != venue.keys.count()) return {RejectReason::already_exists};
    if (key.name.empty() || !is_key_type(key.type)) return {RejectReason::invalid_definition};
    if (key.material_size == 0 || key.material_size != venue.staged.size) {
        return {RejectReason::staged_bytes_missing, key.material_size, venue.staged.size};
    }
    return {};
}

void report_staged(const StageBytes& part, EventBuffer& events) noexcept {
    for (std::size_t reported = 0; reported < part.size; reported += bytes_per_event_max) {
        const std::size_t left = part.size - reported;
        const std::size_t size = left < bytes_per_event_max ? left : bytes_per_event_max;
        BytesStaged& staged = events.append(EventType::bytes_staged, InstrumentId{}).staged;
        staged.offset = static_cast<std::uint16_t>(part.offset + reported);
        staged.size = static_cast<std::uint16_t>(size);
        std::memcpy(staged.bytes.data(), part.bytes.data() + reported, size);
    }
}

}  // namespace

void create_account(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const CreateAccount& account = command.new_account;
    if (const Refusal refusal = check_account(venue, account)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    AccountState state;
    state.external_uid = account.external_uid;
    state.id = venue.accounts.next_id();
    state.name = account.name;
    venue.accounts.add(state);
    venue.ledger.open(state.id);
    venue.standings[state.id].parent = account.parent;
    AccountCreated& created =
        events.append(EventType::account_created, InstrumentId{}).account_created;
    created.external_uid = state.external_uid;
    created.account = state.id;
    created.name = state.name;
    created.parent = account.parent;
}

void set_account_rules(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const SetAccountRules& rules = command.account_rules;
    Refusal refusal;
    if (!venue.accounts.is_user(command.account)) {
        refusal = {RejectReason::unknown_account};
    } else if (rules.default_self_trade_prevention > SelfTradePrevention::decrement) {
        refusal = {RejectReason::invalid_definition};
    }
    if (refusal) return refuse(command, refusal, CommandPart::whole, events);
    venue.account_orders.set_rules(command.account, rules.trade_group,
                                   rules.default_self_trade_prevention);
    AccountRulesSet& set =
        events.append(EventType::account_rules_set, InstrumentId{}).account_rules;
    set.account = command.account;
    set.trade_group = rules.trade_group;
    set.default_self_trade_prevention = rules.default_self_trade_prevention;
}

void adjust_balance(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const AdjustBalance& adjustment = command.adjustment;
    if (const Refusal refusal = check_adjustment(venue, command.account, adjustment)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    const bool is_deposit = adjustment.kind == AdjustmentKind::deposit;
    const Amount change = is_deposit ? adjustment.amount : -adjustment.amount;
    Balance& inside = venue.ledger.balance(command.account, adjustment.asset);
    inside.free += change;
    venue.ledger.balance(external_account, adjustment.asset).free -= change;
    BalanceAdjusted& adjusted = events.append(EventType::balance_adjusted, InstrumentId{}).adjusted;
    adjusted.amount = adjustment.amount;
    adjusted.free_after = inside.free;
    adjusted.account = command.account;
    adjusted.asset = adjustment.asset;
    adjusted.kind = adjustment.kind;
}

void stage_bytes(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const StageBytes& part = command.staged;
    if (const Refusal refusal = check_part(venue.staged, part)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    // Unused bytes stay zero: they are part of the state that is hashed.
    if (part.offset == 0) venue.staged = {};
    std::memcpy(venue.staged.bytes.data() + part.offset, part.bytes.data(), part.size);
    venue.staged.size = static_cast<std::uint16_t>(part.offset + part.size);
    report_staged(part, events);
}

void register_key(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const RegisterKey& key = command.key;
    if (const Refusal refusal = check_key(venue, command.account, key)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    KeyState state;
    state.account = command.account;
    state.material_size = key.material_size;
    state.name = key.name;
    state.type = key.type;
    state.permissions = key.permissions;
    state.material = venue.staged.bytes;
    venue.keys.add(state);
    venue.staged = {};
    KeyRegistered& registered = events.append(EventType::key_registered, InstrumentId{}).key;
    registered.account = state.account;
    registered.material_size = state.material_size;
    registered.name = state.name;
    registered.type = state.type;
    registered.permissions = state.permissions;
}

void revoke_key(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const std::uint32_t place = venue.keys.find(command.revoked_key.name);
    if (place == venue.keys.count()) {
        return refuse(command, {RejectReason::unknown_key}, CommandPart::whole, events);
    }
    KeyRevoked& revoked = events.append(EventType::key_revoked, InstrumentId{}).key_revoked;
    revoked.account = venue.keys[place].account;
    revoked.name = venue.keys[place].name;
    venue.keys.remove(place);
}

}  // namespace outcry::engine
