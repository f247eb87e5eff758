#include "outcry/gateway/secret_seal.hpp"

#include <algorithm>
#include <memory>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

constexpr std::byte version{1};
constexpr std::size_t nonce_size_bytes = 12;
constexpr std::size_t tag_size_bytes = 16;
constexpr std::size_t header_size_bytes = 1 + SealKey::id_size_bytes + nonce_size_bytes;
static_assert(header_size_bytes + tag_size_bytes == SecretSeal::overhead_bytes);

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

// SAFETY: bytes may be looked at as unsigned characters, which is what OpenSSL takes.
const unsigned char* bytes_of(const std::byte* bytes) noexcept {
    return reinterpret_cast<const unsigned char*>(bytes);
}
unsigned char* bytes_of(std::byte* bytes) noexcept {
    return reinterpret_cast<unsigned char*>(bytes);
}

/// What is authenticated beside the secret. Permissions first: they have one size.
std::string associated_data(const SecretOwner& owner) {
    std::string data(1, static_cast<char>(owner.permissions));
    data.append(owner.key_name);
    return data;
}

bool add_associated_data(EVP_CIPHER_CTX* cipher, const SecretOwner& owner, bool is_sealing) {
    const std::string data = associated_data(owner);
    // SAFETY: as above.
    const auto* const bytes = reinterpret_cast<const unsigned char*>(data.data());
    const int size = static_cast<int>(data.size());
    int written = 0;
    return (is_sealing ? EVP_EncryptUpdate(cipher, nullptr, &written, bytes, size)
                       : EVP_DecryptUpdate(cipher, nullptr, &written, bytes, size)) == 1;
}

}  // namespace

SealKey::SealKey(std::span<const std::byte, size_bytes> bytes) {
    std::copy(bytes.begin(), bytes.end(), bytes_.begin());
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    OUTCRY_ASSERT(
        EVP_Digest(bytes_.data(), bytes_.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1);
    std::transform(digest.begin(), digest.begin() + id_size_bytes, id_.begin(),
                   [](unsigned char byte) { return std::byte{byte}; });
}

SealKey::~SealKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

SecretSeal::SecretSeal(std::vector<SealKey> keys) : keys_{std::move(keys)} {
    OUTCRY_ASSERT(!keys_.empty());
}

std::vector<std::byte> SecretSeal::seal(const SecretOwner& owner, std::string_view secret) const {
    const SealKey& key = keys_.front();
    std::vector<std::byte> record(overhead_bytes + secret.size());
    record[0] = version;
    std::copy(key.id().begin(), key.id().end(), record.begin() + 1);
    std::byte* const nonce = record.data() + 1 + SealKey::id_size_bytes;
    std::byte* const text = record.data() + header_size_bytes;

    // Any failure here is a broken library or no randomness: nothing must be stored then.
    OUTCRY_ASSERT(RAND_bytes(bytes_of(nonce), nonce_size_bytes) == 1);
    const Cipher cipher{EVP_CIPHER_CTX_new()};
    OUTCRY_ASSERT(cipher != nullptr);
    OUTCRY_ASSERT(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr,
                                     bytes_of(key.bytes().data()), bytes_of(nonce)) == 1);
    OUTCRY_ASSERT(add_associated_data(cipher.get(), owner, true));
    int written = 0;
    // SAFETY: as above.
    OUTCRY_ASSERT(EVP_EncryptUpdate(cipher.get(), bytes_of(text), &written,
                                    reinterpret_cast<const unsigned char*>(secret.data()),
                                    static_cast<int>(secret.size())) == 1);
    OUTCRY_ASSERT(EVP_EncryptFinal_ex(cipher.get(), bytes_of(text + written), &written) == 1);
    OUTCRY_ASSERT(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size_bytes,
                                      text + secret.size()) == 1);
    return record;
}

std::optional<std::string> SecretSeal::unseal(const SecretOwner& owner,
                                              std::span<const std::byte> sealed) const {
    if (sealed.size() < overhead_bytes || sealed[0] != version) return std::nullopt;
    const auto id = sealed.subspan(1, SealKey::id_size_bytes);
    const auto key = std::find_if(keys_.begin(), keys_.end(), [&](const SealKey& candidate) {
        return std::equal(id.begin(), id.end(), candidate.id().begin());
    });
    if (key == keys_.end()) return std::nullopt;
    const auto nonce = sealed.subspan(1 + SealKey::id_size_bytes, nonce_size_bytes);
    const auto text = sealed.subspan(header_size_bytes, sealed.size() - overhead_bytes);
    // OpenSSL takes the expected tag through a pointer to non-const.
    std::array<std::byte, tag_size_bytes> tag;
    std::copy(sealed.end() - tag_size_bytes, sealed.end(), tag.begin());

    const Cipher cipher{EVP_CIPHER_CTX_new()};
    OUTCRY_ASSERT(cipher != nullptr);
    OUTCRY_ASSERT(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr,
                                     bytes_of(key->bytes().data()), bytes_of(nonce.data())) == 1);
    OUTCRY_ASSERT(add_associated_data(cipher.get(), owner, false));
    std::string secret(text.size(), '\0');
    int written = 0;
    // SAFETY: as above.
    auto* const output = reinterpret_cast<unsigned char*>(secret.data());
    OUTCRY_ASSERT(EVP_DecryptUpdate(cipher.get(), output, &written, bytes_of(text.data()),
                                    static_cast<int>(text.size())) == 1);
    OUTCRY_ASSERT(
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size_bytes, tag.data()) == 1);
    if (EVP_DecryptFinal_ex(cipher.get(), output + written, &written) != 1) {
        cleanse(secret);
        return std::nullopt;
    }
    return secret;
}

void cleanse(std::string& secret) noexcept {
    OPENSSL_cleanse(secret.data(), secret.size());
    secret.clear();
}

}  // namespace outcry::gateway
