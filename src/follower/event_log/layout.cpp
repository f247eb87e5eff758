#include "follower/event_log/layout.hpp"

#define XXH_INLINE_ALL
#include <charconv>
#include <cstring>

#include <fmt/format.h>
#include <xxhash.h>

#include "outcry/wire/bytes.hpp"
#include "outcry/wire/crc32c.hpp"

namespace outcry::follower {
namespace {

constexpr std::size_t sequence_digits = 20;

template <wire::WireStruct Header>
std::uint32_t crc_of(const Header& header) noexcept {
    constexpr std::size_t covered_size = offsetof(Header, crc);
    static_assert(covered_size + sizeof(header.crc) == sizeof(Header));
    return wire::crc32c(wire::bytes_of(header).first(covered_size));
}

template <wire::WireStruct Header>
Header copy_from(std::span<const std::byte, sizeof(Header)> bytes) noexcept {
    Header header{};
    std::memcpy(&header, bytes.data(), sizeof header);
    return header;
}

}  // namespace

EventSegmentHeaderV1 sealed(EventSegmentHeaderV1 header) noexcept {
    header.crc = crc_of(header);
    return header;
}

EventBatchHeaderV1 sealed(EventBatchHeaderV1 header) noexcept {
    header.crc = crc_of(header);
    return header;
}

std::optional<EventSegmentHeaderV1> read_event_segment_header(
    std::span<const std::byte, sizeof(EventSegmentHeaderV1)> bytes) noexcept {
    const auto header = copy_from<EventSegmentHeaderV1>(bytes);
    if (header.magic != event_segment_magic) return std::nullopt;
    if (header.format_version != event_log_format_version) return std::nullopt;
    if (header.crc != crc_of(header)) return std::nullopt;
    if (header.event_size != sizeof(Event) || header.first_sequence == 0) return std::nullopt;
    return header;
}

std::optional<EventBatchHeaderV1> read_event_batch_header(
    std::span<const std::byte, sizeof(EventBatchHeaderV1)> bytes) noexcept {
    const auto header = copy_from<EventBatchHeaderV1>(bytes);
    if (header.magic != event_batch_magic || header.version != event_batch_version)
        return std::nullopt;
    if (header.crc != crc_of(header)) return std::nullopt;
    if (header.event_count == 0 || header.event_count > event_batch_events_max) return std::nullopt;
    return header;
}

journal::ChainHash chain_over(const EventBatchHeaderV1& header) noexcept {
    const XXH128_hash_t hash = XXH3_128bits(&header, sizeof header);
    journal::ChainHash chain{};
    std::memcpy(chain.data(), &hash.low64, sizeof hash.low64);
    std::memcpy(chain.data() + sizeof hash.low64, &hash.high64, sizeof hash.high64);
    return chain;
}

bool are_whole_commands(std::span<const Event> events, Sequence first, Sequence last) noexcept {
    Sequence sequence = first;
    std::uint16_t index = 0;
    for (const Event& event : events) {
        if (event.sequence != sequence || event.index != index) return false;
        ++index;
        if (!event.is_last_of_command()) continue;
        sequence = next(sequence);
        index = 0;
    }
    return index == 0 && sequence == next(last);
}

std::string event_segment_name(Sequence first, std::string_view suffix) {
    return fmt::format("{:020}{}", first.value(), suffix);
}

std::optional<Sequence> first_of_event_segment(std::string_view name, std::string_view suffix) {
    if (name.size() != sequence_digits + suffix.size() || !name.ends_with(suffix))
        return std::nullopt;
    std::uint64_t value = 0;
    const char* const end = name.data() + sequence_digits;
    const auto [rest, error] = std::from_chars(name.data(), end, value);
    if (error != std::errc{} || rest != end) return std::nullopt;
    return Sequence{value};
}

}  // namespace outcry::follower
