#include "gateway/authentication/signature.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "outcry/base/assert.hpp"
#include "outcry/gateway/public_key.hpp"

namespace outcry::gateway {
namespace {

struct FreeDigest {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
struct FreeKey {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
struct FreeBio {
    void operator()(BIO* bio) const noexcept { BIO_free(bio); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeDigest>;
using PublicKey = std::unique_ptr<EVP_PKEY, FreeKey>;

constexpr std::size_t digest_size_bytes = 32;
constexpr std::size_t block_size_bytes = 64;
using DigestBytes = std::array<unsigned char, digest_size_bytes>;

constexpr int hex_value(char character) noexcept {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    return -1;
}

bool decode_hex(std::string_view text, DigestBytes& bytes) noexcept {
    if (text.size() != 2 * bytes.size()) return false;
    int error = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = hex_value(text[2 * i]);
        const int low = hex_value(text[2 * i + 1]);
        error |= high | low;  // negative as soon as one of them is
        bytes[i] = static_cast<unsigned char>((high * 16 + low) & 0xff);
    }
    return error >= 0;
}

/// Empty when it is not base64. A raw '+' in a form arrives as a space: clients forget to encode
/// it.
std::vector<unsigned char> decode_base64(std::string_view text) {
    std::string clean{text};
    std::replace(clean.begin(), clean.end(), ' ', '+');
    const std::size_t padding = clean.size() - (clean.find_last_not_of('=') + 1);
    if (clean.empty() || clean.size() % 4 != 0 || padding > 2) return {};
    std::vector<unsigned char> bytes(clean.size() / 4 * 3);
    // SAFETY: characters may be looked at as unsigned characters.
    const auto* const characters = reinterpret_cast<const unsigned char*>(clean.data());
    const int size = EVP_DecodeBlock(bytes.data(), characters, static_cast<int>(clean.size()));
    if (size != static_cast<int>(bytes.size())) return {};
    bytes.resize(bytes.size() - padding);
    return bytes;
}

/// Two digests that have already taken the key's blocks; copying them saves hashing those again.
class HmacVerifier final : public SignatureVerifier {
public:
    explicit HmacVerifier(std::string_view secret)
        : inner_{EVP_MD_CTX_new()}, outer_{EVP_MD_CTX_new()}, working_{EVP_MD_CTX_new()} {
        std::array<unsigned char, block_size_bytes> key{};
        if (secret.size() > key.size()) {
            OUTCRY_ASSERT(EVP_Digest(secret.data(), secret.size(), key.data(), nullptr,
                                     EVP_sha256(), nullptr) == 1);
        } else {
            std::copy(secret.begin(), secret.end(), key.begin());
        }
        start(inner_.get(), key, 0x36);
        start(outer_.get(), key, 0x5c);
        OPENSSL_cleanse(key.data(), key.size());
    }

    bool verify(std::span<const std::string_view> payload, std::string_view signature) override {
        DigestBytes given;
        if (!decode_hex(signature, given)) return false;
        DigestBytes digest;
        OUTCRY_ASSERT(EVP_MD_CTX_copy_ex(working_.get(), inner_.get()) == 1);
        for (const std::string_view piece : payload) {
            OUTCRY_ASSERT(EVP_DigestUpdate(working_.get(), piece.data(), piece.size()) == 1);
        }
        OUTCRY_ASSERT(EVP_DigestFinal_ex(working_.get(), digest.data(), nullptr) == 1);
        OUTCRY_ASSERT(EVP_MD_CTX_copy_ex(working_.get(), outer_.get()) == 1);
        OUTCRY_ASSERT(EVP_DigestUpdate(working_.get(), digest.data(), digest.size()) == 1);
        OUTCRY_ASSERT(EVP_DigestFinal_ex(working_.get(), digest.data(), nullptr) == 1);
        return CRYPTO_memcmp(digest.data(), given.data(), digest.size()) == 0;
    }

private:
    static void start(EVP_MD_CTX* context, const std::array<unsigned char, block_size_bytes>& key,
                      unsigned char pad) {
        std::array<unsigned char, block_size_bytes> block;
        std::transform(key.begin(), key.end(), block.begin(), [pad](unsigned char byte) {
            return static_cast<unsigned char>(byte ^ pad);
        });
        OUTCRY_ASSERT(context != nullptr);
        OUTCRY_ASSERT(EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1);
        OUTCRY_ASSERT(EVP_DigestUpdate(context, block.data(), block.size()) == 1);
        OPENSSL_cleanse(block.data(), block.size());
    }

