#pragma once

#include <cstdint>

#include "gateway/parameters/parameter_list.hpp"

namespace outcry::gateway {

// Weights that hang on the parameters. They are read before anything is checked: what makes no
// sense costs what the call costs without it.
[[nodiscard]] std::uint32_t weight_of_depth(const ParameterList& parameters);
[[nodiscard]] std::uint32_t weight_of_open_orders(const ParameterList& parameters);
[[nodiscard]] std::uint32_t weight_of_my_trades(const ParameterList& parameters);
[[nodiscard]] std::uint32_t weight_of_prevented_matches(const ParameterList& parameters);
[[nodiscard]] std::uint32_t weight_of_test(const ParameterList& parameters);
[[nodiscard]] std::uint32_t weight_of_price_ticker(const ParameterList& parameters);
[[nodiscard]] std::uint32_t weight_of_day_ticker(const ParameterList& parameters);
[[nodiscard]] std::uint32_t weight_of_window_ticker(const ParameterList& parameters);

}  // namespace outcry::gateway
