#pragma once

#include <string>

namespace outcry::app {

/// What a trader needs of a new API key. The secret half never leaves the trader for Ed25519; for
/// HMAC the venue has it, too.
struct NewKey {
    std::string api_key;     // its name, 64 letters and digits
    std::string secret;      // 64 letters and digits, or a private key as PEM
    std::string public_key;  // PEM; empty for HMAC
};

/// From the operating system's randomness. Both stop the process when there is none.
[[nodiscard]] NewKey make_hmac_key();
[[nodiscard]] NewKey make_ed25519_key();

}  // namespace outcry::app
