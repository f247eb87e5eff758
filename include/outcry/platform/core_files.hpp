#pragma once

#include "outcry/platform/system_error.hpp"

namespace outcry::platform {

/// From now on the kernel writes no core file of this process, and lets no other process of the
/// same user read its memory: both would show its secrets. root still can.
[[nodiscard]] SystemResult<void> forbid_core_files();

}  // namespace outcry::platform
