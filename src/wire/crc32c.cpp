#include "outcry/wire/crc32c.hpp"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace outcry::wire {
namespace {

constexpr std::uint32_t polynomial_reflected = 0x82f63b78U;

consteval std::array<std::uint32_t, 256> make_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t value = 0; value < 256; ++value) {
        std::uint32_t crc = value;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1U) != 0 ? polynomial_reflected : 0U);
        table[value] = crc;
    }
    return table;
}

constexpr std::array<std::uint32_t, 256> table = make_table();

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t crc32c_sse42(std::span<const std::byte> bytes,
                                                             std::uint32_t crc) noexcept {
    std::uint64_t state = ~crc;
    const std::byte* position = bytes.data();
    std::size_t remaining = bytes.size();
    for (; remaining >= 8; remaining -= 8, position += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, position, sizeof word);
        state = _mm_crc32_u64(state, word);
    }
    auto low = static_cast<std::uint32_t>(state);
    for (; remaining > 0; --remaining, ++position)
        low = _mm_crc32_u8(low, std::to_integer<std::uint8_t>(*position));
    return ~low;
}
#endif

using Implementation = std::uint32_t (*)(std::span<const std::byte>, std::uint32_t) noexcept;

Implementation choose() noexcept {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) return crc32c_sse42;
#endif
    return crc32c_portable;
}

}  // namespace

std::uint32_t crc32c_portable(std::span<const std::byte> bytes, std::uint32_t crc) noexcept {
    std::uint32_t state = ~crc;
    for (const std::byte byte : bytes)
        state = (state >> 8) ^ table[(state ^ std::to_integer<std::uint32_t>(byte)) & 0xffU];
    return ~state;
}

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t crc) noexcept {
    static const Implementation implementation = choose();
    return implementation(bytes, crc);
}

}  // namespace outcry::wire
