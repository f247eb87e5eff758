#include "support/command_generator.hpp"

#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "outcry/base/hash.hpp"
#include "outcry/domain/quantity.hpp"

namespace outcry::test {
std::uint64_t seed() { return count_from_environment("OUTCRY_SEED", std::random_device{}()); }

std::uint64_t count_from_environment(const char* name, std::uint64_t otherwise) {
    const char* const text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 0);
}

CommandGenerator::CommandGenerator(std::uint64_t seed, const GeneratorOptions& options)
    : options_{options}, random_{seed} {
    add_setup();
}

std::uint64_t CommandGenerator::below(std::uint64_t end) { return random_() % end; }

void CommandGenerator::add_setup() {
    for (int i = 0; i < 3; ++i) {
        Command command;
        command.type = CommandType::create_asset;
        command.asset.decimals = static_cast<std::uint8_t>(2 * i);
        command.asset.code = AssetCode{fmt::format("A{}", i)};
        setup_.push_back(command);
    }
    for (std::uint16_t i = 0; i < options_.instrument_count; ++i)
        setup_.push_back(new_instrument(i));
    for (std::uint32_t i = 0; i < options_.account_count; ++i) {
        Command command;
        command.type = CommandType::create_account;
        command.new_account.external_uid = i + 1;
        // The last two belong to the one before them.
        if (uses(GeneratedRule::transfers) && i >= 4 && i + 2 >= options_.account_count)
            command.new_account.parent =
                AccountId{user_account_first.value() + options_.account_count - 3};
        setup_.push_back(command);
    }
    for (std::uint32_t i = 0; i < options_.account_count; ++i) {
        for (std::uint16_t asset = 0; asset < 3; ++asset) {
            Command command;
            command.type = CommandType::adjust_balance;
            command.account = AccountId{user_account_first.value() + i};
            command.adjustment.amount = Amount{int128{1'000'000'000'000}};
            if (options_.rules != 0 && command.account == poor_account())
                command.adjustment.amount = Amount{int128{30'000}};
            command.adjustment.asset = AssetId{asset};
            command.adjustment.kind = AdjustmentKind::deposit;
            setup_.push_back(command);
        }
    }
}

Command CommandGenerator::next() {
    if (!setup_.empty()) {
        const Command command = setup_.front();
        setup_.pop_front();
        return command;
    }
    for (std::size_t i = 0; i < later_.size(); ++i) {
        if (later_[i].commands_before-- != 0) continue;
        const Command command = later_[i].command;
        later_.erase(later_.begin() + static_cast<std::ptrdiff_t>(i));
        return command;
    }
    Command command = random_command();
    if (command.request == RequestId{}) command.request = RequestId{below(1'000)};
    return command;
}

void CommandGenerator::see(std::span<const Event> events) {
    for (const Event& event : events) {
        time_ = event.time.value();
        see_instrument(event);
        if (event.type == EventType::order_list_accepted) {
            const OrderListAccepted& accepted = event.list_accepted;
            lists_.push_back({accepted.order_list_id, accepted.account, event.instrument,
                              accepted.client_order_id});
            if (lists_.size() > 40) lists_.erase(lists_.begin());
        }
        if (event.type == EventType::order_accepted) {
            const OrderAccepted& accepted = event.accepted;
            known_.push_back({accepted.order_id, accepted.account, event.instrument, accepted.side,
                              accepted.price, accepted.quantity, accepted.client_order_id});
        } else if (event.type == EventType::order_closed) {
            forget(event.closed.order_id);
        } else if (event.type == EventType::order_amended) {
            find(event.amended.order_id).open = event.amended.open_quantity;
        } else if (event.type == EventType::order_traded) {
            const OrderTraded& traded = event.traded;
            last_prices_[event.instrument.value()] = traded.price.value();
            if (traded.maker_open_quantity == Quantity{}) forget(traded.maker_order_id);
            Known& taker = find(traded.taker_order_id);
            // By quote it wanted no quantity: it is forgotten with its first trade.
            taker.open = taker.open > traded.quantity ? taker.open - traded.quantity : Quantity{};
            if (taker.open == Quantity{}) forget(traded.taker_order_id);
        }
    }
    while (known_.size() > options_.known_max) known_.erase(known_.begin());
}

CommandGenerator::Known& CommandGenerator::find(OrderId id) {
    for (Known& known : known_)
        if (known.id == id) return known;
    return nobody_;
}

/// Most of the dead are forgotten, but not all: a cancel may come too late.
void CommandGenerator::forget(OrderId id) {
    if (chance(5)) return;
    std::erase_if(known_, [&](const Known& known) { return known.id == id; });
}

Command CommandGenerator::random_command() {
    const std::uint64_t kind = below(1'000);
    if (kind < 15) return plain_operator_command();
    if (kind < 20 || (uses(GeneratedRule::key_rules) && kind < 25)) return key_command();
    if (options_.rules != 0 && kind >= 850) return rule_command();
    return trader_command(options_.rules != 0 ? kind * 1'000 / 850 : kind);
}

Command CommandGenerator::trader_command(std::uint64_t kind) {
    Command command;
    command.account = random_account();
    command.instrument = random_instrument();
    if (kind < 20 + options_.mass_cancel_permille) {
        command.type = CommandType::cancel_all_orders;
    } else if (kind < 640) {
        command.type = CommandType::place_order;
        fill_order(command);
        if (uses(GeneratedRule::idempotency) && chance(4)) {
            command.options = CommandOption::idempotent;
            repeat_later(command);
        }
    } else if (kind < 740) {
        command.type = CommandType::cancel_order;
        aim(command);
        command.side = Side::buy;
    } else if (kind < 920) {
        fill_amendment(command);
    } else {
        command.type = CommandType::replace_order;
        aim(command);
        fill_order(command);
        command.replace_mode = static_cast<ReplaceMode>(below(2));
    }
    if (chance(2)) spoil(command);
    return command;
}

void CommandGenerator::fill_amendment(Command& command) {
    command.type = CommandType::amend_order;
    aim(command);
    command.quantity_meaning = static_cast<QuantityMeaning>(below(3));
    command.quantity = Quantity{random_quantity()};
    if (chance(60)) command.flags |= CommandFlag::price_unchanged;
    if (!chance(30)) command.price = Price{random_price(command.side)};
    command.side = Side::buy;
    if (chance(15)) command.flags |= CommandFlag::amend_keep_priority_only;
    command.self_trade_prevention = static_cast<SelfTradePrevention>(below(6));
    if (chance(10))
        fill_name(command.texts.created.client_order_id, command.texts.created.client_order_id_hash,
                  command.account);
}

void CommandGenerator::fill_order(Command& command) {
    command.side = static_cast<Side>(below(2));
    command.self_trade_prevention = static_cast<SelfTradePrevention>(below(6));
    fill_type(command);
    if (command.order_type == OrderType::market_by_quote) {
        fill_budget(command);
    } else {
        command.quantity = Quantity{random_quantity()};
    }
    const bool has_price = command.order_type != OrderType::market &&
                           command.order_type != OrderType::market_by_quote &&
                           !is_stop_market(command.order_type);
    if (has_price) command.price = Price{random_price(command.side)};
    fill_terms(command);
    if (options_.uses_client_ids && chance(50))
        fill_name(command.texts.created.client_order_id, command.texts.created.client_order_id_hash,
                  command.account);
}

void CommandGenerator::fill_type(Command& command) {
    command.time_in_force = TimeInForce::gtc;
    command.order_type = OrderType::limit;
    const std::uint64_t kind = below(100);
    if (kind < 4) {
        command.order_type = OrderType::market;
    } else if (kind < 8) {
        command.order_type = OrderType::market_by_quote;
    } else if (kind < 15) {
        command.order_type = OrderType::limit_maker;
    } else if (kind < 18) {
        command.order_type = OrderType::limit_maker_slide;
    } else if (kind < 23) {
        command.time_in_force = TimeInForce::ioc;
    } else if (kind < 28) {
        command.time_in_force = TimeInForce::fok;
    } else if (kind < 28 + options_.stop_percent && uses(GeneratedRule::stops)) {
        command.order_type = static_cast<OrderType>(6 + below(4));
        const std::uint64_t in_force = below(10);
        if (in_force < 2)
            command.time_in_force = in_force == 0 ? TimeInForce::ioc : TimeInForce::fok;
    }
}

void CommandGenerator::fill_budget(Command& command) {
    int128 budget = static_cast<int128>(below(2'000)) + 1;
    const bool sweeps = below(options_.sweep_every / 10) == 0;
    for (std::uint64_t power = sweeps ? 12 : below(6); power > 0; --power) budget *= 10;
    command.texts.created.quote_quantity = Amount{budget};
}

/// Few names, so that they meet again.
void CommandGenerator::fill_name(ClientOrderId& text, std::uint64_t& hash, AccountId account) {
    std::string name = fmt::format("order-{}", below(200));
    if (chance(10)) name.append(36 - name.size(), 'x');
    text = ClientOrderId{name};
    hash = base::hash_text(name, account.value());
}

void CommandGenerator::aim(Command& command) {
    Known target{
        OrderId{below(50)}, command.account, command.instrument, Side::buy, Price{}, {}, {}};
    if (!known_.empty()) target = known_[below(known_.size())];
    if (!chance(4)) command.account = target.account;
    if (!chance(4)) command.instrument = target.instrument;
    command.price = target.price;
    command.side = target.side;
    const bool by_name = chance(30) && !target.name.empty();
    if (!by_name || chance(20)) {
        command.flags |= CommandFlag::has_target_order_id;
        command.target_order_id = target.id;
    }
    TargetText& text = command.texts.target;
    if (by_name) {
        command.flags |= CommandFlag::has_target_client_order_id;
        text.client_order_id = target.name;
        text.client_order_id_hash = base::hash_text(target.name.view(), command.account.value());
        if (chance(10)) fill_name(text.client_order_id, text.client_order_id_hash, command.account);
    }
    if (chance(8)) command.flags |= CommandFlag::cancel_only_new;
    if (chance(8)) command.flags |= CommandFlag::cancel_only_partially_filled;
    if (chance(10)) {
        command.flags |= CommandFlag::has_cancel_text;
        command.texts.cancel.client_order_id = ClientOrderId{"cancel"};
    }
}

/// Breaks one thing.
void CommandGenerator::spoil(Command& command) {
    switch (below(13)) {
        case 0: command.instrument = InstrumentId{static_cast<std::uint16_t>(900)}; break;
        // Nobody's account: a hash of a name goes with the account it was made for.
        case 1: command.account = AccountId{static_cast<std::uint32_t>(500 + below(500))}; break;
        case 2: command.price = Price{-1}; break;
        case 3: command.price = Price{price_max.value() + 1}; break;
        case 4: command.quantity = Quantity{0}; break;
        case 5: command.quantity = Quantity{~std::uint64_t{0}}; break;
        case 6: command.order_type = static_cast<OrderType>(below(6)); break;
        case 7: command.time_in_force = static_cast<TimeInForce>(below(8)); break;
        case 8: command.self_trade_prevention = static_cast<SelfTradePrevention>(below(8)); break;
        case 9: command.side = static_cast<Side>(below(8)); break;
        case 10: command.quantity_meaning = static_cast<QuantityMeaning>(below(8)); break;
        case 11: command.replace_mode = static_cast<ReplaceMode>(below(8)); break;
        default: command.flags = static_cast<std::uint8_t>(below(256)); break;
    }
}

/// Mostly on the order's own side of the middle, or nothing would rest.
std::int64_t CommandGenerator::random_price(Side side) {
    const bool is_far = chance(options_.far_price_percent);
    if (is_far && !chance(30)) {
        const auto far = static_cast<std::int64_t>(below(std::uint64_t{1} << (1 + below(46))));
        return side == Side::buy ? far % options_.price_middle : options_.price_middle + far;
    }
    if (is_far) return static_cast<std::int64_t>(below(std::uint64_t{1} << (1 + below(46))));
    const auto distance =
        1 + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(options_.price_spread)));
    const bool is_passive = chance(options_.passive_percent);
    const bool is_below = is_passive == (side == Side::buy);
    return is_below ? options_.price_middle - distance : options_.price_middle + distance;
}

std::uint64_t CommandGenerator::random_quantity() {
    if (below(options_.sweep_every) == 0) return below(std::uint64_t{1} << 44);
    return 1 + below(chance(5) ? 400 : 20);
}

AccountId CommandGenerator::random_account() {
    return AccountId{
        static_cast<std::uint32_t>(user_account_first.value() + below(options_.account_count))};
}

InstrumentId CommandGenerator::random_instrument() {
    // Those that are delisted too, now and then.
    if (chance(2) && instruments_made_ > markets_.size())
        return InstrumentId{static_cast<std::uint16_t>(below(instruments_made_))};
    if (markets_.empty()) return InstrumentId{};
    return markets_[below(markets_.size())];
}

std::int64_t CommandGenerator::last_price(InstrumentId instrument) const {
    const auto found = last_prices_.find(instrument.value());
    return found == last_prices_.end() ? options_.price_middle : found->second;
}

}  // namespace outcry::test
