// The events that set the venue up: rare, so clearness comes before speed.
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "outcry/sinks/projection.hpp"
#include "outcry/wire/json.hpp"

namespace outcry::sinks {
namespace {

struct AuditSubject {
    std::optional<AccountId> account;
    std::optional<InstrumentId> instrument;
};

void add_audit(RowBatch& rows, const Event& event, AuditSubject subject) {
    AuditRow row{.sequence = event.sequence,
                 .event_index = event.index,
                 .time = event.time,
                 .type = event.type,
                 .account = subject.account,
                 .instrument = subject.instrument};
    wire::append_json(row.detail, event);
    rows.audit.push_back(std::move(row));
}

/// What an event that sets a rule is for.
struct Setting {
    std::string name;
    AuditSubject subject;
    bool is_audited = true;  // set by an operator
};

Setting of_account(AccountId account) {
    return {.name = fmt::format("{}", account.value()), .subject = {.account = account}};
}

std::optional<Setting> setting_of(const Event& event) {
    switch (event.type) {
        case EventType::venue_status_set: return Setting{};
        case EventType::instrument_rules_set:
            return Setting{.name = fmt::format("{}", event.instrument.value()),
                           .subject = {.instrument = event.instrument}};
        case EventType::account_rules_set: return of_account(event.account_rules.account);
        case EventType::account_limits_set: return of_account(event.account_limits.account);
        case EventType::account_fees_set: return of_account(event.account_fees.account);
        case EventType::exposure_limit_set: {
            const ExposureLimit& limit = event.exposure_limit;
            return Setting{.name = fmt::format("{}/{}", limit.account.value(), limit.asset.value()),
                           .subject = {.account = limit.account}};
        }
        case EventType::fee_tier_set:
            return Setting{.name = fmt::format("{}", event.fee_tier.index)};
        case EventType::fee_asset_rate_set:
            return Setting{.name = fmt::format("{}", event.fee_asset_rate.asset.value())};
        case EventType::account_tier_changed: {
            Setting setting = of_account(event.tier.account);
            setting.is_audited = false;
            return setting;
        }
        case EventType::dead_man_set: {
            Setting setting = of_account(event.dead_man.account);
            setting.is_audited = false;
            return setting;
        }
        default: return std::nullopt;
    }
}

void put_setting(RowBatch& rows, const Event& event, const Setting& setting) {
    SettingRow row{.type = event.type,
                   .name = setting.name,
                   .account = setting.subject.account,
                   .instrument = setting.subject.instrument,
                   .updated_at = event.time,
                   .updated_by = event.sequence};
    wire::append_json(row.detail, event);
    rows.put(std::move(row));
    if (setting.is_audited) add_audit(rows, event, setting.subject);
}

void on_account(const Event& event, RowBatch& rows) {
    const AccountCreated& created = event.account_created;
    rows.accounts.push_back({.account = created.account,
                             .external_uid = created.external_uid,
                             .name = created.name,
                             .created_at = event.time,
                             .created_by = event.sequence,
                             .parent = created.parent});
    add_audit(rows, event, {.account = created.account});
}

void on_account_status(const Event& event, RowBatch& rows) {
    const AccountStatusSet& set = event.account_status;
    rows.account_statuses.push_back({.account = set.account, .status = set.after});
    add_audit(rows, event, {.account = set.account});
}

void on_transferred(const Event& event, RowBatch& rows) {
    const BalanceTransferred& moved = event.transferred;
    LedgerEntryRow entry{.sequence = event.sequence,
                         .event_index = event.index,
                         .time = event.time,
                         .account = moved.source,
                         .asset = moved.asset,
                         .kind = LedgerKind::transfer,
                         .amount = -moved.amount};
    rows.add(entry);
    entry.entry_index = 1;
    entry.account = moved.target;
    entry.amount = moved.amount;
    rows.add(entry);
    if (moved.is_by_operator != 0) add_audit(rows, event, {.account = moved.source});
}

/// What a key allows follows its rules within the same command.
void on_key_rules(const Event& event, RowBatch& rows) {
    AuditSubject subject;
    if (event.type == EventType::key_rules_set) {
        subject.account = event.key_rules.account;
        rows.key_rules.push_back({.name = event.key_rules.name,
                                  .registered_before = event.sequence,
                                  .expires_at = event.key_rules.expires_at});
    } else if (!rows.key_rules.empty() && event.type == EventType::key_address_allowed) {
        rows.key_rules.back().addresses.push_back(event.key_address.range);
    } else if (!rows.key_rules.empty()) {
        const KeyInstrumentsAllowed& allowed = event.key_instruments;
        rows.key_rules.back().instruments.assign(allowed.instruments.begin(),
                                                 allowed.instruments.begin() + allowed.count);
    }
    add_audit(rows, event, subject);
}

void on_adjusted(const Event& event, RowBatch& rows) {
    const BalanceAdjusted& adjusted = event.adjusted;
    const bool is_deposit = adjusted.kind == AdjustmentKind::deposit;
    const Amount amount = is_deposit ? adjusted.amount : -adjusted.amount;
    LedgerEntryRow entry{.sequence = event.sequence,
                         .event_index = event.index,
                         .time = event.time,
                         .account = external_account,
                         .asset = adjusted.asset,
                         .kind = is_deposit ? LedgerKind::deposit : LedgerKind::withdrawal,
                         .amount = -amount};
    rows.add(entry);
    entry.entry_index = 1;
    entry.account = adjusted.account;
    entry.amount = amount;
    rows.add(entry);
    add_audit(rows, event, {.account = adjusted.account});
}

void on_key(const Event& event, RowBatch& rows) {
    const KeyRegistered& key = event.key;
    rows.keys.push_back({.name = key.name,
                         .account = key.account,
                         .type = key.type,
                         .permissions = key.permissions,
                         .registered_at = event.time,
                         .registered_by = event.sequence});
    add_audit(rows, event, {.account = key.account});
}

void on_key_revoked(const Event& event, RowBatch& rows) {
    rows.key_revocations.push_back({.name = event.key_revoked.name,
                                    .registered_before = event.sequence,
                                    .revoked_at = event.time});
    add_audit(rows, event, {.account = event.key_revoked.account});
}

}  // namespace

void Projection::clear() noexcept {
    assets_.clear();
    instruments_.clear();
    by_quote_.clear();
}

Result<void, ProjectionError> Projection::restore(const AssetDefinition& asset) {
    if (asset.id.value() != assets_.size()) {
        return Failure{ProjectionError{
            fmt::format("asset {} comes when {} was due", asset.id.value(), assets_.size())}};
    }
    assets_.push_back(asset);
    return {};
}

Result<void, ProjectionError> Projection::restore(const InstrumentDefinition& instrument) {
    if (instrument.id.value() != instruments_.size()) {
        return Failure{ProjectionError{fmt::format("instrument {} comes when {} was due",
                                                   instrument.id.value(), instruments_.size())}};
    }
    if (instrument.base_asset.value() >= assets_.size() ||
        instrument.quote_asset.value() >= assets_.size()) {
        return Failure{ProjectionError{
            fmt::format("instrument {} names an unknown asset", instrument.id.value())}};
    }
    InstrumentDefinition& known = instruments_.emplace_back(instrument);
    derive_unit_factors(known, assets_[known.base_asset.value()].decimals,
                        assets_[known.quote_asset.value()].decimals);
    return {};
}

Result<void, ProjectionError> Projection::on_venue_event(const Event& event, RowBatch& rows) {
    switch (event.type) {
        case EventType::asset_created: return on_asset(event, rows);
        case EventType::instrument_created: return on_instrument(event, rows);
        case EventType::instrument_status_changed:
        case EventType::instrument_changed:
        case EventType::fees_changed: return on_instrument_change(event, rows);
        case EventType::account_created: on_account(event, rows); return {};
        case EventType::account_status_set: on_account_status(event, rows); return {};
        case EventType::balance_adjusted: on_adjusted(event, rows); return {};
        case EventType::balance_transferred: on_transferred(event, rows); return {};
        case EventType::key_registered: on_key(event, rows); return {};
        case EventType::key_revoked: on_key_revoked(event, rows); return {};
        case EventType::key_rules_set:
        case EventType::key_address_allowed:
        case EventType::key_instruments_allowed: on_key_rules(event, rows); return {};
        default: break;
    }
    // Refusals, slices, ticks, staged and repeated commands stand in the event table alone.
    if (const std::optional<Setting> setting = setting_of(event)) {
        put_setting(rows, event, *setting);
    }
    return {};
}

Result<void, ProjectionError> Projection::on_asset(const Event& event, RowBatch& rows) {
    const AssetDefinition definition{
        .id = event.asset.id, .decimals = event.asset.decimals, .code = event.asset.code};
    if (const Outcome outcome = restore(definition); !outcome) return outcome;
    rows.assets.push_back(
        {.definition = definition, .created_at = event.time, .created_by = event.sequence});
    add_audit(rows, event, {});
    return {};
}

Result<void, ProjectionError> Projection::on_instrument(const Event& event, RowBatch& rows) {
    const InstrumentCreated& created = event.instrument_created;
    const InstrumentDefinition definition{.tick_mantissa = created.tick_mantissa,
                                          .lot_mantissa = created.lot_mantissa,
                                          .price_minimum = created.price_minimum,
                                          .price_maximum = created.price_maximum,
                                          .quantity_minimum = created.quantity_minimum,
                                          .quantity_maximum = created.quantity_maximum,
                                          .notional_minimum = created.notional_minimum,
                                          .maker_fee_ppm = created.maker_fee_ppm,
                                          .taker_fee_ppm = created.taker_fee_ppm,
                                          .id = event.instrument,
                                          .base_asset = created.base_asset,
                                          .quote_asset = created.quote_asset,
                                          .tick_scale = created.tick_scale,
                                          .lot_scale = created.lot_scale,
                                          .status = created.status,
                                          .symbol = created.symbol};
    if (const Outcome outcome = restore(definition); !outcome) return outcome;
    rows.put({.definition = instruments_.back(),
              .updated_at = event.time,
              .updated_by = event.sequence});
    add_audit(rows, event, {.instrument = event.instrument});
    return {};
}

Result<void, ProjectionError> Projection::on_instrument_change(const Event& event, RowBatch& rows) {
    if (find_instrument(event.instrument) == nullptr) {
        return Failure{ProjectionError{
            fmt::format("event ({}, {}) changes instrument {}, which the target does not know",
                        event.sequence.value(), event.index, event.instrument.value())}};
    }
    InstrumentDefinition& definition = instruments_[event.instrument.value()];
    std::optional<StatusReason> reason;
    if (event.type == EventType::fees_changed) {
        definition.maker_fee_ppm = event.fees.maker_fee_ppm;
        definition.taker_fee_ppm = event.fees.taker_fee_ppm;
    } else if (event.type == EventType::instrument_changed) {
        const InstrumentChange& change = event.instrument_change;
        definition.price_minimum = change.price_minimum;
        definition.price_maximum = change.price_maximum;
        definition.quantity_minimum = change.quantity_minimum;
        definition.quantity_maximum = change.quantity_maximum;
        definition.notional_minimum = change.notional_minimum;
    } else {
        definition.status = event.status.after;
        reason = event.status.reason;
    }
    rows.put({.definition = definition,
              .status_reason = reason,
              .updated_at = event.time,
              .updated_by = event.sequence});
    add_audit(rows, event, {.instrument = event.instrument});
    return {};
}

}  // namespace outcry::sinks
