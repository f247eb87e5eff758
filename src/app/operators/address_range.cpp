#include "app/operators/address_range.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string_view>

#include <fmt/format.h>

namespace outcry::app {
namespace {

constexpr std::uint8_t mapped_prefix_bits = 96;
constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool has_bits_behind_prefix(const AddressRange& range) {
    for (std::size_t bit = range.prefix_bits; bit < 8 * range.address.size(); ++bit)
        if ((range.address.at(bit / 8) >> (7 - bit % 8) & 1U) != 0) return true;
    return false;
}

bool is_mapped(const AddressRange& range) {
    return range.prefix_bits >= mapped_prefix_bits &&
           std::equal(mapped_prefix.begin(), mapped_prefix.end(), range.address.begin());
}

std::optional<AddressRange> parse_address(const std::string& text) {
    AddressRange range;
    if (inet_pton(AF_INET6, text.c_str(), range.address.data()) == 1) return range;
    std::copy(mapped_prefix.begin(), mapped_prefix.end(), range.address.begin());
    range.prefix_bits = mapped_prefix_bits;
    if (inet_pton(AF_INET, text.c_str(), range.address.data() + mapped_prefix.size()) == 1)
        return range;
    return std::nullopt;
}

}  // namespace

std::optional<AddressRange> parse_address_range(const std::string& text) {
    const std::size_t slash = std::min(text.find('/'), text.size());
    auto range = parse_address(text.substr(0, slash));
    if (!range) return std::nullopt;
    const unsigned bits_max = 128U - range->prefix_bits;
    unsigned bits = bits_max;
    if (slash < text.size()) {
        const std::string_view number{text.data() + slash + 1, text.size() - slash - 1};
        const char* const end_wanted = number.data() + number.size();
        const auto [end, error] = std::from_chars(number.data(), end_wanted, bits);
        if (error != std::errc{} || end != end_wanted || bits > bits_max) return std::nullopt;
    }
    range->prefix_bits = static_cast<std::uint8_t>(range->prefix_bits + bits);
    if (has_bits_behind_prefix(*range)) return std::nullopt;
    return range;
}

std::string address_range_text(const AddressRange& range) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (is_mapped(range)) {
        const void* const bytes = range.address.data() + mapped_prefix.size();
        inet_ntop(AF_INET, bytes, text.data(), text.size());
        return fmt::format("{}/{}", text.data(), range.prefix_bits - mapped_prefix_bits);
    }
    inet_ntop(AF_INET6, range.address.data(), text.data(), text.size());
    return fmt::format("{}/{}", text.data(), range.prefix_bits);
}

}  // namespace outcry::app
