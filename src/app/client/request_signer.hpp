#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "outcry/base/result.hpp"

namespace outcry::app {

/// Signs requests with the secret half of an API key. Movable; used by one thread at a time.
class RequestSigner {
public:
    enum class Kind : std::uint8_t { hmac, ed25519 };

    /// A PEM text is an Ed25519 private key, any other text the secret of an HMAC key; white space
    /// around it, such as the line end of a file, does not belong to it.
    [[nodiscard]] static Result<RequestSigner, std::string> from_secret(std::string_view secret);
    [[nodiscard]] static Result<RequestSigner, std::string> from_file(const std::string& path);

    RequestSigner(RequestSigner&&) noexcept;
    RequestSigner& operator=(RequestSigner&&) noexcept;
    ~RequestSigner();

    [[nodiscard]] Kind kind() const noexcept;
    /// Lower-case hex for HMAC-SHA256, base64 for Ed25519.
    [[nodiscard]] std::string sign(std::string_view payload);

private:
    class Implementation;
    explicit RequestSigner(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::app
