#pragma once

#include <memory>
#include <string_view>

#include "outcry/base/fixed_text.hpp"

#include "gateway/parameters/parameter_list.hpp"
#include "gateway/parameters/refusal.hpp"

namespace outcry::gateway {

/// {"id":…,"method":…,"params":{…}}; the parameters go to a list.
struct WebSocketMessage {
    FixedText<78> id;  // raw JSON; empty: none was sent
    std::string_view method;
};

/// Reads requests of the WebSocket API into buffers that it uses again and again.
class WebSocketMessageParser {
public:
    WebSocketMessageParser();
    ~WebSocketMessageParser();

    /// `message.id` is good also after a refusal that comes behind it in the text. Texts in
    /// `message` and `parameters` live until the next call.
    [[nodiscard]] Checked<void> parse(std::string_view text, WebSocketMessage& message,
                                      ParameterList& parameters);

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::gateway
