#pragma once

#include <optional>
#include <string_view>

#include "outcry/gateway/gateway.hpp"

#include "gateway/http/http_connection.hpp"

namespace outcry::gateway {

/// `GET /docs`: the description of the interface for readers, with Swagger UI where its files are
/// there, else as a plain table; and those files. Nothing for other paths, among them the
/// descriptions themselves, which are calls of the API.
[[nodiscard]] std::optional<HttpHost::Page> find_documentation(const StaticFiles* files,
                                                               std::string_view path);

}  // namespace outcry::gateway
