#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

#include "gateway/session/tls_context.hpp"

namespace outcry::gateway {

/// TLS of one connection without its socket: sealed bytes in, plain bytes out, and back. One
/// thread.
class TlsLayer {
public:
    explicit TlsLayer(const std::shared_ptr<TlsContext>& context);

    enum class State : std::uint8_t { open, ended, failed };
    /// Takes what the peer sent; what it says is appended to `plain`. The handshake answers through
    /// `take_sealed`. `ended`: the peer said that no more comes; `failed`: no TLS, or a forged one.
    [[nodiscard]] State receive(std::string_view sealed, std::string& plain);
    /// Seals what is to be sent; before the end of the handshake it waits for it.
    void send(std::string_view plain);
    /// Says that no more comes.
    void finish();

    /// What is to be written to the socket, in the order in which it was made.
    [[nodiscard]] std::string take_sealed();
    [[nodiscard]] bool has_sealed() const noexcept;

private:
    struct Free {
        void operator()(SSL* session) const noexcept { SSL_free(session); }
    };
    void write_waiting();

    std::shared_ptr<TlsContext> context_;  // outlives a change of the certificate
    std::unique_ptr<SSL, Free> session_;
    BIO* input_ = nullptr;  // both belong to the session
    BIO* output_ = nullptr;
    std::string waiting_;  // plain, until the handshake is done
};

}  // namespace outcry::gateway
