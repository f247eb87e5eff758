#include <algorithm>

#include "outcry/base/hash.hpp"

#include "support/command_generator.hpp"

namespace outcry::test {
namespace {

bool may_hide(const Command& command) {
    if (command.order_type == OrderType::limit_maker) return true;
    return command.time_in_force == TimeInForce::gtc && command.price != Price{};
}

RequestId request_of(std::uint64_t gateway) { return RequestId{(gateway << 56) + 7}; }

}  // namespace

Command CommandGenerator::rule_command() {
    const std::uint64_t kind = below(150);
    const auto is = [&](std::uint64_t from, std::uint64_t end, std::uint32_t rule) {
        return kind >= from && kind < end && uses(rule);
    };
    if (is(0, 45, GeneratedRule::lists)) return order_list();
    if (is(45, 55, GeneratedRule::lists)) return list_cancel();
    if (is(55, 70, GeneratedRule::batches)) return batch();
    if (is(70, 74, GeneratedRule::mass_cancels)) return mass_cancel();
    if (is(74, 82, GeneratedRule::timers)) {
        Command command;
        command.type = CommandType::set_dead_man;
        command.account = chance(3) ? AccountId{700} : random_account();
        command.dead_man.timeout_ms =
            chance(30) ? 0 : 1 + static_cast<std::uint32_t>(below(chance(70) ? 4 : 3'000));
        return command;
    }
    if (is(82, 92, GeneratedRule::statuses)) return status_command();
    if (is(92, 94, GeneratedRule::statuses)) return instrument_command();
    if (is(94, 105, GeneratedRule::filters | GeneratedRule::band)) return filters();
    if (is(105, 108, GeneratedRule::changes)) return change();
    if (is(108, 120, GeneratedRule::limits)) return limits();
    if (is(120, 134, GeneratedRule::fees)) return fees();
    if (is(134, 140, GeneratedRule::transfers)) return transfer();
    if (is(140, 144, GeneratedRule::key_rules)) return key_rules();
    if (is(144, 150, GeneratedRule::clock)) return clock_jump();
    return trader_command(below(1'000));
}

// --- terms ---------------------------------------------------------------------------------------

/// Ends some of the orders that may rest, most of them soon; hides some; lets some wait.
void CommandGenerator::fill_terms(Command& command) {
    OrderTerms terms;
    if (is_stop(command.order_type)) fill_stop(command, terms);
    const bool may_end = command.time_in_force == TimeInForce::gtc &&
                         (command.price != Price{} || is_stop(command.order_type));
    if (may_end && chance(8)) {
        command.time_in_force = TimeInForce::gtd;
        const auto lifetime = static_cast<std::int64_t>(below(chance(50) ? 50 : 3'000));
        terms.expires_at = Timestamp{time_ + lifetime};
    }
    if (uses(GeneratedRule::icebergs) && may_hide(command) && chance(15))
        terms.visible_quantity =
            Quantity{1 + below(command.quantity.value() % 1'000 + (chance(5) ? 20 : 1))};
    if (uses(GeneratedRule::mass_cancels) && chance(5))
        terms.session = SessionId{static_cast<std::uint32_t>(below(4))};
    if (options_.rules != 0 && chance(3)) {
        terms.strategy_id = static_cast<std::int64_t>(below(100)) - 50;
        terms.strategy_type = static_cast<std::int32_t>(below(100)) - 50;
    }
    if (uses(GeneratedRule::icebergs) && rarely()) terms.visible_quantity = Quantity{below(5)};
    if (uses(GeneratedRule::stops) && rarely())
        terms.stop_price = Price{static_cast<std::int64_t>(below(2'000))};
    if (rarely()) terms.expires_at = Timestamp{static_cast<std::int64_t>(below(3)) - 1};
    set_terms(command, terms);
}

void CommandGenerator::fill_stop(Command& command, OrderTerms& terms) {
    const std::int64_t last = last_price(command.instrument);
    const bool is_wrong = chance(8);
    const bool is_above = triggers_above(command.order_type, command.side) != is_wrong;
    const auto distance = 1 + static_cast<std::int64_t>(below(chance(80) ? 8 : 40));
    const std::int64_t stop =
        std::max<std::int64_t>(1, is_above ? last + distance : last - distance);
    const bool trails = uses(GeneratedRule::trailing) && chance(options_.trailing_percent);
    if (trails)
        terms.trailing_delta_bips = static_cast<std::uint16_t>(1 + below(chance(90) ? 300 : 3'000));
    if (!trails || chance(50)) terms.stop_price = Price{stop};
    if (command.price == Price{} || chance(50)) return;
    const auto slip = static_cast<std::int64_t>(below(9)) - 4;
    command.price = Price{std::max<std::int64_t>(1, stop + slip)};
}

// --- lists ---------------------------------------------------------------------------------------

Command CommandGenerator::staged_order(AccountId account, InstrumentId instrument,
                                       std::uint64_t gateway) {
    Command command;
    command.type = CommandType::stage_order;
    command.account = account;
    command.instrument = instrument;
    command.request = request_of(gateway);
    fill_order(command);
    return command;
}

/// Two orders on the two sides of the market, most of the time.
void CommandGenerator::fill_pair(Command& one, Command& other, Side side) {
    constexpr OrderType firsts[] = {OrderType::limit_maker, OrderType::take_profit,
                                    OrderType::take_profit_limit};
    const std::int64_t last = last_price(one.instrument);
    const auto near = [&] { return 1 + static_cast<std::int64_t>(below(chance(70) ? 6 : 30)); };
    const bool is_above = (side == Side::sell) != chance(4);
    one.order_type = firsts[below(3)];
    other.order_type = chance(50) ? OrderType::stop_loss : OrderType::stop_loss_limit;
    const std::int64_t first = last + (is_above ? near() : -near());
    const std::int64_t second = last + ((side == Side::sell) != chance(4) ? -near() : near());
    for (Command* const each : {&one, &other}) {
        const bool is_first = each == &one;
        const std::int64_t at = std::max<std::int64_t>(1, is_first ? first : second);
        OrderTerms terms = terms_of(*each);
        terms.expires_at = Timestamp{};
        terms.visible_quantity = Quantity{};
        terms.trailing_delta_bips = 0;
        terms.stop_price = Price{};
        each->side = side;
        each->time_in_force = TimeInForce::gtc;
        each->price = Price{};
        each->texts.created.quote_quantity = Amount{};
        each->quantity = one.quantity == Quantity{} ? Quantity{5} : one.quantity;
        if (!is_stop_market(each->order_type))
            each->price = Price{std::max<std::int64_t>(
                1, at + (is_first ? 0 : static_cast<std::int64_t>(below(9)) - 4))};
        if (is_stop(each->order_type)) {
            terms.stop_price = Price{at};
            if (uses(GeneratedRule::trailing) && chance(10)) {
                terms.trailing_delta_bips = static_cast<std::uint16_t>(1 + below(300));
                if (chance(40)) terms.stop_price = Price{};
            }
        }
        if (chance(4) && time_ > 0) {
            each->time_in_force = TimeInForce::gtd;
            terms.expires_at = Timestamp{time_ + 20 + static_cast<std::int64_t>(below(2'000))};
        }
        set_terms(*each, terms);
    }
    if (chance(3)) other.quantity = Quantity{other.quantity.value() + 1};
}

Command CommandGenerator::order_list() {
    const AccountId account = random_account();
    const InstrumentId instrument = random_instrument();
    const std::uint64_t gateway = 1 + below(2);
    const auto type = static_cast<OrderListType>(1 + below(3));
    const auto side = static_cast<Side>(below(2));
    std::vector<Command> orders;
    const std::size_t count = type == OrderListType::otoco ? 3 : 2;
    for (std::size_t i = 0; i < count; ++i)
        orders.push_back(staged_order(account, instrument, gateway));
    if (type != OrderListType::oco && !chance(4)) {
        Command& working = orders[0];
        OrderTerms terms = terms_of(working);
        terms.stop_price = Price{};
        terms.trailing_delta_bips = 0;
        terms.visible_quantity = Quantity{};
        if (working.time_in_force != TimeInForce::gtd) terms.expires_at = Timestamp{};
        working.order_type = chance(20) ? OrderType::limit_maker : OrderType::limit;
        if (working.order_type == OrderType::limit_maker &&
            working.time_in_force != TimeInForce::gtd)
            working.time_in_force = TimeInForce::gtc;
        working.texts.created.quote_quantity = Amount{};
        working.quantity = Quantity{random_quantity()};
        working.price = Price{last_price(instrument) + static_cast<std::int64_t>(below(9)) - 4};
        if (working.price < Price{1}) working.price = Price{1};
        set_terms(working, terms);
    }
    if (type == OrderListType::oco) fill_pair(orders[0], orders[1], side);
    if (type == OrderListType::otoco) fill_pair(orders[1], orders[2], side);
    if (chance(30)) std::swap(orders[count - 1], orders[count - 2]);
    if (chance(2)) orders.pop_back();
    if (rarely()) orders.clear();
    if (chance(2) && !orders.empty()) orders[0].account = random_account();
    Command list;
    list.type = CommandType::place_order_list;
    list.account = account;
    list.instrument = instrument;
    list.request = request_of(gateway);
    list.order_list.type = type;
    if (chance(40))
        fill_name(list.order_list.client_order_id, list.order_list.client_order_id_hash, account);
    if (chance(2)) spoil(list);
    orders.push_back(list);
    for (std::size_t i = 1; i < orders.size(); ++i) setup_.push_back(orders[i]);
    return orders[0];
}

Command CommandGenerator::list_cancel() {
    Command command;
    command.type = CommandType::cancel_order_list;
    command.account = random_account();
    command.instrument = random_instrument();
    CancelOrderList& wanted = command.cancelled_list;
    wanted.order_list_id = OrderListId{below(20)};
    if (lists_.empty()) return command;
    const KnownList& list = lists_[below(lists_.size())];
    if (!chance(4)) command.account = list.account;
    if (!chance(4)) command.instrument = list.instrument;
    if (list.name.empty() || chance(50)) {
        wanted.order_list_id = list.id;
    } else {
        wanted.order_list_id = OrderListId{};
        wanted.client_order_id = list.name;
    }
    if (chance(20)) wanted.cancel_client_order_id = ClientOrderId{"end"};
    return command;
}

// --- batches and mass cancels --------------------------------------------------------------------

Command CommandGenerator::batch() {
    // Nobody applies them: in the end there is no room for more.
    constexpr std::uint64_t forgetful_gateway = 9;
    if (chance(30)) return staged_order(random_account(), random_instrument(), forgetful_gateway);
    const AccountId account = random_account();
    const std::uint64_t gateway = 3 + below(2);
    std::vector<Command> members;
    const std::uint64_t count = below(5);
    for (std::uint64_t i = 0; i < count; ++i) {
        Command member = staged_order(account, random_instrument(), gateway);
        if (chance(30)) {
            member = Command{};
            member.account = account;
            aim(member);
            for (const Known& known : known_) {
                if (known.account != account || chance(90)) continue;
                member.target_order_id = known.id;
                member.instrument = known.instrument;
                member.flags = CommandFlag::has_target_order_id;
                break;
            }
            if (!chance(2)) member.account = account;
            TargetText& target = member.texts.target;
            if (!target.client_order_id.empty())
                target.client_order_id_hash =
                    base::hash_text(target.client_order_id.view(), member.account.value());
            member.type = CommandType::stage_cancel;
            member.price = Price{};
            member.side = Side::buy;
            member.request = request_of(gateway);
        }
        members.push_back(member);
    }
    Command command;
    command.type = CommandType::apply_batch;
    command.account = account;
    command.instrument = random_instrument();
    command.request = request_of(gateway);
    members.push_back(command);
    for (std::size_t i = 1; i < members.size(); ++i) setup_.push_back(members[i]);
    return members[0];
}

Command CommandGenerator::mass_cancel() {
    constexpr CloseReason reasons[] = {CloseReason::cancelled_by_user,
                                       CloseReason::cancelled_by_operator,
                                       CloseReason::disconnected, CloseReason::kill_switch};
    Command command;
    command.type = CommandType::cancel_orders;
    command.account = chance(3) ? AccountId{600} : random_account();
    command.instrument = chance(3) ? InstrumentId{900} : random_instrument();
    CancelOrders& wanted = command.mass_cancel;
    const std::uint64_t scope = below(100);
    wanted.scope = scope < 80   ? CancelScope::account
                   : scope < 93 ? CancelScope::instrument
                                : CancelScope::venue;
    wanted.reason = reasons[below(4)];
    wanted.has_instrument = chance(40) ? 1 : 0;
    if (chance(30)) {
        wanted.has_side = 1;
        command.side = static_cast<Side>(below(2));
    }
    if (wanted.scope == CancelScope::venue || chance(50))
        wanted.session = SessionId{static_cast<std::uint32_t>(below(4))};
    if (chance(3)) wanted.scope = static_cast<CancelScope>(below(5));
    if (chance(2)) wanted.reason = static_cast<CloseReason>(below(24));
    return command;
}

}  // namespace outcry::test
