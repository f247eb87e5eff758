#include "gateway/parameters/json_object.hpp"

namespace outcry::gateway {
namespace {

namespace ondemand = simdjson::ondemand;

enum class Reading : std::uint8_t { present, absent, failed };

/// The text that a signature is made over: strings unescaped, the rest as it stands.
Reading read_value(ondemand::value& value, std::string_view& text) {
    ondemand::json_type type{};
    if (value.type().get(type)) return Reading::failed;
    switch (type) {
        case ondemand::json_type::string:
            return value.get_string().get(text) ? Reading::failed : Reading::present;
        case ondemand::json_type::number:
            // Not parsed here: a double would lose digits. The reader of the parameter judges.
            text = trimmed_token(value.raw_json_token());
            return Reading::present;
        case ondemand::json_type::boolean: {
            bool is_true = false;
            if (value.get_bool().get(is_true)) return Reading::failed;
            text = is_true ? "true" : "false";
            return Reading::present;
        }
        case ondemand::json_type::array: {
            ondemand::array items;
            if (value.get_array().get(items) || items.raw_json().get(text)) {
                return Reading::failed;
            }
            text = trimmed_token(text);
            return Reading::present;
        }
        case ondemand::json_type::null:
            return is_json_null(value) ? Reading::absent : Reading::failed;
        case ondemand::json_type::object: return Reading::failed;
    }
    return Reading::failed;
}

}  // namespace

std::string_view trimmed_token(std::string_view token) noexcept {
    constexpr std::string_view spaces = " \t\r\n";
    return token.substr(0, token.find_last_not_of(spaces) + 1);
}

bool is_json_null(ondemand::value& value) noexcept {
    bool result = false;
    return !value.is_null().get(result) && result;
}

Checked<void> read_json_object(ondemand::value& value, ParameterList& parameters) {
    ondemand::object members;
    if (value.get_object().get(members)) return Failure{refusals::invalid_json()};
    for (auto member : members) {
        std::string_view name;
        ondemand::value each;
        if (member.unescaped_key().get(name) || member.value().get(each)) {
            return Failure{refusals::invalid_json()};
        }
        std::string_view text;
        switch (read_value(each, text)) {
            case Reading::failed: return Failure{refusals::invalid_json()};
            case Reading::absent: continue;
            case Reading::present: break;
        }
        if (auto added = parameters.add(name, text); !added) return added;
    }
    return {};
}

}  // namespace outcry::gateway
