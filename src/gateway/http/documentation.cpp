#include "gateway/http/documentation.hpp"

#include <iterator>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "gateway/api/endpoint.hpp"

namespace outcry::gateway {
namespace {

constexpr std::string_view folder = "/docs/";
constexpr std::string_view script = "swagger-ui-bundle.js";

constexpr std::string_view page_begin = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>outcry API</title>
)";

constexpr std::string_view swagger_page = R"(<link rel="stylesheet" href="/docs/swagger-ui.css">
</head><body><p><a href="/docs/asyncapi.json">Streams: AsyncAPI</a></p><div id="ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({url:"/docs/openapi.json",dom_id:"#ui"})</script>
</body></html>
)";

constexpr std::string_view plain_begin =
    R"(<style>body{font:16px/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
th,td{text-align:left;padding:.1rem 1rem .1rem 0;vertical-align:top}code{background:#eee}</style>
</head><body><h1>outcry API</h1>
<p><a href="/docs/openapi.json">OpenAPI 3.1</a>, <a href="/docs/asyncapi.json">AsyncAPI 3</a></p>
<table><tr><th>REST</th><th>WebSocket</th><th></th><th>parameters (* must be sent)</th></tr>
)";

std::string_view word_of(Method method) noexcept {
    switch (method) {
        case Method::get: return "GET";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::delete_: return "DELETE";
        case Method::other: return "";
    }
    return "";
}

std::string parameters_of(const Endpoint& endpoint) {
    std::string text;
    for (const ParameterRule& rule : endpoint.parameters) {
        if (!text.empty()) text.push_back(' ');
        text.append(name_of(rule.parameter));
        if (rule.need == Need::mandatory) text.push_back('*');
    }
    return text;
}

/// From the table that requests are routed by: never out of date.
std::string plain_page() {
    std::string page{page_begin};
    page.append(plain_begin);
    for (const Endpoint& endpoint : endpoints()) {
        fmt::format_to(std::back_inserter(page),
                       "<tr><td><code>{} {}</code></td><td><code>{}</code></td><td>{}</td>"
                       "<td>{}</td></tr>\n",
                       word_of(endpoint.method), endpoint.path, endpoint.websocket_method,
                       endpoint.summary, parameters_of(endpoint));
    }
    return page.append("</table></body></html>\n");
}

ContentType type_of(std::string_view name) noexcept {
    if (name.ends_with(".css")) return ContentType::css;
    if (name.ends_with(".js")) return ContentType::javascript;
    return name.ends_with(".html") ? ContentType::html : ContentType::text;
}

}  // namespace

std::optional<HttpHost::Page> find_documentation(const StaticFiles* files, std::string_view path) {
    if (path == "/docs" || path == folder) {
        const bool has_swagger = files != nullptr && files->contains(script);
        if (!has_swagger) return HttpHost::Page{ContentType::html, plain_page()};
        return HttpHost::Page{ContentType::html, std::string{page_begin}.append(swagger_page)};
    }
    if (files == nullptr || !path.starts_with(folder)) return std::nullopt;
    const std::string_view name = path.substr(folder.size());
    const auto found = files->find(name);
    if (found == files->end()) return std::nullopt;
    return HttpHost::Page{type_of(name), found->second};
}

}  // namespace outcry::gateway
