#pragma once

#include <string_view>

#include "outcry/domain/amount.hpp"

namespace outcry::sinks {

/// A whole number that this module has written into a table.
[[nodiscard]] inline Amount amount_of(std::string_view text) noexcept {
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    // Negative all along: the smallest number has no positive counterpart.
    int128 value = 0;
    for (const char digit : text) value = value * 10 - (digit - '0');
    return Amount{is_negative ? value : -value};
}

}  // namespace outcry::sinks
