#include "support/scenario/scenario_state.hpp"

#include <fmt/format.h>

#include "outcry/domain/quantity.hpp"

#include "support/scenario/event_text.hpp"
#include "support/state_records.hpp"

namespace outcry::test {
namespace {

template <class Record>
std::vector<Record> records_of_kind(const engine::Engine& engine) {
    std::vector<Record> kept;
    for (const StateRecord& record : records_of(engine))
        if (const auto* const found = std::get_if<Record>(&record)) kept.push_back(*found);
    return kept;
}

struct LevelText {
    Price price;
    Quantity open;
    unsigned order_count = 0;
};

std::vector<std::string> side_texts(const std::vector<OrderState>& orders, Side side) {
    std::vector<LevelText> levels;
    for (const OrderState& order : orders) {
        if (order.side != side) continue;
        if (levels.empty() || levels.back().price != order.price)
            levels.push_back({.price = order.price, .open = {}, .order_count = 0});
        levels.back().open += order.open_quantity;
        ++levels.back().order_count;
    }
    std::vector<std::string> texts;
    const char* name = side == Side::buy ? "bids " : "asks ";
    if (levels.empty()) texts.push_back(std::string{name} + "none");
    for (const LevelText& level : levels) {
        texts.push_back(fmt::format("{}{} @ {} ({} order{})", name, level.open.value(),
                                    level.price.value(), level.order_count,
                                    level.order_count == 1 ? "" : "s"));
        name = "";
    }
    return texts;
}

std::vector<OrderState> orders_of(const engine::Engine& engine, InstrumentId instrument) {
    std::vector<OrderState> orders = records_of_kind<OrderState>(engine);
    std::erase_if(orders, [&](const OrderState& order) { return order.instrument != instrument; });
    return orders;
}

}  // namespace

std::vector<std::string> book_texts(const engine::Engine& engine, InstrumentId instrument) {
    std::vector<OrderState> orders = orders_of(engine, instrument);
    std::erase_if(orders,
                  [](const OrderState& order) { return order.phase != OrderPhase::working; });
    std::vector<std::string> texts = side_texts(orders, Side::sell);
    for (std::string& text : side_texts(orders, Side::buy)) texts.push_back(std::move(text));
    return texts;
}

std::vector<std::string> order_texts(const engine::Engine& engine, InstrumentId instrument,
                                     const ScenarioNames& names) {
    std::vector<std::string> texts;
    for (const OrderState& order : orders_of(engine, instrument)) {
        std::string text =
            fmt::format("#{} {} {} {} @ {}", order.order_id.value(), names.name_of(order.account),
                        text_of(order.side), order.open_quantity.value(), order.price.value());
        if (!order.client_order_id.empty())
            text += fmt::format(" as {}", order.client_order_id.view());
        if (order.phase != OrderPhase::working) text += " " + text_of(order.phase);
        texts.push_back(std::move(text));
    }
    if (texts.empty()) texts.emplace_back("none");
    return texts;
}

std::vector<std::string> balance_texts(const engine::Engine& engine, AccountId account,
                                       const ScenarioNames& names) {
    std::vector<std::string> texts;
    for (const BalanceState& balance : records_of_kind<BalanceState>(engine)) {
        if (balance.account != account) continue;
        std::string text =
            fmt::format("{} {}", names.name_of(balance.asset), text_of(balance.free.value()));
        if (balance.locked != Amount{})
            text += fmt::format(" + {} locked", text_of(balance.locked.value()));
        texts.push_back(std::move(text));
    }
    if (texts.empty()) texts.emplace_back("none");
    return texts;
}

}  // namespace outcry::test
