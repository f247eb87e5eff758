#include "engine/matching/target.hpp"

namespace outcry::engine {
namespace {

constexpr std::uint8_t both_restrictions =
    CommandFlag::cancel_only_new | CommandFlag::cancel_only_partially_filled;

}  // namespace

bool is_target_valid(const Command& command) noexcept {
    constexpr std::uint8_t names =
        CommandFlag::has_target_order_id | CommandFlag::has_target_client_order_id;
    if ((command.flags & names) == 0) return false;
    return (command.flags & both_restrictions) != both_restrictions;
}

Target find_target(const Venue& venue, const Command& command) noexcept {
    const bool has_id = (command.flags & CommandFlag::has_target_order_id) != 0;
    const bool has_name = (command.flags & CommandFlag::has_target_client_order_id) != 0;
    const OrderPool& pool = venue.books.pool();
    const TargetText& target = command.texts.target;
    Slot slot = no_slot;
    if (has_id) {
        slot = venue.books.find(command.target_order_id);
    } else if (!target.client_order_id.empty()) {
        slot = venue.client_ids.find(
            {command.account, target.client_order_id_hash, target.client_order_id}, pool);
    }
    const Target unknown{no_slot, {RejectReason::unknown_order}};
    if (slot == no_slot) return unknown;
    // Somebody else's order is as unknown as one that never was.
    if (pool.node(slot).account() != command.account) return unknown;
    if (pool.node(slot).instrument != command.instrument) return unknown;
    if (has_id && has_name && pool.name(slot) != target.client_order_id) {
        return {no_slot, {RejectReason::client_order_id_mismatch}};
    }
    return {slot, {}};
}

Refusal check_restrictions(const Venue& venue, const Command& command, Slot slot) noexcept {
    if (__builtin_expect((command.flags & both_restrictions) == 0, 1)) return {};
    const bool is_executed = venue.books.pool().node(slot).executed() != Quantity{};
    const bool wants_executed = (command.flags & CommandFlag::cancel_only_partially_filled) != 0;
    if (is_executed != wants_executed) return {RejectReason::cancel_restricted};
    return {};
}

}  // namespace outcry::engine
