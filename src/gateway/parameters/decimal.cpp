#include "gateway/parameters/decimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <limits>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

constexpr std::size_t digits_max = 20;  // before the point, and again behind it
constexpr int power_max = 38;           // 10^38 is the largest power below 2^128

constexpr std::array<uint128, power_max + 1> make_powers() {
    std::array<uint128, power_max + 1> powers{};
    powers[0] = 1;
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
}
constexpr auto powers_of_ten = make_powers();

constexpr bool is_digit(char character) noexcept { return character >= '0' && character <= '9'; }

/// `mantissa / 10^scale` in units of `unit_mantissa / 10^unit_scale`, at most `units_max`.
Result<uint128, DecimalError> whole_units(const Decimal& decimal, std::uint64_t unit_mantissa,
                                          int unit_scale, uint128 units_max) noexcept {
    OUTCRY_ASSERT(unit_mantissa > 0);
    if (decimal.mantissa == 0) return uint128{0};
    // The last digit of the fraction is not zero, so a finer fraction is never a whole unit.
    if (decimal.scale > unit_scale) return Failure{DecimalError::off_increment};

    const auto shift = static_cast<std::size_t>(unit_scale - decimal.scale);
    uint128 scaled = 0;
    if (shift >= powers_of_ten.size() ||
        __builtin_mul_overflow(decimal.mantissa, powers_of_ten[shift], &scaled)) {
        return Failure{DecimalError::too_large};
    }
    const bool is_narrow = scaled <= std::numeric_limits<std::uint64_t>::max();
    const uint128 units =
        is_narrow ? static_cast<std::uint64_t>(scaled) / unit_mantissa : scaled / unit_mantissa;
    if (units * unit_mantissa != scaled) return Failure{DecimalError::off_increment};
    if (units > units_max) return Failure{DecimalError::too_large};
    return units;
}

/// The whole number of units closest to `decimal`, at most `units_max`.
uint128 nearest_units(const Decimal& decimal, std::uint64_t unit_mantissa, int unit_scale,
                      uint128 units_max) noexcept {
    const int shift = unit_scale - decimal.scale;
    uint128 scaled = decimal.mantissa;
    uint128 unit = unit_mantissa;
    uint128& factor = shift >= 0 ? scaled : unit;
    const auto power = static_cast<std::size_t>(shift >= 0 ? shift : -shift);
    if (power >= powers_of_ten.size() ||
        __builtin_mul_overflow(factor, powers_of_ten[power], &factor)) {
        return shift >= 0 ? units_max : 0;
    }
    const uint128 units = scaled / unit;
    const uint128 rest = scaled % unit;
    return std::min(units + (rest >= unit - rest ? 1 : 0), units_max);
}

/// Digits of `value / 10^scale`, with at least `decimals` of them behind the point.
void append_scaled(std::string& output, uint128 value, int scale, int decimals) {
    std::array<char, 96> text;
    char* const end = text.data() + text.size();
    char* begin = end;
    for (int i = scale; i < decimals; ++i) *--begin = '0';
    int written = 0;
    const auto put = [&](unsigned digit) {
        *--begin = static_cast<char>('0' + digit);
        if (++written == scale) *--begin = '.';
    };
    if (scale == 0 && decimals > 0) *--begin = '.';
    while (value > std::numeric_limits<std::uint64_t>::max()) {
        put(static_cast<unsigned>(value % 10));
        value /= 10;
    }
    auto narrow = static_cast<std::uint64_t>(value);
    // One digit before the point at least, so `scale` digits and one more.
    while (narrow != 0 || written <= scale) {
        put(static_cast<unsigned>(narrow % 10));
        narrow /= 10;
    }
    output.append(begin, static_cast<std::size_t>(end - begin));
}

}  // namespace

Result<Decimal, DecimalError> parse_decimal(std::string_view text) noexcept {
    if (text.empty()) return Failure{DecimalError::empty};
    Decimal decimal;
    std::size_t i = 0;
    for (; i < text.size() && is_digit(text[i]); ++i) {
        if (i == digits_max) return Failure{DecimalError::illegal};
        decimal.mantissa = decimal.mantissa * 10 + static_cast<unsigned>(text[i] - '0');
    }
    if (i == 0) return Failure{DecimalError::illegal};
    if (i == text.size()) return decimal;
    if (text[i] != '.') return Failure{DecimalError::illegal};

    std::string_view fraction = text.substr(i + 1);
    if (fraction.empty() || fraction.size() > digits_max ||
        !std::all_of(fraction.begin(), fraction.end(), is_digit)) {
        return Failure{DecimalError::illegal};
    }
    fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
    for (const char digit : fraction) {
        const uint128 previous = decimal.mantissa;
        // 40 digits need more than 128 bits; so large a number with so fine a fraction is refused.
        if (__builtin_mul_overflow(previous, uint128{10}, &decimal.mantissa) ||
            __builtin_add_overflow(decimal.mantissa, static_cast<unsigned>(digit - '0'),
                                   &decimal.mantissa)) {
            return Failure{DecimalError::precise};
        }
    }
    decimal.scale = static_cast<int>(fraction.size());
    return decimal;
}

