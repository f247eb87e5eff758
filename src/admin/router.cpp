#include "admin/router.hpp"

#include <exception>

#include <nlohmann/json.hpp>
#include <openssl/crypto.h>

namespace outcry::admin {
namespace {

constexpr std::string_view bearer = "Bearer ";

}  // namespace

AdminAnswer refusal(unsigned status, std::string_view code, std::string_view text) {
    AdminAnswer answer;
    answer.status = status;
    const nlohmann::ordered_json body{{"error", code}, {"message", text}};
    answer.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    return answer;
}

std::optional<AdminAnswer> poll(const PendingAnswer& pending) {
    try {
        return pending();
    } catch (const std::exception& error) {
        return refusal(500, "internal", error.what());
    }
}

AdminReply Router::answer(const AdminRequest& request, std::string_view authorization) const {
    bool is_known_path = false;
    for (const AdminRoute& route : routes_) {
        if (route.path != request.path) continue;
        is_known_path = true;
        if (route.method != request.method) continue;
        if (route.access == Access::token && !is_authorized(authorization))
            return refusal(401, "unauthorized",
                           "this call needs the header Authorization: Bearer TOKEN");
        try {
            return route.handler(request);
        } catch (const std::exception& error) {
            return refusal(500, "internal", error.what());
        }
    }
    return is_known_path ? refusal(405, "wrong_method", "not by this method")
                         : refusal(404, "unknown_path", "no such path");
}

bool Router::is_authorized(std::string_view authorization) const {
    if (token_.empty() || !authorization.starts_with(bearer)) return false;
    const std::string_view given = authorization.substr(bearer.size());
    // The length of the token is no secret; its bytes are compared without an early end.
    return given.size() == token_.size() &&
           CRYPTO_memcmp(given.data(), token_.data(), token_.size()) == 0;
}

}  // namespace outcry::admin
