#pragma once

#include <string>

#include "outcry/domain/command.hpp"

namespace outcry::test {

/// A command as the line of a scenario, accounts and markets by number: the reverse of
/// `command_of`. Empty when words cannot say it; of staged bytes only how many they are is said.
[[nodiscard]] std::string text_of(const Command& command);

}  // namespace outcry::test
