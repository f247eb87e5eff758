#pragma once

#include <string>
#include <string_view>

#include "outcry/base/result.hpp"

namespace outcry::app {

/// Where a server listens. The host may be a name, an IPv4 or an IPv6 address (without brackets).
struct ServerAddress {
    std::string host;
    std::string port;

    /// As it stands in a Host header and in messages.
    [[nodiscard]] std::string text() const;
    friend bool operator==(const ServerAddress&, const ServerAddress&) = default;
};

/// Reads `http://HOST:PORT` or `ws://HOST:PORT`; the scheme may be left out, and so may a port of
/// 80. The error says what is wrong.
[[nodiscard]] Result<ServerAddress, std::string> parse_server_url(std::string_view url);

}  // namespace outcry::app
