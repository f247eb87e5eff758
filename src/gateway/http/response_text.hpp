#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "outcry/domain/ids.hpp"

#include "gateway/rate_limit/rate_usage.hpp"

namespace outcry::gateway {

enum class ContentType : std::uint8_t { json, html, css, javascript, text };
enum class AfterAnswer : std::uint8_t { keep_alive, close };

struct ResponseHead {
    int status = 200;
    ContentType content_type = ContentType::json;
    AfterAnswer after = AfterAnswer::keep_alive;
    Sequence sequence;         // X-Engine-Seq; zero: left away
    RateUsage usage{};         // X-MBX-…, Retry-After
    std::string_view date;     // as the field wants it
    std::string_view allow;    // of a 405
    bool is_http_1_0 = false;  // says so when the connection stays
    bool is_replay = false;    // X-Idempotent-Replay
};

/// A whole HTTP/1.1 answer: one piece of memory, one write.
[[nodiscard]] std::string encode_response(const ResponseHead& head, std::string_view body);

[[nodiscard]] std::string_view reason_phrase(int status) noexcept;

/// The time as HTTP writes it: Sun, 06 Nov 1994 08:49:37 GMT.
[[nodiscard]] std::string encode_http_date(Timestamp time);

}  // namespace outcry::gateway
