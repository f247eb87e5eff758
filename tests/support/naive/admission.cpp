#include <algorithm>
#include <set>

#include "support/naive_command.hpp"
#include "support/naive_engine.hpp"

namespace outcry::test {
namespace {

int128 wide(std::uint64_t value) { return static_cast<int128>(value); }

bool stays(const Command& command) {
    return naive::may_stay(command.order_type, command.time_in_force);
}

bool is_iceberg(const Command& command) { return terms_of(command).visible_quantity.value() != 0; }

bool trails(const Command& command) { return terms_of(command).trailing_delta_bips != 0; }

}  // namespace

NaiveEngine::Reason NaiveEngine::admission_refusal(const Command& command) {
    Reason reason = name_refusal(command);
    if (!reason) reason = account_refusal(command, 0);
    if (!reason) reason = counts_refusal(command, nullptr, 0);
    if (!reason) reason = position_refusal(command, 0);
    const bool needs_last = naive::is_market_stop(command.order_type) && trails(command) &&
                            command.side == Side::buy && terms_of(command).stop_price.value() == 0;
    if (!reason && needs_last && instruments_[command.instrument.value()].last == 0)
        reason = {RejectReason::no_last_price};
    if (!reason) reason = funds_refusal(command);
    if (!reason) reason = post_only_refusal(command);
    if (!reason) reason = trigger_refusal(command);
    if (!reason) reason = small_budget_refusal(command);
    if (!reason) reason = room_refusal(command);
    return reason;
}

// 12: client order id
NaiveEngine::Reason NaiveEngine::name_refusal(const Command& command) {
    const ClientOrderId& name = command.texts.created.client_order_id;
    if (!name.empty() && find_named(command.account.value(), name) != nullptr)
        return {RejectReason::duplicate_client_order_id};
    return {};
}

// 13: limits of the account
AccountLimits NaiveEngine::limits_of(std::uint32_t account) const {
    const auto own = account_limits_.find(account);
    if (own != account_limits_.end()) return own->second;
    const auto common = account_limits_.find(0);
    return common == account_limits_.end() ? AccountLimits{} : common->second;
}

NaiveEngine::Reason NaiveEngine::amount_refusal(std::uint32_t account, std::uint16_t instrument,
                                                Side side, std::int64_t price,
                                                std::uint64_t quantity) const {
    const AccountLimits limits = limits_of(account);
    const std::uint64_t most = limits.order_quantity_maximum.value();
    if (most != 0 && quantity > most)
        return {RejectReason::order_quantity_limit, wide(quantity), wide(most)};
    // Without a limit an order is worth what it is at the last price.
    const std::int64_t value = price < 0 ? instruments_[instrument].last : price;
    const int128 notional = cost(instrument, Side::buy, value, quantity);
    const int128 dearest = limits.order_notional_maximum.value();
    if (dearest != 0 && notional > dearest)
        return {RejectReason::order_notional_limit, notional, dearest};
    if (price < 0) return {};  // has none
    const int128 last = instruments_[instrument].last;
    const int128 collar = limits.price_collar_bips;
    if (last == 0 || collar == 0) return {};
    const int128 given = static_cast<int128>(price) * 10'000;
    if (side == Side::buy && given > last * (10'000 + collar))
        return {RejectReason::price_collar, price, last * (10'000 + collar) / 10'000};
    if (side == Side::sell && given < last * (10'000 - collar))
        return {RejectReason::price_collar, price, (last * (10'000 - collar) + 9'999) / 10'000};
    return {};
}

NaiveEngine::Reason NaiveEngine::account_refusal(const Command& command, std::uint64_t before) {
    const std::uint32_t account = command.account.value();
    const bool has_price = naive::has_price(command.order_type);
    const Reason reason =
        amount_refusal(account, command.instrument.value(), command.side,
                       has_price ? command.price.value() : -1, command.quantity.value());
    if (reason) return reason;
    const AccountLimits limits = limits_of(account);
    const int128 budget = command.texts.created.quote_quantity.value();
    const int128 dearest = limits.order_notional_maximum.value();
    if (command.order_type == OrderType::market_by_quote && dearest != 0 && budget > dearest)
        return {RejectReason::order_notional_limit, budget, dearest};
    const auto open = static_cast<std::uint64_t>(
        std::count_if(orders_.begin(), orders_.end(),
                      [&](const Order& order) { return order.account == account; }));
    const std::uint64_t most = limits.open_orders_maximum;
    if (most != 0 && stays(command) && open + before + 1 > most)
        return {RejectReason::open_orders_limit, wide(open + before + 1), wide(most)};
    return {};
}

// 14: open orders of the account, on the instrument, by kind
NaiveEngine::Reason NaiveEngine::counts_refusal(const Command& command, const Command* others,
                                                std::size_t other_count) {
    if (!stays(command)) return {};
    const std::uint16_t instrument = command.instrument.value();
    const auto& rules = instruments_[instrument].rules;
    std::uint64_t all = 1;
    std::uint64_t here = 1;
    std::uint64_t stops = 1;
    std::uint64_t icebergs = 1;
    for (const Order& order : orders_) {
        if (order.account != command.account.value()) continue;
        ++all;
        if (order.instrument != instrument) continue;
        ++here;
        if (naive::is_any_stop(order.type) && order.phase != OrderPhase::working) ++stops;
        if (order.terms.visible_quantity.value() != 0) ++icebergs;
    }
    for (std::size_t i = 0; i < other_count; ++i) {
        if (!stays(others[i])) continue;
        ++all;
        ++here;
        if (naive::is_any_stop(others[i].order_type)) ++stops;
        if (is_iceberg(others[i])) ++icebergs;
    }
    const auto beyond = [](RejectReason reason, std::uint64_t count, std::uint64_t most) {
        return count > most ? Reason{reason, wide(count), wide(most)} : Reason{};
    };
    const auto switched = [&](RejectReason reason, std::uint64_t count, std::uint64_t most) {
        return most == 0 ? Reason{} : beyond(reason, count, most);
    };
    Reason reason =
        beyond(RejectReason::too_many_open_orders, all, limits_.open_orders_per_account_max);
    if (!reason)
        reason = switched(RejectReason::too_many_instrument_orders, here, rules.orders_maximum);
    if (!reason && naive::is_any_stop(command.order_type))
        reason = switched(RejectReason::too_many_stop_orders, stops, rules.stop_orders_maximum);
    if (!reason && is_iceberg(command))
        reason =
            switched(RejectReason::too_many_iceberg_orders, icebergs, rules.iceberg_orders_maximum);
    return reason;
}

NaiveEngine::Reason NaiveEngine::position_refusal(const Command& command, std::uint64_t more) {
    const std::uint16_t instrument = command.instrument.value();
    const int128 most = wide(rules_of(instrument).position_maximum.value());
    if (most == 0 || command.side != Side::buy) return {};
    uint128 bought = command.quantity.value();
    if (command.order_type == OrderType::market_by_quote)
        bought = preview(instrument, taking_of(order_of(command))).quantity;
    const Instrument& market = instruments_[instrument];
    const Balance& base = balance(command.account.value(), market.definition.base_asset);
    const int128 unit = wide(market.definition.base_units_per_lot);
    int128 position = (base.free + base.locked) / unit + static_cast<int128>(bought + more);
    for (const Order& order : orders_)
        if (order.account == command.account.value() && order.instrument == instrument &&
            order.side == Side::buy)
            position += wide(order.open);
    if (position > most) return {RejectReason::position_above_maximum, position, most};
    return {};
}

// 16: funds for the worst case
int128 NaiveEngine::needed(const Command& command) {
    const std::uint16_t instrument = command.instrument.value();
    const Order order = order_of(command);
    if (naive::is_any_stop(command.order_type)) return own_amount(order);
    const bool buys = command.side == Side::buy;
    if (command.order_type == OrderType::market && buys)
        return preview(instrument, taking_of(order)).quote;
    if (command.order_type == OrderType::market_by_quote) {
        if (buys) return command.texts.created.quote_quantity.value();
        return static_cast<int128>(preview(instrument, taking_of(order)).quantity) *
               wide(instruments_[instrument].definition.base_units_per_lot);
    }
    return cost(instrument, command.side, command.price.value(), command.quantity.value());
}

NaiveEngine::Reason NaiveEngine::funds_refusal(const Command& command) {
    const std::uint32_t account = command.account.value();
    const AssetId asset = pays(command.instrument.value(), command.side);
    const int128 amount = needed(command);
    const int128 free = balance(account, asset).free;
    if (amount > free) return {RejectReason::insufficient_balance, amount, free};
    if (!stays(command)) return {};
    return exposure_refusal(account, asset, amount);
}

NaiveEngine::Reason NaiveEngine::exposure_refusal(std::uint32_t account, AssetId asset,
                                                  int128 more) {
    auto limit = exposure_limits_.find({account, asset.value()});
    if (limit == exposure_limits_.end()) limit = exposure_limits_.find({0, asset.value()});
    if (limit == exposure_limits_.end()) return {};
    const int128 exposed = balance(account, asset).locked + more;
    if (exposed > limit->second) return {RejectReason::exposure_limit, exposed, limit->second};
    return {};
}

// 17: post-only
NaiveEngine::Reason NaiveEngine::post_only_refusal(const Command& command) {
    const std::uint16_t instrument = command.instrument.value();
    if (!naive::is_maker_type(command.order_type)) return {};
    if (!would_trade(instrument, command.side, command.price.value())) return {};
    if (command.order_type == OrderType::limit_maker) return {RejectReason::would_trade};
    const std::int64_t price =
        resting_price(instrument, command.side, command.order_type, command.price.value());
    if (price_refusal(instrument, price) ||
        notional_refusal(instrument, price, command.quantity.value()) ||
        percent_refusal(instrument, command.side, price))
        return {RejectReason::would_trade};
    return {};
}

// 18: a stop that has been reached
NaiveEngine::Reason NaiveEngine::trigger_refusal(const Command& command) const {
    if (!naive::is_any_stop(command.order_type)) return {};
    const std::int64_t last = instruments_[command.instrument.value()].last;
    const std::int64_t stop = terms_of(command).stop_price.value();
    if (stop == 0 || last == 0) return {};
    const bool rises = naive::waits_for_rise(command.order_type, command.side);
    if (rises ? last >= stop : last <= stop) return {RejectReason::would_trigger, stop, last};
    return {};
}

// 19: a budget that buys less than the smallest order
NaiveEngine::Reason NaiveEngine::small_budget_refusal(const Command& command) {
    if (command.order_type != OrderType::market_by_quote) return {};
    const std::uint16_t instrument = command.instrument.value();
    const Order* const met = best(instrument, command.side, {});
    if (met == nullptr) return {};
    const auto& rules = instruments_[instrument].rules;
    std::uint64_t smallest = std::max(instruments_[instrument].definition.quantity_minimum.value(),
                                      rules.market_quantity_minimum.value());
    while (rules.quantity_step > 1 && smallest % rules.quantity_step != 0)
        smallest += rules.quantity_step - smallest % rules.quantity_step;
    const int128 least = cost(instrument, Side::buy, met->price, smallest);
    const int128 budget = command.texts.created.quote_quantity.value();
    if (budget < least) return {RejectReason::quote_quantity_too_small, budget, least};
    return {};
}

// 20: room in the engine
NaiveEngine::Reason NaiveEngine::room_refusal(const Command& command) {
    if (!stays(command)) return {};
    const std::uint16_t instrument = command.instrument.value();
    if (orders_.size() >= limits_.orders_max)
        return {RejectReason::order_capacity, limits_.orders_max + int128{1}, limits_.orders_max};
    Reason reason;
    if (trails(command))
        reason = trailing_refusal(instrument, 0);
    else if (!naive::is_any_stop(command.order_type))
        reason = price_room_refusal(
            instrument,
            resting_price(instrument, command.side, command.order_type, command.price.value()));
    if (!reason) reason = count_room_refusal(command);
    return reason;
}

/// The pairs of account and instrument whose open orders are counted, if these were the rules of
/// one of the instruments.
std::set<std::pair<std::uint32_t, std::uint16_t>> NaiveEngine::counted_with(
    std::uint16_t instrument, const InstrumentRules& rules) const {
    std::set<std::pair<std::uint32_t, std::uint16_t>> counted;
    for (const Order& order : orders_) {
        const InstrumentRules& asked =
            order.instrument == instrument ? rules : instruments_[order.instrument].rules;
        if (naive::asks_for_counts(asked)) counted.insert({order.account, order.instrument});
    }
    return counted;
}

std::uint64_t NaiveEngine::counts_with(std::uint16_t instrument,
                                       const InstrumentRules& rules) const {
    return counted_with(instrument, rules).size();
}

NaiveEngine::Reason NaiveEngine::count_room_refusal(const Command& command) const {
    const std::uint16_t instrument = command.instrument.value();
    const InstrumentRules& rules = instruments_[instrument].rules;
    // Cannot be reached with so few orders.
    if (!naive::asks_for_counts(rules) || orders_.size() < limits_.account_counts_max) return {};
    const auto counted = counted_with(instrument, rules);
    if (counted.contains({command.account.value(), instrument})) return {};
    if (counted.size() < limits_.account_counts_max) return {};
    return {RejectReason::rule_capacity, limits_.account_counts_max + int128{1},
            limits_.account_counts_max};
}

NaiveEngine::Reason NaiveEngine::price_room_refusal(std::uint16_t instrument,
                                                    std::int64_t price) const {
    const std::uint64_t pages_max = limits_.price_pages_max != 0
                                        ? limits_.price_pages_max
                                        : std::max(1024U, limits_.orders_max / 8);
    // Cannot be reached with so few orders.
    if (orders_.size() < pages_max) return {};
    std::set<std::pair<std::uint16_t, std::int64_t>> pages;
    for (const Order& order : orders_)
        if (order.phase == OrderPhase::working) pages.insert({order.instrument, order.price >> 6});
    if (pages.size() < pages_max || pages.contains({instrument, price >> 6})) return {};
    return {RejectReason::price_level_capacity, wide(pages_max) + 1, wide(pages_max)};
}

std::uint64_t NaiveEngine::trailing_count(std::uint16_t instrument) const {
    return static_cast<std::uint64_t>(
        std::count_if(orders_.begin(), orders_.end(), [&](const Order& order) {
            return order.instrument == instrument && order.terms.trailing_delta_bips != 0 &&
                   (order.phase == OrderPhase::waiting || order.phase == OrderPhase::tracking);
        }));
}

NaiveEngine::Reason NaiveEngine::trailing_refusal(std::uint16_t instrument,
                                                  std::uint64_t before) const {
    if (trailing_count(instrument) + before < trailing_orders_per_instrument_max) return {};
    return {RejectReason::trailing_capacity, trailing_orders_per_instrument_max + int128{1},
            trailing_orders_per_instrument_max};
}

}  // namespace outcry::test
