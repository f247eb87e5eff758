#include <string_view>

#include <nlohmann/json.hpp>

#include "outcry/base/assert.hpp"

#include "fuzz/fuzzers.hpp"
#include "gateway/api/websocket_message.hpp"

/// Requests of the WebSocket API. What is accepted is JSON in the eyes of another parser, too.
int fuzz_json(const std::uint8_t* data, std::size_t size) {
    using namespace outcry::gateway;
    // SAFETY: bytes may be looked at as characters.
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    static WebSocketMessageParser parser;
    static ParameterList list;
    WebSocketMessage message;
    const auto parsed = parser.parse(text, message, list);
    if (!message.id.empty()) {
        OUTCRY_ASSERT(nlohmann::json::accept(message.id.view()));
    }
    if (!parsed) return 0;
    OUTCRY_ASSERT(!message.method.empty());
    for (const ParameterList::Entry& entry : list.entries()) {
        OUTCRY_ASSERT(entry.value.size() <= size + 8);
    }
    return 0;
}
