#include <array>

#include "app/operators/operator_call.hpp"

namespace outcry::app {
namespace {

constexpr auto text = FieldKind::text;
constexpr auto flag = FieldKind::flag;
constexpr auto list = FieldKind::list;
constexpr auto optional = FieldNeed::optional;
constexpr auto mandatory = FieldNeed::mandatory;
constexpr auto query = CallKind::query;
constexpr auto change = CallKind::change;
constexpr auto safety = CallKind::safety;

constexpr CallField symbol{"symbol", text, mandatory, "of the market, such as BTCUSDT"};
constexpr CallField account{"account", text, mandatory, "its name"};
constexpr CallField asset{"asset", text, mandatory, "its code, such as BTC"};
constexpr CallField amount{"amount", text, mandatory, "in units of the asset, such as 1.5"};
constexpr CallField maker_fee{"makerFee", text, optional, "a fraction: 0.001 is 0.1 %"};
constexpr CallField taker_fee{"takerFee", text, optional, "a fraction"};
constexpr CallField cancels{"cancelOrders", flag, optional, "close the orders, too: kill switch"};
constexpr CallField key_name{"name", text, mandatory, "of the key, as in X-MBX-APIKEY"};
constexpr CallField expires_at{"expiresAt", text, optional, "milliseconds since 1970 (UTC)"};
constexpr CallField addresses{"addresses", list, optional,
                              "IPv4 or IPv6 networks that may use it, such as 10.0.0.0/8"};
constexpr CallField symbols{"symbols", list, optional, "the only markets that it may trade"};

constexpr std::array<CallField, 0> nothing{};
constexpr std::array asset_fields{
    asset, CallField{"decimals", text, optional, "of its smallest unit, 0 to 18; default 8"}};
constexpr std::array market_fields{
    symbol,
    CallField{"base", text, mandatory, "code of the asset that is traded"},
    CallField{"quote", text, mandatory, "code of the asset that it is paid with"},
    CallField{"tick", text, mandatory, "unit of prices, for ever"},
    CallField{"step", text, mandatory, "unit of quantities, for ever"},
    CallField{"priceMinimum", text, optional, "default: one tick"},
    CallField{"priceMaximum", text, optional, "default: 1000000000"},
    CallField{"quantityMinimum", text, optional, "default: one step"},
    CallField{"quantityMaximum", text, optional, "default: 9000000000"},
    CallField{"notionalMinimum", text, optional, "price times quantity; default: none"},
    maker_fee,
    taker_fee,
    CallField{"status", text, optional, "trading (default), post_only, cancel_only, halted"}};
constexpr std::array change_fields{
    symbol,
    CallField{"priceMinimum", text, optional, "what is left out stays"},
    CallField{"priceMaximum", text, optional, ""},
    CallField{"quantityMinimum", text, optional, ""},
    CallField{"quantityMaximum", text, optional, ""},
    CallField{"notionalMinimum", text, optional, ""}};
constexpr std::array rules_fields{
    symbol,
    CallField{"priceStep", text, optional, "prices are multiples of it"},
    CallField{"quantityStep", text, optional, "quantities are multiples of it"},
    CallField{"marketQuantityMinimum", text, optional, "of market orders"},
    CallField{"marketQuantityMaximum", text, optional, ""},
    CallField{"positionMaximum", text, optional, "base held and on order by one account"},
    CallField{"notionalMaximum", text, optional, "price times quantity of one order"},
    CallField{"bidUpBips", text, optional, "of the last price; so are the next ones"},
    CallField{"bidDownBips", text, optional, ""},
    CallField{"askUpBips", text, optional, ""},
    CallField{"askDownBips", text, optional, ""},
    CallField{"marketBandBips", text, optional, "how far a market order may trade"},
    CallField{"ordersMaximum", text, optional, "of one account on the market; so the next"},
    CallField{"stopOrdersMaximum", text, optional, ""},
    CallField{"icebergOrdersMaximum", text, optional, ""},
    CallField{"orderListsMaximum", text, optional, ""},
    CallField{"icebergPartsMaximum", text, optional, "of one iceberg"},
    CallField{"trailingMinimumBips", text, optional, ""},
    CallField{"trailingMaximumBips", text, optional, ""}};
constexpr std::array market_status_fields{
    symbol,
    CallField{"status", text, mandatory,
              "trading, post_only, cancel_only, halted, or delisted, for good"},
    cancels};
constexpr std::array market_fee_fields{symbol, maker_fee, taker_fee};
constexpr std::array account_fields{
    CallField{"name", text, mandatory, "1 to 32 bytes, unique"},
    CallField{"uid", text, optional, "your own number of the user, unique"},
    CallField{"parent", text, optional, "it becomes a sub-account of this one"}};
constexpr std::array account_only{account};
constexpr std::array list_accounts_fields{
    CallField{"after", text, optional, "id of the last one of the page before"},
    CallField{"limit", text, optional, "1 to 1000, default 100"}};
constexpr std::array account_rules_fields{
    account, CallField{"tradeGroup", text, optional, "accounts of one do not trade; 0: none"},
    CallField{"selfTradePrevention", text, optional,
              "none, expire_taker, expire_maker, expire_both, decrement"}};
constexpr std::array account_status_fields{
    account, CallField{"status", text, mandatory, "active, cancel_only, disabled"}, cancels};
constexpr std::array adjustment_fields{account, asset, amount};
constexpr std::array transfer_fields{CallField{"from", text, mandatory, "name of an account"},
                                     CallField{"to", text, mandatory, "name of an account"}, asset,
                                     amount};
constexpr std::array key_fields{
    account,
    key_name,
    CallField{"type", text, mandatory, "hmac, ed25519, rsa"},
    CallField{"secret", FieldKind::secret, optional, "of an HMAC key"},
    CallField{"publicKey", FieldKind::file, optional, "of the others, as PEM"},
    CallField{"permissions", list, optional, "read, trade, withdraw; default: read"},
    expires_at,
    addresses,
    symbols};
constexpr std::array key_rules_fields{key_name, expires_at, addresses, symbols};
constexpr std::array key_only{key_name};
constexpr std::array venue_status_fields{
    CallField{"status", text, mandatory, "open, cancel_only, halted"}, cancels};
constexpr std::array limit_fields{
    CallField{"account", text, optional, "left out: of every account without its own"},
    CallField{"orderNotionalMaximum", text, optional, "in units of `asset`, which says the scale"},
    CallField{"asset", text, optional, ""},
    CallField{"orderQuantityMaximum", text, optional, "in units of `symbol`, likewise"},
    CallField{"symbol", text, optional, ""},
    CallField{"openOrdersMaximum", text, optional, ""},
    CallField{"priceCollarBips", text, optional, "of the last price, against the trader"},
    CallField{"commandsPerSecondMaximum", text, optional, "orders, amendments, replacements"}};
constexpr std::array exposure_fields{
    CallField{"account", text, optional, "left out: of every account without its own"}, asset,
    CallField{"maximum", text, mandatory, "of what open orders reserve; 0: no limit"}};
constexpr std::array account_fee_fields{
    account,
    maker_fee,
    taker_fee,
    CallField{"referrer", text, optional, "account that gets part of the fees"},
    CallField{"referrerShare", text, optional, "a fraction of them"},
    CallField{"paysInFeeAsset", flag, optional, "where its balance suffices"}};
constexpr std::array tier_fields{
    CallField{"index", text, mandatory, "1 to 16, rising with the volume"},
    CallField{"volumeAsset", text, optional, "markets quoted in it count"},
    CallField{"volumeMinimum", text, optional, "traded in 30 days"},
    maker_fee,
    taker_fee,
    CallField{"remove", flag, optional, "take the tier away"}};
constexpr std::array fee_asset_fields{
    asset, CallField{"feeAsset", text, mandatory, "what fees can be paid with"},
    CallField{"price", text, optional, "of one unit of `asset`, in `feeAsset`"},
    CallField{"discount", text, optional, "a fraction"},
    CallField{"remove", flag, optional, "take the rate away"}};
constexpr std::array cancel_fields{
    CallField{"account", text, optional, "only its orders"},
    CallField{"symbol", text, optional, "only on this market"},
    CallField{"side", text, optional, "only buy or sell"},
    CallField{"all", flag, optional, "needed when nothing else is said: of the whole venue"}};

constexpr std::array calls{
    OperatorCall{"/v1/assets", "asset list", query, nothing, plan_list_assets, "assets"},
    OperatorCall{"/v1/assets", "asset create", change, asset_fields, plan_create_asset,
                 "make an asset"},
    OperatorCall{"/v1/markets", "market list", query, nothing, plan_list_markets, "markets"},
    OperatorCall{"/v1/markets", "market create", change, market_fields, plan_create_market,
                 "make a market; its assets must be there"},
    OperatorCall{"/v1/markets/change", "market change", change, change_fields, plan_change_market,
                 "bounds of prices and quantities"},
    OperatorCall{"/v1/markets/rules", "rules market", change, rules_fields, plan_market_rules,
                 "replace all rules of a market; what is left out is switched off"},
    OperatorCall{"/v1/markets/status", "status market", safety, market_status_fields,
                 plan_market_status, "status of a market"},
    OperatorCall{"/v1/markets/fees", "fees market", change, market_fee_fields, plan_market_fees,
                 "fees of a market"},
    OperatorCall{"/v1/account", "account show", query, account_only, plan_show_account,
                 "one account with its balances"},
    OperatorCall{"/v1/accounts", "account list", query, list_accounts_fields, plan_list_accounts,
                 "accounts, by id"},
    OperatorCall{"/v1/accounts", "account create", change, account_fields, plan_create_account,
                 "make an account or a sub-account"},
    OperatorCall{"/v1/accounts/rules", "rules account", change, account_rules_fields,
                 plan_account_rules, "self-trade prevention of an account; replaces both"},
    OperatorCall{"/v1/accounts/status", "status account", safety, account_status_fields,
                 plan_account_status, "what an account may do with orders"},
    OperatorCall{"/v1/accounts/fees", "fees account", change, account_fee_fields, plan_account_fees,
                 "own rates and referrer of an account; replaces all"},
    OperatorCall{"/v1/deposits", "deposit", change, adjustment_fields, plan_deposit,
                 "credit an account"},
    OperatorCall{"/v1/withdrawals", "withdraw", change, adjustment_fields, plan_withdraw,
                 "debit an account, of what is free"},
    OperatorCall{"/v1/transfers", "transfer", change, transfer_fields, plan_transfer,
                 "move what is free between two accounts"},
    OperatorCall{"/v1/key", "key show", query, key_only, plan_show_key, "one API key"},
    OperatorCall{"/v1/keys", "key register", change, key_fields, plan_register_key,
                 "give an account an API key"},
    OperatorCall{"/v1/keys/rules", "key rules", safety, key_rules_fields, plan_key_rules,
                 "replace all rules of a key; what is left out is not restricted"},
    OperatorCall{"/v1/keys/revoke", "key revoke", safety, key_only, plan_revoke_key,
                 "end a key, at once and for good"},
    OperatorCall{"/v1/venue/status", "status venue", safety, venue_status_fields, plan_venue_status,
                 "status of the whole venue"},
    OperatorCall{"/v1/limits", "limits account", safety, limit_fields, plan_account_limits,
                 "limits of an account or the venue's; replaces all"},
    OperatorCall{"/v1/limits/exposure", "limits exposure", safety, exposure_fields,
                 plan_exposure_limit, "the most that open orders may reserve of an asset"},
    OperatorCall{"/v1/fees/tiers", "fees tier", change, tier_fields, plan_fee_tier,
                 "one tier of the fee schedule"},
    OperatorCall{"/v1/fees/assets", "fees asset", change, fee_asset_fields, plan_fee_asset,
                 "what a fee costs in the fee asset"},
    OperatorCall{"/v1/orders/cancel", "cancel", safety, cancel_fields, plan_cancel_orders,
                 "close orders, in slices"}};

}  // namespace

std::span<const OperatorCall> operator_calls() noexcept { return calls; }

}  // namespace outcry::app
