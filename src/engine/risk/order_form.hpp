#pragma once

#include "outcry/domain/command.hpp"

namespace outcry::engine {

/// Whether a new order is a combination that means something, terms included. Needs nothing but the
/// command.
[[nodiscard]] bool is_form_valid(const Command& command) noexcept;

}  // namespace outcry::engine
