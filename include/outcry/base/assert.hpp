#pragma once

#include <source_location>

namespace outcry::base {

/// Prints the broken assumption with its place to standard error and aborts the process.
/// Callable from any thread; never returns. A failover is better than a wrong balance.
[[noreturn]] void assertion_failed(const char* condition,
                                   const std::source_location& where) noexcept;

/// Replaces `abort` after the message, so that tests of a stop can observe it. Not for production.
using AssertionHook = void (*)() noexcept;
void set_assertion_hook(AssertionHook hook) noexcept;

}  // namespace outcry::base

/// States what the code relies on. Stays on in release builds. Never for input from outside.
#define OUTCRY_ASSERT(condition)                       \
    (__builtin_expect(static_cast<bool>(condition), 1) \
         ? static_cast<void>(0)                        \
         : ::outcry::base::assertion_failed(#condition, std::source_location::current()))

/// Marks a place that no input can reach.
#define OUTCRY_UNREACHABLE() \
    ::outcry::base::assertion_failed("unreachable", std::source_location::current())
