#pragma once

#include <memory>
#include <string>

#include <openssl/ssl.h>

namespace outcry::gateway {

/// Certificate and key of the TLS port, read from PEM files; TLS 1.2 and 1.3. Connections keep the
/// one that they began with, so a new one may be taken at any time.
class TlsContext {
public:
    struct Files {
        std::string certificate;  // with its chain
        std::string key;
    };

    /// Null when the files are not what they should be; `reason` says why then.
    [[nodiscard]] static std::shared_ptr<TlsContext> load(const Files& files, std::string& reason);

    [[nodiscard]] SSL_CTX* native() const noexcept { return context_.get(); }

private:
    struct Free {
        void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
    };
    explicit TlsContext(SSL_CTX* context) : context_{context} {}

    std::unique_ptr<SSL_CTX, Free> context_;
};

}  // namespace outcry::gateway
