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
constexpr ParameterRule historical_trades_parameters[] = {{symbol, mandatory}, {limit}, {from_id}};
constexpr ParameterRule aggregates_parameters[] = {
    {symbol, mandatory}, {from_id}, {start_time}, {end_time}, {limit}};
constexpr ParameterRule klines_parameters[] = {
    {symbol, mandatory}, {interval, mandatory}, {start_time}, {end_time}, {time_zone}, {limit}};
constexpr ParameterRule day_ticker_parameters[] = {{symbol}, {symbols}, {type}, {symbol_status}};
constexpr ParameterRule window_ticker_parameters[] = {
    {symbol}, {symbols}, {window_size}, {type}, {symbol_status}};
constexpr ParameterRule trading_day_parameters[] = {
    {symbol}, {symbols}, {time_zone}, {type}, {symbol_status}};
constexpr ParameterRule ticker_parameters[] = {{symbol}, {symbols}, {symbol_status}};

#define OUTCRY_NEW_ORDER_PARAMETERS                                                             \
    {symbol, mandatory}, {side, mandatory}, {type, mandatory}, {time_in_force}, {quantity},     \
        {quote_order_quantity}, {price}, {new_client_order_id}, {strategy_id}, {strategy_type}, \
        {stop_price}, {trailing_delta}, {iceberg_quantity}, {new_order_resp_type},              \
        {self_trade_prevention_mode}, {good_till_date}, {post_only_mode}, {peg_price_type},     \
        {peg_offset_value}, {peg_offset_type}, {                                                \
        cancel_on_disconnect                                                                    \
    }

constexpr ParameterRule place_parameters[] = {OUTCRY_NEW_ORDER_PARAMETERS, {idempotent}};
constexpr ParameterRule test_parameters[] = {
    OUTCRY_NEW_ORDER_PARAMETERS, {compute_commission_rates}, {all_violations}, {idempotent}};
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
// What every list has beside its orders.
#define OUTCRY_LIST_PARAMETERS                                          \
    {symbol, mandatory}, {list_client_order_id}, {new_order_resp_type}, \
        {self_trade_prevention_mode}, {                                 \
        cancel_on_disconnect                                            \
    }
constexpr ParameterRule oco_parameters[] = {
    OUTCRY_LIST_PARAMETERS,  {side, mandatory},       {quantity, mandatory},
    {above_type, mandatory}, {above_client_order_id}, {above_price},
    {above_stop_price},      {above_trailing_delta},  {above_iceberg_quantity},
    {above_time_in_force},   {above_strategy_id},     {above_strategy_type},
    {below_type, mandatory}, {below_client_order_id}, {below_price},
    {below_stop_price},      {below_trailing_delta},  {below_iceberg_quantity},
    {below_time_in_force},   {below_strategy_id},     {below_strategy_type}};
constexpr ParameterRule older_oco_parameters[] = {
    OUTCRY_LIST_PARAMETERS,     {side, mandatory},       {quantity, mandatory},
    {price, mandatory},         {limit_client_order_id}, {limit_iceberg_quantity},
    {limit_strategy_id},        {limit_strategy_type},   {stop_price},
    {trailing_delta},           {stop_client_order_id},  {stop_limit_price},
    {stop_limit_time_in_force}, {stop_iceberg_quantity}, {stop_strategy_id},
    {stop_strategy_type}};
#define OUTCRY_WORKING_PARAMETERS                                                             \
    {working_type, mandatory}, {working_side, mandatory}, {working_price, mandatory},         \
        {working_quantity, mandatory}, {working_client_order_id}, {working_iceberg_quantity}, \
        {working_time_in_force}, {working_strategy_id}, {                                     \
        working_strategy_type                                                                 \
    }
constexpr ParameterRule oto_parameters[] = {OUTCRY_LIST_PARAMETERS,
                                            OUTCRY_WORKING_PARAMETERS,
                                            {pending_type, mandatory},
                                            {pending_side, mandatory},
                                            {pending_quantity, mandatory},
                                            {pending_client_order_id},
                                            {pending_price},
                                            {pending_stop_price},
                                            {pending_trailing_delta},
                                            {pending_iceberg_quantity},
                                            {pending_time_in_force},
                                            {pending_strategy_id},
                                            {pending_strategy_type}};