    DigestContext inner_;
    DigestContext outer_;
    DigestContext working_;
};

class PublicKeyVerifier final : public SignatureVerifier {
public:
    PublicKeyVerifier(PublicKey key, const EVP_MD* digest)
        : key_{std::move(key)}, digest_{digest}, context_{EVP_MD_CTX_new()} {
        OUTCRY_ASSERT(context_ != nullptr);
    }

    bool verify(std::span<const std::string_view> payload, std::string_view signature) override {
        const std::vector<unsigned char> given = decode_base64(signature);
        if (given.empty()) return false;
        // Ed25519 takes a message at once only.
        message_.clear();
        for (const std::string_view piece : payload) message_.append(piece);
        EVP_MD_CTX_reset(context_.get());
        OUTCRY_ASSERT(EVP_DigestVerifyInit(context_.get(), nullptr, digest_, nullptr, key_.get()) ==
                      1);
        // SAFETY: characters may be looked at as unsigned characters.
        const auto* const message = reinterpret_cast<const unsigned char*>(message_.data());
        const int result =
            EVP_DigestVerify(context_.get(), given.data(), given.size(), message, message_.size());
        // A wrong signature leaves its reason in the thread's queue, which nobody reads.
        if (result != 1) ERR_clear_error();
        return result == 1;
    }

private:
    PublicKey key_;
    const EVP_MD* digest_;
    DigestContext context_;
    std::string message_;
};

PublicKey read_pem(std::span<const std::byte> material) {
    const std::unique_ptr<BIO, FreeBio> bio{
        BIO_new_mem_buf(material.data(), static_cast<int>(material.size()))};
    return PublicKey{PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr)};
}

PublicKey read_der(std::span<const std::byte> material) {
    // SAFETY: bytes may be looked at as unsigned characters.
    const auto* position = reinterpret_cast<const unsigned char*>(material.data());
    return PublicKey{d2i_PUBKEY(nullptr, &position, static_cast<long>(material.size()))};
}

PublicKey read_raw(std::span<const std::byte> material) {
    // SAFETY: as above.
    const auto* const bytes = reinterpret_cast<const unsigned char*>(material.data());
    return PublicKey{
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes, material.size())};
}

}  // namespace

std::unique_ptr<SignatureVerifier> make_hmac_verifier(std::string_view secret) {
    return std::make_unique<HmacVerifier>(secret);
}

std::unique_ptr<SignatureVerifier> make_public_key_verifier(KeyType type,
                                                            std::span<const std::byte> material) {
    constexpr std::size_t raw_size_bytes = 32;
    const bool is_raw = type == KeyType::ed25519 && material.size() == raw_size_bytes;
    PublicKey key = is_raw ? read_raw(material) : read_pem(material);
    if (!key) key = read_der(material);
    ERR_clear_error();
    if (!key) return nullptr;

    const int kind = EVP_PKEY_get_base_id(key.get());
    const bool is_ed25519 = type == KeyType::ed25519 && kind == EVP_PKEY_ED25519;
    const bool is_rsa = type == KeyType::rsa && kind == EVP_PKEY_RSA;
    if (!is_ed25519 && !is_rsa) return nullptr;
    return std::make_unique<PublicKeyVerifier>(std::move(key), is_rsa ? EVP_sha256() : nullptr);
}

bool is_public_key(KeyType type, std::span<const std::byte> material) {
    return type != KeyType::hmac && make_public_key_verifier(type, material) != nullptr;
}

}  // namespace outcry::gateway
