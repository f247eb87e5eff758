#include "outcry/gateway/tls_certificate.hpp"

#include "gateway/session/tls_context.hpp"

namespace outcry::gateway {

TlsCertificate::TlsCertificate() = default;
TlsCertificate::~TlsCertificate() = default;

std::string TlsCertificate::load(const Files& files) {
    std::string reason;
    std::shared_ptr<TlsContext> made = TlsContext::load({files.certificate, files.key}, reason);
    if (made == nullptr) return reason;
    // Release: whoever takes it sees all of it.
    current_.store(std::move(made), std::memory_order_release);
    return {};
}

}  // namespace outcry::gateway
