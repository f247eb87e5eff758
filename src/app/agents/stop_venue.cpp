#include "app/agents/stop_venue.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace outcry::app {
namespace {

std::atomic<StopHook> stop_hook{nullptr};

}  // namespace

void set_stop_hook(StopHook hook) noexcept { stop_hook.store(hook, std::memory_order_relaxed); }

void stop_venue(std::string_view reason) {
    if (const StopHook hook = stop_hook.load(std::memory_order_relaxed)) hook(reason);
    // No heap, no stream: memory or disk may be what failed.
    std::array<char, 1024> line{};
    const int size = std::snprintf(line.data(), line.size(), "outcry: the venue stops: %.*s\n",
                                   static_cast<int>(reason.size()), reason.data());
    if (size > 0 && ::write(STDERR_FILENO, line.data(), static_cast<std::size_t>(size)) < 0) {
        // Nobody can be told; the exit code still says it.
    }
    std::_Exit(EXIT_FAILURE);
}

}  // namespace outcry::app
