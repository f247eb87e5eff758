#include "gateway/api/websocket_message.hpp"

#include <algorithm>
#include <vector>

#include <simdjson.h>

#include "gateway/parameters/json_object.hpp"

namespace outcry::gateway {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t id_text_max = 36;  // bytes between the quotes
constexpr std::string_view id_range = "^[a-zA-Z0-9-_]{1,36}$";

bool is_integer(std::string_view token) noexcept {
    if (token.starts_with('-')) token.remove_prefix(1);
    const bool has_leading_zero = token.size() > 1 && token.front() == '0';
    return !token.empty() && token.size() <= 19 && !has_leading_zero &&
           std::all_of(token.begin(), token.end(),
                       [](char character) { return character >= '0' && character <= '9'; });
}

/// Nothing but white space follows.
bool is_at_end(ondemand::document& document) noexcept {
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

}  // namespace

class WebSocketMessageParser::Implementation {
public:
    Checked<void> parse(std::string_view text, WebSocketMessage& message,
                        ParameterList& parameters) {
        parameters.clear();
        message = {};
        buffer_.assign(text.begin(), text.end());
        buffer_.resize(text.size() + simdjson::SIMDJSON_PADDING);
        ondemand::document document;
        ondemand::object members;
        if (parser_.iterate(buffer_.data(), text.size(), buffer_.size()).get(document) ||
            document.get_object().get(members)) {
            return Failure{refusals::invalid_json()};
        }
        seen_ = {};
        for (auto member : members) {
            std::string_view key;
            ondemand::value value;
            if (member.unescaped_key().get(key) || member.value().get(value)) {
                return Failure{refusals::invalid_json()};
            }
            if (auto read = read_member(key, value, message, parameters); !read) return read;
        }
        if (!is_at_end(document)) return Failure{refusals::invalid_json()};
        if (message.method.empty()) return Failure{refusals::missing("method")};
        return {};
    }

private:
    struct Seen {
        bool id = false;
        bool method = false;
        bool params = false;
    };

    Checked<void> read_member(std::string_view key, ondemand::value& value,
                              WebSocketMessage& message, ParameterList& parameters) {
        if (key == "id" && !std::exchange(seen_.id, true)) return read_id(value, message);
        if (key == "method" && !std::exchange(seen_.method, true)) {
            if (value.get_string().get(message.method)) return Failure{refusals::invalid_json()};
            return {};
        }
        if (key == "params" && !std::exchange(seen_.params, true)) {
            return read_parameters(value, parameters);
        }
        return Failure{refusals::invalid_json()};
    }

    static Checked<void> read_id(ondemand::value& value, WebSocketMessage& message) {
        ondemand::json_type type{};
        if (value.type().get(type)) return Failure{refusals::invalid_json()};
        const std::string_view token = trimmed_token(value.raw_json_token());
        const bool is_number = type == ondemand::json_type::number && is_integer(token);
        const bool is_null = type == ondemand::json_type::null && token == "null";
        bool is_text = false;
        if (type == ondemand::json_type::string) {
            std::string_view text;
            if (value.get_string().get(text)) return Failure{refusals::invalid_json()};
            is_text = text.size() <= id_text_max && token.size() <= message.id.capacity;
        }
        if (!is_number && !is_null && !is_text) {
            return Failure{refusals::illegal_characters("id", id_range)};
        }
        message.id = FixedText<78>{token};
        return {};
    }

    static Checked<void> read_parameters(ondemand::value& value, ParameterList& parameters) {
        ondemand::json_type type{};
        if (value.type().get(type)) return Failure{refusals::invalid_json()};
        if (type == ondemand::json_type::null) {
            if (!is_json_null(value)) return Failure{refusals::invalid_json()};
            return {};
        }
        return read_json_object(value, parameters);
    }

    ondemand::parser parser_;
    std::vector<char> buffer_;
    Seen seen_;
};

WebSocketMessageParser::WebSocketMessageParser()
    : implementation_{std::make_unique<Implementation>()} {}
WebSocketMessageParser::~WebSocketMessageParser() = default;

Checked<void> WebSocketMessageParser::parse(std::string_view text, WebSocketMessage& message,
                                            ParameterList& parameters) {
    return implementation_->parse(text, message, parameters);
}

}  // namespace outcry::gateway
