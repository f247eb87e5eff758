#pragma once

namespace outcry::engine {

/// Starts to load a cache line. Written as assembly because GCC 12 takes a function that consists
/// of `__builtin_prefetch` alone for one without effect, and drops its calls.
[[gnu::always_inline]] inline void prefetch(const void* address) noexcept {
    asm volatile("prefetcht0 (%0)" : : "r"(address));
}

}  // namespace outcry::engine
