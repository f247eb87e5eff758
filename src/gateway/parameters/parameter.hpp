#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace outcry::gateway {

// Every parameter of every endpoint, by its name on the wire.
#define OUTCRY_PARAMETERS(X)                                        \
    X(api_key, "apiKey")                                            \
    X(signature, "signature")                                       \
    X(timestamp, "timestamp")                                       \
    X(recv_window, "recvWindow")                                    \
    X(min_seq, "minSeq")                                            \
    X(return_rate_limits, "returnRateLimits")                       \
    X(symbol, "symbol")                                             \
    X(symbols, "symbols")                                           \
    X(permissions, "permissions")                                   \
    X(show_permission_sets, "showPermissionSets")                   \
    X(symbol_status, "symbolStatus")                                \
    X(limit, "limit")                                               \
    X(side, "side")                                                 \
    X(type, "type")                                                 \
    X(time_in_force, "timeInForce")                                 \
    X(quantity, "quantity")                                         \
    X(quote_order_quantity, "quoteOrderQty")                        \
    X(price, "price")                                               \
    X(new_client_order_id, "newClientOrderId")                      \
    X(new_order_resp_type, "newOrderRespType")                      \
    X(self_trade_prevention_mode, "selfTradePreventionMode")        \
    X(strategy_id, "strategyId")                                    \
    X(strategy_type, "strategyType")                                \
    X(stop_price, "stopPrice")                                      \
    X(trailing_delta, "trailingDelta")                              \
    X(iceberg_quantity, "icebergQty")                               \
    X(peg_price_type, "pegPriceType")                               \
    X(peg_offset_value, "pegOffsetValue")                           \
    X(peg_offset_type, "pegOffsetType")                             \
    X(compute_commission_rates, "computeCommissionRates")           \
    X(order_id, "orderId")                                          \
    X(orig_client_order_id, "origClientOrderId")                    \
    X(cancel_restrictions, "cancelRestrictions")                    \
    X(cancel_replace_mode, "cancelReplaceMode")                     \
    X(cancel_order_id, "cancelOrderId")                             \
    X(cancel_orig_client_order_id, "cancelOrigClientOrderId")       \
    X(cancel_new_client_order_id, "cancelNewClientOrderId")         \
    X(order_rate_limit_exceeded_mode, "orderRateLimitExceededMode") \
    X(new_quantity, "newQty")                                       \
    X(omit_zero_balances, "omitZeroBalances")                       \
    X(start_time, "startTime")                                      \
    X(end_time, "endTime")                                          \
    X(from_id, "fromId")                                            \
    X(subscription_id, "subscriptionId")

enum class Parameter : std::uint8_t {
#define OUTCRY_PARAMETER_ENUMERATOR(name, text) name,
    OUTCRY_PARAMETERS(OUTCRY_PARAMETER_ENUMERATOR)
#undef OUTCRY_PARAMETER_ENUMERATOR
};

#define OUTCRY_PARAMETER_ONE(name, text) +1
inline constexpr std::size_t parameter_kind_count = 0 OUTCRY_PARAMETERS(OUTCRY_PARAMETER_ONE);
#undef OUTCRY_PARAMETER_ONE

using ParameterSet = std::bitset<128>;
static_assert(parameter_kind_count <= ParameterSet{}.size());

[[nodiscard]] constexpr std::size_t index_of(Parameter parameter) noexcept {
    return static_cast<std::size_t>(parameter);
}
[[nodiscard]] std::string_view name_of(Parameter parameter) noexcept;
/// Names are compared to the letter, as the venue that is conformed to does.
[[nodiscard]] std::optional<Parameter> find_parameter(std::string_view name) noexcept;

}  // namespace outcry::gateway
