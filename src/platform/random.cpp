#include "outcry/platform/random.hpp"

#include <sys/random.h>

#include <cerrno>

#include "outcry/base/assert.hpp"

namespace outcry::platform {

void fill_random(std::span<std::byte> target) noexcept {
    while (!target.empty()) {
        const ssize_t count = ::getrandom(target.data(), target.size(), 0);
        if (count < 0 && errno == EINTR) continue;
        OUTCRY_ASSERT(count > 0);
        target = target.subspan(static_cast<std::size_t>(count));
    }
}

std::uint64_t random_number() noexcept {
    std::uint64_t number = 0;
    fill_random(std::as_writable_bytes(std::span{&number, 1}));
    return number;
}

}  // namespace outcry::platform
