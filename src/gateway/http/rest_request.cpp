#include "gateway/http/rest_request.hpp"

#include <memory>
#include <string>

#include <boost/beast/core/string.hpp>

namespace outcry::gateway {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

std::string_view view_of(beast::string_view text) noexcept { return {text.data(), text.size()}; }

Method method_of(http::verb verb) noexcept {
    switch (verb) {
        case http::verb::get:
        case http::verb::head: return Method::get;
        case http::verb::post: return Method::post;
        case http::verb::put: return Method::put;
        case http::verb::delete_: return Method::delete_;
        default: return Method::other;
    }
}

}  // namespace

RequestTarget split_target(std::string_view target) {
    const std::size_t scheme = target.find("://");
    const bool is_absolute = !target.starts_with('/') && scheme != std::string_view::npos;
    if (is_absolute) {
        const std::size_t path = target.find_first_of("/?", scheme + 3);
        target = path == std::string_view::npos ? "/" : target.substr(path);
    }
    const std::size_t mark = target.find('?');
    if (mark == std::string_view::npos) return {target, {}};
    return {target.substr(0, mark), target.substr(mark + 1)};
}

RestRequest rest_request_of(const http::request<http::string_body>& message,
                            const RequestTarget& target, Timestamp received_at) {
    const bool is_microseconds = beast::iequals(message["X-MBX-TIME-UNIT"], "MICROSECOND");
    return {
        .method = method_of(message.method()),
        .path = target.path,
        .query = target.query,
        .body = message.body(),
        .api_key = view_of(message["X-MBX-APIKEY"]),
        .time_unit = is_microseconds ? TimeUnit::microseconds : TimeUnit::milliseconds,
        .received_at = received_at,
        .is_idempotent = beast::iequals(message["X-Idempotent"], "true"),
    };
}

Retry retry_of(const RestRequest& request, Api& api) {
    struct Copy {
        std::string path, query, body, api_key;
        RestRequest request;
    };
    auto copy = std::make_shared<Copy>(Copy{std::string{request.path}, std::string{request.query},
                                            std::string{request.body}, std::string{request.api_key},
                                            request});
    copy->request.path = copy->path;
    copy->request.query = copy->query;
    copy->request.body = copy->body;
    copy->request.api_key = copy->api_key;
    return [copy, &api] { return api.handle_rest(copy->request); };
}

}  // namespace outcry::gateway
