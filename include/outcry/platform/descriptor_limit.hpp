#pragma once

#include <cstdint>

#include "outcry/platform/system_error.hpp"

namespace outcry::platform {

/// Raises the number of descriptors that this process may have open to the most that the system
/// allows it, and answers that. Shells and service managers start processes with 1024.
[[nodiscard]] SystemResult<std::uint64_t> raise_descriptor_limit();

}  // namespace outcry::platform
