#include "gateway/authentication/payload.hpp"

#include <algorithm>
#include <cstdint>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

constexpr std::string_view signature_prefix = "signature=";

constexpr bool is_unreserved(char character) noexcept {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '-' || character == '_' ||
           character == '.' || character == '~';
}

void append_percent_encoded(std::string& output, std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char character : text) {
        if (is_unreserved(character)) {
            output.push_back(character);
            continue;
        }
        const auto byte = static_cast<unsigned char>(character);
        output.push_back('%');
        output.push_back(digits[byte >> 4]);
        output.push_back(digits[byte & 15]);
    }
}

}  // namespace

SignedPayload::SignedPayload(std::string_view query, std::string_view body) {
    add_without_signature(query);
    add_without_signature(body);
}

void SignedPayload::add_without_signature(std::string_view text) {
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('&', begin), text.size());
        if (text.substr(begin, end - begin).starts_with(signature_prefix)) break;
        begin = std::min(end + 1, text.size());
    }
    if (begin >= text.size()) return add(text);

    const std::size_t end = text.find('&', begin);
    if (end != std::string_view::npos) {
        add(text.substr(0, begin));
        add(text.substr(end + 1));
    } else {
        // The last one takes the separator before it along.
        add(text.substr(0, begin == 0 ? 0 : begin - 1));
    }
}

void SignedPayload::add(std::string_view piece) {
    OUTCRY_ASSERT(count_ < pieces_max);
    if (!piece.empty()) pieces_[count_++] = piece;
}

void append_sorted_payload(std::string& output, const ParameterList& parameters,
                           ValueEncoding encoding) {
    std::array<std::uint8_t, ParameterList::count_max> order;
    const auto entries = parameters.entries();
    std::size_t count = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].parameter != Parameter::signature) {
            order[count++] = static_cast<std::uint8_t>(i);
        }
    }
    std::sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count),
              [&](std::uint8_t left, std::uint8_t right) {
                  return entries[left].name < entries[right].name;
              });
    for (std::size_t i = 0; i < count; ++i) {
        const ParameterList::Entry& entry = entries[order[i]];
        if (i != 0) output.push_back('&');
        output.append(entry.name).push_back('=');
        if (encoding == ValueEncoding::none) {
            output.append(entry.value);
        } else {
            append_percent_encoded(output, entry.value);
        }
    }
}

}  // namespace outcry::gateway
