#include "sinks/kafka/stored_state.hpp"

#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sinks/kafka/json_object.hpp"

namespace outcry::sinks::kafka {
namespace {

constexpr int schema_version = 1;
constexpr std::string_view asset_prefix = "asset ";
constexpr std::string_view instrument_prefix = "instrument ";
constexpr std::string_view order_prefix = "order ";

[[nodiscard]] Failure<SinkError> refused(std::string text) {
    return Failure{SinkError{SinkErrorKind::refused, std::move(text)}};
}

template <class Text>
[[nodiscard]] Text text_of(const nlohmann::json& json, const char* name) {
    return Text{json.at(name).get_ref<const std::string&>().substr(0, Text::capacity)};
}

void take_asset(const nlohmann::json& json, StoredState& state) {
    AssetDefinition asset;
    asset.id = AssetId{json.at("asset").get<std::uint16_t>()};
    asset.decimals = json.at("decimals").get<std::uint8_t>();
    asset.code = text_of<AssetCode>(json, "code");
    state.definitions.add(asset);
}

void take_instrument(const nlohmann::json& json, StoredState& state) {
    InstrumentDefinition instrument;
    instrument.id = InstrumentId{json.at("instrument").get<std::uint16_t>()};
    instrument.symbol = text_of<Symbol>(json, "symbol");
    instrument.base_asset = AssetId{json.at("base_asset").get<std::uint16_t>()};
    instrument.quote_asset = AssetId{json.at("quote_asset").get<std::uint16_t>()};
    instrument.tick_mantissa = json.at("tick_mantissa").get<std::uint64_t>();
    instrument.tick_scale = json.at("tick_scale").get<std::uint8_t>();
    instrument.lot_mantissa = json.at("lot_mantissa").get<std::uint64_t>();
    instrument.lot_scale = json.at("lot_scale").get<std::uint8_t>();
    instrument.base_units_per_lot = json.at("base_units_per_lot").get<std::uint64_t>();
    instrument.quote_units_per_tick_lot = json.at("quote_units_per_tick_lot").get<std::uint64_t>();
    state.definitions.add(instrument);
}

void take_order(const nlohmann::json& json, StoredState& state) {
    state.waiting[OrderId{json.at("order_id").get<std::uint64_t>()}] = {
        .side = json.at("buys").get<bool>() ? Side::buy : Side::sell,
        .may_rest = json.at("may_rest").get<bool>(),
        .price = Price{json.at("price_ticks").get<std::int64_t>()},
        .open_quantity = Quantity{json.at("open_lots").get<std::uint64_t>()}};
}

void forget(std::string_view key, StoredState& state) {
    if (!key.starts_with(order_prefix)) return;
    const std::string_view digits = key.substr(order_prefix.size());
    std::uint64_t id = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), id);
    state.waiting.erase(OrderId{id});
}

void take_position(const nlohmann::json& json, StoredState& state) {
    state.position.sequence = Sequence{json.at("sequence").get<std::uint64_t>()};
    state.position.epoch = journal::Epoch{json.at("epoch").get<std::uint64_t>()};
    state.journal = json.at("journal").get<std::string>();
    state.writer = json.at("writer").get<std::string>();
}

}  // namespace

void append_definition(const Event& event, const AssetDefinition& asset, RecordList& records) {
    Record& record = records.append(Topic::position, event.sequence, event.index);
    record.key = fmt::format("{}{}", asset_prefix, asset.id.value());
    JsonObject object{record.value};
    object.number("schema", schema_version);
    object.number("asset", asset.id);
    object.text("code", asset.code.view());
    object.number("decimals", asset.decimals);
    object.close();
}

void append_definition(const Event& event, const InstrumentDefinition& instrument,
                       RecordList& records) {
    Record& record = records.append(Topic::position, event.sequence, event.index);
    record.key = fmt::format("{}{}", instrument_prefix, instrument.id.value());
    record.value = fmt::format(
        R"({{"schema":{},"instrument":{},"symbol":"{}","base_asset":{},"quote_asset":{},)"
        R"("tick_mantissa":{},"tick_scale":{},"lot_mantissa":{},"lot_scale":{},)"
        R"("base_units_per_lot":{},"quote_units_per_tick_lot":{}}})",
        schema_version, instrument.id.value(), instrument.symbol.view(),
        instrument.base_asset.value(), instrument.quote_asset.value(), instrument.tick_mantissa,
        instrument.tick_scale, instrument.lot_mantissa, instrument.lot_scale,
        instrument.base_units_per_lot, instrument.quote_units_per_tick_lot);
}

void append_waiting_order(const Event& event, OrderId id, const WaitingOrder& order,
                          RecordList& records) {
    Record& record = records.append(Topic::position, event.sequence, event.index);
    record.key = fmt::format("{}{}", order_prefix, id.value());
    JsonObject object{record.value};
    object.number("schema", schema_version);
    object.number("order_id", id);
    object.truth("buys", order.side == Side::buy);
    object.truth("may_rest", order.may_rest);
    object.number("price_ticks", order.price);
    object.number("open_lots", order.open_quantity);
    object.close();
}

void append_end_of_waiting(const Event& event, OrderId id, RecordList& records) {
    Record& record = records.append(Topic::position, event.sequence, event.index);
    record.key = fmt::format("{}{}", order_prefix, id.value());
}

void append_position(const StoredState& state, RecordList& records) {
    Record& record = records.append(Topic::position, state.position.sequence, 0);
    record.key = position_key;
    record.value = fmt::format(
        R"({{"schema":{},"sequence":{},"epoch":{},"journal":"{}","writer":"{}"}})", schema_version,
        state.position.sequence.value(), state.position.epoch.value(), state.journal, state.writer);
}

SinkResult<void> take_stored(std::string_view key, std::string_view value, StoredState& state) {
    if (value.empty() && key != position_key) {
        forget(key, state);
        return {};
    }
    // The library throws on what is missing or of another type: all of it means damage.
    try {
        const nlohmann::json json = nlohmann::json::parse(value);
        const int schema = json.at("schema").get<int>();
        if (schema > schema_version) {
            return refused(
                fmt::format("Kafka: the topics were written by a newer version (schema "
                            "{} of '{}', this server knows {})",
                            schema, key, schema_version));
        }
        if (key == position_key) take_position(json, state);
        if (key.starts_with(asset_prefix)) take_asset(json, state);
        if (key.starts_with(instrument_prefix)) take_instrument(json, state);
        if (key.starts_with(order_prefix)) take_order(json, state);
        return {};
    } catch (const nlohmann::json::exception& error) {
        return refused(fmt::format("Kafka: the record '{}' of the topic position is damaged: {}",
                                   key, error.what()));
    }
}

}  // namespace outcry::sinks::kafka
