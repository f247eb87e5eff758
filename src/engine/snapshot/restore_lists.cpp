#include <cstring>

#include "engine/snapshot/restore.hpp"

namespace outcry::engine {
namespace {

/// What an order brings as a member of a list, if it can be one.
[[nodiscard]] bool can_join(const Venue& venue, Slot slot, const OrderListState& state) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    return node.flags == OrderFlag::has_terms && node.account() == state.account &&
           node.instrument == state.instrument && venue.terms[slot].list == 0;
}

[[nodiscard]] std::size_t order_count_of(OrderListType type) noexcept {
    return type == OrderListType::otoco ? 3 : 2;
}

template <std::size_t size_max>
[[nodiscard]] bool fits(const FixedText<size_max>& text) noexcept {
    return text.size() <= size_max;
}

/// The texts that the engine reads of a staged command.
[[nodiscard]] bool are_texts_valid(const Command& command) noexcept {
    if (command.type == CommandType::stage_order) {
        return fits(command.texts.created.client_order_id);
    }
    return fits(command.texts.target.client_order_id) && fits(command.texts.cancel.client_order_id);
}

}  // namespace

bool restore_order_list(Venue& venue, const OrderListState& state) noexcept {
    if (state.type < OrderListType::oco || state.type > OrderListType::otoco) return false;
    if (!fits(state.client_order_id) || venue.lists.is_full()) return false;
    if (state.order_list_id == OrderListId{} || venue.lists.find(state.order_list_id) != 0) {
        return false;
    }
    if (venue.lists.find(state.account, state.client_order_id) != 0) return false;
    OpenList list{};
    list.id = state.order_list_id;
    list.order_ids = state.order_ids;
    list.account = state.account;
    list.instrument = state.instrument;
    list.type = state.type;
    list.name = state.client_order_id;
    std::array<Slot, list_orders_max> slots{};
    bool has_open = false;
    for (std::size_t place = 0; place < list_orders_max; ++place) {
        const bool belongs = place < order_count_of(state.type);
        if (belongs != (state.order_ids[place] != OrderId{})) return false;
        if (belongs) slots[place] = venue.books.find(state.order_ids[place]);
        if (slots[place] == no_slot) continue;
        has_open = true;
        if (!can_join(venue, slots[place], state)) return false;
        if (place > 0 && slots[place] == slots[place - 1]) return false;
    }
    if (!has_open || (slots[0] != no_slot && slots[0] == slots[2])) return false;
    const ListIndex index = venue.lists.open(list);
    for (std::size_t place = 0; place < list_orders_max; ++place) {
        if (slots[place] == no_slot) continue;
        venue.lists.join(index, place, slots[place], state.order_ids[place]);
        venue.terms[slots[place]].list = index;
    }
    return true;
}

bool restore_staged_order(Venue& venue, const StagedOrderState& state) noexcept {
    if (state.source >= StagedOrders::gateways_max) return false;
    const auto gateway = static_cast<std::uint8_t>(state.source);
    if (venue.staged_orders.is_full(gateway)) return false;
    if (state.place != venue.staged_orders.of(gateway).size()) return false;
    Command command;
    std::memcpy(static_cast<void*>(&command), state.command.data(), sizeof command);
    if (command.type != CommandType::stage_order && command.type != CommandType::stage_cancel) {
        return false;
    }
    if (gateway_of(command) != gateway || !are_texts_valid(command)) return false;
    venue.staged_orders.add(gateway, command);
    return true;
}

}  // namespace outcry::engine
