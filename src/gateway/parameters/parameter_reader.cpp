#include "gateway/parameters/parameter_reader.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "gateway/parameters/decimal.hpp"

namespace outcry::gateway {
namespace {

constexpr std::string_view integer_range = "^[0-9]{1,20}$";
constexpr std::string_view decimal_range = "^([0-9]{1,20})(\\.[0-9]{1,20})?$";
constexpr std::string_view client_order_id_range = "^[a-zA-Z0-9-_]{1,36}$";
/// The year 5138 in milliseconds, 1973 in microseconds.
constexpr std::int64_t milliseconds_end = 100'000'000'000'000;

constexpr bool is_id_character(char character) noexcept {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '-' || character == '_';
}

Refusal refusal_of(DecimalError error, std::string_view name, std::string_view filter) {
    switch (error) {
        case DecimalError::empty: return refusals::empty(name);
        case DecimalError::illegal: return refusals::illegal_characters(name, decimal_range);
        case DecimalError::precise: return refusals::too_precise(name);
        case DecimalError::off_increment:
        case DecimalError::too_large:
            return filter.empty() ? refusals::overflowed(name) : refusals::filter_failure(filter);
    }
    OUTCRY_UNREACHABLE();
}

/// A number that is not one of the market's, as it was sent: digits and a point.
struct OffStep {
    Parameter parameter{};
    std::string_view filter;
    std::string_view given;
};
enum class Step : std::uint8_t { one, nearest };

/// {"filter","parameter","given","limit","nearestValid"}: the step, and the value next to it.
template <class Append>
std::string encode_off_step(const OffStep& value, Append append) {
    std::string text = "{\"filter\":\"";
    text.append(value.filter).append("\",\"parameter\":\"").append(name_of(value.parameter));
    text.append("\",\"given\":\"").append(value.given).append("\",\"limit\":\"");
    append(text, Step::one);
    text.append("\",\"nearestValid\":\"");
    append(text, Step::nearest);
    return text.append("\"}");
}

}  // namespace

Timestamp timestamp_of(std::int64_t value) noexcept {
    return Timestamp{value < milliseconds_end ? value * 1000 : value};
}

void ParameterReader::refuse(Refusal refusal) {
    if (!refusal_) refusal_ = std::move(refusal);
}

void ParameterReader::require(Parameter parameter) {
    if (!has(parameter)) refuse(refusals::missing(name_of(parameter)));
}

void ParameterReader::forbid(Parameter parameter) {
    if (has(parameter)) refuse(refusals::not_required(name_of(parameter)));
}

void ParameterReader::refuse_word(Parameter parameter, const UnknownWord& otherwise) {
    if (otherwise.text.empty()) {
        refuse(refusals::invalid_value(name_of(parameter)));
    } else {
        refuse({400, otherwise.code, std::string{otherwise.text}});
    }
}

std::string_view ParameterReader::text(Parameter parameter) {
    if (!has(parameter)) return {};
    const std::string_view value = list_.value(parameter);
    if (value.empty()) refuse(refusals::empty(name_of(parameter)));
    return value;
}

std::optional<std::int64_t> ParameterReader::integer(Parameter parameter) {
    const std::string_view sent = text(parameter);
    if (sent.empty()) return std::nullopt;
    std::uint64_t value = 0;
    const bool has_digits_only = std::all_of(sent.begin(), sent.end(), [](char character) {
        return character >= '0' && character <= '9';
    });
    if (!has_digits_only || sent.size() > 20) {
        refuse(refusals::illegal_characters(name_of(parameter), integer_range));
        return std::nullopt;
    }
    const auto parsed = std::from_chars(sent.data(), sent.data() + sent.size(), value);
    if (parsed.ec != std::errc{} || value > std::numeric_limits<std::int64_t>::max()) {
        refuse(refusals::overflowed(name_of(parameter)));
        return std::nullopt;
    }
    return static_cast<std::int64_t>(value);
}

std::size_t ParameterReader::limit(std::size_t limit_default, std::size_t limit_max) {
    const auto sent = integer(Parameter::limit);
    if (!sent) return limit_default;
    if (*sent == 0) refuse(refusals::invalid_value(name_of(Parameter::limit)));
    return std::min(static_cast<std::size_t>(*sent), limit_max);
}

bool ParameterReader::boolean(Parameter parameter, bool value_default) {
    const std::string_view sent = text(parameter);
    if (sent.empty()) return value_default;
    if (sent == "true" || sent == "TRUE" || sent == "True") return true;
    if (sent == "false" || sent == "FALSE" || sent == "False") return false;
    refuse(refusals::invalid_value(name_of(parameter)));
    return value_default;
}

std::optional<Timestamp> ParameterReader::time(Parameter parameter) {
    const auto sent = integer(parameter);
    if (!sent) return std::nullopt;
    return timestamp_of(*sent);
}

template <class Value, class Convert, class DataOf>
std::optional<Value> ParameterReader::decimal(Parameter parameter, std::string_view filter,
                                              Convert convert, DataOf data_of) {
    const std::string_view sent = text(parameter);
    if (sent.empty()) return std::nullopt;
    const Result<Decimal, DecimalError> parsed = parse_decimal(sent);
    if (!parsed) {
        refuse(refusal_of(parsed.error(), name_of(parameter), filter));
        return std::nullopt;
    }
    const Result<Value, DecimalError> converted = convert(parsed.value());
    if (!converted) {
        Refusal refusal = refusal_of(converted.error(), name_of(parameter), filter);
        if (!filter.empty()) refusal.data = data_of({parameter, filter, sent}, parsed.value());
        refuse(std::move(refusal));
        return std::nullopt;
    }
    return converted.value();
}

std::optional<Price> ParameterReader::price(Parameter parameter,
                                            const InstrumentDefinition& instrument, int decimals) {
    const auto data = [&](const OffStep& value, const Decimal& number) {
        return encode_off_step(value, [&](std::string& text, Step step) {
            append_price(text, instrument,
                         step == Step::one ? Price{1} : nearest_price(number, instrument));
        });
    };
    return decimal<Price>(
        parameter, "PRICE_FILTER",
        [&](const Decimal& value) { return price_of(value, instrument, decimals); }, data);
}

std::optional<Quantity> ParameterReader::quantity(Parameter parameter,
                                                  const InstrumentDefinition& instrument,
                                                  int decimals) {
    const auto data = [&](const OffStep& value, const Decimal& number) {
        return encode_off_step(value, [&](std::string& text, Step step) {
            append_quantity(text, instrument,
                            step == Step::one ? Quantity{1} : nearest_quantity(number, instrument));
        });
    };
    return decimal<Quantity>(
        parameter, "LOT_SIZE",
        [&](const Decimal& value) { return quantity_of(value, instrument, decimals); }, data);
}

std::optional<Amount> ParameterReader::amount(Parameter parameter, int decimals) {
    return decimal<Amount>(
        parameter, "", [&](const Decimal& value) { return amount_of(value, decimals); },
        [](const OffStep&, const Decimal&) { return std::string{}; });
}

ClientOrderId ParameterReader::client_order_id(Parameter parameter) {
    const std::string_view sent = text(parameter);
    if (sent.size() > ClientOrderId::capacity ||
        !std::all_of(sent.begin(), sent.end(), is_id_character)) {
        refuse(refusals::illegal_characters(name_of(parameter), client_order_id_range));
        return {};
    }
    return ClientOrderId{sent};
}

std::vector<std::string_view> ParameterReader::list(Parameter parameter) {
    constexpr std::string_view spaces = " \t\r\n";
    std::vector<std::string_view> items;
    std::string_view rest = text(parameter);
    const auto skip_spaces = [&] {
        rest.remove_prefix(std::min(rest.find_first_not_of(spaces), rest.size()));
    };
    const auto take = [&](char expected) {
        skip_spaces();
        if (rest.empty() || rest.front() != expected) return false;
        rest.remove_prefix(1);
        return true;
    };
    bool is_good = take('[');
    bool is_closed = is_good && take(']');
    while (is_good && !is_closed) {
        is_good = take('"');
        const std::size_t end = rest.find_first_of("\"\\");
        is_good = is_good && end != std::string_view::npos && rest[end] == '"';
        if (!is_good) break;
        items.push_back(rest.substr(0, end));
        rest.remove_prefix(end + 1);
        is_closed = take(']');
        if (!is_closed) is_good = take(',');
    }
    skip_spaces();
    if (has(parameter) && (!is_good || !rest.empty())) {
        refuse(refusals::illegal_characters(
            name_of(parameter), "^\\[(\"[A-Z0-9-_.]{1,20}\"(,\"[A-Z0-9-_.]{1,20}\")*)?\\]$"));
    }
    return items;
}

}  // namespace outcry::gateway
