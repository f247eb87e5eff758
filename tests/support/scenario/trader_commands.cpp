#include <algorithm>
#include <type_traits>

#include <fmt/format.h>

#include "outcry/base/hash.hpp"

#include "support/scenario/raw_fields.hpp"
#include "support/scenario/scenario_command.hpp"

namespace outcry::test {
namespace {

using Readers = std::map<std::string_view, void (*)(ScenarioWords&, Command&)>;

SelfTradePrevention prevention_of(std::string_view word) {
    if (word == "none") return SelfTradePrevention::none;
    if (word == "expire_taker") return SelfTradePrevention::expire_taker;
    if (word == "expire_maker") return SelfTradePrevention::expire_maker;
    if (word == "expire_both") return SelfTradePrevention::expire_both;
    if (word == "decrement") return SelfTradePrevention::decrement;
    if (word == "default") return SelfTradePrevention::account_default;
    throw ScenarioWordError{fmt::format("`{}` is no self-trade prevention", word)};
}

template <class Text>
void give_name(Text& text, std::string_view name, AccountId account) {
    if (name.size() > ClientOrderId::capacity)
        throw ScenarioWordError{fmt::format("`{}` is too long a name", name)};
    text.client_order_id = ClientOrderId{name};
    text.client_order_id_hash = base::hash_text(name, account.value());
}

void read_cancel_name(ScenarioWords& words, Command& command) {
    command.texts.cancel.client_order_id = ClientOrderId{words.take_any("name of the cancel")};
    command.flags |= CommandFlag::has_cancel_text;
}

template <auto member>
void give_term(ScenarioWords& words, Command& command) {
    OrderTerms terms = terms_of(command);
    using Term = std::remove_reference_t<decltype(terms.*member)>;
    const std::uint64_t value = words.take_number("term");
    if constexpr (std::is_integral_v<Term>) {
        terms.*member = static_cast<Term>(value);
    } else {
        terms.*member = Term{static_cast<typename Term::rep>(value)};
    }
    set_terms(command, terms);
}

/// `stop_loss 95`: a market order becomes a stop market order, a limit order a stop limit one.
void read_stop(ScenarioWords& words, Command& command, OrderType market, OrderType limit) {
    command.order_type = command.order_type == OrderType::market ? market : limit;
    give_term<&OrderTerms::stop_price>(words, command);
}

/// What may follow any command, in any order. A new kind of order adds its words here.
const Readers& options() {
    static const Readers readers{
        {"once", [](ScenarioWords&, Command& c) { c.options |= CommandOption::idempotent; }},
        {"session",
         [](ScenarioWords& words, Command& c) {
             OrderTerms terms = terms_of(c);
             terms.session = SessionId{static_cast<std::uint32_t>(words.take_number("session"))};
             set_terms(c, terms);
         }},
        {"GTC", [](ScenarioWords&, Command& c) { c.time_in_force = TimeInForce::gtc; }},
        {"IOC", [](ScenarioWords&, Command& c) { c.time_in_force = TimeInForce::ioc; }},
        {"FOK", [](ScenarioWords&, Command& c) { c.time_in_force = TimeInForce::fok; }},
        {"post_only", [](ScenarioWords&, Command& c) { c.order_type = OrderType::limit_maker; }},
        {"slide", [](ScenarioWords&, Command& c) { c.order_type = OrderType::limit_maker_slide; }},
        {"until",
         [](ScenarioWords& words, Command& c) {
             c.time_in_force = TimeInForce::gtd;
             OrderTerms terms = terms_of(c);
             terms.expires_at = Timestamp{static_cast<std::int64_t>(words.take_number("time"))};
             set_terms(c, terms);
         }},
        {"stop_loss",
         [](ScenarioWords& words, Command& c) {
             read_stop(words, c, OrderType::stop_loss, OrderType::stop_loss_limit);
         }},
        {"take_profit",
         [](ScenarioWords& words, Command& c) {
             read_stop(words, c, OrderType::take_profit, OrderType::take_profit_limit);
         }},
        {"trail", give_term<&OrderTerms::trailing_delta_bips>},
        {"show", give_term<&OrderTerms::visible_quantity>},
        {"session", give_term<&OrderTerms::session>},
        {"stp",
         [](ScenarioWords& words, Command& c) {
             c.self_trade_prevention = prevention_of(words.take_any("mode"));
         }},
        {"as", [](ScenarioWords& words,
                  Command& c) { give_name(c.texts.created, words.take_any("name"), c.account); }},
        {"cancel_as", read_cancel_name},
        {"in_place",
         [](ScenarioWords&, Command& c) { c.flags |= CommandFlag::amend_keep_priority_only; }},
        {"if_new", [](ScenarioWords&, Command& c) { c.flags |= CommandFlag::cancel_only_new; }},
        {"if_partially_filled",
         [](ScenarioWords&, Command& c) { c.flags |= CommandFlag::cancel_only_partially_filled; }},
        {"allow_failure",
         [](ScenarioWords&, Command& c) { c.replace_mode = ReplaceMode::allow_failure; }},
    };
    return readers;
}

bool read_raw_field(ScenarioWords& words, Command& command) {
    const std::string_view word = words.peek();
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) return false;
    const auto field = std::ranges::find(raw_fields(), word.substr(0, equals), &RawField::name);
    if (field == raw_fields().end()) return false;
    field->set(command, static_cast<std::uint64_t>(amount_of(word.substr(equals + 1))));
    words.take(word);
    return true;
}

void read_options(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    while (!words.is_at_end()) {
        if (words.take("on")) {
            command.instrument = names.instrument(words.take_any("instrument"));
            continue;
        }
        if (read_raw_field(words, command)) continue;
        const auto option = options().find(words.peek());
        if (option == options().end()) return;
        words.take(option->first);
        option->second(words, command);
    }
}

/// `buy 5 @ 100`, `sell 5 at market`, `buy for 500 at market`
void read_order(ScenarioWords& words, Command& command) {
    if (!words.take("buy")) {
        words.expect("sell");
        command.side = Side::sell;
    }
    command.order_type = OrderType::limit;
    command.time_in_force = TimeInForce::gtc;
    if (words.take("for")) {
        command.texts.created.quote_quantity = Amount{words.take_amount("budget")};
        command.order_type = OrderType::market_by_quote;
        return words.expect("at market");
    }
    command.quantity = Quantity{words.take_number("quantity")};
    if (words.take("at market")) {
        command.order_type = OrderType::market;
        return;
    }
    words.expect("@");
    command.price = Price{static_cast<std::int64_t>(words.take_number("price"))};
}

/// `#7`, `named first`, or both
void read_target(ScenarioWords& words, Command& command) {
    std::uint64_t id = 0;
    if (words.take_order_id(id)) {
        command.target_order_id = OrderId{id};
        command.flags |= CommandFlag::has_target_order_id;
    }
    if (words.take("named")) {
        give_name(command.texts.target, words.take_any("name"), command.account);
        command.flags |= CommandFlag::has_target_client_order_id;
    }
}

/// `to 3`, `to 3 open` or `by 2`, and `@ 101`
void read_amendment(ScenarioWords& words, Command& command) {
    if (words.take("by")) {
        command.quantity_meaning = QuantityMeaning::reduce_by;
        command.quantity = Quantity{words.take_number("quantity")};
    } else {
        words.expect("to");
        command.quantity = Quantity{words.take_number("quantity")};
        if (words.take("open")) command.quantity_meaning = QuantityMeaning::open;
    }
    if (words.take("@")) {
        command.price = Price{static_cast<std::int64_t>(words.take_number("price"))};
    } else {
        command.flags |= CommandFlag::price_unchanged;
    }
}

/// `place oco`, `place oto as pair`
void read_list(ScenarioWords& words, Command& command) {
    command.type = CommandType::place_order_list;
    PlaceOrderList& list = command.order_list;
    list.type = words.take("oco")     ? OrderListType::oco
                : words.take("otoco") ? OrderListType::otoco
                : words.take("oto")   ? OrderListType::oto
                                      : OrderListType{};
    if (words.take("as")) give_name(list, words.take_any("name"), command.account);
}

/// `cancel list 3`, `cancel list named pair cancel_as end`
void read_list_cancel(ScenarioWords& words, Command& command) {
    command.type = CommandType::cancel_order_list;
    CancelOrderList& cancelled = command.cancelled_list;
    if (words.take("named")) {
        cancelled.client_order_id = ClientOrderId{words.take_any("name")};
    } else {
        cancelled.order_list_id =
            OrderListId{static_cast<OrderListId::rep>(words.take_number("list"))};
    }
    if (words.take("cancel_as"))
        cancelled.cancel_client_order_id = ClientOrderId{words.take_any("name")};
}

}  // namespace

