#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/platform/system_error.hpp"

namespace outcry::platform {

// All of these act on the calling thread. None throws; where the system refuses, the caller warns
// and goes on: placement makes a venue faster, never more correct.

/// The processors that this process may use, ascending. A container has fewer than the machine.
[[nodiscard]] SystemResult<std::vector<int>> usable_cpus();
/// The processors that this thread may run on, ascending.
[[nodiscard]] SystemResult<std::vector<int>> thread_cpus();
[[nodiscard]] SystemResult<void> pin_thread(int cpu);

/// The kernel keeps the first 15 bytes.
[[nodiscard]] SystemResult<void> name_thread(std::string_view name);
/// From -20 (first) to 19 (last). Below zero needs a permission.
[[nodiscard]] SystemResult<void> set_thread_nice(int nice);
/// SCHED_FIFO: runs whenever it can, before all ordinary threads. Needs a permission. `priority`
/// is 1 to 99; only for threads that sleep, since one that spins takes its core for good.
[[nodiscard]] SystemResult<void> set_thread_realtime(int priority);

/// What configuration says about one thread.
struct ThreadPlacement {
    std::optional<int> cpu{};
    std::optional<int> nice{};
    std::optional<int> realtime_priority{};
};
/// Applies what is set and answers what was refused, one line per refusal.
[[nodiscard]] std::vector<SystemError> place_thread(const ThreadPlacement& placement);

}  // namespace outcry::platform
