#include "bench/end_to_end/signed_order.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace outcry::bench {
namespace {

std::int64_t now_ms() {
    return std::chrono::system_clock::now().time_since_epoch() / std::chrono::milliseconds{1};
}

std::string hmac_hex(std::string_view secret, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    // SAFETY: the same bytes, as the library wants to call them.
    ::HMAC(::EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), bytes.data(), &size);
    std::string hex;
    for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", bytes[i]);
    return hex;
}

std::string_view side_of(std::size_t number) { return number % 2 == 0 ? "BUY" : "SELL"; }

}  // namespace

std::string signed_http_order(const Signer& signer, std::size_t number) {
    const std::string body = fmt::format(
        "symbol=BTCUSDT&side={}&type=LIMIT&timeInForce=GTC&quantity=0.01&price=50000&"
        "newOrderRespType=ACK&recvWindow=60000&timestamp={}",
        side_of(number), now_ms());
    const std::string whole = body + "&signature=" + hmac_hex(signer.secret, body);
    return fmt::format(
        "POST /api/v3/order HTTP/1.1\r\nHost: 127.0.0.1\r\nX-MBX-APIKEY: {}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
        signer.key, whole.size(), whole);
}

std::string signed_websocket_order(const Signer& signer, std::size_t number) {
    const std::int64_t time = now_ms();
    const std::string payload = fmt::format(
        "apiKey={}&newOrderRespType=ACK&price=50000&quantity=0.01&recvWindow=60000&side={}&"
        "symbol=BTCUSDT&timeInForce=GTC&timestamp={}&type=LIMIT",
        signer.key, side_of(number), time);
    return fmt::format(
        R"({{"id":{},"method":"order.place","params":{{"symbol":"BTCUSDT","side":"{}",)"
        R"("type":"LIMIT","timeInForce":"GTC","quantity":"0.01","price":"50000",)"
        R"("newOrderRespType":"ACK","recvWindow":60000,"timestamp":{},"apiKey":"{}",)"
        R"("signature":"{}"}}}})",
        number, side_of(number), time, signer.key, hmac_hex(signer.secret, payload));
}

bool is_acknowledgement(std::string_view answer) {
    return answer.find("\"orderId\":") != std::string_view::npos;
}

bool is_repetition(std::string_view answer) {
    return answer.find("BTCUSDT") != std::string_view::npos;
}

}  // namespace outcry::bench
