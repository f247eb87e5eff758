#include "outcry/base/assert.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace outcry::base {
namespace {

std::atomic<AssertionHook> assertion_hook{nullptr};

}  // namespace

void set_assertion_hook(AssertionHook hook) noexcept {
    assertion_hook.store(hook, std::memory_order_relaxed);
}

void assertion_failed(const char* condition, const std::source_location& where) noexcept {
    std::fprintf(stderr, "outcry: assertion failed: %s\n  at %s:%u in %s\n", condition,
                 where.file_name(), static_cast<unsigned>(where.line()), where.function_name());
    if (const AssertionHook hook = assertion_hook.load(std::memory_order_relaxed)) hook();
    std::abort();
}

}  // namespace outcry::base
