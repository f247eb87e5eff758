#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/api/history_merge.hpp"
#include "gateway/api/rates.hpp"
#include "gateway/api/symbols.hpp"
#include "gateway/api/time_range.hpp"
#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

using enum Parameter;

constexpr std::size_t list_limit_default = 500;
constexpr std::size_t list_limit_max = 1000;

Refusal no_such_order() { return {400, -2013, "Order does not exist."}; }
Refusal other_client_order_id() {
    return {400, -2039, "Client order ID is not correct for this order ID."};
}

Answer answer_orders(Services& services, const Call& call,
                     std::span<const views::OrderRecord* const> orders) {
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_array();
        for (const views::OrderRecord* const order : orders) {
            write_order(json, services.view, *order);
        }
        json.end_array();
    });
}

void read_range(ParameterReader& reader, views::AccountQuery& query) {
    const TimeRange range = read_time_range(reader);
    query.start = range.start;
    query.end = range.end;
}

/// Of this account and instrument, and by both names if both were given.
const views::OrderRecord* find_order(Services& services, const Call& call,
                                     const views::InstrumentView& instrument,
                                     ParameterReader& reader) {
    const auto id = reader.integer(order_id);
    const ClientOrderId name = reader.client_order_id(orig_client_order_id);
    if (reader.is_refused()) return nullptr;
    const InstrumentId instrument_id = instrument.definition.id;
    const views::OrderRecord* order =
        id ? services.view.find_order(OrderId{static_cast<std::uint64_t>(*id)})
           : services.view.find_order(call.account(), instrument_id, name.view());
    const bool is_forgotten = order == nullptr && id && services.history != nullptr;
    if (is_forgotten && !services.history->orders.empty()) {
        order = &services.history->orders.front();
    }
    if (order == nullptr || order->account != call.account() ||
        order->instrument != instrument_id) {
        reader.refuse(no_such_order());
        return nullptr;
    }
    if (!name.empty() && order->client_order_id != name) reader.refuse(other_client_order_id());
    return order;
}

/// Nothing of this name: whether it is under way, was rejected, or was never seen.
Answer answer_no_order(Services& services, const Call& call, InstrumentId instrument,
                       ParameterReader& reader) {
    const ClientOrderId name =
        ParameterReader{call.parameters}.client_order_id(orig_client_order_id);
    if (reader.failure().error.code != no_such_order().code) {
        return refuse(services, call, reader.failure().error);
    }
    return make_error(call.envelope, services.view.sequence(), no_such_order(),
                      encode_attempt(services.view, services.unsettled_orders,
                                     {call.account(), instrument, name}));
}

/// Basis points: what clients of old read. The rates beside it are exact.
std::int64_t basis_points(std::int32_t fee_ppm) noexcept { return fee_ppm / 100; }

void write_commission(JsonWriter& json, const views::FeeRates& rates) {
    json.name("makerCommission").integer(basis_points(rates.maker_ppm));
    json.name("takerCommission").integer(basis_points(rates.taker_ppm));
    json.name("buyerCommission").integer(0);
    json.name("sellerCommission").integer(0);
    write_commission_rates(json.name("commissionRates"), rates);
}

void write_balances(JsonWriter& json, const Services& services, AccountId account,
                    bool omits_zeros) {
    json.begin_array();
    for (const AssetDefinition& asset : services.view.assets()) {
        const views::BalanceRecord balance = services.view.balance(account, asset.id);
        if (omits_zeros && balance.free == Amount{} && balance.locked == Amount{}) continue;
        json.begin_object();
        json.name("asset").word(asset.code.view());
        json.name("free").amount(balance.free, asset.decimals);
        json.name("locked").amount(balance.locked, asset.decimals);
        json.end_object();
    }
    json.end_array();
}

void write_account(JsonWriter& json, const Services& services, const Call& call, bool omits_zeros) {
    // Rates may differ by instrument; the account shows those of the first.
    const auto instruments = services.view.instruments();
    views::FeeRates rates;
    if (!instruments.empty()) {
        rates = services.view.fee_rates(call.account(), instruments.front()->definition.id);
    }
    const views::AccountView* const account = services.view.find_account(call.account());
    OUTCRY_ASSERT(account != nullptr);  // it has a key
    json.begin_object();
    write_commission(json, rates);
    json.name("canTrade").boolean(account->status == AccountStatus::active);
    json.name("canWithdraw").boolean(false);
    json.name("canDeposit").boolean(false);
    json.name("brokered").boolean(false);
    json.name("requireSelfTradePrevention").boolean(false);
    json.name("preventSor").boolean(false);
    json.name("updateTime").time(account->updated_at);
    json.name("accountType").word("SPOT");
    write_balances(json.name("balances"), services, call.account(), omits_zeros);
    json.name("permissions").begin_array().word("SPOT").end_array();
    json.name("uid").count(account->external_uid);
    json.end_object();
}

}  // namespace

