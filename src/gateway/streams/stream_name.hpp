#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "gateway/api/api.hpp"

namespace outcry::gateway {

enum class StreamKind : std::uint8_t {
    trade,
    book_ticker,
    depth_100ms,
    depth_1000ms,
};
inline constexpr std::size_t stream_kind_count = 4;

/// `<symbol>@<kind>` taken apart; nothing for a name that no stream has.
struct StreamName {
    std::string_view symbol;  // as written: lower case
    StreamKind kind{};
};
[[nodiscard]] std::optional<StreamName> parse_stream_name(std::string_view name);

/// What the path and the query of a stream connection ask for.
struct StreamTarget {
    bool is_combined = false;
    TimeUnit time_unit = TimeUnit::milliseconds;
    std::vector<std::string_view> names;
};

/// `/ws`, `/ws/a/b`, `/stream?streams=a/b`; nothing for other paths. Names are not checked: one
/// that nobody knows stays silent, as clients expect.
[[nodiscard]] std::optional<StreamTarget> parse_stream_target(std::string_view path,
                                                              std::string_view query);

/// The value of a query parameter as written; the first one of that name.
[[nodiscard]] std::optional<std::string_view> query_value(std::string_view query,
                                                          std::string_view name);
[[nodiscard]] TimeUnit time_unit_of_query(std::string_view query);

}  // namespace outcry::gateway
