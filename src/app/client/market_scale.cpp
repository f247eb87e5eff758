#include "app/client/market_scale.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include <nlohmann/json.hpp>

#include "app/client/http_client.hpp"

namespace outcry::app {
namespace {

using Json = nlohmann::json;

std::string decimal_text(uint128 mantissa, std::uint8_t scale) {
    std::string digits;
    do {
        digits += static_cast<char>('0' + static_cast<int>(mantissa % 10));
        mantissa /= 10;
    } while (mantissa != 0);
    // At least one digit stands before the point.
    while (digits.size() <= scale) digits += '0';
    std::reverse(digits.begin(), digits.end());
    if (scale != 0) digits.insert(digits.size() - scale, 1, '.');
    return digits;
}

constexpr uint128 uint128_max = ~uint128{0};
/// Neither tick nor step may have more digits behind the point, so that powers of ten fit.
constexpr std::uint8_t scale_max = 12;
constexpr uint128 mantissa_max = 1'000'000'000'000;

/// `amount / unit`, rounded down; the largest number there is when it does not fit.
uint128 quotient(Decimal amount, uint128 unit_mantissa, unsigned unit_scale) {
    while (amount.scale > scale_max) {
        amount.mantissa /= 10;
        --amount.scale;
    }
    uint128 numerator = 0;
    const uint128 factor = power_of_ten(static_cast<std::uint8_t>(unit_scale));
    if (__builtin_mul_overflow(amount.mantissa, factor, &numerator)) return uint128_max;
    return numerator / (unit_mantissa * power_of_ten(amount.scale));
}

template <class Integer>
Integer saturated(uint128 value) {
    constexpr Integer largest = std::numeric_limits<Integer>::max();
    return value > static_cast<uint128>(largest) ? largest : static_cast<Integer>(value);
}

std::string text_at(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<Decimal> filter_value(const Json& market, const char* filter, const char* name) {
    for (const Json& candidate : market.value("filters", Json::array())) {
        if (text_at(candidate, "filterType") != filter) continue;
        std::optional<Decimal> value = parse_decimal(text_at(candidate, name));
        const bool is_usable = value && value->mantissa > 0 && value->mantissa <= mantissa_max &&
                               value->scale <= scale_max;
        return is_usable ? value : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::string MarketScale::price_text(std::int64_t ticks) const {
    const bool is_negative = ticks < 0;
    const auto size = is_negative ? -static_cast<int128>(ticks) : static_cast<int128>(ticks);
    return (is_negative ? "-" : "") +
           decimal_text(static_cast<uint128>(size) * tick.mantissa, tick.scale);
}

std::string MarketScale::quantity_text(std::uint64_t lots) const {
    return decimal_text(static_cast<uint128>(lots) * step.mantissa, step.scale);
}

std::int64_t MarketScale::ticks_of(Decimal price) const {
    return saturated<std::int64_t>(quotient(price, tick.mantissa, tick.scale));
}

std::uint64_t MarketScale::lots_of(Decimal amount) const {
    return saturated<std::uint64_t>(quotient(amount, step.mantissa, step.scale));
}

uint128 MarketScale::tick_lots_of(Decimal amount) const {
    return quotient(amount, tick.mantissa * step.mantissa, tick.scale + unsigned{step.scale});
}

Result<MarketScale, std::string> parse_market_scale(std::string_view json,
                                                    std::string_view symbol) {
    const Json root = Json::parse(json, nullptr, false);
    if (!root.is_object()) return Failure{std::string{"exchangeInfo is not a JSON object"}};
    for (const Json& market : root.value("symbols", Json::array())) {
        if (text_at(market, "symbol") != symbol) continue;
        const auto tick = filter_value(market, "PRICE_FILTER", "tickSize");
        const auto step = filter_value(market, "LOT_SIZE", "stepSize");
        if (!tick || !step) {
            return Failure{"exchangeInfo has no usable tickSize and stepSize for " +
                           std::string{symbol}};
        }
        return MarketScale{.symbol = std::string{symbol},
                           .base_asset = text_at(market, "baseAsset"),
                           .quote_asset = text_at(market, "quoteAsset"),
                           .tick = *tick,
                           .step = *step};
    }
    return Failure{"the server has no symbol " + std::string{symbol}};
}

Result<MarketScale, std::string> fetch_market_scale(const ServerAddress& server,
                                                    std::string_view symbol) {
    Result<HttpAnswer, std::string> answer = http_get(server, "/api/v3/exchangeInfo");
    if (!answer) return Failure{answer.error()};
    if (answer->status != 200) {
        return Failure{"exchangeInfo: HTTP status " + std::to_string(answer->status) + ": " +
                       answer->body};
    }
    return parse_market_scale(answer->body, symbol);
}

}  // namespace outcry::app
