#pragma once

#include <span>

#include "gateway/api/new_order.hpp"

namespace outcry::gateway {

inline constexpr OrderNames above_names{.type = Parameter::above_type,
                                        .time_in_force = Parameter::above_time_in_force,
                                        .price = Parameter::above_price,
                                        .client_order_id = Parameter::above_client_order_id,
                                        .stop_price = Parameter::above_stop_price,
                                        .trailing_delta = Parameter::above_trailing_delta,
                                        .iceberg_quantity = Parameter::above_iceberg_quantity,
                                        .strategy_id = Parameter::above_strategy_id,
                                        .strategy_type = Parameter::above_strategy_type};
inline constexpr OrderNames below_names{.type = Parameter::below_type,
                                        .time_in_force = Parameter::below_time_in_force,
                                        .price = Parameter::below_price,
                                        .client_order_id = Parameter::below_client_order_id,
                                        .stop_price = Parameter::below_stop_price,
                                        .trailing_delta = Parameter::below_trailing_delta,
                                        .iceberg_quantity = Parameter::below_iceberg_quantity,
                                        .strategy_id = Parameter::below_strategy_id,
                                        .strategy_type = Parameter::below_strategy_type};
// A working order is never a stop: its two names are those of plain orders, which no list takes.
inline constexpr OrderNames working_names{.side = Parameter::working_side,
                                          .type = Parameter::working_type,
                                          .time_in_force = Parameter::working_time_in_force,
                                          .quantity = Parameter::working_quantity,
                                          .price = Parameter::working_price,
                                          .client_order_id = Parameter::working_client_order_id,
                                          .iceberg_quantity = Parameter::working_iceberg_quantity,
                                          .strategy_id = Parameter::working_strategy_id,
                                          .strategy_type = Parameter::working_strategy_type};
inline constexpr OrderNames pending_names{.side = Parameter::pending_side,
                                          .type = Parameter::pending_type,
                                          .time_in_force = Parameter::pending_time_in_force,
                                          .quantity = Parameter::pending_quantity,
                                          .price = Parameter::pending_price,
                                          .client_order_id = Parameter::pending_client_order_id,
                                          .stop_price = Parameter::pending_stop_price,
                                          .trailing_delta = Parameter::pending_trailing_delta,
                                          .iceberg_quantity = Parameter::pending_iceberg_quantity,
                                          .strategy_id = Parameter::pending_strategy_id,
                                          .strategy_type = Parameter::pending_strategy_type};
inline constexpr OrderNames pending_above_names{
    .side = Parameter::pending_side,
    .type = Parameter::pending_above_type,
    .time_in_force = Parameter::pending_above_time_in_force,
    .quantity = Parameter::pending_quantity,
    .price = Parameter::pending_above_price,
    .client_order_id = Parameter::pending_above_client_order_id,
    .stop_price = Parameter::pending_above_stop_price,
    .trailing_delta = Parameter::pending_above_trailing_delta,
    .iceberg_quantity = Parameter::pending_above_iceberg_quantity,
    .strategy_id = Parameter::pending_above_strategy_id,
    .strategy_type = Parameter::pending_above_strategy_type};
inline constexpr OrderNames pending_below_names{
    .side = Parameter::pending_side,
    .type = Parameter::pending_below_type,
    .time_in_force = Parameter::pending_below_time_in_force,
    .quantity = Parameter::pending_quantity,
    .price = Parameter::pending_below_price,
    .client_order_id = Parameter::pending_below_client_order_id,
    .stop_price = Parameter::pending_below_stop_price,
    .trailing_delta = Parameter::pending_below_trailing_delta,
    .iceberg_quantity = Parameter::pending_below_iceberg_quantity,
    .strategy_id = Parameter::pending_below_strategy_id,
    .strategy_type = Parameter::pending_below_strategy_type};
// The call from before there was "above" and "below": neither order names its type, and the limit
// order is no stop.
inline constexpr OrderNames older_limit_names{.time_in_force = Parameter::above_time_in_force,
                                              .client_order_id = Parameter::limit_client_order_id,
                                              .stop_price = Parameter::above_stop_price,
                                              .trailing_delta = Parameter::above_trailing_delta,
                                              .iceberg_quantity = Parameter::limit_iceberg_quantity,
                                              .strategy_id = Parameter::limit_strategy_id,
                                              .strategy_type = Parameter::limit_strategy_type};
inline constexpr OrderNames older_stop_names{.time_in_force = Parameter::stop_limit_time_in_force,
                                             .price = Parameter::stop_limit_price,
                                             .client_order_id = Parameter::stop_client_order_id,
                                             .iceberg_quantity = Parameter::stop_iceberg_quantity,
                                             .strategy_id = Parameter::stop_strategy_id,
                                             .strategy_type = Parameter::stop_strategy_type};

/// The two orders of an OCO, the one above the market and the one below it.
struct OcoPair {
    const Command& above;
    const Command& below;
};
/// Refuses types that make no OCO, each with its own code: -1158, -1165, -1166, -1168, -1196 to
/// -1199. Types and side are known.
void check_oco_types(ParameterReader& reader, const OcoPair& pair);

}  // namespace outcry::gateway
