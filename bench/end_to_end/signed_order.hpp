#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace outcry::bench {

/// Who signs the orders of a benchmark.
struct Signer {
    std::string key;
    std::string secret;
};

/// The n-th order: half of them buy, half sell, at one price, so that the book stays small. Signed
/// with HMAC when it is made; valid for a minute.
[[nodiscard]] std::string signed_http_order(const Signer& signer, std::size_t number);
[[nodiscard]] std::string signed_websocket_order(const Signer& signer, std::size_t number);

/// Whether the answer accepts an order; the answer of a bare server repeats the request.
[[nodiscard]] bool is_acknowledgement(std::string_view answer);
[[nodiscard]] bool is_repetition(std::string_view answer);

}  // namespace outcry::bench
