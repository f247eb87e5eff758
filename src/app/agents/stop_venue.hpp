#pragma once

#include <string_view>

namespace outcry::app {

/// Ends the process at once, with exit code 1 and one line on standard error through a descriptor
/// opened at start: for failures after which nothing more may be released — a failed sync, a
/// diverged follower, a broken invariant. What is durable is recovered at the next start.
[[noreturn]] void stop_venue(std::string_view reason);

/// Replaces the end of the process in tests; must not return.
using StopHook = void (*)(std::string_view reason);
void set_stop_hook(StopHook hook) noexcept;

}  // namespace outcry::app
