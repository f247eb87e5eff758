#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "outcry/domain/event.hpp"
#include "outcry/journal/position.hpp"

namespace outcry::follower {

// Version 1 of what lies in the event log; docs/formats/event_log.md. Fields never move.

inline constexpr std::uint64_t event_segment_magic = 0x314c56455943544fULL;  // "OTCYEVL1"
inline constexpr std::uint32_t event_batch_magic = 0x3145544fU;              // "OTE1"
inline constexpr std::uint32_t event_log_format_version = 1;
inline constexpr std::uint16_t event_batch_version = 1;

struct EventSegmentHeaderV1 {
    std::uint64_t magic;
    std::uint32_t format_version;
    std::uint32_t engine_version;
    journal::JournalUuid journal;
    std::uint64_t first_sequence;
    std::uint64_t events_before;  // in the log since it began
    journal::ChainHash chain;     // over the last batch of the segment before
    std::uint32_t event_size;
    std::uint32_t crc;  // CRC32C of the bytes before
};
static_assert(sizeof(EventSegmentHeaderV1) == 72);

struct EventBatchHeaderV1 {
    std::uint32_t magic;
    std::uint16_t version;
    std::uint16_t reserved;
    std::uint64_t first_sequence;
    std::uint64_t last_sequence;
    std::uint64_t events_before;  // in the log since it began
    std::int64_t time_us;         // of the last event
    std::uint32_t event_count;
    std::uint32_t payload_crc;  // CRC32C of the events
    journal::ChainHash chain;   // over the batch before
    std::uint32_t zero;
    std::uint32_t crc;  // CRC32C of the bytes before
};
static_assert(sizeof(EventBatchHeaderV1) == 72);

static_assert(std::has_unique_object_representations_v<EventSegmentHeaderV1>);
static_assert(std::has_unique_object_representations_v<EventBatchHeaderV1>);

/// A batch is written when it holds this many, and ends with a whole command.
inline constexpr std::size_t event_batch_full_count = 4096;
inline constexpr std::size_t event_batch_events_max =
    event_batch_full_count + events_per_command_max;

[[nodiscard]] EventSegmentHeaderV1 sealed(EventSegmentHeaderV1 header) noexcept;
[[nodiscard]] EventBatchHeaderV1 sealed(EventBatchHeaderV1 header) noexcept;

/// Nothing when the bytes are not a whole header of a version that is known.
[[nodiscard]] std::optional<EventSegmentHeaderV1> read_event_segment_header(
    std::span<const std::byte, sizeof(EventSegmentHeaderV1)> bytes) noexcept;
[[nodiscard]] std::optional<EventBatchHeaderV1> read_event_batch_header(
    std::span<const std::byte, sizeof(EventBatchHeaderV1)> bytes) noexcept;

/// What the batch after this one carries: it covers the events through their checksum, and all
/// batches before through the header's own chain.
[[nodiscard]] journal::ChainHash chain_over(const EventBatchHeaderV1& header) noexcept;

/// Whether these are all events of the commands from `first` to `last`, in order.
[[nodiscard]] bool are_whole_commands(std::span<const Event> events, Sequence first,
                                      Sequence last) noexcept;

inline constexpr std::string_view event_segment_suffix = ".events";
inline constexpr std::string_view archived_segment_suffix = ".events.zst";
inline constexpr std::string_view unfinished_suffix = ".unfinished";

[[nodiscard]] std::string event_segment_name(Sequence first, std::string_view suffix);
/// Nothing when the name is not one of a segment with this suffix.
[[nodiscard]] std::optional<Sequence> first_of_event_segment(std::string_view name,
                                                             std::string_view suffix);

}  // namespace outcry::follower
