#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include "outcry/domain/command.hpp"
#include "outcry/wire/bytes.hpp"
#include "outcry/wire/command_record.hpp"
#include "outcry/wire/command_records_v1.hpp"

namespace outcry::wire {

/// Nothing, or why a body cannot be.
using BodyError = std::optional<DecodeError>;

/// Version 1 of each body: `put` writes what of the command its type uses, `take` reads it back
/// into a cleared command whose header is filled in. The order commands and the operators' ones.
void put_order_body(const Command& command, ByteWriter& writer) noexcept;
[[nodiscard]] BodyError take_order_body(ByteReader& reader, Command& command) noexcept;
void put_operator_body(const Command& command, ByteWriter& writer) noexcept;
[[nodiscard]] BodyError take_operator_body(ByteReader& reader, Command& command) noexcept;

[[nodiscard]] constexpr bool is_order_type(CommandType type) noexcept {
    return type >= CommandType::place_order && type <= CommandType::continue_mass_action;
}

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
