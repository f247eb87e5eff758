#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "outcry/base/hash.hpp"

namespace outcry::gateway {

/// The IP address that a connection came from; IPv4 as IPv6 writes it (::ffff:a.b.c.d).
struct ClientAddress {
    std::array<std::uint8_t, 16> bytes{};

    friend constexpr bool operator==(const ClientAddress&, const ClientAddress&) noexcept = default;
};

struct ClientAddressHash {
    std::size_t operator()(const ClientAddress& address) const noexcept {
        std::uint64_t halves[2];
        static_assert(sizeof halves == sizeof address.bytes);
        std::memcpy(halves, address.bytes.data(), sizeof halves);
        return base::mix(halves[0] ^ base::mix(halves[1]));
    }
};

}  // namespace outcry::gateway
