#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace outcry::base {

/// Mixes 64 bits so that every input bit reaches every output bit (the finaliser of splitmix64).
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t value) noexcept {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

/// A running 64-bit digest of bytes: order matters, equal bytes give equal digests on every
/// machine. Built for change detection between our own copies, not against an adversary.
class Digest {
public:
    void add(std::uint64_t word) noexcept { state_ = mix(state_ ^ word) + 0x9e3779b97f4a7c15ULL; }
    void add_bytes(std::span<const std::byte> bytes) noexcept;
    [[nodiscard]] std::uint64_t value() const noexcept { return mix(state_); }
    friend bool operator==(const Digest&, const Digest&) noexcept = default;

private:
    std::uint64_t state_ = 0x6f75746372790001ULL;
};

/// 64-bit hash of a text under a key, for tables in memory (xxHash XXH3).
[[nodiscard]] std::uint64_t hash_text(std::string_view text, std::uint64_t key) noexcept;

}  // namespace outcry::base