Result<Price, DecimalError> price_of(const Decimal& decimal, const InstrumentDefinition& instrument,
                                     int decimals) noexcept {
    if (decimal.scale > std::max<int>(decimals, instrument.tick_scale)) {
        return Failure{DecimalError::precise};
    }
    const auto ticks = whole_units(decimal, instrument.tick_mantissa, instrument.tick_scale,
                                   static_cast<uint128>(price_max.value()));
    if (!ticks) return Failure{ticks.error()};
    return Price{static_cast<std::int64_t>(ticks.value())};
}

Result<Quantity, DecimalError> quantity_of(const Decimal& decimal,
                                           const InstrumentDefinition& instrument,
                                           int decimals) noexcept {
    if (decimal.scale > std::max<int>(decimals, instrument.lot_scale)) {
        return Failure{DecimalError::precise};
    }
    const auto lots = whole_units(decimal, instrument.lot_mantissa, instrument.lot_scale,
                                  static_cast<uint128>(quantity_max.value()));
    if (!lots) return Failure{lots.error()};
    return Quantity{static_cast<std::uint64_t>(lots.value())};
}

Price nearest_price(const Decimal& decimal, const InstrumentDefinition& instrument) noexcept {
    const uint128 ticks = nearest_units(decimal, instrument.tick_mantissa, instrument.tick_scale,
                                        static_cast<uint128>(instrument.price_maximum.value()));
    return std::max(Price{static_cast<std::int64_t>(ticks)}, instrument.price_minimum);
}

Quantity nearest_quantity(const Decimal& decimal, const InstrumentDefinition& instrument) noexcept {
    const uint128 lots = nearest_units(decimal, instrument.lot_mantissa, instrument.lot_scale,
                                       uint128{instrument.quantity_maximum.value()});
    return std::max(Quantity{static_cast<std::uint64_t>(lots)}, instrument.quantity_minimum);
}

Result<Amount, DecimalError> amount_of(const Decimal& decimal, int decimals) noexcept {
    if (decimal.scale > decimals) return Failure{DecimalError::precise};
    // Below 2^120, so that the engine may add a few of them.
    const auto units = whole_units(decimal, 1, decimals, uint128{1} << 120);
    if (!units) return Failure{units.error()};
    return Amount{static_cast<int128>(units.value())};
}

void append_price(std::string& output, const InstrumentDefinition& instrument, Price price) {
    OUTCRY_ASSERT(price.value() >= 0);
    const uint128 value = static_cast<uint128>(price.value()) * instrument.tick_mantissa;
    const int scale = instrument.tick_scale;
    append_scaled(output, value, scale, std::max(scale, wire_decimals_min));
}

void append_quantity(std::string& output, const InstrumentDefinition& instrument,
                     Quantity quantity) {
    const uint128 value = static_cast<uint128>(quantity.value()) * instrument.lot_mantissa;
    const int scale = instrument.lot_scale;
    append_scaled(output, value, scale, std::max(scale, wire_decimals_min));
}

void append_amount(std::string& output, Amount amount, int decimals) {
    const int128 value = amount.value();
    if (value < 0) output.push_back('-');
    const uint128 magnitude =
        value < 0 ? uint128{0} - static_cast<uint128>(value) : static_cast<uint128>(value);
    append_scaled(output, magnitude, decimals, decimals);
}

void append_volume(std::string& output, Amount amount, int decimals) {
    OUTCRY_ASSERT(amount >= Amount{});
    append_scaled(output, static_cast<uint128>(amount.value()), decimals,
                  std::max(decimals, wire_decimals_min));
}

void append_integer(std::string& output, std::int64_t value) {
    std::array<char, 24> text;
    const auto result = std::to_chars(text.data(), text.data() + text.size(), value);
    output.append(text.data(), result.ptr);
}

void append_unsigned(std::string& output, std::uint64_t value) {
    std::array<char, 24> text;
    const auto result = std::to_chars(text.data(), text.data() + text.size(), value);
    output.append(text.data(), result.ptr);
}

}  // namespace outcry::gateway
