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
    X(window_size, "windowSize", text)                                    \
    X(from_seq, "fromSeq", integer)                                       \
    X(snapshot, "snapshot", boolean)                                      \
    X(sequence, "sequence", boolean)                                      \
    X(times, "times", boolean)                                            \
    X(heartbeat, "heartbeat", boolean)                                    \
    X(accounts, "accounts", text)                                         \
    X(ticker_id, "ticker_id", text)                                       \
    X(market_pair, "market_pair", text)                                   \
    X(depth, "depth", integer)                                            \
    X(list_client_order_id, "listClientOrderId", text)                    \
    X(order_list_id, "orderListId", integer)                              \
    X(above_type, "aboveType", text)                                      \
    X(above_client_order_id, "aboveClientOrderId", text)                  \
    X(above_price, "abovePrice", decimal)                                 \
    X(above_stop_price, "aboveStopPrice", decimal)                        \
    X(above_trailing_delta, "aboveTrailingDelta", integer)                \
    X(above_iceberg_quantity, "aboveIcebergQty", decimal)                 \
    X(above_time_in_force, "aboveTimeInForce", text)                      \
    X(above_strategy_id, "aboveStrategyId", integer)                      \
    X(above_strategy_type, "aboveStrategyType", integer)                  \
    X(below_type, "belowType", text)                                      \
    X(below_client_order_id, "belowClientOrderId", text)                  \
    X(below_price, "belowPrice", decimal)                                 \
    X(below_stop_price, "belowStopPrice", decimal)                        \
    X(below_trailing_delta, "belowTrailingDelta", integer)                \
    X(below_iceberg_quantity, "belowIcebergQty", decimal)                 \
    X(below_time_in_force, "belowTimeInForce", text)                      \
    X(below_strategy_id, "belowStrategyId", integer)                      \
    X(below_strategy_type, "belowStrategyType", integer)                  \
    X(working_type, "workingType", text)                                  \
    X(working_side, "workingSide", text)                                  \
    X(working_client_order_id, "workingClientOrderId", text)              \
    X(working_price, "workingPrice", decimal)                             \
    X(working_quantity, "workingQuantity", decimal)                       \
    X(working_iceberg_quantity, "workingIcebergQty", decimal)             \
    X(working_time_in_force, "workingTimeInForce", text)                  \
    X(working_strategy_id, "workingStrategyId", integer)                  \
    X(working_strategy_type, "workingStrategyType", integer)              \
    X(pending_type, "pendingType", text)                                  \
    X(pending_side, "pendingSide", text)                                  \
    X(pending_client_order_id, "pendingClientOrderId", text)              \
    X(pending_price, "pendingPrice", decimal)                             \
    X(pending_quantity, "pendingQuantity", decimal)                       \
    X(pending_stop_price, "pendingStopPrice", decimal)                    \
    X(pending_trailing_delta, "pendingTrailingDelta", integer)            \
    X(pending_iceberg_quantity, "pendingIcebergQty", decimal)             \
    X(pending_time_in_force, "pendingTimeInForce", text)                  \
    X(pending_strategy_id, "pendingStrategyId", integer)                  \
    X(pending_strategy_type, "pendingStrategyType", integer)              \
    X(pending_above_type, "pendingAboveType", text)                       \
    X(pending_above_client_order_id, "pendingAboveClientOrderId", text)   \
    X(pending_above_price, "pendingAbovePrice", decimal)                  \
    X(pending_above_stop_price, "pendingAboveStopPrice", decimal)         \
    X(pending_above_trailing_delta, "pendingAboveTrailingDelta", integer) \
    X(pending_above_iceberg_quantity, "pendingAboveIcebergQty", decimal)  \
    X(pending_above_time_in_force, "pendingAboveTimeInForce", text)       \
    X(pending_above_strategy_id, "pendingAboveStrategyId", integer)       \
    X(pending_above_strategy_type, "pendingAboveStrategyType", integer)   \
    X(pending_below_type, "pendingBelowType", text)                       \
    X(pending_below_client_order_id, "pendingBelowClientOrderId", text)   \
    X(pending_below_price, "pendingBelowPrice", decimal)                  \
    X(pending_below_stop_price, "pendingBelowStopPrice", decimal)         \
    X(pending_below_trailing_delta, "pendingBelowTrailingDelta", integer) \
    X(pending_below_iceberg_quantity, "pendingBelowIcebergQty", decimal)  \
    X(pending_below_time_in_force, "pendingBelowTimeInForce", text)       \
    X(pending_below_strategy_id, "pendingBelowStrategyId", integer)       \
    X(pending_below_strategy_type, "pendingBelowStrategyType", integer)   \
    X(limit_client_order_id, "limitClientOrderId", text)                  \
    X(limit_iceberg_quantity, "limitIcebergQty", decimal)                 \
    X(limit_strategy_id, "limitStrategyId", integer)                      \
    X(limit_strategy_type, "limitStrategyType", integer)                  \
    X(stop_client_order_id, "stopClientOrderId", text)                    \
    X(stop_limit_price, "stopLimitPrice", decimal)                        \
    X(stop_limit_time_in_force, "stopLimitTimeInForce", text)             \
    X(stop_iceberg_quantity, "stopIcebergQty", decimal)                   \
    X(stop_strategy_id, "stopStrategyId", integer)                        \
    X(stop_strategy_type, "stopStrategyType", integer)                    \
    X(from_execution_id, "fromExecutionId", integer)                      \
    X(idempotent, "idempotent", boolean)                                  \
    X(all_violations, "allViolations", boolean)                           \
    X(cancel_on_disconnect, "cancelOnDisconnect", boolean)                \
    X(enabled, "enabled", boolean)                                        \
    X(countdown_time, "countdownTime", integer)                           \
    X(batch_orders, "batchOrders", text)                                  \
    X(atomic, "atomic", boolean)                                          \
    X(order_id_list, "orderIdList", text)                                 \
    X(orig_client_order_id_list, "origClientOrderIdList", text)           \
    X(asset, "asset", text)                                               \
    X(amount, "amount", decimal)                                          \
    X(from_account, "fromAccount", text)                                  \
    X(to_account, "toAccount", text)

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
