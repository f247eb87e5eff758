#include <cstring>

#include <fmt/format.h>

#include "support/scenario/scenario_command.hpp"

namespace outcry::test {
namespace {

using Reader = void (*)(ScenarioWords&, const ScenarioNames&, Command&);

template <class Text>
Text take_text(ScenarioWords& words, std::string_view what) {
    const std::string_view text = words.take_any(what);
    if (text.size() > Text::capacity)
        throw ScenarioWordError{fmt::format("{} `{}` is too long", what, text)};
    // No text at all is written so, since words are separated by blanks.
    return text == "\"\"" ? Text{} : Text{text};
}

template <class T>
void assign(T& field, const T& value) {
    // Members of the command's union: all of their bytes, so that equal commands are equal bytes.
    std::memcpy(static_cast<void*>(&field), &value, sizeof value);
}

InstrumentStatus status_of(std::string_view word) {
    if (word == "trading") return InstrumentStatus::trading;
    if (word == "post_only") return InstrumentStatus::post_only;
    if (word == "cancel_only") return InstrumentStatus::cancel_only;
    if (word == "halted") return InstrumentStatus::halted;
    if (word == "delisted") return InstrumentStatus::delisted;
    return static_cast<InstrumentStatus>(amount_of(word));
}

void read_adjustment(ScenarioWords& words, const ScenarioNames& names, Command& command,
                     AdjustmentKind kind) {
    command.type = CommandType::adjust_balance;
    command.adjustment.amount = Amount{words.take_amount("amount")};
    command.adjustment.asset = names.asset(words.take_any("asset"));
    command.adjustment.kind = kind;
    words.expect(kind == AdjustmentKind::deposit ? "to" : "from");
    command.account = names.account(words.take_any("account"));
}

void read_deposit(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    read_adjustment(words, names, command, AdjustmentKind::deposit);
}
void read_withdrawal(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    read_adjustment(words, names, command, AdjustmentKind::withdrawal);
}

void read_asset(ScenarioWords& words, const ScenarioNames& /*names*/, Command& command) {
    command.type = CommandType::create_asset;
    command.asset.code = take_text<AssetCode>(words, "code");
    if (words.take("decimals"))
        command.asset.decimals = static_cast<std::uint8_t>(words.take_number("decimals"));
}

using Field = void (*)(InstrumentDefinition&, std::uint64_t);

/// The numbers of an instrument by their names.
const std::map<std::string_view, Field>& instrument_fields() {
    using Definition = InstrumentDefinition;
    static const std::map<std::string_view, Field> fields{
        {"tick_mantissa", [](Definition& d, std::uint64_t v) { d.tick_mantissa = v; }},
        {"tick_scale",
         [](Definition& d, std::uint64_t v) { d.tick_scale = static_cast<std::uint8_t>(v); }},
        {"lot_mantissa", [](Definition& d, std::uint64_t v) { d.lot_mantissa = v; }},
        {"lot_scale",
         [](Definition& d, std::uint64_t v) { d.lot_scale = static_cast<std::uint8_t>(v); }},
        {"price_minimum",
         [](Definition& d, std::uint64_t v) {
             d.price_minimum = Price{static_cast<std::int64_t>(v)};
         }},
        {"price_maximum",
         [](Definition& d, std::uint64_t v) {
             d.price_maximum = Price{static_cast<std::int64_t>(v)};
         }},
        {"quantity_minimum",
         [](Definition& d, std::uint64_t v) { d.quantity_minimum = Quantity{v}; }},
        {"quantity_maximum",
         [](Definition& d, std::uint64_t v) { d.quantity_maximum = Quantity{v}; }},
        {"notional_minimum", [](Definition& d, std::uint64_t v) { d.notional_minimum = v; }},
        {"maker_fee_ppm",
         [](Definition& d, std::uint64_t v) { d.maker_fee_ppm = static_cast<std::uint32_t>(v); }},
        {"taker_fee_ppm",
         [](Definition& d, std::uint64_t v) { d.taker_fee_ppm = static_cast<std::uint32_t>(v); }},
    };
    return fields;
}

void read_instrument(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::create_instrument;
    InstrumentDefinition definition;
    definition.symbol = take_text<Symbol>(words, "symbol");
    words.expect("base");
    definition.base_asset = names.asset(words.take_any("base"));
    words.expect("quote");
    definition.quote_asset = names.asset(words.take_any("quote"));
    while (!words.is_at_end()) {
        const std::string_view name = words.take_any("field");
        if (name == "status") {
            definition.status = status_of(words.take_any("status"));
            continue;
        }
        const auto field = instrument_fields().find(name);
        if (field == instrument_fields().end())
            throw ScenarioWordError{fmt::format("an instrument has no `{}`", name)};
        field->second(definition, words.take_number(name));
    }
    assign(command.instrument_definition, definition);
}

void read_account(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::create_account;
    command.new_account.name = take_text<FixedText<32>>(words, "name");
    words.expect("uid");
    command.new_account.external_uid = words.take_number("uid");
    if (words.take("below")) command.new_account.parent = names.account(words.take_any("parent"));
}

void read_status(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::set_instrument_status;
    command.instrument_status = status_of(words.take_any("status"));
    if (words.take("because"))
        command.options = static_cast<std::uint8_t>(words.take_number("reason"));
    if (words.take("on")) command.instrument = names.instrument(words.take_any("instrument"));
}

void read_fees(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::change_fees;
    words.expect("maker");
    command.fees.maker_fee_ppm = static_cast<std::uint32_t>(words.take_number("maker's fee"));
    words.expect("taker");
    command.fees.taker_fee_ppm = static_cast<std::uint32_t>(words.take_number("taker's fee"));
    if (words.take("on")) command.instrument = names.instrument(words.take_any("instrument"));
}

void read_stage(ScenarioWords& words, const ScenarioNames& /*names*/, Command& command) {
    command.type = CommandType::stage_bytes;
    command.staged.size = static_cast<std::uint16_t>(words.take_number("size"));
    words.expect("bytes at");
    command.staged.offset = static_cast<std::uint16_t>(words.take_number("offset"));
    const std::size_t size = std::min<std::size_t>(command.staged.size, staged_part_size_max);
    for (std::size_t i = 0; i < size; ++i) command.staged.bytes[i] = std::byte(i + 1);
}

void read_key(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::register_key;
    command.key.name = take_text<KeyName>(words, "name");
    words.expect("for");
    command.account = names.account(words.take_any("account"));
    words.expect("type");
    command.key.type = static_cast<KeyType>(words.take_number("type"));
    words.expect("bytes");
    command.key.material_size = static_cast<std::uint16_t>(words.take_number("size"));
    command.key.permissions = 3;
}

void read_revocation(ScenarioWords& words, const ScenarioNames& /*names*/, Command& command) {
    command.type = CommandType::revoke_key;
    command.revoked_key.name = take_text<KeyName>(words, "name");
}

void read_clock(ScenarioWords& words, const ScenarioNames& /*names*/, Command& command) {
    command.type = CommandType::advance_clock;
    if (words.take("at"))
        command.time = Timestamp{static_cast<std::int64_t>(words.take_number("time"))};
}

/// `rules group 7 stp decrement for alice`
void read_rules(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::set_account_rules;
    if (words.take("group"))
        command.account_rules.trade_group =
            TradeGroupId{static_cast<std::uint32_t>(words.take_number("group"))};
    if (words.take("stp"))
        command.account_rules.default_self_trade_prevention =
            static_cast<SelfTradePrevention>(words.take_number("mode"));
    words.expect("for");
    command.account = names.account(words.take_any("account"));
}

/// `band 500 on BTCUSD`: rules of a market that say nothing else
void read_band(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.type = CommandType::set_instrument_rules;
    command.instrument_rules.market_band_bips =
        static_cast<std::uint32_t>(words.take_number("bips"));
    if (words.take("on")) command.instrument = names.instrument(words.take_any("instrument"));
}

void read_nothing(ScenarioWords& /*words*/, const ScenarioNames& /*names*/, Command& /*command*/) {}

}  // namespace

void read_operator(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    static const std::map<std::string_view, Reader> readers{
        {"deposit", read_deposit},
        {"withdraw", read_withdrawal},
        {"asset", read_asset},
        {"account", read_account},
        {"instrument", read_instrument},
        {"status", read_status},
        {"fees", read_fees},
        {"stage", read_stage},
        {"key", read_key},
        {"revoke", read_revocation},
        {"clock", read_clock},
        {"nothing", read_nothing},
        {"rules", read_rules},
        {"band", read_band},
    };
    const std::string_view verb = words.take_any("what the operator does");
    if (read_rule_command(verb, words, names, command)) return;
    const auto reader = readers.find(verb);
    if (reader == readers.end())
        throw ScenarioWordError{fmt::format("an operator cannot `{}`", verb)};
    reader->second(words, names, command);
}

}  // namespace outcry::test
