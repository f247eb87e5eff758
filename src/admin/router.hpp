#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/admin/admin_server.hpp"

namespace outcry::admin {

/// Finds the route of a request, checks the token, runs the handler. Without sockets.
class Router {
public:
    Router(std::vector<AdminRoute> routes, std::string token)
        : routes_{std::move(routes)}, token_{std::move(token)} {}

    /// `authorization` is the header as it came; empty without one. What a handler throws is
    /// answered with 500 and its text.
    [[nodiscard]] AdminReply answer(const AdminRequest& request,
                                    std::string_view authorization) const;

private:
    [[nodiscard]] bool is_authorized(std::string_view authorization) const;

    std::vector<AdminRoute> routes_;
    std::string token_;
};

/// The answer of a pending one, if it is there; 500 when it throws.
[[nodiscard]] std::optional<AdminAnswer> poll(const PendingAnswer& pending);

/// {"error":CODE,"message":TEXT} with the status.
[[nodiscard]] AdminAnswer refusal(unsigned status, std::string_view code, std::string_view text);

}  // namespace outcry::admin
