#include "gateway/encoding/json_writer.hpp"

namespace outcry::gateway {

JsonWriter& JsonWriter::text(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    begin_quotes();
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (character == '"' || character == '\\') {
            output_.push_back('\\');
            output_.push_back(character);
        } else if (byte < 0x20) {
            output_.append("\\u00");
            output_.push_back(digits[byte >> 4]);
            output_.push_back(digits[byte & 15]);
        } else {
            output_.push_back(character);
        }
    }
    return end_quotes();
}

}  // namespace outcry::gateway
