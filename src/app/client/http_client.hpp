#pragma once

#include <string>
#include <string_view>

#include "outcry/base/result.hpp"

#include "app/client/server_address.hpp"

namespace outcry::app {

struct HttpAnswer {
    unsigned status = 0;
    std::string body;
};

/// One GET on a connection of its own. Blocks for at most five seconds; the error says what failed.
[[nodiscard]] Result<HttpAnswer, std::string> http_get(const ServerAddress& server,
                                                       std::string_view target);

}  // namespace outcry::app
