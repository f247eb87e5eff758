#include "engine/look_ahead.hpp"

#include <algorithm>
#include <cstring>

namespace outcry::engine {
namespace {

// Every select here is arithmetic: a branch on a command of the future is guessed wrong as often as
// the real one, and GCC 12 makes branches of `condition ? value : 0`.

[[gnu::always_inline]] inline std::uint64_t mask_of(bool condition) noexcept {
    return ~std::uint64_t{0} * static_cast<std::uint64_t>(condition);
}

[[nodiscard]] inline const std::byte* bytes_of(const Command& command) noexcept {
    return reinterpret_cast<const std::byte*>(&command);
}

[[nodiscard]] inline bool is_named(const Command& command) noexcept {
    return (command.flags & CommandFlag::has_target_client_order_id) != 0;
}

[[nodiscard]] inline InstrumentId instrument_of(const Venue& venue,
                                                const Command& command) noexcept {
    return InstrumentId{std::min(command.instrument.value(),
                                 static_cast<std::uint16_t>(venue.limits.instruments_max - 1))};
}

/// A 64-bit field of a line that only some commands have, or zero; the line is not touched then.
[[gnu::always_inline]] inline std::uint64_t field_or_zero(const Command& command,
                                                          std::size_t offset,
                                                          bool has_it) noexcept {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes_of(command) + offset * static_cast<std::size_t>(has_it),
                sizeof value);
    return value & mask_of(has_it);
}

constexpr std::size_t created_hash_offset = offsetof(Command, texts) +
                                            offsetof(OrderTexts, created) +
                                            offsetof(NewOrderText, client_order_id_hash);
constexpr std::size_t target_hash_offset = offsetof(Command, texts) + offsetof(OrderTexts, target) +
                                           offsetof(TargetText, client_order_id_hash);

}  // namespace

/// Which of its lines a command uses says the first one. The instrument is known there, too.
[[gnu::always_inline]] inline void LookAhead::texts(const Venue& venue,
                                                    const Command& command) noexcept {
    const auto named = static_cast<std::size_t>(is_named(command));
    // A name for the order that is meant stands in the third line, one for its cancel behind it.
    prefetch(bytes_of(command) + 64 + 64 * named);
    prefetch(bytes_of(command) + 192 * named);
    const InstrumentId instrument = instrument_of(venue, command);
    const auto* const definition =
        reinterpret_cast<const std::byte*>(&venue.instruments[instrument]);
    prefetch(definition);
    prefetch(definition + 64);
    prefetch(&venue.books.book(instrument));
}

[[gnu::always_inline]] inline void LookAhead::first(const Venue& venue, const Command& command,
                                                    Hint& hint) noexcept {
    const bool is_new = command.type == CommandType::place_order;
    const InstrumentId instrument = instrument_of(venue, command);
    const AccountId account{std::min(command.account.value(), venue.limits.accounts_max - 1)};
    hint.instrument = instrument.value();
    hint.account = account.value();
    hint.target_hash = field_or_zero(command, target_hash_offset, is_named(command));
    const std::uint64_t created_hash = field_or_zero(command, created_hash_offset, is_new);
    BookLookAhead{venue.books}.first(command.target_order_id, instrument, command.price);
    // A command brings one of the two at most, or it can wait for the other.
    venue.client_ids.prefetch_bucket(created_hash | hint.target_hash);
    venue.account_orders.prefetch_list(account);
    const InstrumentDefinition& definition = venue.instruments[instrument].definition;
    venue.ledger.prefetch_balance(account, definition.base_asset);
    venue.ledger.prefetch_balance(account, definition.quote_asset);
}

[[gnu::always_inline]] inline void LookAhead::second(const Venue& venue, const Command& command,
                                                     Hint& hint) noexcept {
    const OrderPool& pool = venue.books.pool();
    // By id or by name; the other of the two is zero and leads to slot zero.
    const std::uint64_t by_name = mask_of(hint.target_hash != 0);
    const Slot named = venue.client_ids.guess(hint.target_hash);
    const Slot numbered = venue.books.ids().guess(command.target_order_id);
    hint.slot = static_cast<Slot>((named & by_name) | (numbered & ~by_name));
    hint.level = venue.books.prices().guess(
        InstrumentId{static_cast<std::uint16_t>(hint.instrument)}, command.price);
    BookLookAhead{venue.books}.second(hint.slot, hint.level);
    prefetch(&pool.name(hint.slot & static_cast<Slot>(by_name)));
    // A new order is linked behind the account's last one.
    prefetch(&pool.node(venue.account_orders.last(AccountId{hint.account})));
}

[[gnu::always_inline]] inline void LookAhead::third(const Venue& venue, const Hint& hint) noexcept {
    const OrderPool& pool = venue.books.pool();
    BookLookAhead{venue.books}.third(hint.slot, hint.level);
    const OrderNode& node = pool.node(hint.slot);
    prefetch(&pool.node(node.account_next));
    prefetch(&pool.node(node.account_previous));
    venue.client_ids.prefetch_kept_bucket(node.client_bucket);
}

void LookAhead::start(const Venue& venue, std::span<const Command> batch) noexcept {
    const std::size_t size = batch.size();
    for (std::size_t i = 0; i < std::min(farther, size); ++i) texts(venue, batch[i]);
    for (std::size_t i = 0; i < std::min(far, size); ++i) first(venue, batch[i], hint(i));
    for (std::size_t i = 0; i < std::min(middle, size); ++i) second(venue, batch[i], hint(i));
    for (std::size_t i = 0; i < std::min(near, size); ++i) third(venue, hint(i));
}

void LookAhead::advance(const Venue& venue, std::span<const Command> batch,
                        std::size_t position) noexcept {
    if (position == 0) start(venue, batch);
    // The end of a batch is no secret: these branches are guessed right.
    const std::size_t left = batch.size() - position;
    if (left > farthest) {
        prefetch(bytes_of(batch[position + farthest]));
        prefetch(bytes_of(batch[position + farthest]) + 64);
    }
    if (left > farther) texts(venue, batch[position + farther]);
    if (left > near) third(venue, hint(position + near));
    if (left > middle) second(venue, batch[position + middle], hint(position + middle));
    // The place that `first` takes is that of the running command, which needs it no more.
    if (left > far) first(venue, batch[position + far], hint(position + far));
}

}  // namespace outcry::engine
