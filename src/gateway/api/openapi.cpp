#include <string>
#include <string_view>

#include "gateway/api/call.hpp"
#include "gateway/api/endpoint.hpp"
#include "gateway/api/envelope.hpp"

namespace outcry::gateway {
namespace {

std::string_view word_of(Method method) noexcept {
    switch (method) {
        case Method::get: return "get";
        case Method::post: return "post";
        case Method::put: return "put";
        case Method::delete_: return "delete";
        case Method::other: break;
    }
    OUTCRY_UNREACHABLE();
}

std::string_view word_of(Security security) noexcept {
    switch (security) {
        case Security::none: return "NONE";
        case Security::key: return "USER_STREAM";
        case Security::signature: return "SIGNED";
        case Security::read: return "USER_DATA";
        case Security::trade: return "TRADE";
        case Security::withdraw: return "WITHDRAW";
        case Security::session: return "USER_STREAM";
    }
    OUTCRY_UNREACHABLE();
}

/// "deleteApiV3OpenOrders": unique, since method and path are.
std::string operation_id_of(const Endpoint& endpoint) {
    std::string id{word_of(endpoint.method)};
    bool starts_word = true;
    for (const char character : endpoint.path) {
        const bool is_letter = (character >= 'a' && character <= 'z');
        const bool is_other =
            (character >= 'A' && character <= 'Z') || (character >= '0' && character <= '9');
        if (!is_letter && !is_other) {
            starts_word = true;
            continue;
        }
        id.push_back(starts_word && is_letter ? static_cast<char>(character - 32) : character);
        starts_word = false;
    }
    return id;
}

void write_schema(JsonWriter& json, ParameterKind kind) {
    json.begin_object();
    switch (kind) {
        case ParameterKind::text: json.name("type").word("string"); break;
        case ParameterKind::integer:
        case ParameterKind::time:
            json.name("type").word("integer");
            json.name("format").word("int64");
            json.name("minimum").integer(0);
            break;
        case ParameterKind::decimal:
            json.name("type").word("string");
            json.name("pattern").text(R"(^([0-9]{1,20})(\.[0-9]{1,20})?$)");
            break;
        case ParameterKind::boolean: json.name("type").word("boolean"); break;
        case ParameterKind::list:
            json.name("type").word("string");
            json.name("description").text(R"(A JSON array of strings: ["A","B"])");
            break;
    }
    json.end_object();
}

void write_parameter(JsonWriter& json, Parameter parameter, Need need) {
    json.begin_object();
    json.name("name").word(name_of(parameter));
    json.name("in").word("query");
    json.name("required").boolean(need == Need::mandatory);
    write_schema(json.name("schema"), kind_of(parameter));
    json.end_object();
}

void write_parameters(JsonWriter& json, const Endpoint& endpoint) {
    json.begin_array();
    for (const ParameterRule& rule : endpoint.parameters) {
        write_parameter(json, rule.parameter, rule.need);
    }
    if (endpoint.is_read) write_parameter(json, Parameter::min_seq, Need::optional);
    if (is_signed(endpoint.security)) {
        write_parameter(json, Parameter::recv_window, Need::optional);
        write_parameter(json, Parameter::timestamp, Need::mandatory);
        write_parameter(json, Parameter::signature, Need::mandatory);
    }
    json.end_array();
}

void write_responses(JsonWriter& json) {
    const auto write = [&](std::string_view status, std::string_view text, bool is_error) {
        json.name(status).begin_object().name("description").word(text);
        json.name("content").begin_object().name("application/json").begin_object();
        json.name("schema").begin_object();
        if (is_error) json.name("$ref").word("#/components/schemas/Error");
        json.end_object().end_object().end_object().end_object();
    };
    json.begin_object();
    write("200", "The answer", false);
    write("default", "Refused, or not known to be executed", true);
    json.end_object();
}

void write_operation(JsonWriter& json, const Endpoint& endpoint) {
    json.begin_object();
    json.name("operationId").word(operation_id_of(endpoint));
    json.name("summary").word(endpoint.summary);
    write_parameters(json.name("parameters"), endpoint);
    write_responses(json.name("responses"));
    json.name("security").begin_array();
    if (endpoint.security != Security::none) {
        json.begin_object().name("apiKey").begin_array().end_array().end_object();
    }
    json.end_array();
    json.name("x-security").word(word_of(endpoint.security));
    if (endpoint.cost.weight_of == nullptr) {
        json.name("x-weight").count(endpoint.cost.weight);
    } else {
        json.name("x-weight").word("depends on the parameters");
    }
    json.name("x-order-count").count(endpoint.cost.orders);
    if (!endpoint.websocket_method.empty()) {
        json.name("x-websocket-method").word(endpoint.websocket_method);
    }
    json.end_object();
}

bool is_first_of_path(const Endpoint& endpoint) noexcept {
    for (const Endpoint& other : endpoints()) {
        if (&other == &endpoint) return true;
        if (other.path == endpoint.path) return false;
    }
    return true;
}

void write_paths(JsonWriter& json) {
    json.begin_object();
    for (const Endpoint& first : endpoints()) {
        if (first.path.empty() || !is_first_of_path(first)) continue;
        json.name(first.path).begin_object();
        for (const Endpoint& endpoint : endpoints()) {
            if (endpoint.path != first.path) continue;
            write_operation(json.name(word_of(endpoint.method)), endpoint);
        }
        json.end_object();
    }
    json.end_object();
}

void write_components(JsonWriter& json) {
    json.begin_object();
    json.name("securitySchemes").begin_object().name("apiKey").begin_object();
    json.name("type").word("apiKey");
    json.name("in").word("header");
    json.name("name").word("X-MBX-APIKEY").end_object().end_object();
    json.name("schemas").begin_object().name("Error").begin_object();
    json.name("type").word("object");
    json.name("required").begin_array().word("code").word("msg").end_array();
    json.name("properties").begin_object();
    json.name("code").begin_object().name("type").word("integer").end_object();
    json.name("msg").begin_object().name("type").word("string").end_object();
    json.end_object().end_object().end_object();
    json.end_object();
}

}  // namespace

Reply handle_openapi(Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(), [](JsonWriter& json) {
        json.begin_object();
        json.name("openapi").word("3.1.0");
        json.name("info").begin_object();
        json.name("title").word("outcry spot API");
        json.name("version").word("3").end_object();
        write_paths(json.name("paths"));
        write_components(json.name("components"));
        json.end_object();
    });
}

}  // namespace outcry::gateway
