#include "gateway/api/envelope.hpp"

namespace outcry::gateway {
namespace {

void append_id(std::string& output, const Envelope& envelope) {
    output.append("{\"id\":").append(envelope.id.empty() ? "null" : envelope.id.view());
}

}  // namespace

void begin_result(std::string& output, const Envelope& envelope) {
    if (!envelope.is_websocket) return;
    append_id(output, envelope);
    output.append(",\"status\":200,\"result\":");
}

void end_result(std::string& output, const Envelope& envelope) {
    if (envelope.is_websocket) output.push_back('}');
}

void write_error(JsonWriter& json, const Refusal& refusal, std::string_view data) {
    json.begin_object();
    json.name("code").integer(refusal.code);
    json.name("msg").text(refusal.text);
    if (!data.empty()) json.name("data").raw(data);
    json.end_object();
}

Answer make_error(const Envelope& envelope, Sequence sequence, const Refusal& refusal,
                  std::string_view data) {
    Answer answer{.status = refusal.status, .sequence = sequence};
    if (envelope.is_websocket) {
        append_id(answer.body, envelope);
        answer.body.append(",\"status\":");
        append_integer(answer.body, refusal.status);
        answer.body.append(",\"error\":");
    }
    JsonWriter json{answer.body, envelope.time_unit};
    write_error(json, refusal, data);
    end_result(answer.body, envelope);
    return answer;
}

std::string encode_error(int code, std::string_view text) {
    std::string output;
    JsonWriter json{output, TimeUnit::milliseconds};
    write_error(json, {.code = code, .text = std::string{text}});
    return output;
}

}  // namespace outcry::gateway
