#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "outcry/base/result.hpp"
#include "outcry/domain/command.hpp"

namespace outcry::wire {

/// No record of a command is longer.
inline constexpr std::size_t command_record_size_max = 256;

enum class DecodeError : std::uint8_t {
    truncated = 1,  // the record says more bytes than there are
    unknown_version = 2,
    unknown_type = 3,
    size_contradicts = 4,  // the size in the header is not what the content needs
    value_out_of_range = 5,
    reserved_is_not_zero = 6,
};

/// The stable lower-case name, for messages.
[[nodiscard]] std::string_view name_of(DecodeError error) noexcept;

struct DecodeFailure {
    DecodeError error{};
    std::size_t offset = 0;  // in the bytes given, of the field after the one that failed
    friend bool operator==(const DecodeFailure&, const DecodeFailure&) = default;
};

/// Writes the command as a record of the newest version and returns its size. `target` holds at
/// least `command_record_size_max` bytes. Reads only the lines that the command's type uses.
/// Stops the process on a command that could not be read back exactly: an unknown type or value,
/// or a field set that the type does not use.
[[nodiscard]] std::size_t encode(const Command& command, std::span<std::byte> target) noexcept;

/// Reads one record from the front of bytes that nobody has checked, of any version, and returns
/// its size. Every size and enumeration is checked; the hashes of client order ids are computed
/// anew. What `encode` gets from the result are the same bytes. After a failure `command` is
/// unspecified.
[[nodiscard]] Result<std::size_t, DecodeFailure> decode(std::span<const std::byte> source,
                                                        Command& command) noexcept;

}  // namespace outcry::wire
