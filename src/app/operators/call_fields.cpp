#include "app/operators/call_fields.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace outcry::app {
namespace {

constexpr std::uint8_t rate_decimals = 6;

std::optional<std::uint64_t> integer_of(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        parts.emplace_back(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return parts;
}

}  // namespace

void CallFields::refuse(CallError error) {
    if (!failure_) failure_ = std::move(error);
}

void CallFields::refuse_field(std::string_view name, std::string message) {
    refuse({400, "invalid_field", std::string{name}, std::move(message)});
}

const nlohmann::json* CallFields::find(std::string_view name) const {
    const auto found = members_.find(std::string{name});
    return found == members_.end() || found->is_null() ? nullptr : &*found;
}

bool CallFields::has(std::string_view name) const { return find(name) != nullptr; }

const std::string* CallFields::find_text(std::string_view name, std::size_t size_max) {
    const nlohmann::json* const value = find(name);
    if (value == nullptr) return nullptr;
    const auto* const text = value->get_ptr<const std::string*>();
    if (text == nullptr || text->empty() || text->size() > size_max) {
        refuse_field(name, fmt::format("must be a text of 1 to {} bytes", size_max));
        return nullptr;
    }
    return text;
}

std::optional<std::string> CallFields::optional_text(std::string_view name, std::size_t size_max) {
    const std::string* const text = find_text(name, size_max);
    return text == nullptr ? std::nullopt : std::optional{*text};
}

std::string CallFields::text(std::string_view name, std::size_t size_max) {
    if (!has(name)) refuse({400, "missing_field", std::string{name}, "is mandatory"});
    return optional_text(name, size_max).value_or(std::string{});
}

std::optional<Decimal> CallFields::optional_decimal(std::string_view name) {
    const std::string* const text = find_text(name, decimal_text_size_max);
    if (text == nullptr) return std::nullopt;
    const auto decimal = parse_decimal(*text);
    if (!decimal) refuse_field(name, "must be a decimal number in quotes, such as \"0.01\"");
    return decimal;
}

Decimal CallFields::decimal(std::string_view name) {
    if (!has(name)) refuse({400, "missing_field", std::string{name}, "is mandatory"});
    return optional_decimal(name).value_or(Decimal{});
}

std::optional<std::uint64_t> CallFields::optional_integer(std::string_view name,
                                                          std::uint64_t value_max) {
    const nlohmann::json* const value = find(name);
    if (value == nullptr) return std::nullopt;
    std::optional<std::uint64_t> integer;
    if (value->is_number_integer() && *value >= 0) integer = value->get<std::uint64_t>();
    if (value->is_string()) integer = integer_of(value->get_ref<const std::string&>());
    if (integer && *integer <= value_max) return integer;
    refuse_field(name, fmt::format("must be a whole number of 0 to {}", value_max));
    return std::nullopt;
}

std::optional<std::int32_t> CallFields::optional_rate_ppm(std::string_view name) {
    const std::string* const text = find_text(name, decimal_text_size_max);
    if (text == nullptr) return std::nullopt;
    std::string_view digits = *text;
    const bool is_negative = digits.starts_with('-');
    if (is_negative) digits.remove_prefix(1);
    const auto decimal = parse_decimal(digits);
    const auto ppm = decimal ? amount_of(*decimal, rate_decimals) : std::nullopt;
    if (!ppm || ppm->value() > std::numeric_limits<std::int32_t>::max()) {
        refuse_field(name, "must be a fraction in quotes with at most 6 decimals");
        return std::nullopt;
    }
    const auto value = static_cast<std::int32_t>(ppm->value());
    return is_negative ? -value : value;
}

bool CallFields::flag(std::string_view name) {
    const nlohmann::json* const value = find(name);
    if (value == nullptr) return false;
    if (value->is_boolean()) return value->get<bool>();
    if (*value == "true") return true;
    if (*value != "false") refuse_field(name, "must be true or false");
    return false;
}

std::vector<std::string> CallFields::texts(std::string_view name, std::size_t count_max) {
    const nlohmann::json* const value = find(name);
    std::vector<std::string> result;
    if (value == nullptr) return result;
    const bool is_list =
        value->is_array() &&
        std::all_of(value->begin(), value->end(), [](const auto& e) { return e.is_string(); });
    if (value->is_string()) result = split(value->get_ref<const std::string&>());
    if (is_list) result = value->get<std::vector<std::string>>();
    if ((!is_list && !value->is_string()) || result.size() > count_max) {
        refuse_field(name, fmt::format("must be a list of at most {} texts", count_max));
        result.clear();
    }
    return result;
}

std::optional<Amount> amount_of(const Decimal& decimal, std::uint8_t decimals) {
    if (decimal.scale > decimals) return std::nullopt;
    const uint128 factor = power_of_ten(static_cast<std::uint8_t>(decimals - decimal.scale));
    const uint128 units_max = static_cast<uint128>(std::numeric_limits<std::int64_t>::max()) << 63;
    if (decimal.mantissa > units_max / factor) return std::nullopt;
    return Amount{static_cast<int128>(decimal.mantissa * factor)};
}

std::string decimal_text(Amount amount, std::uint8_t decimals) {
    const bool is_negative = amount < Amount{};
    auto rest = static_cast<uint128>(is_negative ? -amount.value() : amount.value());
    std::string digits;
    for (; rest != 0; rest /= 10) digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    while (digits.size() <= decimals) digits += '0';
    std::reverse(digits.begin(), digits.end());
    if (decimals > 0) digits.insert(digits.size() - decimals, ".");
    return (is_negative ? "-" : "") + digits;
}

}  // namespace outcry::app
