#include "sinks/kafka/json_object.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace outcry::sinks::kafka {
namespace {

constexpr std::string_view hexadecimal_digits = "0123456789abcdef";

/// Writes the digits in front of `end` and returns where they begin.
char* write_digits(char* end, uint128 value, int scale) {
    int written = 0;
    const auto put = [&](unsigned digit) {
        *--end = static_cast<char>('0' + digit);
        if (++written == scale) *--end = '.';
    };
    // The 128-bit division is a library call: only while the number needs it.
    while (value > std::numeric_limits<std::uint64_t>::max()) {
        put(static_cast<unsigned>(value % 10));
        value /= 10;
    }
    auto narrow = static_cast<std::uint64_t>(value);
    while (narrow != 0 || written <= scale) {
        put(static_cast<unsigned>(narrow % 10));
        narrow /= 10;
    }
    return end;
}

}  // namespace

void append_decimal(std::string& text, int128 value, int scale, int decimals) {
    if (value < 0) text += '-';
    const uint128 magnitude =
        value < 0 ? uint128{0} - static_cast<uint128>(value) : static_cast<uint128>(value);
    std::array<char, 96> digits;
    char* const end = digits.data() + digits.size();
    char* begin = end;
    for (int i = scale; i < decimals; ++i) *--begin = '0';
    if (scale == 0 && decimals > 0) *--begin = '.';
    begin = write_digits(begin, magnitude, scale);
    text.append(begin, static_cast<std::size_t>(end - begin));
}

void JsonObject::append_name(std::string_view name) {
    if (!is_first_) text_ += ',';
    is_first_ = false;
    text_ += '"';
    text_ += name;
    text_ += "\":";
}

void JsonObject::append_integer(std::int64_t value) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    text_.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void JsonObject::text(std::string_view name, std::string_view value) {
    if (value.empty()) return null(name);
    append_name(name);
    text_ += '"';
    for (const char character : value) {
        const auto byte = static_cast<unsigned char>(character);
        if (character == '"' || character == '\\') {
            text_ += '\\';
            text_ += character;
        } else if (byte >= 0x20) {
            text_ += character;
        } else {
            text_ += "\\u00";
            text_ += hexadecimal_digits[byte >> 4];
            text_ += hexadecimal_digits[byte & 15];
        }
    }
    text_ += '"';
}

void JsonObject::price(std::string_view name, const InstrumentDefinition& instrument, Price price) {
    append_name(name);
    text_ += '"';
    append_decimal(text_, static_cast<int128>(price.value()) * instrument.tick_mantissa,
                   instrument.tick_scale, decimals_shown_min);
    text_ += '"';
}

void JsonObject::quantity(std::string_view name, const InstrumentDefinition& instrument,
                          Quantity quantity) {
    append_name(name);
    text_ += '"';
    append_decimal(text_, static_cast<int128>(quantity.value()) * instrument.lot_mantissa,
                   instrument.lot_scale, decimals_shown_min);
    text_ += '"';
}

void JsonObject::amount(std::string_view name, Amount amount, int decimals) {
    append_name(name);
    text_ += '"';
    append_decimal(text_, amount.value(), decimals, decimals);
    text_ += '"';
}

}  // namespace outcry::sinks::kafka
