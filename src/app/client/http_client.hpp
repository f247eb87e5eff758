#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "outcry/base/result.hpp"

#include "app/client/server_address.hpp"

namespace outcry::app {

struct HttpAnswer {
    unsigned status = 0;
    std::string body;
};

struct HttpCall {
    std::string method = "GET";
    std::string target;
    std::vector<std::pair<std::string, std::string>> fields;  // of the header
    std::string body;
    std::chrono::seconds time_limit{5};
};

/// One request on a connection of its own. Blocks for at most the time; the error says what failed.
[[nodiscard]] Result<HttpAnswer, std::string> http_call(const ServerAddress& server,
                                                        const HttpCall& call);

/// One GET on a connection of its own. Blocks for at most five seconds; the error says what failed.
[[nodiscard]] Result<HttpAnswer, std::string> http_get(const ServerAddress& server,
                                                       std::string_view target);

}  // namespace outcry::app
