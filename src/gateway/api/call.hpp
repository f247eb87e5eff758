#pragma once

#include <span>

#include "gateway/api/api.hpp"
#include "gateway/api/client_order_ids.hpp"
#include "gateway/api/order_attempts.hpp"
#include "gateway/authentication/authenticator.hpp"
#include "gateway/parameters/parameter_list.hpp"
#include "gateway/parameters/refusal.hpp"

namespace outcry::gateway {

/// What every handler may use. One per `Api`.
struct Services {
    views::VenueView& view;
    Authenticator& authenticator;
    ClientOrderIds& client_order_ids;
    RateLimiter& rate_limiter;
    ListenKeys& listen_keys;
    UnsettledOrders& unsettled_orders;
    AccountEvents& account_events;
    const ApiOptions& options;
    const HistoryAnswer* history = nullptr;  // to the question of this call; null: not asked
};

/// One request after routing, authentication and the check of its parameters' names.
struct Call {
    const ParameterList& parameters;
    const Envelope& envelope;
    Timestamp now;                             // when it was received
    Timestamp expires_at;                      // zero for public calls
    const Credential* credential = nullptr;    // null for public calls
    SessionAuthentication* session = nullptr;  // null for REST
    /// No further order is admitted, and the call asks to go on without one.
    const LimitReached* order_limit = nullptr;
    bool is_idempotent = false;  // asked for beside the parameters

    [[nodiscard]] AccountId account() const { return credential->account; }
};

using Handler = Reply (*)(Services& services, const Call& call);

/// What was told before is not kept any more; `data` says since when it is.
[[nodiscard]] Answer refuse_forgotten(const Services& services, const Call& call);

[[nodiscard]] Answer refuse(const Services& services, const Call& call, const Refusal& refusal);

// market_data.cpp, exchange_info.cpp
Reply handle_ping(Services& services, const Call& call);
Reply handle_time(Services& services, const Call& call);
Reply handle_exchange_info(Services& services, const Call& call);
Reply handle_depth(Services& services, const Call& call);
Reply handle_trades(Services& services, const Call& call);
Reply handle_book_ticker(Services& services, const Call& call);
Reply handle_price_ticker(Services& services, const Call& call);
Reply handle_historical_trades(Services& services, const Call& call);
Reply handle_aggregates(Services& services, const Call& call);
// candle_queries.cpp, ticker_queries.cpp
Reply handle_klines(Services& services, const Call& call);
Reply handle_average_price(Services& services, const Call& call);
Reply handle_day_ticker(Services& services, const Call& call);
Reply handle_window_ticker(Services& services, const Call& call);
Reply handle_trading_day_ticker(Services& services, const Call& call);
// market_summaries.cpp
Reply handle_summary_pairs(Services& services, const Call& call);
Reply handle_summary_assets(Services& services, const Call& call);
Reply handle_summary_markets(Services& services, const Call& call);
Reply handle_summary_tickers(Services& services, const Call& call);
Reply handle_summary_ticker(Services& services, const Call& call);
Reply handle_summary_order_book(Services& services, const Call& call);
Reply handle_summary_trades(Services& services, const Call& call);
Reply handle_summary_history(Services& services, const Call& call);
// openapi.cpp, asyncapi.cpp
Reply handle_openapi(Services& services, const Call& call);
Reply handle_asyncapi(Services& services, const Call& call);
// order_entry.cpp
Reply handle_place(Services& services, const Call& call);
Reply handle_test(Services& services, const Call& call);
Reply handle_cancel(Services& services, const Call& call);
Reply handle_cancel_replace(Services& services, const Call& call);
Reply handle_amend(Services& services, const Call& call);
// order_lists.cpp
Reply handle_place_oco(Services& services, const Call& call);
Reply handle_place_older_oco(Services& services, const Call& call);
Reply handle_place_oto(Services& services, const Call& call);
Reply handle_place_otoco(Services& services, const Call& call);
Reply handle_cancel_list(Services& services, const Call& call);
// order_list_queries.cpp
Reply handle_order_list(Services& services, const Call& call);
Reply handle_open_order_lists(Services& services, const Call& call);
Reply handle_all_order_lists(Services& services, const Call& call);
Reply handle_amendments(Services& services, const Call& call);
// mass_cancels.cpp
Reply handle_cancel_all(Services& services, const Call& call);
Reply handle_cancel_everything(Services& services, const Call& call);
Reply handle_countdown(Services& services, const Call& call);
Reply handle_cancel_on_disconnect(Services& services, const Call& call);
// batches.cpp
Reply handle_place_batch(Services& services, const Call& call);
Reply handle_cancel_batch(Services& services, const Call& call);
// account_queries.cpp
Reply handle_order(Services& services, const Call& call);
Reply handle_open_orders(Services& services, const Call& call);
Reply handle_all_orders(Services& services, const Call& call);
Reply handle_account(Services& services, const Call& call);
Reply handle_my_trades(Services& services, const Call& call);
// account_details.cpp
Reply handle_commission(Services& services, const Call& call);
Reply handle_order_counts(Services& services, const Call& call);
Reply handle_allocations(Services& services, const Call& call);
Reply handle_prevented_matches(Services& services, const Call& call);
Reply handle_my_filters(Services& services, const Call& call);
// sub_accounts.cpp
Reply handle_sub_accounts(Services& services, const Call& call);
Reply handle_transfer(Services& services, const Call& call);
// shims.cpp
Reply handle_capital_config(Services& services, const Call& call);
Reply handle_no_pairs(Services& services, const Call& call);
Reply handle_trade_fees(Services& services, const Call& call);
Reply handle_system_status(Services& services, const Call& call);
Reply handle_api_restrictions(Services& services, const Call& call);
Reply handle_no_futures_markets(Services& services, const Call& call);
// account_event_calls.cpp
Reply handle_account_events(Services& services, const Call& call);
// listen_key_calls.cpp
Reply handle_open_listen_key(Services& services, const Call& call);
Reply handle_extend_listen_key(Services& services, const Call& call);
Reply handle_close_listen_key(Services& services, const Call& call);
// session_methods.cpp
Reply handle_session_subscriptions(Services& services, const Call& call);
Reply handle_session_logon(Services& services, const Call& call);
Reply handle_session_status(Services& services, const Call& call);
Reply handle_session_logout(Services& services, const Call& call);
Reply handle_user_subscribe(Services& services, const Call& call);
Reply handle_user_subscribe_signature(Services& services, const Call& call);
Reply handle_user_unsubscribe(Services& services, const Call& call);

}  // namespace outcry::gateway
