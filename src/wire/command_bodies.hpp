#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include "outcry/base/hash.hpp"
#include "outcry/domain/command.hpp"
#include "outcry/wire/bytes.hpp"
#include "outcry/wire/command_record.hpp"
#include "outcry/wire/command_records_v1.hpp"

namespace outcry::wire {

/// Nothing, or why a body cannot be.
using BodyError = std::optional<DecodeError>;

/// Version 1 of each body: `put` writes what of the command its type uses, `take` reads it back
/// into a cleared command whose header is filled in. Each group of types has a file.
enum class BodyGroup : std::uint8_t { order, order_set, venue, rules, unknown };
[[nodiscard]] BodyGroup group_of(CommandType type) noexcept;

/// Whether the fields that are set are those of the type, and known values where they are names.
[[nodiscard]] bool can_be_encoded(const Command& command) noexcept;

void put_order_body(const Command& command, ByteWriter& writer) noexcept;
[[nodiscard]] BodyError take_order_body(ByteReader& reader, Command& command) noexcept;
void put_order_set_body(const Command& command, ByteWriter& writer) noexcept;
[[nodiscard]] BodyError take_order_set_body(ByteReader& reader, Command& command) noexcept;
void put_venue_body(const Command& command, ByteWriter& writer) noexcept;
[[nodiscard]] BodyError take_venue_body(ByteReader& reader, Command& command) noexcept;
void put_rules_body(const Command& command, ByteWriter& writer) noexcept;
[[nodiscard]] BodyError take_rules_body(ByteReader& reader, Command& command) noexcept;

/// Numbers of a domain enumeration go up to `largest`. Zero is always fine: it says that the
/// command does not use the field, or leaves the refusal to the engine.
template <class Enum>
[[nodiscard]] bool take_enum(std::uint8_t number, Enum largest, Enum& value) noexcept {
    if (number > static_cast<std::uint8_t>(largest)) return false;
    value = static_cast<Enum>(number);
    return true;
}

template <class Enum>
[[nodiscard]] constexpr std::uint8_t number_of(Enum value) noexcept {
    return static_cast<std::uint8_t>(value);
}

[[nodiscard]] inline bool take_flag(std::uint8_t number, std::uint8_t& value) noexcept {
    value = number;
    return number <= 1;
}

template <std::size_t size_max>
[[nodiscard]] std::uint8_t size_of(const FixedText<size_max>& text) noexcept {
    return static_cast<std::uint8_t>(text.size());
}

/// Zero without an id.
[[nodiscard]] inline std::uint64_t hash_of(const ClientOrderId& id, AccountId account) noexcept {
    return id.empty() ? 0 : base::hash_text(id.view(), account.value());
}

template <std::size_t size_max>
[[nodiscard]] bool take_fixed_text(ByteReader& reader, std::size_t size,
                                   FixedText<size_max>& text) noexcept {
    std::string_view view;
    if (size > size_max || !reader.take_text(size, view)) return false;
    text = FixedText<size_max>{view};
    return true;
}

template <std::size_t count>
[[nodiscard]] bool is_zero(const std::array<std::uint8_t, count>& reserved) noexcept {
    return std::ranges::all_of(reserved, [](std::uint8_t byte) { return byte == 0; });
}

[[nodiscard]] inline AmountV1 put_amount(Amount amount) noexcept {
    return {.low = static_cast<std::uint64_t>(amount.value()),
            .high = static_cast<std::int64_t>(amount.value() >> 64)};
}

[[nodiscard]] inline Amount take_amount(const AmountV1& amount) noexcept {
    return Amount{static_cast<int128>(
        (static_cast<uint128>(static_cast<std::uint64_t>(amount.high)) << 64) | amount.low)};
}

}  // namespace outcry::wire
