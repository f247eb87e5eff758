#include "gateway/api/endpoint.hpp"

#include "gateway/api/weights.hpp"

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

constexpr Cost order_cost{.weight = 1, .orders = 1};
constexpr Cost cancel_cost{.weight = 1, .admission = Admission::always};

// The order of a row: method and path, WebSocket method, security, cost, parameters, handler,
// is_read, summary. Those that are called most stand first: routing goes through them in turn.
constexpr Endpoint table[] = {
    {post, "/api/v3/order", "order.place", Security::trade, order_cost, place_parameters,
     handle_place, false, "Place an order"},
    {delete_, "/api/v3/order", "order.cancel", Security::trade, cancel_cost, cancel_parameters,
     handle_cancel, false, "Cancel an order"},
    {get,
     "/api/v3/order",
     "order.status",
     Security::read,
     {.weight = 4},
     order_parameters,
     handle_order,
     true,
     "One order"},
    {post, "/api/v3/order/cancelReplace", "order.cancelReplace", Security::trade, order_cost,
     cancel_replace_parameters, handle_cancel_replace, false,
     "Cancel an order and place another one"},
    {put,
     "/api/v3/order/amend/keepPriority",
     "order.amend.keepPriority",
     Security::trade,
     {.weight = 4},
     amend_parameters,
     handle_amend,
     false,
     "Reduce an order's quantity; it keeps its place"},
    {post,
     "/api/v3/order/test",
     "order.test",
     Security::trade,
     {.weight_of = weight_of_test},
     test_parameters,
     handle_test,
     false,
     "Check an order without placing it"},
    {get,
     "/api/v3/openOrders",
     "openOrders.status",
     Security::read,
     {.weight_of = weight_of_open_orders},
     open_orders_parameters,
     handle_open_orders,
     true,
     "Open orders"},
    {delete_, "/api/v3/openOrders", "openOrders.cancelAll", Security::trade, cancel_cost,
     symbol_parameters, handle_cancel_all, false, "Cancel all open orders of a symbol"},
    {get,
     "/api/v3/allOrders",
     "allOrders",
     Security::read,
     {.weight = 20},
     all_orders_parameters,
     handle_all_orders,
     true,
     "Orders of a symbol, open and closed"},
    {get,
     "/api/v3/account",
     "account.status",
     Security::read,
     {.weight = 20},
     account_parameters,
     handle_account,
     true,
     "Balances and rights of the account"},
    {get,
     "/api/v3/myTrades",
     "myTrades",
     Security::read,
     {.weight_of = weight_of_my_trades},
     my_trades_parameters,
     handle_my_trades,
     true,
     "The account's trades of a symbol"},

    {get,
     "/api/v3/ping",
     "ping",
     Security::none,
     {},
     {},
     handle_ping,
     true,
     "Whether the server is there"},
    {get, "/api/v3/time", "time", Security::none, {}, {}, handle_time, true, "The server's time"},
    {get,
     "/api/v3/exchangeInfo",
     "exchangeInfo",
     Security::none,
     {.weight = 20},
     exchange_info_parameters,
     handle_exchange_info,
     true,
     "Markets, their rules, and limits"},
    {get,
     "/api/v3/depth",
     "depth",
     Security::none,
     {.weight_of = weight_of_depth},
     depth_parameters,
     handle_depth,
     true,
     "Order book"},
    {get,
     "/api/v3/trades",
     "trades.recent",
     Security::none,
     {.weight = 25},
     trades_parameters,
     handle_trades,
     true,
     "Newest trades"},
    {get,
     "/api/v3/ticker/bookTicker",
     "ticker.book",
     Security::none,
     {.weight_of = weight_of_price_ticker},
     ticker_parameters,
     handle_book_ticker,
     true,
     "Best bid and ask"},
    {get,
     "/api/v3/ticker/price",
     "ticker.price",
     Security::none,
     {.weight_of = weight_of_price_ticker},
     ticker_parameters,
     handle_price_ticker,
     true,
     "Last price"},
    {get,
     "/openapi.json",
     "",
     Security::none,
     {},
     {},
     handle_openapi,
     false,
     "This description of the interface"},

    {other,
     "",
     "session.logon",
     Security::signature,
     {.weight = 2},
     {},
     handle_session_logon,
     false,
     "Log on with an Ed25519 key"},
    {other,
     "",
     "session.status",
     Security::none,
     {.weight = 2},
     {},
     handle_session_status,
     false,
     "What the connection is logged on as"},
    {other,
     "",
     "session.logout",
     Security::none,
     {.weight = 2},
     {},
     handle_session_logout,
     false,
     "Forget the key that logged on"},
    {other,
     "",
     "userDataStream.subscribe",
     Security::session,
     {.weight = 2},
     {},
     handle_user_subscribe,
     false,
     "Subscribe to the events of the session's account"},
    {other,
     "",
     "userDataStream.subscribe.signature",
     Security::read,
     {.weight = 2},
     {},
     handle_user_subscribe_signature,
     false,
     "Subscribe to the events of the signing account"},
    {other,
     "",
     "userDataStream.unsubscribe",
     Security::none,
     {.weight = 2},
     unsubscribe_parameters,
     handle_user_unsubscribe,
     false,
     "End subscriptions"},
};

}  // namespace

std::span<const Endpoint> endpoints() noexcept { return table; }

}  // namespace outcry::gateway
