#include "gateway/api/weights.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace outcry::gateway {
namespace {

/// How many names a list like ["A","B"] has, roughly: it is not checked yet.
std::size_t symbol_count(const ParameterList& parameters) {
    const std::string_view list = parameters.value(Parameter::symbols);
    return static_cast<std::size_t>(std::count(list.begin(), list.end(), ',')) + 1;
}

}  // namespace

std::uint32_t weight_of_depth(const ParameterList& parameters) {
    const std::string_view sent = parameters.value(Parameter::limit);
    std::uint32_t limit = 100;
    std::from_chars(sent.data(), sent.data() + sent.size(), limit);
    if (limit <= 100) return 5;
    if (limit <= 500) return 25;
    return limit <= 1000 ? 50 : 250;
}

std::uint32_t weight_of_open_orders(const ParameterList& parameters) {
    return parameters.has(Parameter::symbol) ? 6 : 80;
}

std::uint32_t weight_of_my_trades(const ParameterList& parameters) {
    return parameters.has(Parameter::order_id) ? 5 : 20;
}

std::uint32_t weight_of_prevented_matches(const ParameterList& parameters) {
    return parameters.has(Parameter::prevented_match_id) ? 2 : 20;
}

std::uint32_t weight_of_test(const ParameterList& parameters) {
    return parameters.value(Parameter::compute_commission_rates) == "true" ? 20 : 1;
}

std::uint32_t weight_of_price_ticker(const ParameterList& parameters) {
    return parameters.has(Parameter::symbol) ? 2 : 4;
}

std::uint32_t weight_of_day_ticker(const ParameterList& parameters) {
    if (parameters.has(Parameter::symbol)) return 2;
    if (!parameters.has(Parameter::symbols)) return 80;
    const std::size_t count = symbol_count(parameters);
    if (count <= 20) return 2;
    return count <= 100 ? 40 : 80;
}

std::uint32_t weight_of_window_ticker(const ParameterList& parameters) {
    constexpr std::size_t each = 4;
    constexpr std::size_t weight_max = 200;
    const std::size_t count = parameters.has(Parameter::symbols) ? symbol_count(parameters) : 1;
    return static_cast<std::uint32_t>(std::min(each * count, weight_max));
}

}  // namespace outcry::gateway
