#include "sinks/kafka/event_records.hpp"

#include <fmt/format.h>

#include "outcry/wire/enum_names.hpp"

#include "sinks/kafka/json_object.hpp"
#include "sinks/kafka/market_bodies.hpp"
#include "sinks/kafka/plain_bodies.hpp"

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
    object.word("phase", name_of(terms.phase));
    object.truth("reserves_by_formula", terms.reserves_by_formula != 0);
    object.text("reserved_units", fmt::format("{}", terms.reserved_amount.value()));
    if (terms.order_list_id == OrderListId{}) {
        object.null("order_list_id");
    } else {
        object.number("order_list_id", terms.order_list_id);
    }
    object.exact("strategy_id", terms.strategy_id);
    object.number("strategy_type", terms.strategy_type);
    object.number("session", terms.session);
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

/// Buyers pay their fee in the base asset, sellers in the quote asset, unless a flag says
/// otherwise; a rebate is in what the taker received.
struct FeeAssets {
    const AssetDefinition* maker = nullptr;
    const AssetDefinition* taker = nullptr;
};

FeeAssets fee_assets_of(const OrderTraded& traded, const Market& market,
                        const AssetDefinition* fee_asset) {
    const bool taker_buys = traded.taker_side == Side::buy;
    const AssetDefinition* const to_taker = taker_buys ? market.base : market.quote;
    FeeAssets assets{.maker = taker_buys ? market.quote : market.base, .taker = to_taker};
    if ((traded.fee_flags & FeeFlag::maker_rebate) != 0) assets.maker = to_taker;
    if ((traded.fee_flags & FeeFlag::maker_in_fee_asset) != 0) assets.maker = fee_asset;
    if ((traded.fee_flags & FeeFlag::taker_in_fee_asset) != 0) assets.taker = fee_asset;
    return assets;
}

void add_trade_side(JsonObject& object, const OrderTraded& traded, const FeeAssets& assets) {
    object.word("taker_side", name_of(traded.taker_side));
    object.number("maker_order_id", traded.maker_order_id);
    object.number("maker_account", traded.maker_account);
    object.amount("maker_fee", traded.maker_fee, assets.maker->decimals);
    object.text("maker_fee_asset", assets.maker->code.view());
    object.number("taker_order_id", traded.taker_order_id);
    object.number("taker_account", traded.taker_account);
    object.amount("taker_fee", traded.taker_fee, assets.taker->decimals);
    object.text("taker_fee_asset", assets.taker->code.view());
}

void add_trade_body(JsonObject& object, const OrderTraded& traded, const Market& market,
                    const FeeAssets& assets) {
    const InstrumentDefinition& instrument = *market.instrument;
    object.number("trade_id", traded.trade_id);
    object.price("price", instrument, traded.price);
    object.quantity("quantity", instrument, traded.quantity);
    object.amount("quote_quantity", quote_amount(instrument, traded.price, traded.quantity),
                  market.quote->decimals);
    object.quantity("maker_open_quantity", instrument, traded.maker_open_quantity);
    add_trade_side(object, traded, assets);
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
        case EventType::order_triggered: return event.triggered.account;
        case EventType::order_reserved: return event.order_reserved.account;
        case EventType::iceberg_refreshed: return event.refreshed.account;
        case EventType::order_list_accepted: return event.list_accepted.account;
        case EventType::order_list_done: return event.list_done.account;
        case EventType::order_staged: return event.order_staged.account;
        case EventType::batch_applied: return event.batch.account;
        case EventType::order_repeated: return event.repeated.account;
        case EventType::dead_man_set: return event.dead_man.account;
        case EventType::account_status_set: return event.account_status.account;
        case EventType::account_limits_set: return event.account_limits.account;
        case EventType::exposure_limit_set: return event.exposure_limit.account;
        case EventType::account_fees_set: return event.account_fees.account;
        case EventType::balance_transferred: return event.transferred.source;
        case EventType::referral_paid: return event.referral.account;
        case EventType::account_tier_changed: return event.tier.account;
        case EventType::account_created: return event.account_created.account;
        case EventType::balance_adjusted: return event.adjusted.account;
        default: return {};
    }
}

/// A refusal names an instrument only where the command was about one, and it may not exist.
[[nodiscard]] bool names_instrument(const Event& event) {
    switch (event.type) {
        case EventType::order_accepted:
        case EventType::order_closed:
        case EventType::order_amended:
        case EventType::order_terms_set:
        case EventType::self_trade_prevented:
        case EventType::mass_action_progressed:
        case EventType::instrument_created:
        case EventType::instrument_status_changed:
        case EventType::instrument_rules_set:
        case EventType::instrument_changed:
        case EventType::order_triggered:
        case EventType::order_reserved:
        case EventType::iceberg_refreshed:
        case EventType::order_list_accepted:
        case EventType::order_list_done:
        case EventType::order_repeated:
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
        case CommandType::stage_order:
        case CommandType::stage_cancel:
        case CommandType::place_order_list:
        case CommandType::cancel_order_list:
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

void add_market_body(JsonObject& object, const Event& event, const Market& market) {
    const InstrumentDefinition& instrument = *market.instrument;
    switch (event.type) {
        case EventType::order_accepted:
            return add_order_body(object, event.accepted, instrument, market.quote->decimals);
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
            object.word("status", name_of(event.status.after));
            return object.word("reason", name_of(event.status.reason));
        case EventType::fees_changed:
            object.number("maker_fee_ppm", event.fees.maker_fee_ppm);
            return object.number("taker_fee_ppm", event.fees.taker_fee_ppm);
        default: return add_waiting_body(object, event, market);
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

bool append_trade_record(Record& record, const Event& event, const Definitions& definitions) {
    const Market market = market_of(event, definitions);
    if (market.instrument == nullptr || market.base == nullptr || market.quote == nullptr) {
        return false;
    }
    const FeeAssets assets =
        fee_assets_of(event.traded, market, definitions.asset(event.traded.fee_asset));
    if (assets.maker == nullptr || assets.taker == nullptr) return false;
    record.key = market.instrument->symbol.view();
    JsonObject object{record.value};
    add_header(object, event);
    add_instrument(object, *market.instrument);
    add_trade_body(object, event.traded, market, assets);
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

bool append_plain_record(Record& record, const Event& event, const Definitions& definitions) {
    // What is of no account and no instrument keeps its order over everything.
    const bool is_of_account = record.topic == Topic::orders || record.topic == Topic::ledger;
    record.key = is_of_account ? fmt::format("{}", account_of(event).value()) : "venue";
    JsonObject object{record.value};
    add_header(object, event);
    const bool is_known = add_plain_body(object, event, definitions);
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
    if (event.type == EventType::order_traded) {
        return append_trade_record(record, event, definitions);
    }
    if (names_instrument(event)) return append_market_record(record, event, definitions);
    switch (event.type) {
        case EventType::asset_created: return append_asset_record(record, event);
        case EventType::balance_adjusted:
            return append_adjustment_record(record, event, definitions);
        case EventType::command_refused: return append_refusal_record(record, event, definitions);
        default: return append_plain_record(record, event, definitions);
    }
}

}  // namespace outcry::sinks::kafka
