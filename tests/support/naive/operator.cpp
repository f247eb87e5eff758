#include <algorithm>
#include <cstring>

#include "support/naive_engine.hpp"

namespace outcry::test {
namespace {

constexpr int128 ledger_max = int128{1} << 110;
constexpr std::uint32_t fee_max = 100'000;

/// `units` times ten to the `power`, when that is whole and fits; else zero.
std::uint64_t times_ten_to(uint128 units, int power) {
    for (; power > 0; --power) {
        if (units > UINT64_MAX) return 0;
        units *= 10;
    }
    for (; power < 0; ++power) {
        if (units % 10 != 0) return 0;
        units /= 10;
    }
    return units > UINT64_MAX ? 0 : static_cast<std::uint64_t>(units);
}

bool is_below_2_to_126(uint128 left, uint128 right) {
    if (left == 0 || right == 0) return true;
    return left <= ((uint128{1} << 126) - 1) / right;
}

}  // namespace

bool naive::is_definition_good(const InstrumentDefinition& definition) {
    const auto status = static_cast<int>(definition.status);
    if (definition.symbol.empty()) return false;
    if (definition.base_asset == definition.quote_asset) return false;
    if (definition.base_units_per_lot == 0) return false;
    if (definition.quote_units_per_tick_lot == 0) return false;
    if (definition.price_minimum.value() < 0) return false;
    if (definition.price_maximum < definition.price_minimum) return false;
    if (definition.price_maximum.value() >= std::int64_t{1} << 48) return false;
    if (definition.quantity_minimum.value() == 0) return false;
    if (definition.quantity_maximum < definition.quantity_minimum) return false;
    if (definition.quantity_maximum.value() >= std::uint64_t{1} << 60) return false;
    if (definition.maker_fee_ppm > fee_max || definition.taker_fee_ppm > fee_max) return false;
    if (status < 1 || status > 4) return false;
    const uint128 quantity = definition.quantity_maximum.value();
    const uint128 notional = static_cast<uint128>(definition.price_maximum.value()) * quantity;
    return is_below_2_to_126(notional, definition.quote_units_per_tick_lot) &&
           is_below_2_to_126(quantity, definition.base_units_per_lot);
}

void NaiveEngine::create_asset(const Command& command) {
    const AssetDefinition& asset = command.asset;
    const auto refuse_with = [&](const Reason& reason) {
        refuse(command, reason, CommandPart::whole);
    };
    if (assets_.size() >= limits_.assets_max)
        return refuse_with(
            {RejectReason::asset_capacity, limits_.assets_max + int128{1}, limits_.assets_max});
    for (const AssetDefinition& each : assets_)
        if (each.code == asset.code) return refuse_with({RejectReason::already_exists});
    if (asset.code.empty()) return refuse_with({RejectReason::invalid_definition});
    if (asset.decimals > 18)
        return refuse_with({RejectReason::invalid_definition, asset.decimals, 18});
    assets_.push_back(asset);
    AssetCreated& created = events_->append(EventType::asset_created, InstrumentId{}).asset;
    created.id = AssetId{static_cast<std::uint16_t>(assets_.size() - 1)};
    created.decimals = asset.decimals;
    created.code = asset.code;
}

void NaiveEngine::create_instrument(const Command& command) {
    InstrumentDefinition definition = command.instrument_definition;
    const auto refuse_with = [&](const Reason& reason) {
        refuse(command, reason, CommandPart::whole);
    };
    if (definition.base_asset.value() >= assets_.size() ||
        definition.quote_asset.value() >= assets_.size())
        return refuse_with({RejectReason::unknown_asset});
    if (instruments_.size() >= limits_.instruments_max)
        return refuse_with({RejectReason::instrument_capacity, limits_.instruments_max + int128{1},
                            limits_.instruments_max});
    for (const Instrument& each : instruments_)
        if (each.definition.symbol == definition.symbol)
            return refuse_with({RejectReason::already_exists});
    const int base_decimals = assets_[definition.base_asset.value()].decimals;
    const int quote_decimals = assets_[definition.quote_asset.value()].decimals;
    definition.base_units_per_lot =
        times_ten_to(definition.lot_mantissa, base_decimals - definition.lot_scale);
    definition.quote_units_per_tick_lot =
        times_ten_to(static_cast<uint128>(definition.tick_mantissa) * definition.lot_mantissa,
                     quote_decimals - definition.tick_scale - definition.lot_scale);
    if (!naive::is_definition_good(definition))
        return refuse_with({RejectReason::invalid_definition});
    definition.id = InstrumentId{static_cast<std::uint16_t>(instruments_.size())};
    instruments_.emplace_back();
    instruments_.back().definition = definition;
    InstrumentCreated& created =
        events_->append(EventType::instrument_created, definition.id).instrument_created;
    created.tick_mantissa = definition.tick_mantissa;
    created.lot_mantissa = definition.lot_mantissa;
    created.price_minimum = definition.price_minimum;
    created.price_maximum = definition.price_maximum;
    created.quantity_minimum = definition.quantity_minimum;
    created.quantity_maximum = definition.quantity_maximum;
    created.notional_minimum = definition.notional_minimum;
    created.maker_fee_ppm = definition.maker_fee_ppm;
    created.taker_fee_ppm = definition.taker_fee_ppm;
    created.base_asset = definition.base_asset;
    created.quote_asset = definition.quote_asset;
    created.tick_scale = definition.tick_scale;
    created.lot_scale = definition.lot_scale;
    created.status = definition.status;
    created.symbol = definition.symbol;
}

void NaiveEngine::change_fees(const Command& command) {
    if (command.instrument.value() >= instruments_.size())
        return refuse(command, RejectReason::unknown_instrument);
    InstrumentDefinition& definition = instruments_[command.instrument.value()].definition;
    const std::uint32_t larger = std::max(command.fees.maker_fee_ppm, command.fees.taker_fee_ppm);
    if (larger > fee_max)
        return refuse(command, {RejectReason::invalid_definition, larger, fee_max},
                      CommandPart::whole);
    definition.maker_fee_ppm = command.fees.maker_fee_ppm;
    definition.taker_fee_ppm = command.fees.taker_fee_ppm;
    FeesChanged& changed = events_->append(EventType::fees_changed, command.instrument).fees;
    changed.maker_fee_ppm = definition.maker_fee_ppm;
    changed.taker_fee_ppm = definition.taker_fee_ppm;
}

void NaiveEngine::create_account(const Command& command) {
    const std::uint64_t uid = command.new_account.external_uid;
    const std::string name{command.new_account.name.view()};
    if (accounts_.size() + 16 >= limits_.accounts_max)
        return refuse(command,
                      {RejectReason::account_capacity, limits_.accounts_max + int128{1},
                       limits_.accounts_max},
                      CommandPart::whole);
    bool is_taken = name == "external" || name == "fees" || name == "insurance";
    for (const Account& account : accounts_) {
        if (uid != 0 && account.uid == uid) is_taken = true;
        if (!name.empty() && account.name == name) is_taken = true;
    }
    if (is_taken) return refuse(command, {RejectReason::already_exists}, CommandPart::whole);
    const std::uint32_t parent = command.new_account.parent.value();
    if (parent != 0 && !is_user(parent)) return refuse(command, RejectReason::unknown_account);
    if (parent != 0 && user(parent).parent != 0)
        return refuse(command, RejectReason::invalid_definition);
    accounts_.emplace_back();
    accounts_.back().uid = uid;
    accounts_.back().name = name;
    accounts_.back().parent = parent;
    AccountCreated& created =
        events_->append(EventType::account_created, InstrumentId{}).account_created;
    created.external_uid = uid;
    created.account = AccountId{static_cast<std::uint32_t>(15 + accounts_.size())};
    created.name = command.new_account.name;
    created.parent = command.new_account.parent;
}

void NaiveEngine::adjust_balance(const Command& command) {
    const AdjustBalance& adjustment = command.adjustment;
    const std::uint32_t account = command.account.value();
    const int128 amount = adjustment.amount.value();
    const auto refuse_with = [&](const Reason& reason) {
        refuse(command, reason, CommandPart::whole);
    };
    if (!is_user(account) && account != 1 && account != 2)
        return refuse_with({RejectReason::unknown_account});
    if (adjustment.asset.value() >= assets_.size())
        return refuse_with({RejectReason::unknown_asset});
    const bool deposits = adjustment.kind == AdjustmentKind::deposit;
    const bool withdraws = adjustment.kind == AdjustmentKind::withdrawal;
    if ((!deposits && !withdraws) || amount <= 0 || amount > ledger_max)
        return refuse_with({RejectReason::invalid_amount, amount, 0});
    const int128 free = balance(account, adjustment.asset).free;
    if (withdraws && amount > free)
        return refuse_with({RejectReason::insufficient_balance, amount, free});
    const int128 inside = -balance(0, adjustment.asset).free;
    if (deposits && inside + amount > ledger_max)
        return refuse_with({RejectReason::invalid_amount, amount, ledger_max - inside});
    balance(account, adjustment.asset).free += deposits ? amount : -amount;
    balance(0, adjustment.asset).free -= deposits ? amount : -amount;
    BalanceAdjusted& adjusted =
        events_->append(EventType::balance_adjusted, InstrumentId{}).adjusted;
    adjusted.amount = adjustment.amount;
    adjusted.free_after = Amount{balance(account, adjustment.asset).free};
    adjusted.account = command.account;
    adjusted.asset = adjustment.asset;
    adjusted.kind = adjustment.kind;
}

void NaiveEngine::stage(const Command& command) {
    const StageBytes& part = command.staged;
    if (part.size == 0 || part.size > 128)
        return refuse(command, {RejectReason::invalid_definition, part.size, 128},
                      CommandPart::whole);
    if (part.offset != 0 && part.offset != staged_.size())
        return refuse(
            command,
            {RejectReason::staged_bytes_missing, part.offset, static_cast<int128>(staged_.size())},
            CommandPart::whole);
    if (part.offset + part.size > 1024)
        return refuse(command, {RejectReason::invalid_definition, part.offset + part.size, 1024},
                      CommandPart::whole);
    if (part.offset == 0) staged_.clear();
    staged_.insert(staged_.end(), part.bytes.begin(), part.bytes.begin() + part.size);
    for (int start = 0; start < part.size; start += 88) {
        const int size = std::min(88, part.size - start);
        BytesStaged& staged = events_->append(EventType::bytes_staged, InstrumentId{}).staged;
        staged.offset = static_cast<std::uint16_t>(part.offset + start);
        staged.size = static_cast<std::uint16_t>(size);
        std::copy_n(part.bytes.begin() + start, size, staged.bytes.begin());
    }
}

void NaiveEngine::register_key(const Command& command) {
    const RegisterKey& key = command.key;
    const auto refuse_with = [&](const Reason& reason) {
        refuse(command, reason, CommandPart::whole);
    };
    const std::string name{key.name.view()};
    const auto type = static_cast<int>(key.type);
    if (!is_user(command.account.value())) return refuse_with({RejectReason::unknown_account});
    if (keys_.size() >= limits_.keys_max)
        return refuse_with(
            {RejectReason::key_capacity, limits_.keys_max + int128{1}, limits_.keys_max});
    for (const naive::Key& each : keys_)
        if (each.name == name) return refuse_with({RejectReason::already_exists});
    if (name.empty() || type < 1 || type > 3)
        return refuse_with({RejectReason::invalid_definition});
    if (key.material_size == 0 || key.material_size != staged_.size())
        return refuse_with({RejectReason::staged_bytes_missing, key.material_size,
                            static_cast<int128>(staged_.size())});
    staged_.clear();
    keys_.push_back({name, command.account.value()});
    KeyRegistered& registered = events_->append(EventType::key_registered, InstrumentId{}).key;
    registered.account = command.account;
    registered.material_size = key.material_size;
    registered.name = key.name;
    registered.type = key.type;
    registered.permissions = key.permissions;
}

void NaiveEngine::revoke_key(const Command& command) {
    const std::string name{command.revoked_key.name.view()};
    const auto found = std::find_if(keys_.begin(), keys_.end(),
                                    [&](const naive::Key& key) { return key.name == name; });
    if (found == keys_.end())
        return refuse(command, {RejectReason::unknown_key}, CommandPart::whole);
    KeyRevoked& revoked = events_->append(EventType::key_revoked, InstrumentId{}).key_revoked;
    revoked.account = AccountId{found->account};
    revoked.name = command.revoked_key.name;
    keys_.erase(found);
}

}  // namespace outcry::test
