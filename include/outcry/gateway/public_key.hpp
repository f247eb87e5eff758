#pragma once

#include <cstddef>
#include <span>

#include "outcry/domain/enums.hpp"

namespace outcry::gateway {

/// Whether signatures can be checked with it: a public key of the type, as PEM, as DER
/// (SubjectPublicKeyInfo), or the 32 bytes of an Ed25519 key. Never of an HMAC key. Any thread.
[[nodiscard]] bool is_public_key(KeyType type, std::span<const std::byte> material);

}  // namespace outcry::gateway