constexpr ParameterRule otoco_parameters[] = {OUTCRY_LIST_PARAMETERS,
                                              OUTCRY_WORKING_PARAMETERS,
                                              {pending_side, mandatory},
                                              {pending_quantity, mandatory},
                                              {pending_above_type, mandatory},
                                              {pending_above_client_order_id},
                                              {pending_above_price},
                                              {pending_above_stop_price},
                                              {pending_above_trailing_delta},
                                              {pending_above_iceberg_quantity},
                                              {pending_above_time_in_force},
                                              {pending_above_strategy_id},
                                              {pending_above_strategy_type},
                                              {pending_below_type, mandatory},
                                              {pending_below_client_order_id},
                                              {pending_below_price},
                                              {pending_below_stop_price},
                                              {pending_below_trailing_delta},
                                              {pending_below_iceberg_quantity},
                                              {pending_below_time_in_force},
                                              {pending_below_strategy_id},
                                              {pending_below_strategy_type}};
#undef OUTCRY_WORKING_PARAMETERS
#undef OUTCRY_LIST_PARAMETERS
constexpr ParameterRule cancel_list_parameters[] = {
    {symbol, mandatory}, {order_list_id}, {list_client_order_id}, {new_client_order_id}};

constexpr ParameterRule order_list_parameters[] = {{order_list_id}, {orig_client_order_id}};
constexpr ParameterRule all_order_lists_parameters[] = {
    {from_id}, {start_time}, {end_time}, {limit}};
constexpr ParameterRule amendments_parameters[] = {
    {symbol, mandatory}, {order_id, mandatory}, {from_execution_id}, {limit}};

constexpr ParameterRule place_batch_parameters[] = {{batch_orders, mandatory}, {atomic}};
constexpr ParameterRule cancel_batch_parameters[] = {
    {symbol, mandatory}, {order_id_list}, {orig_client_order_id_list}, {atomic}};
constexpr ParameterRule cancel_everything_parameters[] = {{symbol}, {side}};
constexpr ParameterRule countdown_parameters[] = {{countdown_time, mandatory}};
constexpr ParameterRule cancel_on_disconnect_parameters[] = {{enabled}};
constexpr ParameterRule symbol_parameters[] = {{symbol, mandatory}};
constexpr ParameterRule order_parameters[] = {
    {symbol, mandatory}, {order_id}, {orig_client_order_id}};
constexpr ParameterRule open_orders_parameters[] = {{symbol}};
constexpr ParameterRule all_orders_parameters[] = {
    {symbol, mandatory}, {order_id}, {start_time}, {end_time}, {limit}};
constexpr ParameterRule account_parameters[] = {{omit_zero_balances}};
constexpr ParameterRule my_trades_parameters[] = {{symbol, mandatory}, {order_id}, {start_time},
                                                  {end_time},          {from_id},  {limit}};
constexpr ParameterRule allocations_parameters[] = {{symbol, mandatory},  {start_time}, {end_time},
                                                    {from_allocation_id}, {limit},      {order_id}};
constexpr ParameterRule prevented_matches_parameters[] = {
    {symbol, mandatory}, {prevented_match_id}, {order_id}, {from_prevented_match_id}, {limit}};
constexpr ParameterRule listen_key_parameters[] = {{listen_key, mandatory}};
constexpr ParameterRule any_symbol_parameters[] = {{symbol}};
constexpr ParameterRule subscribe_parameters[] = {{from_seq}, {snapshot},  {sequence},
                                                  {times},    {heartbeat}, {accounts}};
constexpr ParameterRule account_events_parameters[] = {{from_seq, mandatory}, {limit}};
constexpr ParameterRule summary_book_parameters[] = {
    {ticker_id}, {market_pair}, {Parameter::depth}};
constexpr ParameterRule summary_trades_parameters[] = {{ticker_id}, {market_pair}, {limit}};
constexpr ParameterRule transfer_parameters[] = {
    {from_account}, {to_account}, {asset, mandatory}, {amount, mandatory}};
constexpr ParameterRule unsubscribe_parameters[] = {{subscription_id}};

using enum Method;

constexpr std::span<const ParameterRule> no_parameters;

constexpr Cost weighs(std::uint32_t weight) { return {.weight = weight}; }
constexpr Cost weighs(Cost::WeightOf weight_of) { return {.weight_of = weight_of}; }
constexpr Cost order_cost{.weight = 1, .orders = 1};
constexpr Cost pair_cost{.weight = 1, .orders = 2};
constexpr Cost three_orders_cost{.weight = 1, .orders = 3};
constexpr Cost cancel_cost{.weight = 1, .admission = Admission::always};

