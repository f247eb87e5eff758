#include "gateway/http/response_text.hpp"

#include <array>
#include <ctime>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 17> phrases{{
    {200, "OK"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {418, "I'm a teapot"},
    {426, "Upgrade Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
}};

std::string_view text_of(ContentType type) noexcept {
    switch (type) {
        case ContentType::json: return "application/json;charset=UTF-8";
        case ContentType::html: return "text/html;charset=UTF-8";
        case ContentType::css: return "text/css;charset=UTF-8";
        case ContentType::javascript: return "text/javascript;charset=UTF-8";
        case ContentType::text: return "text/plain;charset=UTF-8";
    }
    OUTCRY_UNREACHABLE();
}

void append_usage(std::string& text, const RateUsage& usage) {
    auto out = std::back_inserter(text);
    if (usage.has_weight) {
        fmt::format_to(out, "X-MBX-USED-WEIGHT: {0}\r\nX-MBX-USED-WEIGHT-1M: {0}\r\n",
                       usage.weight);
    }
    if (usage.has_orders) {
        fmt::format_to(out, "X-MBX-ORDER-COUNT-10S: {}\r\nX-MBX-ORDER-COUNT-1D: {}\r\n",
                       usage.orders_10s, usage.orders_day);
    }
    if (usage.retry_after_s != 0) {
        fmt::format_to(out, "Retry-After: {}\r\n", usage.retry_after_s);
    }
}

}  // namespace

std::string_view reason_phrase(int status) noexcept {
    for (const auto& [number, phrase] : phrases)
        if (number == status) return phrase;
    return "Unknown";
}

std::string encode_response(const ResponseHead& head, std::string_view body) {
    constexpr std::size_t head_size_usual = 448;
    std::string text;
    text.reserve(head_size_usual + body.size());
    auto out = std::back_inserter(text);
    fmt::format_to(out, "HTTP/1.1 {} {}\r\nServer: outcry\r\nContent-Type: {}\r\n", head.status,
                   reason_phrase(head.status), text_of(head.content_type));
    fmt::format_to(out, "Content-Length: {}\r\n", body.size());
    if (!head.date.empty()) fmt::format_to(out, "Date: {}\r\n", head.date);
    if (head.sequence != Sequence{})
        fmt::format_to(out, "X-Engine-Seq: {}\r\n", head.sequence.value());
    append_usage(text, head.usage);
    if (head.is_replay) text.append("X-Idempotent-Replay: true\r\n");
    if (!head.allow.empty()) fmt::format_to(out, "Allow: {}\r\n", head.allow);
    if (head.after == AfterAnswer::close) {
        text.append("Connection: close\r\n");
    } else if (head.is_http_1_0) {
        text.append("Connection: keep-alive\r\n");
    }
    text.append("\r\n").append(body);
    return text;
}

std::string encode_http_date(Timestamp time) {
    constexpr std::int64_t microseconds_per_second = 1'000'000;
    constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = time.value() / microseconds_per_second;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                       days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                       months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

}  // namespace outcry::gateway
