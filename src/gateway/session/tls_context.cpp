#include "gateway/session/tls_context.hpp"

#include <array>

#include <openssl/err.h>

namespace outcry::gateway {
namespace {

/// Forward secrecy and authenticated encryption only; 1.3 has nothing else.
constexpr const char* ciphers_of_1_2 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

std::string take_error() {
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    ERR_clear_error();
    return text.data();
}

}  // namespace

std::shared_ptr<TlsContext> TlsContext::load(const Files& files, std::string& reason) {
    std::shared_ptr<TlsContext> made{new TlsContext{SSL_CTX_new(TLS_server_method())}};
    SSL_CTX* const context = made->native();
    const auto fail = [&](const std::string& what) {
        reason = what + ": " + take_error();
        return nullptr;
    };
    if (context == nullptr) return fail("TLS");
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    if (SSL_CTX_set_cipher_list(context, ciphers_of_1_2) != 1) return fail("ciphers");
    if (SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) != 1) {
        return fail(files.certificate);
    }
    if (SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
        return fail(files.key);
    }
    if (SSL_CTX_check_private_key(context) != 1) return fail(files.key);
    return made;
}

}  // namespace outcry::gateway
