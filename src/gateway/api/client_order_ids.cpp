#include "gateway/api/client_order_ids.hpp"

#include <array>
#include <random>
#include <string_view>

namespace outcry::gateway {
namespace {

constexpr std::string_view alphabet =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t half = 11;  // 62^11 > 2^64

std::uint64_t random_prefix() {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

void write_half(char* begin, std::uint64_t value) noexcept {
    for (std::size_t i = half; i > 0; --i) {
        begin[i - 1] = alphabet[value % alphabet.size()];
        value /= alphabet.size();
    }
}

}  // namespace

ClientOrderIds::ClientOrderIds(std::uint64_t prefix)
    : prefix_{prefix != 0 ? prefix : random_prefix()} {}

ClientOrderId ClientOrderIds::next() noexcept {
    std::array<char, 2 * half> text;
    write_half(text.data(), prefix_);
    write_half(text.data() + half, ++count_);
    return ClientOrderId{std::string_view{text.data(), text.size()}};
}

}  // namespace outcry::gateway
