#pragma once

#include <span>
#include <string_view>

namespace outcry::gateway {

/// One kind of stream as its readers see it: names, candles apart, are those of `stream_name.cpp`.
struct StreamRow {
    std::string_view name;     // with <symbol> or <interval> where it has one
    std::string_view message;  // its `e`; empty: the message has none
    std::string_view summary;
};

/// From which the description of the streams is made.
[[nodiscard]] std::span<const StreamRow> stream_rows() noexcept;

}  // namespace outcry::gateway
