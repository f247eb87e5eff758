#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "outcry/domain/enums.hpp"

namespace outcry::gateway {

struct PublicKeyMaterial {
    KeyType type{};
    std::vector<std::byte> bytes;  // DER, SubjectPublicKeyInfo: what `register_key` stages
};

/// Reads a public key (Ed25519 or RSA of 2048 to 4096 bits) from PEM. Nothing for anything else,
/// a private key included.
[[nodiscard]] std::optional<PublicKeyMaterial> read_public_key(std::string_view pem);

}  // namespace outcry::gateway
