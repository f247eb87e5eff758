#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace outcry::platform {

/// Fills the target with bytes that nobody can guess (getrandom): keys, tokens, nonces, journal
/// identities. Stops the process when the kernel has none, since weak keys are worse than none.
/// Never in the engine: there, nothing is random.
void fill_random(std::span<std::byte> target) noexcept;
[[nodiscard]] std::uint64_t random_number() noexcept;

}  // namespace outcry::platform
