#include "outcry/base/hash.hpp"

#define XXH_INLINE_ALL
#include <cstring>

#include <xxhash.h>

namespace outcry::base {

void Digest::add_bytes(std::span<const std::byte> bytes) noexcept {
    add(XXH3_64bits_withSeed(bytes.data(), bytes.size(), state_));
}

std::uint64_t hash_text(std::string_view text, std::uint64_t key) noexcept {
    return XXH3_64bits_withSeed(text.data(), text.size(), key);
}

}  // namespace outcry::base
