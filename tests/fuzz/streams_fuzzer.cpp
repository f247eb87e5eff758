#include <string>
#include <string_view>
#include <variant>

#include <simdjson.h>

#include "outcry/base/assert.hpp"

#include "fuzz/fuzzers.hpp"
#include "gateway/http/rest_request.hpp"
#include "gateway/streams/stream_control.hpp"
#include "gateway/streams/stream_name.hpp"

namespace outcry::gateway {
namespace {

/// Whatever was asked, the answer is JSON with the id that was given.
void check_answer(const std::string& answer) {
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    OUTCRY_ASSERT(parser.parse(answer).get(object) == simdjson::SUCCESS);
    OUTCRY_ASSERT(object["id"].error() == simdjson::SUCCESS);
}

void check_control(std::string_view message) {
    const StreamControl control = parse_stream_control(message);
    if (const auto* error = std::get_if<ControlError>(&control.action))
        return check_answer(encode_control_error(control.id, *error));
    check_answer(encode_control_result(control.id, "null"));
    if (const auto* wanted = std::get_if<SubscribeControl>(&control.action)) {
        for (const std::string& name : wanted->names)
            OUTCRY_ASSERT(name.size() <= stream_name_size_max);
        check_answer(encode_control_result(control.id, encode_names(wanted->names)));
    }
}

void check_target(std::string_view text) {
    const RequestTarget parts = split_target(text);
    OUTCRY_ASSERT(parts.path.size() + parts.query.size() <= text.size() + 1);
    const auto target = parse_stream_target(parts.path, parts.query);
    if (!target) return;
    for (const std::string_view name : target->names) {
        OUTCRY_ASSERT(!name.empty());
        OUTCRY_ASSERT(name.find('/') == std::string_view::npos);
        const auto known = parse_stream_name(name);
        OUTCRY_ASSERT(!known || name.starts_with(known->symbol));
    }
}

}  // namespace
}  // namespace outcry::gateway

/// A control message of a stream connection, and a request target.
int fuzz_streams(const std::uint8_t* data, std::size_t size) {
    // SAFETY: bytes seen as characters.
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    outcry::gateway::check_control(text);
    outcry::gateway::check_target(text);
    return 0;
}
