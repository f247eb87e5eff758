#pragma once

#include <string>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event.hpp"

namespace outcry::wire {

// One line of JSON for a human reader: `journal dump`, failed tests, logs of operators. Not a
// format that programs exchange. Amounts of 128 bits are strings, bytes are hexadecimal.

/// Appends the command as one JSON object without a line end. Reads only what its type uses.
void append_json(std::string& text, const Command& command);
/// Appends the event as one JSON object without a line end.
void append_json(std::string& text, const Event& event);

}  // namespace outcry::wire
