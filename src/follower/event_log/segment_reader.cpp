#include "follower/event_log/segment_reader.hpp"

#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "outcry/wire/crc32c.hpp"

namespace outcry::follower {

EventSegmentReader::EventSegmentReader(SegmentBytes bytes, const EventSegmentHeaderV1& header)
    : bytes_{std::move(bytes)},
      header_{header},
      position_{.next = Sequence{header.first_sequence},
                .event_count = header.events_before,
                .chain = header.chain} {}

journal::JournalResult<EventSegmentReader> EventSegmentReader::open(SegmentBytes bytes) {
    constexpr std::size_t size = sizeof(EventSegmentHeaderV1);
    const auto read = bytes.bytes(0, size);
    if (!read) return Failure{read.error()};
    if (read->size() == size) {
        if (const auto header = read_event_segment_header(read->first<size>()))
            return EventSegmentReader{std::move(bytes), *header};
    }
    return journal::damaged(fmt::format("{}: its header is not one of a segment of the event log",
                                        bytes.path().string()));
}

const char* EventSegmentReader::check(const EventBatchHeaderV1& header) const noexcept {
    if (header.first_sequence != position_.next.value()) return "its sequence is not the next one";
    if (header.last_sequence < header.first_sequence)
        return "its last sequence is before its first";
    if (header.events_before != position_.event_count) return "its events are not the next ones";
    if (header.chain != position_.chain) return "it does not continue the batch before";
    return nullptr;
}

journal::JournalResult<bool> EventSegmentReader::try_batch() {
    constexpr std::size_t size = sizeof(EventBatchHeaderV1);
    problem_.clear();
    const auto fails = [this](std::string_view reason) {
        problem_ = fmt::format("{}: the batch at byte {}, of command {}, {}", path().string(),
                               position_.offset, position_.next.value(), reason);
        return journal::JournalResult<bool>{false};
    };
    const auto head = bytes_.bytes(position_.offset, size);
    if (!head) return Failure{head.error()};
    if (head->empty()) return false;
    if (head->size() < size) return fails("is cut off");
    const auto header = read_event_batch_header(head->first<size>());
    if (!header) return fails("has no whole header");
    if (const char* const reason = check(*header)) return fails(reason);

    const std::size_t payload_size = header->event_count * sizeof(Event);
    const auto payload = bytes_.bytes(position_.offset + size, payload_size);
    if (!payload) return Failure{payload.error()};
    if (payload->size() < payload_size) return fails("is cut off");
    if (wire::crc32c(*payload) != header->payload_crc) return fails("has another checksum");
    events_.resize(header->event_count);
    std::memcpy(static_cast<void*>(events_.data()), payload->data(), payload_size);
    if (!are_whole_commands(events_, Sequence{header->first_sequence},
                            Sequence{header->last_sequence}))
        return fails("does not hold all events of its commands");
    position_.offset += size + payload_size;
    position_.next = next(Sequence{header->last_sequence});
    position_.event_count += header->event_count;
    position_.chain = chain_over(*header);
    return true;
}

journal::JournalResult<bool> EventSegmentReader::next_batch() {
    const auto outcome = try_batch();
    if (!outcome || *outcome) return outcome;
    // The window may hold what a writer had written half of.
    bytes_.forget_window();
    return try_batch();
}

}  // namespace outcry::follower
