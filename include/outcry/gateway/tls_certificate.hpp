#pragma once

#include <atomic>
#include <memory>
#include <string>

namespace outcry::gateway {

class TlsContext;

/// Certificate and key of the TLS port, shared by all gateways. They may be exchanged while
/// connections are open: those keep the ones that they began with. Any thread.
class TlsCertificate {
public:
    struct Files {
        std::string certificate;  // PEM, with its chain
        std::string key;          // PEM
    };

    TlsCertificate();
    TlsCertificate(const TlsCertificate&) = delete;
    TlsCertificate& operator=(const TlsCertificate&) = delete;
    ~TlsCertificate();

    /// Reads the files; empty on success, else why they cannot be used: then nothing changes.
    [[nodiscard]] std::string load(const Files& files);

    [[nodiscard]] std::shared_ptr<TlsContext> current() const noexcept {
        // Acquire: pairs with `load`, whose thread has made it.
        return current_.load(std::memory_order_acquire);
    }

private:
    std::atomic<std::shared_ptr<TlsContext>> current_;
};

}  // namespace outcry::gateway
