#pragma once

#include <string>
#include <vector>

#include "outcry/sinks/history.hpp"

namespace outcry::app {

/// What two summaries of the same position differ in.
[[nodiscard]] std::vector<std::string> differences_of(const sinks::HistorySummary& copy,
                                                      const sinks::HistorySummary& truth);

}  // namespace outcry::app
