#include "gateway/http/start_page.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace outcry::gateway {
namespace {

bool is_host_character(char character) noexcept {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '.' || character == ':' ||
           character == '-' || character == '[' || character == ']';
}

/// What a client sends may stand in the page only if it cannot be markup.
std::string_view plausible(std::string_view host) {
    const bool is_plausible =
        !host.empty() && std::all_of(host.begin(), host.end(), is_host_character);
    return is_plausible ? host : "localhost:8080";
}

std::string lower(std::string_view text) {
    std::string result{text};
    for (char& character : result)
        if (character >= 'A' && character <= 'Z') character = static_cast<char>(character + 32);
    return result;
}

void append_market(std::string& page, std::string_view symbol, std::string_view host) {
    const std::string name = lower(symbol);
    auto out = std::back_inserter(page);
    fmt::format_to(out, "<tr><th>{}</th><td>", symbol);
    fmt::format_to(out, "<a href=\"/api/v3/depth?symbol={0}&amp;limit=20\">book</a> ", symbol);
    fmt::format_to(out, "<a href=\"/api/v3/trades?symbol={0}&amp;limit=20\">trades</a> ", symbol);
    fmt::format_to(out, "<a href=\"/api/v3/ticker/bookTicker?symbol={0}\">best</a></td>", symbol);
    fmt::format_to(out, "<td><code>ws://{}/ws/{}@trade</code></td></tr>\n", host, name);
}

constexpr std::string_view page_begin = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>outcry</title>
<style>body{font:16px/1.5 sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
th,td{text-align:left;padding:.2rem 1rem .2rem 0}code{background:#eee;padding:.1rem .3rem}</style>
</head><body>
<h1>outcry</h1>
<p>An exchange in one process. Clients of Binance's spot API work here with the URL changed.</p>
<h2>Markets</h2>
<p><a href="/api/v3/exchangeInfo">exchangeInfo</a>, <a href="/api/v3/time">time</a>,
<a href="/api/v3/ticker/bookTicker">best prices</a></p>
<table>
)";

}  // namespace

std::string encode_start_page(const views::VenueView& view, std::string_view host) {
    host = plausible(host);
    std::string page{page_begin};
    for (const auto& instrument : view.instruments())
        if (instrument != nullptr) append_market(page, instrument->definition.symbol.view(), host);
    fmt::format_to(std::back_inserter(page),
                   "</table>\n<h2>Streams</h2>\n<p><code>ws://{0}/ws/&lt;symbol&gt;@trade</code>, "
                   "<code>@depth</code>, <code>@depth@100ms</code>, <code>@bookTicker</code>; "
                   "several at once: <code>ws://{0}/stream?streams=a/b</code>. Orders and user "
                   "data: <code>ws://{0}/ws-api/v3</code>.</p>\n"
                   "<h2>Documentation</h2>\n<p><a href=\"/docs\">The calls</a>, "
                   "<a href=\"/docs/openapi.json\">OpenAPI</a>, "
                   "<a href=\"/docs/asyncapi.json\">AsyncAPI</a>; in the source tree "
                   "<code>docs/api/</code>.</p>\n</body></html>\n",
                   host);
    return page;
}

}  // namespace outcry::gateway
