#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace outcry::wire {

/// CRC-32C (Castagnoli) of the bytes; `crc` continues an earlier one. Uses the processor's own
/// instruction where there is one, chosen once at run time. Thread-safe.
[[nodiscard]] std::uint32_t crc32c(std::span<const std::byte> bytes,
                                   std::uint32_t crc = 0) noexcept;

/// The same from a table, for processors without the instruction and for the test that compares.
[[nodiscard]] std::uint32_t crc32c_portable(std::span<const std::byte> bytes,
                                            std::uint32_t crc = 0) noexcept;

}  // namespace outcry::wire
