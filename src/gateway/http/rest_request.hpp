#pragma once

#include <string_view>

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "gateway/api/api.hpp"
#include "gateway/session/request_desk.hpp"

namespace outcry::gateway {

struct RequestTarget {
    std::string_view path;
    std::string_view query;  // without '?'
};

/// Takes the request target apart; the absolute form loses scheme and authority.
[[nodiscard]] RequestTarget split_target(std::string_view target);

/// The request as the API wants it. The views point into the message.
[[nodiscard]] RestRequest rest_request_of(
    const boost::beast::http::request<boost::beast::http::string_body>& message,
    const RequestTarget& target, Timestamp received_at);

/// Hands a copy of the request in once more.
[[nodiscard]] Retry retry_of(const RestRequest& request, Api& api);

}  // namespace outcry::gateway
