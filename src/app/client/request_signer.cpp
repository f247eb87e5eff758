#include "app/client/request_signer.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include "outcry/base/assert.hpp"

namespace outcry::app {
namespace {

constexpr std::size_t ed25519_signature_size = 64;
constexpr std::size_t sha256_size = 32;

struct PrivateKeyCloser {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
using PrivateKey = std::unique_ptr<EVP_PKEY, PrivateKeyCloser>;
struct DigestCloser {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
struct BioCloser {
    void operator()(BIO* bio) const noexcept { BIO_free(bio); }
};

std::string_view without_white_space(std::string_view text) {
    constexpr std::string_view white_space = " \t\r\n";
    const std::size_t first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

PrivateKey read_private_key(std::string_view pem) {
    const std::unique_ptr<BIO, BioCloser> bio{
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    if (bio == nullptr) return nullptr;
    // A key under a passphrase is refused: there is nobody to ask.
    const auto no_passphrase = [](char*, int, int, void*) { return 0; };
    return PrivateKey{PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr)};
}

std::string hex_of(const unsigned char* bytes, std::size_t size) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(2 * size);
    for (std::size_t index = 0; index < size; ++index) {
        text += digits[bytes[index] >> 4];
        text += digits[bytes[index] & 15];
    }
    return text;
}

std::string base64_of(const unsigned char* bytes, std::size_t size) {
    // EVP_EncodeBlock writes a zero byte behind the text.
    std::string text(4 * ((size + 2) / 3) + 1, '\0');
    // SAFETY: the library's bytes are unsigned; it writes ASCII only.
    auto* const target = reinterpret_cast<unsigned char*>(text.data());
    const int length = EVP_EncodeBlock(target, bytes, static_cast<int>(size));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

}  // namespace

class RequestSigner::Implementation {
public:
    explicit Implementation(std::string_view secret) : secret_{secret} {}
    explicit Implementation(PrivateKey key) : key_{std::move(key)} {}

    Kind kind() const noexcept { return key_ == nullptr ? Kind::hmac : Kind::ed25519; }

    std::string sign(std::string_view payload) {
        // SAFETY: bytes of a text are bytes; the library only reads them.
        const auto* const bytes = reinterpret_cast<const unsigned char*>(payload.data());
        if (kind() == Kind::hmac) {
            std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
            unsigned int size = 0;
            const unsigned char* const made =
                HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()), bytes,
                     payload.size(), digest.data(), &size);
            OUTCRY_ASSERT(made != nullptr);
            OUTCRY_ASSERT(size == sha256_size);
            return hex_of(digest.data(), size);
        }
        std::array<unsigned char, ed25519_signature_size> signature{};
        std::size_t size = signature.size();
        const std::unique_ptr<EVP_MD_CTX, DigestCloser> context{EVP_MD_CTX_new()};
        OUTCRY_ASSERT(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) ==
                      1);
        OUTCRY_ASSERT(
            EVP_DigestSign(context.get(), signature.data(), &size, bytes, payload.size()) == 1);
        return base64_of(signature.data(), size);
    }

private:
    std::string secret_;
    PrivateKey key_;
};

RequestSigner::RequestSigner(std::unique_ptr<Implementation> implementation)
    : implementation_{std::move(implementation)} {}
RequestSigner::RequestSigner(RequestSigner&&) noexcept = default;
RequestSigner& RequestSigner::operator=(RequestSigner&&) noexcept = default;
RequestSigner::~RequestSigner() = default;

RequestSigner::Kind RequestSigner::kind() const noexcept { return implementation_->kind(); }
std::string RequestSigner::sign(std::string_view payload) { return implementation_->sign(payload); }

Result<RequestSigner, std::string> RequestSigner::from_secret(std::string_view secret) {
    secret = without_white_space(secret);
    if (secret.empty()) return Failure{std::string{"the secret is empty"}};
    if (!secret.starts_with("-----BEGIN ")) {
        return RequestSigner{std::make_unique<Implementation>(secret)};
    }
    PrivateKey key = read_private_key(secret);
    if (key == nullptr) return Failure{std::string{"the PEM text is not a private key"}};
    if (EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
        return Failure{std::string{"the private key is not an Ed25519 key"}};
    }
    return RequestSigner{std::make_unique<Implementation>(std::move(key))};
}

Result<RequestSigner, std::string> RequestSigner::from_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return Failure{"opening " + path + ": " + std::strerror(errno)};
    const std::string secret{std::istreambuf_iterator<char>{file}, {}};
    if (file.bad()) return Failure{"reading " + path + " failed"};
    Result<RequestSigner, std::string> signer = from_secret(secret);
    if (!signer) return Failure{path + ": " + signer.error()};
    return signer;
}

}  // namespace outcry::app
