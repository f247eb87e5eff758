#include "journal/batch_buffer.hpp"

#include <algorithm>
#include <cstring>

#include "outcry/base/assert.hpp"
#include "outcry/wire/crc32c.hpp"

namespace outcry::journal {

BatchBuffer::BatchBuffer(std::size_t sectors_max)
    : bytes_{sectors_max * sector_size_bytes},
      payload_size_max_{sectors_max * sector_content_size - sizeof(BatchHeaderV1)} {
    OUTCRY_ASSERT(sectors_max > 0);
    OUTCRY_ASSERT(sectors_max <= batch_sectors_max);
}

bool BatchBuffer::add(const Command& command) noexcept {
    if (record_count_ == batch_records_max) return false;
    const std::size_t size = wire::encode(command, record_);
    if (size > payload_size_max_ - payload_size_) return false;

    if (record_count_ == 0) {
        first_ = command.sequence;
    } else {
        OUTCRY_ASSERT(command.sequence == next(last_));
        OUTCRY_ASSERT(command.time >= time_);
    }
    const std::span<const std::byte> record = std::span{record_}.first(size);
    copy_in(record);
    payload_crc_ = wire::crc32c(record, payload_crc_);
    payload_size_ += size;
    ++record_count_;
    last_ = command.sequence;
    time_ = command.time;
    return true;
}

void BatchBuffer::copy_in(std::span<const std::byte> record) noexcept {
    std::size_t offset = sizeof(BatchHeaderV1) + payload_size_;
    while (!record.empty()) {
        const std::size_t sector = offset / sector_content_size;
        const std::size_t inside = offset % sector_content_size;
        const std::size_t size = std::min(record.size(), sector_content_size - inside);
        std::memcpy(bytes_.span().data() + sector * sector_size_bytes + inside, record.data(),
                    size);
        record = record.subspan(size);
        offset += size;
    }
}

std::span<const std::byte> BatchBuffer::finish(const Place& place,
                                               const SectorSeal& seal) noexcept {
    OUTCRY_ASSERT(record_count_ > 0);
    OUTCRY_ASSERT(place.durable < first_);
    const std::uint64_t sectors = sector_count();
    const BatchHeaderV1 header{.magic = batch_magic,
                               .version = batch_format_version,
                               .reserved = 0,
                               .epoch = place.epoch.value(),
                               .first_sequence = first_.value(),
                               .record_count = static_cast<std::uint32_t>(record_count_),
                               .sector_count = static_cast<std::uint32_t>(sectors),
                               .time_us = time_.value(),
                               .durable_sequence = place.durable.value(),
                               .chain = place.chain,
                               .payload_size = static_cast<std::uint32_t>(payload_size_),
                               .payload_crc = payload_crc_};
    std::byte* const start = bytes_.span().data();
    std::memcpy(start, &header, sizeof header);
    for (std::uint32_t index = 0; index < sectors; ++index) {
        const SectorSpan sector{start + index * sector_size_bytes, sector_size_bytes};
        seal.close(sector, place.sector + index, index);
    }
    return {start, sectors * sector_size_bytes};
}

void BatchBuffer::clear() noexcept {
    // What follows the next payload in its last sector must be zeros again.
    std::ranges::fill(bytes_.span().first(sector_count() * sector_size_bytes), std::byte{});
    payload_size_ = 0;
    record_count_ = 0;
    payload_crc_ = 0;
}

}  // namespace outcry::journal
