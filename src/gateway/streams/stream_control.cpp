#include "gateway/streams/stream_control.hpp"

#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

namespace outcry::gateway {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

ControlError invalid_request(std::string_view what) {
    return {2, fmt::format("Invalid request: {}", what)};
}

void append_quoted(std::string& target, std::string_view text) {
    target.push_back('"');
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (character == '"' || character == '\\') {
            target.push_back('\\');
            target.push_back(character);
        } else if (byte < 0x20) {
            fmt::format_to(std::back_inserter(target), "\\u{:04x}", byte);
        } else {
            target.push_back(character);
        }
    }
    target.push_back('"');
}

/// The id as raw JSON; false when it is none that may be one.
bool read_id(const object& message, std::string& id) {
    element value;
    id = "null";
    if (message["id"].get(value) != simdjson::SUCCESS || value.is_null()) return true;
    std::int64_t number = 0;
    if (value.get(number) == simdjson::SUCCESS) {
        id = fmt::format("{}", number);
        return true;
    }
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS || text.size() > control_id_size_max) return false;
    id.clear();
    append_quoted(id, text);
    return true;
}

std::variant<std::vector<std::string>, ControlError> read_names(const object& message) {
    simdjson::dom::array params;
    if (message["params"].get(params) != simdjson::SUCCESS)
        return invalid_request("params must be an array of stream names");
    std::vector<std::string> names;
    for (const element param : params) {
        std::string_view name;
        if (param.get(name) != simdjson::SUCCESS)
            return invalid_request("stream name must be a string");
        if (name.empty() || name.size() > stream_name_size_max)
            return invalid_request("stream name is empty or too long");
        names.emplace_back(name);
    }
    return names;
}

StreamControl::Action unsubscribe_control(const object& message) {
    auto names = read_names(message);
    if (auto* error = std::get_if<ControlError>(&names)) return std::move(*error);
    return UnsubscribeControl{std::get<0>(std::move(names))};
}

/// Null where the option does not exist.
bool* flag_of(StreamOptions& options, std::string_view name) {
    if (name == "sequence") return &options.additions.has_sequence;
    if (name == "times") return &options.additions.has_times;
    if (name == "checksum") return &options.additions.has_checksum;
    if (name == "snapshot") return &options.has_snapshot;
    if (name == "conflate") return &options.is_conflated;
    return nullptr;
}

std::variant<StreamOptions, ControlError> read_options(const object& members) {
    StreamOptions options;
    for (const auto [name, value] : members) {
        if (name == "fromSeq") {
            std::uint64_t from = 0;
            if (value.get(from) != simdjson::SUCCESS)
                return invalid_request("fromSeq must be an integer");
            options.from = Sequence{from};
            continue;
        }
        bool* const flag = flag_of(options, name);
        if (flag == nullptr) return ControlError{0, "Unknown option"};
        if (value.get(*flag) != simdjson::SUCCESS)
            return ControlError{1, "Invalid value type: expected Boolean"};
    }
    return options;
}

StreamControl::Action subscribe_control(const object& message) {
    auto names = read_names(message);
    if (auto* error = std::get_if<ControlError>(&names)) return std::move(*error);
    SubscribeControl control{.names = std::get<0>(std::move(names))};
    element value;
    if (message["options"].get(value) != simdjson::SUCCESS) return control;
    object members;
    if (value.get(members) != simdjson::SUCCESS)
        return invalid_request("options must be an object");
    const auto options = read_options(members);
    if (const auto* error = std::get_if<ControlError>(&options)) return *error;
    control.options = std::get<StreamOptions>(options);
    return control;
}

/// `set` also wants the value.
StreamControl::Action property_control(const object& message, bool is_set) {
    simdjson::dom::array params;
    if (message["params"].get(params) != simdjson::SUCCESS || params.size() == 0)
        return invalid_request("params must be an array that begins with a property name");
    std::string_view name;
    if (params.at(0).get(name) != simdjson::SUCCESS)
        return invalid_request("property name must be a string");
    if (params.size() > (is_set ? 2U : 1U)) return invalid_request("too many parameters");
    if (name != "combined") return ControlError{0, "Unknown property"};
    if (!is_set) return GetCombinedControl{};
    bool is_combined = false;
    if (params.at(1).get(is_combined) != simdjson::SUCCESS)
        return ControlError{1, "Invalid value type: expected Boolean"};
    return SetCombinedControl{is_combined};
}

StreamControl::Action read_action(const object& message) {
    element value;
    if (message["method"].get(value) != simdjson::SUCCESS)
        return invalid_request("missing field `method`");
    std::string_view method;
    if (value.get(method) != simdjson::SUCCESS) return invalid_request("method must be a string");
    if (method == "SUBSCRIBE") return subscribe_control(message);
    if (method == "UNSUBSCRIBE") return unsubscribe_control(message);
    if (method == "LIST_SUBSCRIPTIONS") return ListControl{};
    if (method == "SET_PROPERTY") return property_control(message, true);
    if (method == "GET_PROPERTY") return property_control(message, false);
    constexpr std::size_t shown_size_max = 40;
    return invalid_request(
        fmt::format("unknown variant `{}`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, "
                    "`LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`",
                    method.substr(0, shown_size_max)));
}

}  // namespace

StreamControl parse_stream_control(std::string_view message) {
    // Depth is bounded by the parser: a control message is flat.
    thread_local simdjson::dom::parser parser;
    object root;
    if (parser.parse(message.data(), message.size()).get(root) != simdjson::SUCCESS)
        return {ControlError{3, "Invalid JSON: expected an object"}, "null"};
    StreamControl control;
    if (!read_id(root, control.id)) {
        control.id = "null";
        control.action = invalid_request("request ID must be an integer, a string or null");
        return control;
    }
    control.action = read_action(root);
    return control;
}

std::string encode_control_result(std::string_view id, std::string_view result) {
    return fmt::format(R"({{"result":{},"id":{}}})", result, id);
}

std::string encode_control_error(std::string_view id, const ControlError& error) {
    std::string text;
    append_quoted(text, error.text);
    return fmt::format(R"({{"error":{{"code":{},"msg":{}}},"id":{}}})", error.code, text, id);
}

std::string encode_names(const std::vector<std::string>& names) {
    std::string text = "[";
    for (const std::string& name : names) {
        if (text.size() > 1) text.push_back(',');
        append_quoted(text, name);
    }
    text.push_back(']');
    return text;
}

}  // namespace outcry::gateway
