#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "outcry/gateway/public_key.hpp"
#include "outcry/wire/enum_names.hpp"

#include "app/operators/address_range.hpp"
#include "app/operators/operator_call.hpp"
#include "app/operators/venue_names.hpp"
#include "app/operators/words.hpp"
#include "app/venue/bootstrap.hpp"

namespace outcry::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t secret_size_max = 512;
constexpr std::size_t public_key_size_max = staged_size_max;
constexpr std::size_t permissions_max = 3;
constexpr std::int64_t us_per_ms = 1000;

struct PermissionWord {
    KeyPermission permission;
    std::string_view word;
};
constexpr std::array permission_words{PermissionWord{KeyPermission::read, "read"},
                                      PermissionWord{KeyPermission::trade, "trade"},
                                      PermissionWord{KeyPermission::withdraw, "withdraw"}};

std::uint8_t permissions_field(CallFields& fields) {
    unsigned permissions = 0;
    for (const std::string& text : fields.texts("permissions", permissions_max)) {
        const auto found = std::find_if(permission_words.begin(), permission_words.end(),
                                        [&](const auto& each) { return each.word == text; });
        if (found == permission_words.end())
            fields.refuse_field("permissions", "may hold read, trade, withdraw");
        else
            permissions |= static_cast<unsigned>(found->permission);
    }
    if (permissions == 0) permissions = static_cast<unsigned>(KeyPermission::read);
    return static_cast<std::uint8_t>(permissions);
}

Json key_json(const views::VenueView& view, std::string_view name) {
    const views::KeyView* const key = view.find_key(name);
    if (key == nullptr) return Json::object();
    Json permissions = Json::array();
    for (const PermissionWord& each : permission_words)
        if ((key->permissions & static_cast<unsigned>(each.permission)) != 0)
            permissions.push_back(each.word);
    return {{"name", name},
            {"account", account_name(view, key->account)},
            {"type", wire::name_of(key->type)},
            {"permissions", permissions},
            {"revoked", key->is_revoked}};
}

OperatorPlan::Describe describe_key(std::string name) {
    return [name = std::move(name)](views::VenueView& view) { return key_json(view, name); };
}

/// As the header carries it: without spaces and control characters.
std::string key_name_field(CallFields& fields) {
    std::string name = fields.text("name", KeyName::capacity);
    const auto is_allowed = [](char letter) { return letter > ' ' && letter < 127; };
    if (!std::all_of(name.begin(), name.end(), is_allowed))
        fields.refuse_field("name", "must be printable, without spaces");
    return name;
}

void read_addresses(CallFields& fields, SetKeyRules& rules) {
    for (const std::string& text : fields.texts("addresses", key_addresses_max)) {
        const auto range = parse_address_range(text);
        if (!range)
            return fields.refuse_field(
                "addresses", fmt::format("'{}' is no network such as 10.0.0.0/8 or 2001:db8::/32, "
                                         "all bits behind the prefix zero",
                                         text));
        rules.addresses.at(rules.address_count++) = *range;
    }
}

void read_symbols(CallFields& fields, const PlanServices& services, SetKeyRules& rules) {
    for (const std::string& symbol : fields.texts("symbols", key_instruments_max)) {
        const views::InstrumentView* const market = services.view.find_instrument(symbol);
        if (market == nullptr)
            return fields.refuse(
                {404, "unknown_market", "symbols", fmt::format("no '{}'", symbol)});
        rules.instruments.at(rules.instrument_count++) = market->definition.id;
    }
}

Command rules_command(CallFields& fields, const PlanServices& services, std::string_view name) {
    Command command = command_of(CommandType::set_key_rules);
    SetKeyRules& rules = command.key_rules;
    if (fields.failure()) return command;
    rules.name = KeyName{name};
    const auto expires_at = fields.optional_integer("expiresAt", INT64_MAX / us_per_ms);
    rules.expires_at = Timestamp{static_cast<std::int64_t>(expires_at.value_or(0)) * us_per_ms};
    read_addresses(fields, rules);
    read_symbols(fields, services, rules);
    return command;
}

bool has_rules(const CallFields& fields) {
    return fields.has("expiresAt") || fields.has("addresses") || fields.has("symbols");
}

}  // namespace

OperatorPlan plan_show_key(CallFields& fields, const PlanServices& services) {
    const std::string name = key_name_field(fields);
    if (services.view.find_key(name) == nullptr)
        fields.refuse({404, "unknown_key", "name", fmt::format("no '{}'", name)});
    return {{}, describe_key(name)};
}

OperatorPlan plan_register_key(CallFields& fields, const PlanServices& services) {
    const AccountId account = named_account(fields, services.view, "account");
    SeedKey key;
    key.name = key_name_field(fields);
    key.type = word_field(fields, "type", key_types);
    const bool is_hmac = key.type == KeyType::hmac;
    key.material = is_hmac ? fields.text("secret", secret_size_max)
                           : fields.text("publicKey", public_key_size_max);
    key.permissions = permissions_field(fields);
    const Command rules = rules_command(fields, services, key.name);
    if (fields.failure()) return {};
    if (!is_hmac && !gateway::is_public_key(key.type, std::as_bytes(std::span{key.material}))) {
        fields.refuse_field("publicKey", "must be a public key of that type, as PEM");
        return {};
    }
    OperatorPlan plan{key_commands_of(key, account, services.seal), describe_key(key.name)};
    if (has_rules(fields)) plan.commands.push_back(rules);
    return plan;
}

OperatorPlan plan_key_rules(CallFields& fields, const PlanServices& services) {
    const std::string name = key_name_field(fields);
    return {{rules_command(fields, services, name)}, describe_key(name)};
}

OperatorPlan plan_revoke_key(CallFields& fields, const PlanServices& /*services*/) {
    const std::string name = key_name_field(fields);
    if (fields.failure()) return {};
    Command command = command_of(CommandType::revoke_key);
    command.revoked_key.name = KeyName{name};
    return {{command}, describe_key(name)};
}

}  // namespace outcry::app
