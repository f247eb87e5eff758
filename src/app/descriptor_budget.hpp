#pragma once

#include <algorithm>
#include <cstdint>

namespace outcry::app {

/// Descriptors that are not for clients' connections: files of journal and snapshots, the admin
/// side's connections, the simulator's; and per gateway the connections that it refuses. A client
/// must not be able to take the one that the journal needs for its next segment.
inline constexpr std::uint64_t descriptors_kept_back = 320;
inline constexpr std::uint64_t descriptors_kept_back_per_gateway = 68;

/// How many connections each gateway may take; zero when the system allows too few descriptors.
[[nodiscard]] constexpr std::uint64_t connections_within(std::uint64_t descriptor_count,
                                                         std::uint64_t gateway_count) noexcept {
    const std::uint64_t kept_back =
        descriptors_kept_back + gateway_count * descriptors_kept_back_per_gateway;
    return (descriptor_count - std::min(descriptor_count, kept_back)) / gateway_count;
}

}  // namespace outcry::app
