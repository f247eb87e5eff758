#include "app/seed/decimal.hpp"

#include "outcry/base/assert.hpp"

namespace outcry::app {

std::optional<Decimal> parse_decimal(std::string_view text) {
    if (text.empty() || text.size() > decimal_text_size_max) return std::nullopt;
    Decimal decimal;
    bool has_point = false;
    std::size_t digit_count = 0;
    for (const char c : text) {
        if (c == '.' && !has_point && digit_count > 0) {
            has_point = true;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        decimal.mantissa = decimal.mantissa * 10 + static_cast<unsigned>(c - '0');
        if (has_point) ++decimal.scale;
        ++digit_count;
    }
    if (text.back() == '.') return std::nullopt;
    while (decimal.scale > 0 && decimal.mantissa % 10 == 0) {
        decimal.mantissa /= 10;
        --decimal.scale;
    }
    return decimal;
}

uint128 power_of_ten(std::uint8_t exponent) {
    OUTCRY_ASSERT(exponent <= 38);
    uint128 power = 1;
    for (std::uint8_t i = 0; i < exponent; ++i) power *= 10;
    return power;
}

}  // namespace outcry::app
