#include "gateway/api/endpoint.hpp"

namespace outcry::gateway {
namespace {

using enum Need;
using enum Parameter;

constexpr ParameterRule exchange_info_parameters[] = {
    {symbol}, {symbols}, {permissions}, {show_permission_sets}, {symbol_status}};
constexpr ParameterRule depth_parameters[] = {{symbol, mandatory}, {limit}, {symbol_status}};
constexpr ParameterRule trades_parameters[] = {{symbol, mandatory}, {limit}};
constexpr ParameterRule ticker_parameters[] = {{symbol}, {symbols}, {symbol_status}};

#define OUTCRY_NEW_ORDER_PARAMETERS                                                             \
    {symbol, mandatory}, {side, mandatory}, {type, mandatory}, {time_in_force}, {quantity},     \
        {quote_order_quantity}, {price}, {new_client_order_id}, {strategy_id}, {strategy_type}, \
        {stop_price}, {trailing_delta}, {iceberg_quantity}, {new_order_resp_type},              \
        {self_trade_prevention_mode}, {peg_price_type}, {peg_offset_value}, {                   \
        peg_offset_type                                                                         \
    }

constexpr ParameterRule place_parameters[] = {OUTCRY_NEW_ORDER_PARAMETERS};
constexpr ParameterRule test_parameters[] = {OUTCRY_NEW_ORDER_PARAMETERS,
                                             {compute_commission_rates}};
constexpr ParameterRule cancel_replace_parameters[] = {
    OUTCRY_NEW_ORDER_PARAMETERS,     {cancel_replace_mode, mandatory}, {cancel_order_id},
    {cancel_orig_client_order_id},   {cancel_new_client_order_id},     {cancel_restrictions},
    {order_rate_limit_exceeded_mode}};
#undef OUTCRY_NEW_ORDER_PARAMETERS

constexpr ParameterRule cancel_parameters[] = {{symbol, mandatory},
                                               {order_id},
                                               {orig_client_order_id},
                                               {new_client_order_id},
                                               {cancel_restrictions}};
constexpr ParameterRule amend_parameters[] = {{symbol, mandatory},
                                              {order_id},
                                              {orig_client_order_id},
                                              {new_client_order_id},
                                              {new_quantity, mandatory}};
constexpr ParameterRule symbol_parameters[] = {{symbol, mandatory}};
constexpr ParameterRule order_parameters[] = {
    {symbol, mandatory}, {order_id}, {orig_client_order_id}};
constexpr ParameterRule open_orders_parameters[] = {{symbol}};
constexpr ParameterRule all_orders_parameters[] = {
    {symbol, mandatory}, {order_id}, {start_time}, {end_time}, {limit}};
constexpr ParameterRule account_parameters[] = {{omit_zero_balances}};
constexpr ParameterRule my_trades_parameters[] = {{symbol, mandatory}, {order_id}, {start_time},
                                                  {end_time},          {from_id},  {limit}};
constexpr ParameterRule unsubscribe_parameters[] = {{subscription_id}};

using enum Method;

// The order of a row: method and path, WebSocket method, security, parameters, handler, is_read.
// Those that are called most stand first: routing goes through them in turn.
constexpr Endpoint table[] = {
    {post, "/api/v3/order", "order.place", Security::trade, place_parameters, handle_place},
    {delete_, "/api/v3/order", "order.cancel", Security::trade, cancel_parameters, handle_cancel},
    {get, "/api/v3/order", "order.status", Security::read, order_parameters, handle_order, true},
    {post, "/api/v3/order/cancelReplace", "order.cancelReplace", Security::trade,
     cancel_replace_parameters, handle_cancel_replace},
    {put, "/api/v3/order/amend/keepPriority", "order.amend.keepPriority", Security::trade,
     amend_parameters, handle_amend},
    {post, "/api/v3/order/test", "order.test", Security::trade, test_parameters, handle_test},
    {get, "/api/v3/openOrders", "openOrders.status", Security::read, open_orders_parameters,
     handle_open_orders, true},
    {delete_, "/api/v3/openOrders", "openOrders.cancelAll", Security::trade, symbol_parameters,
     handle_cancel_all},
    {get, "/api/v3/allOrders", "allOrders", Security::read, all_orders_parameters,
     handle_all_orders, true},
    {get, "/api/v3/account", "account.status", Security::read, account_parameters, handle_account,
     true},
    {get, "/api/v3/myTrades", "myTrades", Security::read, my_trades_parameters, handle_my_trades,
     true},

    {get, "/api/v3/ping", "ping", Security::none, {}, handle_ping, true},
    {get, "/api/v3/time", "time", Security::none, {}, handle_time, true},
    {get, "/api/v3/exchangeInfo", "exchangeInfo", Security::none, exchange_info_parameters,
     handle_exchange_info, true},
    {get, "/api/v3/depth", "depth", Security::none, depth_parameters, handle_depth, true},
    {get, "/api/v3/trades", "trades.recent", Security::none, trades_parameters, handle_trades,
     true},
    {get, "/api/v3/ticker/bookTicker", "ticker.book", Security::none, ticker_parameters,
     handle_book_ticker, true},
    {get, "/api/v3/ticker/price", "ticker.price", Security::none, ticker_parameters,
     handle_price_ticker, true},

    {other, "", "session.logon", Security::signature, {}, handle_session_logon},
    {other, "", "session.status", Security::none, {}, handle_session_status},
    {other, "", "session.logout", Security::none, {}, handle_session_logout},
    {other, "", "userDataStream.subscribe", Security::session, {}, handle_user_subscribe},
    {other,
     "",
     "userDataStream.subscribe.signature",
     Security::read,
     {},
     handle_user_subscribe_signature},
    {other, "", "userDataStream.unsubscribe", Security::none, unsubscribe_parameters,
     handle_user_unsubscribe},
};

}  // namespace

std::span<const Endpoint> endpoints() noexcept { return table; }

}  // namespace outcry::gateway
