#include "wire/json_line.hpp"

namespace outcry::wire {

void JsonLine::add_text(std::string_view name, std::string_view text) {
    add_name(name);
    text_ += '"';
    for (const char character : text) {
        const auto number = static_cast<unsigned char>(character);
        if (character == '"' || character == '\\') {
            text_ += '\\';
            text_ += character;
        } else if (number < 0x20 || number >= 0x7f) {
            // Nobody has checked whether it is UTF-8: byte by byte.
            fmt::format_to(std::back_inserter(text_), "\\u{:04x}", number);
        } else {
            text_ += character;
        }
    }
    text_ += '"';
}

void JsonLine::add_hex(std::string_view name, std::span<const std::byte> bytes) {
    add_name(name);
    text_ += '"';
    for (const std::byte byte : bytes)
        fmt::format_to(std::back_inserter(text_), "{:02x}", std::to_integer<unsigned>(byte));
    text_ += '"';
}

}  // namespace outcry::wire
