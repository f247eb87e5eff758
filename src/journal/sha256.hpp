#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>

#include <openssl/evp.h>

#include "outcry/base/assert.hpp"

#include "journal/snapshot_layout.hpp"

namespace outcry::journal {

using Sha256Digest = std::array<std::byte, digest_size_bytes>;

/// SHA-256 of bytes that come in pieces. OpenSSL fails here only when memory is gone.
class Sha256 {
public:
    Sha256() : context_{EVP_MD_CTX_new()} {
        OUTCRY_ASSERT(context_ != nullptr);
        OUTCRY_ASSERT(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
    }

    void add(std::span<const std::byte> bytes) {
        OUTCRY_ASSERT(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
    }

    [[nodiscard]] Sha256Digest finish() {
        Sha256Digest digest{};
        // SAFETY: unsigned char may alias any object.
        auto* const target = reinterpret_cast<unsigned char*>(digest.data());
        OUTCRY_ASSERT(EVP_DigestFinal_ex(context_.get(), target, nullptr) == 1);
        return digest;
    }

private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace outcry::journal
