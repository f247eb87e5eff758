#pragma once

#include <string>
#include <string_view>

namespace outcry::app {

/// One combined stream message as one line for a person: trades, best prices and depth changes have
/// a form of their own, anything else is its name and JSON. What cannot be read is given as it is.
[[nodiscard]] std::string message_line(std::string_view message);

}  // namespace outcry::app
