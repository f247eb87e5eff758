#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "outcry/domain/enums.hpp"

namespace outcry::gateway {

/// Checks signatures of one API key. The payload comes in pieces that are read one after another,
/// so that nothing has to be copied together. Owned by one thread.
class SignatureVerifier {
public:
    virtual ~SignatureVerifier() = default;
    /// `signature` as on the wire, percent-decoded: hex for HMAC, base64 for the others.
    [[nodiscard]] virtual bool verify(std::span<const std::string_view> payload,
                                      std::string_view signature) = 0;
};

/// HMAC-SHA256. The secret is not kept, only the digest's states behind it, cleansed at the end.
[[nodiscard]] std::unique_ptr<SignatureVerifier> make_hmac_verifier(std::string_view secret);

/// Ed25519, or RSA with PKCS#1 v1.5 and SHA-256. `material` is a public key as PEM, as DER
/// (SubjectPublicKeyInfo), or the 32 bytes of an Ed25519 key. Null when it is none of these or of
/// another type.
[[nodiscard]] std::unique_ptr<SignatureVerifier> make_public_key_verifier(
    KeyType type, std::span<const std::byte> material);

}  // namespace outcry::gateway
