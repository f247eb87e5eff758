// The streams and the WebSocket API as AsyncAPI 3, from the tables by which they are served.
#include <algorithm>
#include <string>
#include <string_view>

#include "gateway/api/call.hpp"
#include "gateway/api/endpoint.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/streams/stream_table.hpp"

namespace outcry::gateway {
namespace {

/// A name that may stand in a reference: letters, digits and '_'.
std::string key_of(std::string_view name) {
    std::string key;
    for (const char character : name) {
        const bool is_plain = (character >= 'a' && character <= 'z') ||
                              (character >= 'A' && character <= 'Z') ||
                              (character >= '0' && character <= '9');
        key.push_back(is_plain ? character : '_');
    }
    return key;
}

/// "/ws/{symbol}@kline_{interval}": parameters as the format writes them.
std::string address_of(const StreamRow& row) {
    std::string address = "/ws/";
    address.append(row.name);
    std::replace(address.begin(), address.end(), '<', '{');
    std::replace(address.begin(), address.end(), '>', '}');
    return address;
}

void write_parameters(JsonWriter& json, std::string_view address) {
    json.begin_object();
    for (const std::string_view name : {"symbol", "interval"}) {
        if (address.find(std::string{"{"}.append(name).append("}")) == std::string_view::npos)
            continue;
        json.name(name).begin_object().end_object();
    }
    json.end_object();
}

void write_stream_channel(JsonWriter& json, const StreamRow& row) {
    const std::string address = address_of(row);
    json.begin_object();
    json.name("address").word(address);
    json.name("summary").word(row.summary);
    write_parameters(json.name("parameters"), address);
    json.name("messages").begin_object().name("message").begin_object();
    json.name("contentType").word("application/json");
    json.name("payload").begin_object();
    json.name("type").word(row.name.ends_with("@arr") ? "array" : "object");
    if (!row.message.empty() && !row.name.ends_with("@arr")) {
        json.name("properties").begin_object().name("e").begin_object();
        json.name("const").word(row.message).end_object().end_object();
    }
    json.end_object().end_object().end_object().end_object();
}

void write_calls_channel(JsonWriter& json) {
    json.begin_object();
    json.name("address").word("/ws-api/v3");
    json.name("summary").word("Calls, their answers, and user data");
    json.name("messages").begin_object();
    for (const Endpoint& endpoint : endpoints()) {
        if (endpoint.websocket_method.empty()) continue;
        json.name(key_of(endpoint.websocket_method)).begin_object();
        json.name("summary").word(endpoint.summary);
        json.name("payload").begin_object();
        json.name("type").word("object");
        json.name("properties").begin_object().name("method").begin_object();
        json.name("const").word(endpoint.websocket_method).end_object().end_object();
        json.end_object().end_object();
    }
    json.end_object().end_object();
}

void write_reference(JsonWriter& json, std::string_view channel) {
    json.begin_object();
    json.name("$ref").word(std::string{"#/channels/"}.append(channel)).end_object();
}

void write_operations(JsonWriter& json) {
    json.begin_object();
    for (const StreamRow& row : stream_rows()) {
        const std::string key = key_of(row.name);
        json.name(std::string{"send_"}.append(key)).begin_object();
        json.name("action").word("send");
        write_reference(json.name("channel"), key);
        json.end_object();
    }
    json.name("receive_call").begin_object().name("action").word("receive");
    write_reference(json.name("channel"), "calls");
    json.end_object().end_object();
}

}  // namespace

Reply handle_asyncapi(Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(), [](JsonWriter& json) {
        json.begin_object();
        json.name("asyncapi").word("3.0.0");
        json.name("info").begin_object();
        json.name("title").word("outcry streams");
        json.name("version").word("3").end_object();
        json.name("channels").begin_object();
        for (const StreamRow& row : stream_rows())
            write_stream_channel(json.name(key_of(row.name)), row);
        write_calls_channel(json.name("calls"));
        json.end_object();
        write_operations(json.name("operations"));
        json.end_object();
    });
}

}  // namespace outcry::gateway
