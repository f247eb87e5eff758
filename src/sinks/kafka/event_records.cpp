#include "sinks/kafka/event_records.hpp"

#include <fmt/format.h>

#include "outcry/wire/crc32c.hpp"
#include "outcry/wire/enum_names.hpp"

#include "sinks/kafka/json_object.hpp"

namespace outcry::sinks::kafka {
namespace {

using wire::name_of;

void add_order_body(JsonObject& object, const OrderAccepted& accepted,
                    const InstrumentDefinition& instrument, int quote_decimals) {
    object.number("order_id", accepted.order_id);
    object.number("account", accepted.account);
    object.text("client_order_id", accepted.client_order_id.view());
    object.word("side", name_of(accepted.side));
    object.word("order_type", name_of(accepted.type));
    object.word("time_in_force", name_of(accepted.time_in_force));
    object.word("self_trade_prevention", name_of(accepted.self_trade_prevention));
    const bool is_by_quote = accepted.type == OrderType::market_by_quote;
    if (is_by_quote || accepted.type == OrderType::market) {
        object.null("price");
    } else {
        object.price("price", instrument, accepted.price);
    }
    if (is_by_quote) {
        object.null("quantity");
        object.amount("quote_quantity", accepted.quote_quantity, quote_decimals);
    } else {
        object.quantity("quantity", instrument, accepted.quantity);
        object.null("quote_quantity");
    }
}

void add_order_body(JsonObject& object, const OrderClosed& closed,
                    const InstrumentDefinition& instrument) {
    object.number("order_id", closed.order_id);
    object.number("account", closed.account);
    object.word("side", name_of(closed.side));
    object.price("price", instrument, closed.price);
    object.quantity("open_quantity", instrument, closed.open_quantity);
    object.word("reason", name_of(closed.reason));
    object.truth("was_resting", closed.was_resting != 0);
    object.text("cancel_client_order_id", closed.cancel_client_order_id.view());
}

void add_order_body(JsonObject& object, const OrderAmended& amended,
                    const InstrumentDefinition& instrument) {
    object.number("order_id", amended.order_id);
    object.number("account", amended.account);
    object.text("client_order_id", amended.client_order_id.view());
    object.word("side", name_of(amended.side));
    object.price("price_before", instrument, amended.price_before);
    object.price("price", instrument, amended.price);
    object.quantity("open_quantity_before", instrument, amended.open_quantity_before);
    object.quantity("open_quantity", instrument, amended.open_quantity);
    object.quantity("quantity", instrument, amended.quantity);
    object.truth("kept_priority", amended.kept_priority != 0);
}

void add_order_body(JsonObject& object, const OrderTermsSet& terms,
                    const InstrumentDefinition& instrument) {
    object.number("order_id", terms.order_id);
    object.number("account", terms.account);
    object.price("stop_price", instrument, terms.stop_price);
    object.quantity("visible_quantity", instrument, terms.visible_quantity);
    object.number("expires_at_us", terms.expires_at);
    object.number("trailing_delta_bips", terms.trailing_delta_bips);
}

void add_order_body(JsonObject& object, const SelfTradePrevented& prevented,
                    const InstrumentDefinition& instrument) {
    object.number("prevented_match_id", prevented.id);
    object.word("mode", name_of(prevented.mode));
    object.price("price", instrument, prevented.price);
    object.quantity("quantity", instrument, prevented.quantity);
    object.word("taker_side", name_of(prevented.taker_side));
    object.number("maker_order_id", prevented.maker_order_id);
    object.number("maker_account", prevented.maker_account);
    object.quantity("maker_open_quantity", instrument, prevented.maker_open_quantity);
    object.number("taker_order_id", prevented.taker_order_id);
    object.number("taker_account", prevented.taker_account);
    object.quantity("taker_open_quantity", instrument, prevented.taker_open_quantity);
    object.number("trade_group", prevented.trade_group);
}

/// Buyers pay their fee in the base asset, sellers in the quote asset.
void add_trade_side(JsonObject& object, const OrderTraded& traded, const AssetDefinition& base,
                    const AssetDefinition& quote) {
    const bool taker_buys = traded.taker_side == Side::buy;
    const AssetDefinition& taker_asset = taker_buys ? base : quote;
    const AssetDefinition& maker_asset = taker_buys ? quote : base;
    object.word("taker_side", name_of(traded.taker_side));
    object.number("maker_order_id", traded.maker_order_id);
    object.number("maker_account", traded.maker_account);
    object.amount("maker_fee", traded.maker_fee, maker_asset.decimals);
    object.text("maker_fee_asset", maker_asset.code.view());
    object.number("taker_order_id", traded.taker_order_id);
    object.number("taker_account", traded.taker_account);
    object.amount("taker_fee", traded.taker_fee, taker_asset.decimals);
    object.text("taker_fee_asset", taker_asset.code.view());
}

void add_trade_body(JsonObject& object, const OrderTraded& traded,
                    const InstrumentDefinition& instrument, const AssetDefinition& base,
                    const AssetDefinition& quote) {
    object.number("trade_id", traded.trade_id);
    object.price("price", instrument, traded.price);
    object.quantity("quantity", instrument, traded.quantity);
    object.amount("quote_quantity", quote_amount(instrument, traded.price, traded.quantity),
                  quote.decimals);
    object.quantity("maker_open_quantity", instrument, traded.maker_open_quantity);
    add_trade_side(object, traded, base, quote);
}

void add_instrument_body(JsonObject& object, const InstrumentCreated& created,
                         const InstrumentDefinition& instrument, const AssetDefinition& base,
                         const AssetDefinition& quote) {
    object.text("base_asset", base.code.view());
    object.text("quote_asset", quote.code.view());
    object.price("tick_size", instrument, Price{1});
    object.quantity("lot_size", instrument, Quantity{1});
    object.price("price_minimum", instrument, created.price_minimum);
    object.price("price_maximum", instrument, created.price_maximum);
    object.quantity("quantity_minimum", instrument, created.quantity_minimum);
    object.quantity("quantity_maximum", instrument, created.quantity_maximum);
    object.amount(
        "notional_minimum",
        Amount{static_cast<int128>(created.notional_minimum) * instrument.quote_units_per_tick_lot},
        quote.decimals);
    object.number("maker_fee_ppm", created.maker_fee_ppm);
    object.number("taker_fee_ppm", created.taker_fee_ppm);
    object.word("status", name_of(created.status));
}

void add_refusal_body(JsonObject& object, const CommandRefused& refused) {
    object.word("command", name_of(refused.command));
    object.word("part", name_of(refused.part));
    object.word("reason", outcry::name_of(refused.reason));
    object.number("account", refused.account);
    if (refused.order_id == OrderId{}) {
        object.null("order_id");
    } else {
        object.number("order_id", refused.order_id);
    }
    object.text("client_order_id", refused.client_order_id.view());
    object.exact("given", refused.given);
    object.exact("limit", refused.limit);
}

/// The events that need no definitions; keyed by account, or by "venue" where order over
/// everything counts.
bool add_plain_body(JsonObject& object, const Event& event) {
    switch (event.type) {
        case EventType::account_created:
            object.number("account", event.account_created.account);
            object.exact("external_uid", event.account_created.external_uid);
            object.text("name", event.account_created.name.view());
            return true;
        case EventType::bytes_staged: {
            const BytesStaged& staged = event.staged;
            object.number("offset", staged.offset);
            object.number("size", staged.size);
            // Sealed secrets stay in the venue; the checksum shows that two copies agree.
            const std::span<const std::byte> bytes{staged.bytes};
            object.number("crc32c", wire::crc32c(bytes.first(staged.size)));
            return true;
        }
        case EventType::key_registered:
            object.number("account", event.key.account);
            object.text("key", event.key.name.view());
            object.word("key_type", name_of(event.key.type));
            object.number("permissions", event.key.permissions);
            object.number("material_size", event.key.material_size);
            return true;
        case EventType::key_revoked:
            object.number("account", event.key_revoked.account);
            object.text("key", event.key_revoked.name.view());
            return true;
        case EventType::account_rules_set:
            object.number("account", event.account_rules.account);
            object.number("trade_group", event.account_rules.trade_group);
            object.word("default_self_trade_prevention",
                        name_of(event.account_rules.default_self_trade_prevention));
            return true;
        default: return true;
    }
}

[[nodiscard]] AccountId account_of(const Event& event) {
    switch (event.type) {
        case EventType::order_accepted: return event.accepted.account;
        case EventType::order_closed: return event.closed.account;
        case EventType::order_amended: return event.amended.account;
        case EventType::order_terms_set: return event.terms.account;
        case EventType::self_trade_prevented: return event.prevented.taker_account;
        case EventType::account_rules_set: return event.account_rules.account;
        case EventType::command_refused: return event.refused.account;
        case EventType::mass_action_progressed: return event.mass_action.account;
        case EventType::account_created: return event.account_created.account;
        case EventType::balance_adjusted: return event.adjusted.account;
        default: return {};
    }
}

/// A refusal names an instrument only where the command was about one, and it may not exist.
[[nodiscard]] bool names_instrument(const Event& event) {
    switch (event.type) {
        case EventType::order_accepted:
        case EventType::order_traded:
        case EventType::order_closed:
        case EventType::order_amended:
        case EventType::order_terms_set:
        case EventType::self_trade_prevented:
        case EventType::mass_action_progressed:
        case EventType::instrument_created:
        case EventType::instrument_status_changed:
        case EventType::fees_changed: return true;
        default: return false;
    }
}

[[nodiscard]] bool is_about_orders(CommandType command) {
    switch (command) {
        case CommandType::place_order:
        case CommandType::cancel_order:
        case CommandType::amend_order:
        case CommandType::replace_order:
        case CommandType::cancel_all_orders: return true;
        default: return false;
    }
}

void add_header(JsonObject& object, const Event& event) {
    object.number("schema", 1);
    object.word("event", name_of(event.type));
    object.number("sequence", event.sequence);
    object.number("index", event.index);
    object.number("time_us", event.time);
}

/// Of an event that concerns an instrument.
struct Market {
    const InstrumentDefinition* instrument = nullptr;
    const AssetDefinition* base = nullptr;
    const AssetDefinition* quote = nullptr;
};

[[nodiscard]] Market market_of(const Event& event, const Definitions& definitions) {
    Market market;
    market.instrument = definitions.instrument(event.instrument);
    if (market.instrument == nullptr) return market;
    market.base = definitions.asset(market.instrument->base_asset);
    market.quote = definitions.asset(market.instrument->quote_asset);
    return market;
}

void add_market_body(JsonObject& object, const Event& event, const Market& market) {
    const InstrumentDefinition& instrument = *market.instrument;
    switch (event.type) {
        case EventType::order_accepted:
            return add_order_body(object, event.accepted, instrument, market.quote->decimals);
        case EventType::order_traded:
            return add_trade_body(object, event.traded, instrument, *market.base, *market.quote);
        case EventType::order_closed: return add_order_body(object, event.closed, instrument);
        case EventType::order_amended: return add_order_body(object, event.amended, instrument);
        case EventType::order_terms_set: return add_order_body(object, event.terms, instrument);
        case EventType::self_trade_prevented:
            return add_order_body(object, event.prevented, instrument);
        case EventType::mass_action_progressed:
            object.number("account", event.mass_action.account);
            object.number("closed_count", event.mass_action.closed_count);
            return object.truth("is_finished", event.mass_action.is_finished != 0);
        case EventType::instrument_created:
            return add_instrument_body(object, event.instrument_created, instrument, *market.base,
                                       *market.quote);
        case EventType::instrument_status_changed:
            object.word("status_before", name_of(event.status.before));
            return object.word("status", name_of(event.status.after));
        case EventType::fees_changed:
            object.number("maker_fee_ppm", event.fees.maker_fee_ppm);
            return object.number("taker_fee_ppm", event.fees.taker_fee_ppm);
        default: return;
    }
}

void add_instrument(JsonObject& object, const InstrumentDefinition& instrument) {
    object.number("instrument", instrument.id);
    object.word("symbol", instrument.symbol.view());
}

bool append_market_record(Record& record, const Event& event, const Definitions& definitions) {
    const Market market = market_of(event, definitions);
    if (market.instrument == nullptr || market.base == nullptr || market.quote == nullptr) {
        return false;
    }
    if (record.topic == Topic::orders) {
        fmt::format_to(std::back_inserter(record.key), "{}", account_of(event).value());
    } else {
        record.key = market.instrument->symbol.view();
    }
    JsonObject object{record.value};
    add_header(object, event);
    add_instrument(object, *market.instrument);
    add_market_body(object, event, market);
    object.close();
    return true;
}

bool append_asset_record(Record& record, const Event& event) {
    record.key = fmt::format("asset {}", event.asset.code.view());
    JsonObject object{record.value};
    add_header(object, event);
    object.number("asset", event.asset.id);
    object.text("code", event.asset.code.view());
    object.number("decimals", event.asset.decimals);
    object.close();
    return true;
}

bool append_adjustment_record(Record& record, const Event& event, const Definitions& definitions) {
    const BalanceAdjusted& adjusted = event.adjusted;
    const AssetDefinition* const asset = definitions.asset(adjusted.asset);
    if (asset == nullptr) return false;
    record.key = fmt::format("{}", adjusted.account.value());
    JsonObject object{record.value};
    add_header(object, event);
    object.number("account", adjusted.account);
    object.text("asset", asset->code.view());
    object.word("kind", name_of(adjusted.kind));
    object.amount("amount", adjusted.amount, asset->decimals);
    object.amount("free_after", adjusted.free_after, asset->decimals);
    object.close();
    return true;
}

bool append_refusal_record(Record& record, const Event& event, const Definitions& definitions) {
    record.key = fmt::format("{}", event.refused.account.value());
    JsonObject object{record.value};
    add_header(object, event);
    const InstrumentDefinition* const instrument =
        is_about_orders(event.refused.command) ? definitions.instrument(event.instrument) : nullptr;
    if (instrument != nullptr) {
        add_instrument(object, *instrument);
    } else {
        object.null("instrument");
        object.null("symbol");
    }
    add_refusal_body(object, event.refused);
    object.close();
    return true;
}

bool append_plain_record(Record& record, const Event& event) {
    record.key =
        record.topic == Topic::audit ? "venue" : fmt::format("{}", account_of(event).value());
    JsonObject object{record.value};
    add_header(object, event);
    const bool is_known = add_plain_body(object, event);
    object.close();
    return is_known;
}

}  // namespace

Topic topic_of(EventType type) noexcept {
    switch (type) {
        case EventType::order_traded: return Topic::trades;
        case EventType::order_accepted:
        case EventType::order_closed:
        case EventType::order_amended:
        case EventType::order_terms_set:
        case EventType::self_trade_prevented:
        case EventType::order_triggered:
        case EventType::order_reserved:
        case EventType::iceberg_refreshed:
        case EventType::order_list_accepted:
        case EventType::order_list_done:
        case EventType::order_staged:
        case EventType::batch_applied:
        case EventType::order_repeated:
        case EventType::dead_man_set:
        case EventType::command_refused:
        case EventType::mass_action_progressed: return Topic::orders;
        case EventType::account_created:
        case EventType::account_rules_set:
        case EventType::balance_transferred:
        case EventType::account_status_set:
        case EventType::account_limits_set:
        case EventType::exposure_limit_set:
        case EventType::account_fees_set:
        case EventType::account_tier_changed:
        case EventType::referral_paid:
        case EventType::balance_adjusted: return Topic::ledger;
        case EventType::asset_created:
        case EventType::instrument_created:
        case EventType::instrument_status_changed:
        case EventType::instrument_rules_set:
        case EventType::instrument_changed:
        case EventType::venue_status_set:
        case EventType::fee_tier_set:
        case EventType::fee_asset_rate_set:
        case EventType::fees_changed: return Topic::instruments;
        case EventType::bytes_staged:
        case EventType::key_registered:
        case EventType::key_revoked:
        case EventType::key_rules_set:
        case EventType::key_address_allowed:
        case EventType::key_instruments_allowed:
        case EventType::clock_advanced:
        case EventType::none: return Topic::audit;
    }
    return Topic::audit;
}

bool append_event_record(const Event& event, const Definitions& definitions, RecordList& records) {
    Record& record = records.append(topic_of(event.type), event.sequence, event.index);
    if (names_instrument(event)) return append_market_record(record, event, definitions);
    switch (event.type) {
        case EventType::asset_created: return append_asset_record(record, event);
        case EventType::balance_adjusted:
            return append_adjustment_record(record, event, definitions);
        case EventType::command_refused: return append_refusal_record(record, event, definitions);
        default: return append_plain_record(record, event);
    }
}

}  // namespace outcry::sinks::kafka