Reply handle_order(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    if (!reader.has(order_id) && !reader.has(orig_client_order_id)) {
        reader.refuse(refusals::missing_both(name_of(order_id), name_of(orig_client_order_id)));
    }
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    if (const auto id = reader.integer(order_id)) {
        const OrderId asked{static_cast<std::uint64_t>(*id)};
        if (auto missing = missing_order(services, asked)) {
            return HistoryNeeded{std::move(*missing), call.envelope};
        }
        if (is_history_away(services)) return refuse(services, call, history_away());
    }
    const views::OrderRecord* const order = find_order(services, call, *instrument, reader);
    if (reader.is_refused() && order == nullptr && !reader.has(order_id)) {
        return answer_no_order(services, call, instrument->definition.id, reader);
    }
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    return make_answer(call.envelope, services.view.sequence(),
                       [&](JsonWriter& json) { write_order(json, services.view, *order); });
}

Reply handle_open_orders(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    std::optional<InstrumentId> id;
    if (instrument != nullptr) id = instrument->definition.id;
    return answer_orders(services, call, services.view.open_orders(call.account(), id));
}

Reply handle_all_orders(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    views::AccountQuery query{.account = call.account()};
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    query.order_id = OrderId{static_cast<std::uint64_t>(reader.integer(order_id).value_or(0))};
    read_range(reader, query);
    query.limit = reader.limit(list_limit_default, list_limit_max);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    query.instrument = instrument->definition.id;
    if (auto missing = missing_orders(services, query)) {
        return HistoryNeeded{std::move(*missing), call.envelope};
    }
    if (is_history_away(services)) return refuse(services, call, history_away());
    auto orders = services.view.orders(query);
    if (services.history != nullptr) {
        orders = merge_orders(query, std::move(orders), *services.history);
    }
    return answer_orders(services, call, orders);
}

Reply handle_account(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const bool omits_zeros = reader.boolean(omit_zero_balances, false);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    return make_answer(call.envelope, services.view.sequence(),
                       [&](JsonWriter& json) { write_account(json, services, call, omits_zeros); });
}

Reply handle_my_trades(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    views::AccountQuery query{.account = call.account()};
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    query.order_id = OrderId{static_cast<std::uint64_t>(reader.integer(order_id).value_or(0))};
    // Ids begin with 1: a client that pages from 0 means the oldest, not "no range".
    if (reader.has(from_id)) {
        const auto first = static_cast<std::uint64_t>(reader.integer(from_id).value_or(0));
        query.from_trade_id = TradeId{std::max<std::uint64_t>(first, 1)};
    }
    read_range(reader, query);
    query.limit = reader.limit(list_limit_default, list_limit_max);
    const bool has_range = reader.has(start_time) || reader.has(end_time);
    if (has_range && (reader.has(from_id) || reader.has(order_id))) {
        reader.refuse(refusals::bad_combination());
    }
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    query.instrument = instrument->definition.id;

    // Both sides of a trade of the account with itself, unless one order was asked for.
    const auto write_sides = [&](JsonWriter& json, const views::TradeRecord& trade) {
        const auto write = [&](AccountId account, OrderId order, Side side) {
            const bool is_meant = query.order_id == OrderId{} || query.order_id == order;
            if (account == call.account() && is_meant) {
                write_own_trade(json, services.view, trade, side);
            }
        };
        write(trade.maker_account, trade.maker_order_id, opposite(trade.taker_side));
        write(trade.taker_account, trade.taker_order_id, trade.taker_side);
    };
    auto trades = services.view.account_trades(query);
    const TradesQuestion question{.account = call.account(), .query = query};
    if (auto missing = missing_trades(services, question, trades)) {
        return HistoryNeeded{std::move(*missing), call.envelope};
    }
    if (is_history_away(services)) return refuse(services, call, history_away());
    if (services.history != nullptr) {
        trades = merge_trades(query, std::move(trades), *services.history);
    }
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_array();
        for (const views::TradeRecord* const trade : trades) write_sides(json, *trade);
        json.end_array();
    });
}

}  // namespace outcry::gateway
