#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "outcry/base/assert.hpp"
#include "outcry/journal/recovery.hpp"
#include "outcry/journal/snapshot.hpp"
#include "outcry/wire/command_record.hpp"
#include "outcry/wire/json.hpp"

#include "fuzz/fuzzers.hpp"
#include "journal/layout.hpp"
#include "unit/journal/raw_disk.hpp"

namespace {

using namespace outcry;

const std::filesystem::path directory{"/fuzz"};

class Sink final : public journal::CommandReceiver {
public:
    void on_command(const Command& command) override {
        OUTCRY_ASSERT(command.sequence == next(last));
        last = command.sequence;
    }
    Sequence last;
};

/// Whatever decodes is encoded to the same bytes, and can be shown.
void decode_record(std::span<const std::byte> bytes) {
    Command command;
    const auto size = wire::decode(bytes, command);
    if (!size) {
        OUTCRY_ASSERT(size.error().offset <= std::max<std::size_t>(bytes.size(), 3));
        return;
    }
    OUTCRY_ASSERT(*size <= bytes.size());
    std::array<std::byte, wire::command_record_size_max> again{};
    OUTCRY_ASSERT(wire::encode(command, again) == *size);
    OUTCRY_ASSERT(std::equal(again.begin(), again.begin() + static_cast<std::ptrdiff_t>(*size),
                             bytes.begin()));
    std::string text;
    wire::append_json(text, command);
}

void judge(const std::vector<std::byte>& segment) {
    journal::test::Files files{{"00000000000000000001.segment", segment}};
    journal::test::FrozenFileSystem file_system{files};
    Sink sink;
    const auto recovery =
        journal::recover(file_system, directory, {.mode = journal::RecoveryMode::judge}, sink);
    OUTCRY_ASSERT(recovery.has_value());
    if (recovery->may_continue()) OUTCRY_ASSERT(recovery->position.next == next(sink.last));
}

/// A segment of which the input is the content of sectors, their checksums made right: without
/// that no input would come as far as batches and records.
void judge_with_right_checksums(std::span<const std::byte> bytes) {
    constexpr std::uint32_t sector_count = 6;
    constexpr std::uint32_t first_sector = journal::header_copy_count;
    const journal::SegmentHeaderV1 header{.magic = journal::segment_magic,
                                          .format_version = journal::journal_format_version,
                                          .engine_version = 1,
                                          .journal = {},
                                          .segment_number = 1,
                                          .first_sequence = 1,
                                          .epoch = 1,
                                          .chain = {},
                                          .configuration_hash = 0,
                                          .time_us = 0,
                                          .sector_count = sector_count,
                                          .reserved = 0};
    std::vector<std::byte> segment(sector_count * journal::sector_size_bytes);
    const std::span all{segment};
    journal::write_segment_header(
        header, all.first<journal::header_copy_count * journal::sector_size_bytes>());
    const journal::SectorSeal seal{header.journal, header.segment_number};
    for (std::uint32_t number = first_sector; number < sector_count; ++number) {
        const journal::SectorSpan sector{segment.data() + number * journal::sector_size_bytes,
                                         journal::sector_size_bytes};
        const std::size_t size = std::min(bytes.size(), journal::sector_content_size);
        if (size == 0) break;
        std::copy_n(bytes.begin(), size, sector.begin());
        bytes = bytes.subspan(size);
        seal.close(sector, number, number - first_sector);
    }
    judge(segment);
}

void verify_snapshot(const std::vector<std::byte>& bytes) {
    journal::test::Files files{{"1.snapshot", bytes}};
    journal::test::FrozenFileSystem file_system{files};
    const auto info = journal::verify_snapshot(file_system, directory / "1.snapshot");
    OUTCRY_ASSERT(info || info.error().kind != journal::ErrorKind::system);
}

}  // namespace

// The first byte says what the rest is: a record, the content of sectors, a segment, a snapshot.
int fuzz_journal(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::vector<std::byte> bytes(size - 1);
    if (size > 1) std::memcpy(bytes.data(), data + 1, bytes.size());
    switch (data[0] % 4) {
        case 0: decode_record(bytes); break;
        case 1: judge_with_right_checksums(bytes); break;
        case 2: judge(bytes); break;
        default: verify_snapshot(bytes); break;
    }
    return 0;
}
