#pragma once

#include <cstdint>
#include <stdexcept>
#include <vector>

#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"

#include "support/naive_book.hpp"
#include "support/small_venue.hpp"
#include "support/state_records.hpp"

namespace outcry::test {

struct Fill {
    OrderId maker;
    Price price;
    Quantity quantity;

    friend bool operator==(const Fill&, const Fill&) = default;
};

struct BookOrder {
    OrderId id;
    Price price;
    Quantity open;

    friend bool operator==(const BookOrder&, const BookOrder&) = default;
};

/// The book that everybody would write first.
class PlainBook {
    static auto collector(std::vector<Fill>& fills) {
        return [&fills](OrderId maker, Price price, Quantity quantity) {
            fills.push_back({maker, price, quantity});
        };
    }

public:
    std::vector<Fill> place(Side side, Price price, Quantity quantity) {
        std::vector<Fill> fills;
        id_ = next(id_);
        book_.place(id_, side, price, quantity, collector(fills));
        return fills;
    }
    bool cancel(OrderId id) { return book_.cancel(id); }
    bool amend(OrderId id, Price price, Quantity open, std::vector<Fill>& fills) {
        return book_.amend(id, price, open, collector(fills));
    }
    [[nodiscard]] std::vector<BookOrder> orders(Side side) const {
        std::vector<BookOrder> orders;
        book_.for_each(side, [&](OrderId id, Price price, Quantity open) {
            orders.push_back({id, price, open});
        });
        return orders;
    }

private:
    OrderId id_;
    NaiveBook book_;
};

/// The engine's book, by way of the engine: one account with more than enough of everything.
class EngineBook {
public:
    EngineBook() : engine_{limits()} {
        for (const Command& command : opening_commands()) apply(command);
        for (const AssetId asset : {AssetId{0}, AssetId{1}}) {
            Command deposit;
            deposit.type = CommandType::adjust_balance;
            deposit.account = first_trader;
            deposit.adjustment.amount = Amount{int128{1} << 100};
            deposit.adjustment.asset = asset;
            deposit.adjustment.kind = AdjustmentKind::deposit;
            apply(deposit);
        }
    }

    std::vector<Fill> place(Side side, Price price, Quantity quantity) {
        apply(limit_order(first_trader, side, price.value(), quantity.value()));
        if (said_.events()[0].type != EventType::order_accepted)
            throw std::runtime_error{"the engine refused an order of the contract"};
        return fills();
    }
    bool cancel(OrderId id) {
        apply(aimed(CommandType::cancel_order, id));
        return said_.events()[0].type == EventType::order_closed;
    }
    bool amend(OrderId id, Price price, Quantity open, std::vector<Fill>& made) {
        Command command = aimed(CommandType::amend_order, id);
        command.price = price;
        command.quantity = open;
        command.quantity_meaning = QuantityMeaning::open;
        apply(command);
        made = fills();
        return said_.events()[0].type == EventType::order_amended;
    }
    [[nodiscard]] std::vector<BookOrder> orders(Side side) const {
        std::vector<BookOrder> orders;
        for (const StateRecord& record : records_of(engine_)) {
            const auto* const order = std::get_if<OrderState>(&record);
            if (order == nullptr || order->side != side) continue;
            orders.push_back({order->order_id, order->price, order->open_quantity});
        }
        return orders;
    }

private:
    static engine::EngineLimits limits() {
        engine::EngineLimits limits = small_engine_limits();
        limits.orders_max = 20'000;
        limits.open_orders_per_account_max = 20'000;
        return limits;
    }
    static Command aimed(CommandType type, OrderId id) {
        Command command;
        command.type = type;
        command.account = first_trader;
        command.flags = CommandFlag::has_target_order_id;
        command.target_order_id = id;
        return command;
    }
    void apply(const Command& command) { engine_.apply(stamper_.stamp(command), said_); }
    [[nodiscard]] std::vector<Fill> fills() const {
        std::vector<Fill> fills;
        for (const Event& event : said_.events()) {
            if (event.type != EventType::order_traded) continue;
            fills.push_back(
                {event.traded.maker_order_id, event.traded.price, event.traded.quantity});
        }
        return fills;
    }

    engine::Engine engine_;
    Stamper stamper_;
    EventBuffer said_;
};

}  // namespace outcry::test
