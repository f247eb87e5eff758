#include "journal/batch_scanner.hpp"

#include <algorithm>
#include <cstring>

#include "outcry/base/assert.hpp"
#include "outcry/wire/command_record.hpp"
#include "outcry/wire/crc32c.hpp"

namespace outcry::journal {

JournalPosition start_of(const SegmentHeaderV1& header) noexcept {
    return {.journal = header.journal,
            .segment_number = header.segment_number,
            .segment_first = Sequence{header.first_sequence},
            .segment_sector_count = header.sector_count,
            .sector = header_copy_count,
            .next = Sequence{header.first_sequence},
            .time = Timestamp{header.time_us},
            .epoch = Epoch{header.epoch},
            .chain = header.chain,
            .written_by = {.engine_version = header.engine_version,
                           .configuration_hash = header.configuration_hash}};
}

BatchScanner::BatchScanner(SegmentFile& segment)
    : segment_{segment},
      seal_{segment.header()->journal, segment.header()->segment_number},
      position_{start_of(*segment.header())} {
    payload_.reserve(batch_payload_size_max);
    commands_.reserve(batch_records_max);
}

bool BatchScanner::fails(std::string_view reason) noexcept {
    reason_ = reason;
    return false;
}

JournalResult<BatchState> BatchScanner::read_next() {
    commands_.clear();
    return read_batch();
}

JournalResult<BatchState> BatchScanner::read_batch() {
    if (position_.sector >= segment_.sector_count()) return BatchState::zero;
    const auto first = segment_.sectors(position_.sector, 1);
    if (!first) return Failure{first.error()};
    const ConstSectorSpan sector{first->data(), sector_size_bytes};
    const auto index = seal_.verified_index(sector, position_.sector);
    if (!index && is_zero(sector)) return BatchState::zero;
    if (index != 0U) {
        reason_ = index ? "a sector from the middle of a batch" : "checksum of a sector";
        return BatchState::failed;
    }
    std::memcpy(&header_, sector.data(), sizeof header_);
    if (!header_is_plausible() || !header_continues()) return BatchState::wrong;

    const auto sectors = segment_.sectors(position_.sector, header_.sector_count);
    if (!sectors) return Failure{sectors.error()};
    if (!take_payload(*sectors)) return BatchState::failed;
    if (!take_commands()) return BatchState::wrong;
    step_over(*sectors);
    return BatchState::whole;
}

bool BatchScanner::header_is_plausible() noexcept {
    if (header_.magic != batch_magic || header_.version != batch_format_version ||
        header_.reserved != 0)
        return fails("magic or version of a batch");
    if (header_.record_count == 0 || header_.record_count > batch_records_max)
        return fails("number of records of a batch");
    if (header_.payload_size > batch_payload_size_max ||
        header_.sector_count != sectors_for(header_.payload_size) ||
        header_.sector_count > segment_.sector_count() - position_.sector)
        return fails("size of a batch");
    return true;
}

bool BatchScanner::header_continues() noexcept {
    if (header_.first_sequence != position_.next.value())
        return fails("a batch whose first sequence does not follow");
    if (header_.chain != position_.chain) return fails("hash chain over the batch before");
    if (header_.epoch < position_.epoch.value()) return fails("a batch of an earlier epoch");
    if (header_.durable_sequence >= header_.first_sequence)
        return fails("a batch that says it was durable before it was written");
    return true;
}

bool BatchScanner::take_payload(std::span<const std::byte> sectors) {
    payload_.clear();
    std::size_t remaining = sizeof(BatchHeaderV1) + header_.payload_size;
    for (std::uint32_t index = 0; index < header_.sector_count; ++index) {
        const ConstSectorSpan sector{sectors.data() + index * sector_size_bytes, sector_size_bytes};
        if (seal_.verified_index(sector, position_.sector + index) != index)
            return fails("checksum of a sector");
        const std::size_t size = std::min(remaining, sector_content_size);
        payload_.insert(payload_.end(), sector.begin(),
                        sector.begin() + static_cast<std::ptrdiff_t>(size));
        remaining -= size;
    }
    payload_.erase(payload_.begin(), payload_.begin() + sizeof(BatchHeaderV1));
    return true;
}

bool BatchScanner::take_commands() {
    if (wire::crc32c(payload_) != header_.payload_crc) return fails("checksum of a payload");
    std::span<const std::byte> rest{payload_};
    Sequence expected = position_.next;
    Timestamp time = position_.time;
    for (std::uint32_t record = 0; record < header_.record_count; ++record) {
        Command& command = commands_.emplace_back();
        const auto size = wire::decode(rest, command);
        if (!size) return fails(wire::name_of(size.error().error));
        if (command.sequence != expected) return fails("a record out of sequence");
        if (command.time < time) return fails("a record whose time goes back");
        rest = rest.subspan(*size);
        expected = next(expected);
        time = command.time;
    }
    if (!rest.empty()) return fails("bytes behind the last record of a batch");
    return true;
}

void BatchScanner::step_over(std::span<const std::byte> sectors) noexcept {
    position_.chain = chain_over(sectors);
    position_.sector += header_.sector_count;
    position_.next = Sequence{position_.next.value() + header_.record_count};
    position_.time = commands_.back().time;
    position_.epoch = Epoch{header_.epoch};
    known_durable_ = std::max(known_durable_, Sequence{header_.durable_sequence});
}

}  // namespace outcry::journal