// The order of a row: method and path, WebSocket method, security, cost, parameters, handler,
// is_read, summary. Those that are called most stand first: routing goes through them in turn.
constexpr Endpoint table[] = {
    {post, "/api/v3/order", "order.place", Security::trade, order_cost, place_parameters,
     handle_place, false, "Place an order"},
    {delete_, "/api/v3/order", "order.cancel", Security::trade, cancel_cost, cancel_parameters,
     handle_cancel, false, "Cancel an order"},
    {get, "/api/v3/order", "order.status", Security::read, weighs(4), order_parameters,
     handle_order, true, "One order"},
    {post, "/api/v3/order/cancelReplace", "order.cancelReplace", Security::trade, order_cost,
     cancel_replace_parameters, handle_cancel_replace, false,
     "Cancel an order and place another one"},
    {put, "/api/v3/order/amend/keepPriority", "order.amend.keepPriority", Security::trade,
     weighs(4), amend_parameters, handle_amend, false,
     "Reduce an order's quantity; it keeps its place"},
    {post, "/api/v3/order/test", "order.test", Security::trade, weighs(weight_of_test),
     test_parameters, handle_test, false, "Check an order without placing it"},
    {post, "/api/v3/orderList/oco", "orderList.place.oco", Security::trade, pair_cost,
     oco_parameters, handle_place_oco, false, "Place two orders of which one cancels the other"},
    {post, "/api/v3/orderList/oto", "orderList.place.oto", Security::trade, pair_cost,
     oto_parameters, handle_place_oto, false, "Place an order that places another when filled"},
    {post, "/api/v3/orderList/otoco", "orderList.place.otoco", Security::trade, three_orders_cost,
     otoco_parameters, handle_place_otoco, false, "Place an order that places an OCO when filled"},
    {post, "/api/v3/order/oco", "orderList.place", Security::trade, pair_cost, older_oco_parameters,
     handle_place_older_oco, false, "Place an OCO, in its older form"},
    {delete_, "/api/v3/orderList", "orderList.cancel", Security::trade, cancel_cost,
     cancel_list_parameters, handle_cancel_list, false, "Cancel all orders of a list"},
    {get, "/api/v3/orderList", "orderList.status", Security::read, weighs(4), order_list_parameters,
     handle_order_list, true, "One list of orders"},
    {get, "/api/v3/openOrderList", "openOrderLists.status", Security::read, weighs(6),
     no_parameters, handle_open_order_lists, true, "Lists of which an order is open"},
    {get, "/api/v3/allOrderList", "allOrderLists", Security::read, weighs(20),
     all_order_lists_parameters, handle_all_order_lists, true, "Lists, open and done"},
    {get, "/api/v3/order/amendments", "order.amendments", Security::read, weighs(4),
     amendments_parameters, handle_amendments, true, "What was changed about an order"},
    {get, "/api/v3/openOrders", "openOrders.status", Security::read, weighs(weight_of_open_orders),
     open_orders_parameters, handle_open_orders, true, "Open orders"},
    {delete_, "/api/v3/openOrders", "openOrders.cancelAll", Security::trade, cancel_cost,
     symbol_parameters, handle_cancel_all, false, "Cancel all open orders of a symbol"},
    {delete_, "/api/v3/allOpenOrders", "allOpenOrders.cancelAll", Security::trade, cancel_cost,
     cancel_everything_parameters, handle_cancel_everything, false,
     "Cancel open orders: of all symbols or one, of both sides or one"},
    {post, "/api/v3/batchOrders", "batchOrders.place", Security::trade, weighs(1),
     place_batch_parameters, handle_place_batch, false, "Place up to 100 orders"},
    {delete_, "/api/v3/batchOrders", "batchOrders.cancel", Security::trade, cancel_cost,
     cancel_batch_parameters, handle_cancel_batch, false, "Cancel up to 100 orders"},
    {post, "/api/v3/countdownCancelAll", "countdownCancelAll", Security::trade, cancel_cost,
     countdown_parameters, handle_countdown, false,
     "Cancel all orders unless this comes again in time"},
    {get, "/api/v3/allOrders", "allOrders", Security::read, weighs(20), all_orders_parameters,
     handle_all_orders, true, "Orders of a symbol, open and closed"},
    {get, "/api/v3/account", "account.status", Security::read, weighs(20), account_parameters,
     handle_account, true, "Balances and rights of the account"},
    {get, "/api/v3/myTrades", "myTrades", Security::read, weighs(weight_of_my_trades),
     my_trades_parameters, handle_my_trades, true, "The account's trades of a symbol"},
    {get, "/api/v3/account/commission", "account.commission", Security::read, weighs(20),
     symbol_parameters, handle_commission, true, "What trades of a symbol cost the account"},
    {get, "/api/v3/rateLimit/order", "account.rateLimits.orders", Security::read, weighs(40),
     no_parameters, handle_order_counts, true, "Unfilled orders, and how many there may be"},
    {get, "/api/v3/myAllocations", "myAllocations", Security::read, weighs(20),
     allocations_parameters, handle_allocations, true, "Fills outside of the book: none"},
    {get, "/api/v3/myPreventedMatches", "myPreventedMatches", Security::read,
     weighs(weight_of_prevented_matches), prevented_matches_parameters, handle_prevented_matches,
     true, "Matches that self-trade prevention did not let happen"},
    {get, "/api/v3/myFilters", "myFilters", Security::read, weighs(40), symbol_parameters,
     handle_my_filters, true, "The rules that hold for the account's orders of a symbol"},
    {get, "/x/v1/events", "events", Security::read, weighs(5), account_events_parameters,
     handle_account_events, true, "What the account was told, from a sequence on"},
    {post, "/api/v3/userDataStream", "userDataStream.start", Security::key, weighs(2),
     no_parameters, handle_open_listen_key, false, "Open an older user data stream"},
    {put, "/api/v3/userDataStream", "userDataStream.ping", Security::key, weighs(2),
     listen_key_parameters, handle_extend_listen_key, false, "Keep it for another hour"},
    {delete_, "/api/v3/userDataStream", "userDataStream.stop", Security::key, weighs(2),
     listen_key_parameters, handle_close_listen_key, false, "Close it"},

    {get, "/x/v1/subAccounts", "subAccounts", Security::read, weighs(20), no_parameters,
     handle_sub_accounts, true, "Sub-accounts of the account, with their balances"},
    {post, "/x/v1/transfer", "transfer", Security::withdraw, weighs(1), transfer_parameters,
     handle_transfer, false, "Move what is free between the account and its sub-accounts"},

    {get, "/sapi/v1/capital/config/getall", "", Security::read, weighs(10), no_parameters,
     handle_capital_config, true, "Assets"},
    {get, "/sapi/v1/margin/allPairs", "", Security::key, weighs(1), any_symbol_parameters,
     handle_no_pairs, true, "Margin pairs: none"},
    {get, "/sapi/v1/margin/isolated/allPairs", "", Security::read, weighs(10),
     any_symbol_parameters, handle_no_pairs, true, "Isolated margin pairs: none"},
    {get, "/sapi/v1/asset/tradeFee", "", Security::read, weighs(1), any_symbol_parameters,
     handle_trade_fees, true, "Fees of all markets"},
    {get, "/sapi/v1/system/status", "", Security::none, weighs(1), no_parameters,
     handle_system_status, true, "Whether the system is up"},
    {get, "/sapi/v1/account/apiRestrictions", "", Security::read, weighs(1), no_parameters,
     handle_api_restrictions, true, "What the key may do"},
    {get, "/dapi/v1/exchangeInfo", "", Security::none, weighs(1), no_parameters,
     handle_no_futures_markets, true, "Delivery markets: none"},
    {get, "/fapi/v1/exchangeInfo", "", Security::none, weighs(1), no_parameters,
     handle_no_futures_markets, true, "Futures markets: none"},

    {get, "/api/v3/ping", "ping", Security::none, weighs(1), no_parameters, handle_ping, true,
     "Whether the server is there"},
    {get, "/api/v3/time", "time", Security::none, weighs(1), no_parameters, handle_time, true,
     "The server's time"},
    {get, "/api/v3/exchangeInfo", "exchangeInfo", Security::none, weighs(20),
     exchange_info_parameters, handle_exchange_info, true, "Markets, their rules, and limits"},
    {get, "/api/v3/depth", "depth", Security::none, weighs(weight_of_depth), depth_parameters,
     handle_depth, true, "Order book"},
    {get, "/api/v3/trades", "trades.recent", Security::none, weighs(25), trades_parameters,
     handle_trades, true, "Newest trades"},
    {get, "/api/v3/historicalTrades", "trades.historical", Security::none, weighs(25),
     historical_trades_parameters, handle_historical_trades, true, "Trades from an id on"},
    {get, "/api/v3/aggTrades", "trades.aggregate", Security::none, weighs(4), aggregates_parameters,
     handle_aggregates, true, "Trades put together by taker order"},
    {get, "/api/v3/klines", "klines", Security::none, weighs(2), klines_parameters, handle_klines,
     true, "Candles"},
    {get, "/api/v3/uiKlines", "uiKlines", Security::none, weighs(2), klines_parameters,
     handle_klines, true, "Candles for charts: the same"},
    {get, "/api/v3/avgPrice", "avgPrice", Security::none, weighs(2), symbol_parameters,
     handle_average_price, true, "Average price of the last minutes"},
    {get, "/api/v3/ticker/24hr", "ticker.24hr", Security::none, weighs(weight_of_day_ticker),
     day_ticker_parameters, handle_day_ticker, true, "The last 24 hours"},
    {get, "/api/v3/ticker/tradingDay", "ticker.tradingDay", Security::none,
     weighs(weight_of_window_ticker), trading_day_parameters, handle_trading_day_ticker, true,
     "This day so far"},
    {get, "/api/v3/ticker", "ticker", Security::none, weighs(weight_of_window_ticker),
     window_ticker_parameters, handle_window_ticker, true, "A rolling window"},
    {get, "/api/v3/ticker/bookTicker", "ticker.book", Security::none,
     weighs(weight_of_price_ticker), ticker_parameters, handle_book_ticker, true,
     "Best bid and ask"},
    {get, "/api/v3/ticker/price", "ticker.price", Security::none, weighs(weight_of_price_ticker),
     ticker_parameters, handle_price_ticker, true, "Last price"},
    {get, "/x/v1/public/pairs", "", Security::none, weighs(5), no_parameters, handle_summary_pairs,
     true, "Markets, for aggregators"},
    {get, "/x/v1/public/tickers", "", Security::none, weighs(40), no_parameters,
     handle_summary_tickers, true, "The last 24 hours of all markets, for aggregators"},
    {get, "/x/v1/public/orderbook", "", Security::none, weighs(25), summary_book_parameters,
     handle_summary_order_book, true, "Order book, for aggregators"},
    {get, "/x/v1/public/historical_trades", "", Security::none, weighs(25),
     summary_trades_parameters, handle_summary_history, true,
     "Newest trades by side, for aggregators"},
    {get, "/x/v1/public/summary", "", Security::none, weighs(40), no_parameters,
     handle_summary_markets, true, "The last 24 hours of all markets in the other usual shape"},
    {get, "/x/v1/public/assets", "", Security::none, weighs(5), no_parameters,
     handle_summary_assets, true, "Assets, for aggregators"},
    {get, "/x/v1/public/ticker", "", Security::none, weighs(40), no_parameters,
     handle_summary_ticker, true, "Last prices and volumes by market"},
    {get, "/x/v1/public/trades", "", Security::none, weighs(25), summary_trades_parameters,
     handle_summary_trades, true, "Newest trades, for aggregators"},
    {get, "/docs/openapi.json", "", Security::none, weighs(1), no_parameters, handle_openapi, false,
     "This description of the interface"},
    {get, "/docs/asyncapi.json", "", Security::none, weighs(1), no_parameters, handle_asyncapi,
     false, "The description of the streams"},
    {get, "/openapi.json", "", Security::none, weighs(1), no_parameters, handle_openapi, false,
     "This description of the interface"},

    {other, "", "session.logon", Security::signature, weighs(2), no_parameters,
     handle_session_logon, false, "Log on with an Ed25519 key"},
    {other, "", "session.cancelOnDisconnect", Security::none, weighs(1),
     cancel_on_disconnect_parameters, handle_cancel_on_disconnect, false,
     "Whether orders of the connection end with it"},
    {other, "", "session.status", Security::none, weighs(2), no_parameters, handle_session_status,
     false, "What the connection is logged on as"},
    {other, "", "session.logout", Security::none, weighs(2), no_parameters, handle_session_logout,
     false, "Forget the key that logged on"},
    {other, "", "userDataStream.subscribe", Security::session, weighs(2), subscribe_parameters,
     handle_user_subscribe, false, "Subscribe to the events of the session's account"},
    {other, "", "userDataStream.subscribe.signature", Security::read, weighs(2),
     subscribe_parameters, handle_user_subscribe_signature, false,
     "Subscribe to the events of the signing account"},
    {other, "", "session.subscriptions", Security::none, weighs(2), no_parameters,
     handle_session_subscriptions, false, "The subscriptions of the connection"},
    {other, "", "userDataStream.unsubscribe", Security::none, weighs(2), unsubscribe_parameters,
     handle_user_unsubscribe, false, "End subscriptions"},
};

}  // namespace

std::span<const Endpoint> endpoints() noexcept { return table; }

}  // namespace outcry::gateway
