#pragma once

#include <optional>
#include <string>

#include "outcry/domain/command.hpp"

namespace outcry::app {

/// `10.0.0.0/8`, `192.0.2.7`, `2001:db8::/32`, `::1`: without a prefix it is one address. Nothing
/// when it is none of these, or when a bit behind the prefix is set: a mistyped network is one.
[[nodiscard]] std::optional<AddressRange> parse_address_range(const std::string& text);
[[nodiscard]] std::string address_range_text(const AddressRange& range);

}  // namespace outcry::app