void read_trader(ScenarioWords& words, const ScenarioNames& names, Command& command) {
    command.account = names.account(words.take_any("who"));
    if (words.take("cancel orders")) return read_mass_cancel(words, names, command);
    if (words.take("dead_man")) {
        command.type = CommandType::set_dead_man;
        command.dead_man.timeout_ms = static_cast<std::uint32_t>(words.take_number("timeout"));
        return;
    }
    if (words.take("transfer")) {
        command.type = CommandType::transfer_balance;
        command.transfer.amount = Amount{words.take_amount("amount")};
        command.transfer.asset = names.asset(words.take_any("asset"));
        words.expect("to");
        command.transfer.target = names.account(words.take_any("account"));
        return;
    }
    if (words.take("place")) {
        read_list(words, command);
    } else if (words.take("apply batch")) {
        command.type = CommandType::apply_batch;
    } else if (words.take("cancel list")) {
        read_list_cancel(words, command);
    } else if (words.take("stage cancel")) {
        command.type = CommandType::stage_cancel;
        read_target(words, command);
    } else if (words.take("stage")) {
        command.type = CommandType::stage_order;
        read_order(words, command);
    } else if (words.take("cancel all")) {
        command.type = CommandType::cancel_all_orders;
    } else if (words.take("cancel")) {
        command.type = CommandType::cancel_order;
        read_target(words, command);
    } else if (words.take("amend")) {
        command.type = CommandType::amend_order;
        read_target(words, command);
        read_amendment(words, command);
    } else if (words.take("replace")) {
        command.type = CommandType::replace_order;
        read_target(words, command);
        words.expect("with");
        read_order(words, command);
    } else {
        command.type = CommandType::place_order;
        read_order(words, command);
    }
    read_options(words, names, command);
}

Command command_of(ScenarioWords& words, const ScenarioNames& names) {
    Command command;
    if (words.take("operator")) {
        read_operator(words, names, command);
    } else if (words.take("next slice")) {
        command.type = CommandType::continue_mass_action;
    } else {
        read_trader(words, names, command);
    }
    words.expect_end();
    return command;
}

}  // namespace outcry::test
