#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "outcry/base/assert.hpp"
#include "outcry/follower/event_log.hpp"
#include "outcry/wire/crc32c.hpp"

#include "follower/event_log/layout.hpp"
#include "fuzz/fuzzers.hpp"
#include "unit/journal/raw_disk.hpp"

namespace {

using namespace outcry;

const follower::EventLogPlace place{"/fuzz", "/fuzz"};

/// Whatever is read are whole commands, from the first one on, without a gap.
void read_all(journal::test::Files files) {
    journal::test::FrozenFileSystem file_system{files};
    follower::EventLogReader reader{file_system, place};
    Sequence last;
    std::vector<Event> events;
    while (true) {
        events.clear();
        const auto read = reader.read(events);
        OUTCRY_ASSERT(read.has_value() || read.error().kind != journal::ErrorKind::system);
        if (!read || !*read) break;
        OUTCRY_ASSERT(!events.empty());
        OUTCRY_ASSERT(events.front().sequence == next(last));
        last = events.back().sequence;
        OUTCRY_ASSERT(
            follower::are_whole_commands(events, events.front().sequence, events.back().sequence));
    }
    const auto extent = follower::find_extent(file_system, place);
    OUTCRY_ASSERT(extent.has_value() || extent.error().kind != journal::ErrorKind::system);
}

/// A segment of which the input is the content of one batch, its checksums made right.
std::vector<std::byte> segment_with_right_checksums(std::vector<std::byte> bytes) {
    const auto header = follower::sealed(
        follower::EventSegmentHeaderV1{.magic = follower::event_segment_magic,
                                       .format_version = follower::event_log_format_version,
                                       .engine_version = 1,
                                       .journal = {},
                                       .first_sequence = 1,
                                       .events_before = 0,
                                       .chain = {},
                                       .event_size = sizeof(Event),
                                       .crc = 0});
    follower::EventBatchHeaderV1 batch{};
    bytes.resize(std::max(bytes.size(), sizeof batch));
    std::memcpy(&batch, bytes.data(), sizeof batch);
    batch.magic = follower::event_batch_magic;
    batch.version = follower::event_batch_version;
    batch.first_sequence = 1;
    batch.events_before = 0;
    batch.chain = {};
    const std::size_t payload_size = bytes.size() - sizeof batch;
    batch.event_count = static_cast<std::uint32_t>(payload_size / sizeof(Event));
    batch.payload_crc =
        wire::crc32c(std::span{bytes}.subspan(sizeof batch, batch.event_count * sizeof(Event)));
    batch = follower::sealed(batch);
    std::memcpy(bytes.data(), &batch, sizeof batch);
    std::vector<std::byte> segment(sizeof header);
    std::memcpy(segment.data(), &header, sizeof header);
    segment.insert(segment.end(), bytes.begin(), bytes.end());
    return segment;
}

}  // namespace

// The first byte says what the rest is: a segment, the content of a batch, an archived segment.
int fuzz_event_log(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::vector<std::byte> bytes(size - 1);
    if (size > 1) std::memcpy(bytes.data(), data + 1, bytes.size());
    const std::string name = "00000000000000000001.events";
    switch (data[0] % 3) {
        case 0: read_all({{name, bytes}}); break;
        case 1: read_all({{name, segment_with_right_checksums(std::move(bytes))}}); break;
        default: read_all({{name + ".zst", bytes}}); break;
    }
    return 0;
}
