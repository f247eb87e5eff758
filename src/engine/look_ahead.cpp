#include "engine/look_ahead.hpp"

#include <algorithm>
#include <cstring>

#include "engine/book/book_look_ahead.hpp"

namespace outcry::engine {
namespace {

// Every select below is arithmetic: a branch on a command of the future is guessed wrong as often
// as the real one, and GCC 12 makes branches of `condition ? value : 0` here.

[[gnu::always_inline]] inline std::uint64_t mask_of(bool condition) noexcept {
    return ~std::uint64_t{0} * static_cast<std::uint64_t>(condition);
}

/// A 64-bit field of a line that only some commands have, or zero; the line is not touched then.
[[gnu::always_inline]] inline std::uint64_t field_or_zero(const Command& command,
                                                          std::size_t offset,
                                                          bool has_it) noexcept {
    const auto* const bytes = reinterpret_cast<const std::byte*>(&command);
    std::uint64_t value = 0;
    std::memcpy(&value, bytes + offset * static_cast<std::size_t>(has_it), sizeof value);
    return value & mask_of(has_it);
}

/// What of a command leads to memory; all of it within range.
struct Hints {
    OrderId target;
    InstrumentId instrument;
    AccountId account;
    Price price;
    std::uint64_t created_hash;
    std::uint64_t target_hash;
};

constexpr std::size_t created_hash_offset = offsetof(Command, texts) +
                                            offsetof(OrderTexts, created) +
                                            offsetof(NewOrderText, client_order_id_hash);
constexpr std::size_t target_hash_offset = offsetof(Command, texts) + offsetof(OrderTexts, target) +
                                           offsetof(TargetText, client_order_id_hash);

class LookAhead {
public:
    explicit LookAhead(const Venue& venue) noexcept : venue_{venue}, books_{venue.books} {}

    [[gnu::always_inline]] void first(const Command& command) const noexcept {
        const Hints hints = hints_of(command);
        books_.first(hints.target, hints.instrument, hints.price);
        venue_.client_ids.prefetch_bucket(hints.created_hash);
        venue_.client_ids.prefetch_bucket(hints.target_hash);
        venue_.account_orders.prefetch_list(hints.account);
        const InstrumentDefinition& definition = venue_.instruments[hints.instrument].definition;
        venue_.ledger.prefetch_balance(hints.account, definition.base_asset);
        venue_.ledger.prefetch_balance(hints.account, definition.quote_asset);
    }

    [[gnu::always_inline]] void second(const Command& command) const noexcept {
        const Hints hints = hints_of(command);
        const Slot slot = slot_of(hints);
        books_.second(slot, hints.instrument, hints.price);
        const OrderPool& pool = venue_.books.pool();
        prefetch(&pool.links(slot));
        prefetch(&pool.detail(slot & static_cast<Slot>(mask_of(hints.target_hash != 0))));
        // A new order is linked behind the account's last one.
        prefetch(&pool.links(venue_.account_orders.last(hints.account)));
    }

    [[gnu::always_inline]] void third(const Command& command) const noexcept {
        const Hints hints = hints_of(command);
        const Slot slot = slot_of(hints);
        books_.third(slot, hints.instrument, hints.price);
        const OrderPool& pool = venue_.books.pool();
        const OrderLinks& links = pool.links(slot);
        prefetch(&pool.links(links.account_next));
        prefetch(&pool.links(links.account_previous));
        venue_.client_ids.prefetch_kept_bucket(links.client_bucket);
    }

private:
    [[nodiscard]] [[gnu::always_inline]] Hints hints_of(const Command& command) const noexcept {
        const bool is_new = command.type == CommandType::place_order;
        const bool is_named = (command.flags & CommandFlag::has_target_client_order_id) != 0;
        return {
            .target = command.target_order_id,
            .instrument = InstrumentId{std::min<std::uint16_t>(
                command.instrument.value(),
                static_cast<std::uint16_t>(venue_.limits.instruments_max - 1))},
            .account = AccountId{std::min(command.account.value(), venue_.limits.accounts_max - 1)},
            .price = command.price,
            .created_hash = field_or_zero(command, created_hash_offset, is_new),
            .target_hash = field_or_zero(command, target_hash_offset, is_named)};
    }

    /// By id or by name; the other of the two is zero and leads to slot zero.
    [[nodiscard]] [[gnu::always_inline]] Slot slot_of(const Hints& hints) const noexcept {
        const std::uint64_t by_name = mask_of(hints.target_hash != 0);
        const Slot named = venue_.client_ids.guess(hints.target_hash);
        const Slot numbered = books_.guess(hints.target);
        return static_cast<Slot>((named & by_name) | (numbered & ~by_name));
    }

    const Venue& venue_;
    BookLookAhead books_;
};

}  // namespace

void prefetch_ahead(const Venue& venue, std::span<const Command> batch,
                    std::size_t position) noexcept {
    const std::size_t last = batch.size() - 1;
    const auto at = [&](std::size_t distance) -> const Command& {
        return batch[std::min(position + distance, last)];
    };
    const LookAhead look_ahead{venue};
    const Command& far = at(4 * look_ahead_distance);
    prefetch(&far);
    prefetch(reinterpret_cast<const std::byte*>(&far) + 64);
    look_ahead.first(at(2 * look_ahead_distance));
    look_ahead.second(at(look_ahead_distance));
    look_ahead.third(at(look_ahead_distance / 2));
}

}  // namespace outcry::engine
