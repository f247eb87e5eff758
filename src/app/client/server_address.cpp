#include "app/client/server_address.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace outcry::app {
namespace {

bool is_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() && port != 0;
}

bool is_host(std::string_view text) {
    const auto is_allowed = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9') || letter == '.' || letter == '-' ||
               letter == '_' || letter == ':';
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), is_allowed);
}

}  // namespace

std::string ServerAddress::text() const {
    const bool is_ipv6 = host.find(':') != std::string::npos;
    return (is_ipv6 ? "[" + host + "]" : host) + ":" + port;
}

Result<ServerAddress, std::string> parse_server_url(std::string_view url) {
    const auto failure = [url](std::string_view what) {
        return Failure{"'" + std::string{url} + "' " + std::string{what} +
                       "; expected http://HOST:PORT or ws://HOST:PORT"};
    };
    std::string_view rest = url;
    if (const std::size_t colon = rest.find("://"); colon != std::string_view::npos) {
        const std::string_view scheme = rest.substr(0, colon);
        if (scheme == "https" || scheme == "wss") return failure("needs TLS, which is not built");
        if (scheme != "http" && scheme != "ws") return failure("has an unknown scheme");
        rest.remove_prefix(colon + 3);
    }
    if (rest.ends_with('/')) rest.remove_suffix(1);

    std::string_view host = rest;
    std::string_view port = "80";
    const bool is_bracketed = rest.starts_with('[');
    const std::size_t host_end = is_bracketed ? rest.find(']') : rest.find(':');
    if (is_bracketed && host_end == std::string_view::npos) return failure("has no ]");
    if (host_end != std::string_view::npos) {
        host = is_bracketed ? rest.substr(1, host_end - 1) : rest.substr(0, host_end);
        std::string_view after = rest.substr(host_end + (is_bracketed ? 1 : 0));
        if (after.starts_with(':')) {
            port = after.substr(1);
        } else if (!after.empty()) {
            return failure("has something behind its ]");
        }
    }
    if (!is_host(host)) return failure("has no host");
    if (!is_port(port)) return failure("has no port of 1 to 65535");
    return ServerAddress{std::string{host}, std::string{port}};
}

}  // namespace outcry::app
