#include "app/client/key_maker.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include "outcry/base/assert.hpp"

namespace outcry::app {
namespace {

constexpr std::size_t text_size = 64;
constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

struct KeyCloser {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
struct BioCloser {
    void operator()(BIO* bio) const noexcept { BIO_free(bio); }
};

std::string random_text() {
    // Bytes from here on are thrown away: each letter must be as likely as any other.
    constexpr std::size_t fair_max = 256 - 256 % letters.size();
    std::string text;
    std::array<unsigned char, text_size> bytes{};
    while (text.size() < text_size) {
        OUTCRY_ASSERT(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
        for (const unsigned char byte : bytes) {
            if (byte < fair_max && text.size() < text_size) text += letters[byte % letters.size()];
        }
    }
    return text;
}

template <class Write>
std::string pem_text(const Write& write) {
    const std::unique_ptr<BIO, BioCloser> bio{BIO_new(BIO_s_mem())};
    OUTCRY_ASSERT(bio != nullptr);
    OUTCRY_ASSERT(write(bio.get()) == 1);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

NewKey make_hmac_key() { return {random_text(), random_text(), {}}; }

NewKey make_ed25519_key() {
    const std::unique_ptr<EVP_PKEY, KeyCloser> key{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")};
    OUTCRY_ASSERT(key != nullptr);
    const auto write_private = [&key](BIO* bio) {
        return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    };
    const auto write_public = [&key](BIO* bio) { return PEM_write_bio_PUBKEY(bio, key.get()); };
    return {random_text(), pem_text(write_private), pem_text(write_public)};
}

}  // namespace outcry::app
