#include "app/operators/call_members.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace outcry::app {
namespace {

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        unsigned char byte = 0;
        const char* const digits = text.data() + i + 1;
        if (i + 2 >= text.size()) return std::nullopt;
        const auto [end, error] = std::from_chars(digits, digits + 2, byte, 16);
        if (error != std::errc{} || end != digits + 2) return std::nullopt;
        result += static_cast<char>(byte);
        i += 2;
    }
    return result;
}

std::optional<nlohmann::json> members_of_query(std::string_view query) {
    nlohmann::json members = nlohmann::json::object();
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const std::size_t mark = std::min(pair.find('='), pair.size());
        const auto name = percent_decoded(pair.substr(0, mark));
        const auto value = percent_decoded(pair.substr(std::min(mark + 1, pair.size())));
        if (!name || !value || members.contains(*name)) return std::nullopt;
        members[*name] = *value;
    }
    return members;
}

const CallField* find_field(const OperatorCall& call, std::string_view name) {
    const auto found = std::find_if(call.fields.begin(), call.fields.end(),
                                    [&](const CallField& field) { return field.name == name; });
    return found == call.fields.end() ? nullptr : &*found;
}

}  // namespace

Result<nlohmann::json, CallError> read_members(const OperatorCall& call,
                                               const admin::AdminRequest& request) {
    nlohmann::json members;
    if (call.kind == CallKind::query) {
        auto read = members_of_query(request.query);
        if (!read) return Failure{CallError{400, "invalid_query", {}, "names twice, or bad %"}};
        members = std::move(*read);
    } else {
        members = nlohmann::json::parse(request.body.empty() ? "{}" : request.body, nullptr, false);
        if (!members.is_object())
            return Failure{CallError{400, "invalid_json", {}, "the body must be a JSON object"}};
    }
    for (const auto& [name, value] : members.items())
        if (find_field(call, name) == nullptr)
            return Failure{CallError{400, "unknown_field", name, "is not known to this call"}};
    for (const CallField& field : call.fields)
        if (field.need == FieldNeed::mandatory && !members.contains(std::string{field.name}))
            return Failure{
                CallError{400, "missing_field", std::string{field.name}, "is mandatory"}};
    return members;
}

nlohmann::json shown_members(const OperatorCall& call, const nlohmann::json& members) {
    nlohmann::json shown = members;
    for (const CallField& field : call.fields)
        if (field.kind == FieldKind::secret && shown.contains(std::string{field.name}))
            shown[std::string{field.name}] = "(secret)";
    return shown;
}

}  // namespace outcry::app
