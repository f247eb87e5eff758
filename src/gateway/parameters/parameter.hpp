#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace outcry::gateway {

// Every parameter of every endpoint, by its name on the wire.
#define OUTCRY_PARAMETERS(X)                                              \
    X(api_key, "apiKey", text)                                            \
    X(signature, "signature", text)                                       \
    X(timestamp, "timestamp", time)                                       \
    X(recv_window, "recvWindow", decimal)                                 \
    X(min_seq, "minSeq", integer)                                         \
    X(return_rate_limits, "returnRateLimits", boolean)                    \
    X(symbol, "symbol", text)                                             \
    X(symbols, "symbols", list)                                           \
    X(permissions, "permissions", text)                                   \
    X(show_permission_sets, "showPermissionSets", boolean)                \
    X(symbol_status, "symbolStatus", text)                                \
    X(limit, "limit", integer)                                            \
    X(side, "side", text)                                                 \
    X(type, "type", text)                                                 \
    X(time_in_force, "timeInForce", text)                                 \
    X(good_till_date, "goodTillDate", time)                               \
    X(post_only_mode, "postOnlyMode", text)                               \
    X(quantity, "quantity", decimal)                                      \
    X(quote_order_quantity, "quoteOrderQty", decimal)                     \
    X(price, "price", decimal)                                            \
    X(new_client_order_id, "newClientOrderId", text)                      \
    X(new_order_resp_type, "newOrderRespType", text)                      \
    X(self_trade_prevention_mode, "selfTradePreventionMode", text)        \
    X(strategy_id, "strategyId", integer)                                 \
    X(strategy_type, "strategyType", integer)                             \
    X(stop_price, "stopPrice", decimal)                                   \
    X(trailing_delta, "trailingDelta", integer)                           \
    X(iceberg_quantity, "icebergQty", decimal)                            \
    X(peg_price_type, "pegPriceType", text)                               \
    X(peg_offset_value, "pegOffsetValue", integer)                        \
    X(peg_offset_type, "pegOffsetType", text)                             \
    X(compute_commission_rates, "computeCommissionRates", boolean)        \
    X(order_id, "orderId", integer)                                       \
    X(orig_client_order_id, "origClientOrderId", text)                    \
    X(cancel_restrictions, "cancelRestrictions", text)                    \
    X(cancel_replace_mode, "cancelReplaceMode", text)                     \
    X(cancel_order_id, "cancelOrderId", integer)                          \
    X(cancel_orig_client_order_id, "cancelOrigClientOrderId", text)       \
    X(cancel_new_client_order_id, "cancelNewClientOrderId", text)         \
    X(order_rate_limit_exceeded_mode, "orderRateLimitExceededMode", text) \
    X(new_quantity, "newQty", decimal)                                    \
    X(omit_zero_balances, "omitZeroBalances", boolean)                    \
    X(start_time, "startTime", time)                                      \
    X(end_time, "endTime", time)                                          \
    X(from_id, "fromId", integer)                                         \
    X(subscription_id, "subscriptionId", integer)                         \
    X(interval, "interval", text)                                         \
    X(time_zone, "timeZone", text)                                        \
    X(prevented_match_id, "preventedMatchId", integer)                    \
    X(from_prevented_match_id, "fromPreventedMatchId", integer)           \
    X(from_allocation_id, "fromAllocationId", integer)                    \
    X(listen_key, "listenKey", text)                                      \
    X(window_size, "windowSize", text)

enum class Parameter : std::uint8_t {
#define OUTCRY_PARAMETER_ENUMERATOR(name, text, kind) name,
    OUTCRY_PARAMETERS(OUTCRY_PARAMETER_ENUMERATOR)
#undef OUTCRY_PARAMETER_ENUMERATOR
};

#define OUTCRY_PARAMETER_ONE(name, text, kind) +1
inline constexpr std::size_t parameter_kind_count = 0 OUTCRY_PARAMETERS(OUTCRY_PARAMETER_ONE);
#undef OUTCRY_PARAMETER_ONE

using ParameterSet = std::bitset<256>;
static_assert(parameter_kind_count <= ParameterSet{}.size());

[[nodiscard]] constexpr std::size_t index_of(Parameter parameter) noexcept {
    return static_cast<std::size_t>(parameter);
}
[[nodiscard]] std::string_view name_of(Parameter parameter) noexcept;

/// What the text of a parameter is; published with the interface.
enum class ParameterKind : std::uint8_t { text, integer, decimal, boolean, time, list };
[[nodiscard]] ParameterKind kind_of(Parameter parameter) noexcept;
/// Names are compared to the letter, as the venue that is conformed to does.
[[nodiscard]] std::optional<Parameter> find_parameter(std::string_view name) noexcept;

}  // namespace outcry::gateway
