#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>

#include "outcry/journal/position.hpp"

namespace outcry::journal {

// Version 1 of what lies in a segment; docs/formats/journal.md. Fields never move.

inline constexpr std::uint64_t segment_magic = 0x314745535943544fULL;  // "OTCYSEG1"
inline constexpr std::uint32_t batch_magic = 0x3142544fU;              // "OTB1"
inline constexpr std::uint32_t journal_format_version = 1;
inline constexpr std::uint16_t batch_format_version = 1;

struct SegmentHeaderV1 {
    std::uint64_t magic;
    std::uint32_t format_version;
    std::uint32_t engine_version;
    JournalUuid journal;
    std::uint64_t segment_number;
    std::uint64_t first_sequence;
    std::uint64_t epoch;
    ChainHash chain;
    std::uint64_t configuration_hash;
    std::int64_t time_us;
    std::uint32_t sector_count;
    std::uint32_t reserved;
};
static_assert(sizeof(SegmentHeaderV1) == 96);

struct BatchHeaderV1 {
    std::uint32_t magic;
    std::uint16_t version;
    std::uint16_t reserved;
    std::uint64_t epoch;
    std::uint64_t first_sequence;
    std::uint32_t record_count;
    std::uint32_t sector_count;
    std::int64_t time_us;
    std::uint64_t durable_sequence;  // known durable when the batch was written
    ChainHash chain;                 // over the batch before
    std::uint32_t payload_size;
    std::uint32_t payload_crc;
};
static_assert(sizeof(BatchHeaderV1) == 72);

/// The end of every sector.
struct SectorTrailerV1 {
    std::uint32_t index;  // in its batch
    std::uint32_t crc;    // CRC32C over salt and the 4092 bytes before
};
static_assert(sizeof(SectorTrailerV1) == 8);

static_assert(std::has_unique_object_representations_v<SegmentHeaderV1>);
static_assert(std::has_unique_object_representations_v<BatchHeaderV1>);
static_assert(std::has_unique_object_representations_v<SectorTrailerV1>);

/// The two copies of the segment header carry these instead of an index in a batch.
inline constexpr std::uint32_t header_copy_index = 0x80000000U;
inline constexpr std::uint64_t header_copy_count = 2;

inline constexpr std::size_t sector_content_size = sector_size_bytes - sizeof(SectorTrailerV1);
inline constexpr std::size_t batch_sectors_max = 16;
inline constexpr std::size_t batch_records_max = 256;
inline constexpr std::size_t batch_size_bytes_max = batch_sectors_max * sector_size_bytes;
inline constexpr std::size_t batch_payload_size_max =
    batch_sectors_max * sector_content_size - sizeof(BatchHeaderV1);

using SectorSpan = std::span<std::byte, sector_size_bytes>;
using ConstSectorSpan = std::span<const std::byte, sector_size_bytes>;

/// How many sectors a batch with this much payload takes.
[[nodiscard]] constexpr std::uint64_t sectors_for(std::size_t payload_size) noexcept {
    return (sizeof(BatchHeaderV1) + payload_size + sector_content_size - 1) / sector_content_size;
}

/// Seals and verifies the sectors of one segment. The salt is the journal's uuid, the segment's
/// number and the sector's: a sector that belongs elsewhere does not verify here.
class SectorSeal {
public:
    SectorSeal(const JournalUuid& journal, std::uint64_t segment_number) noexcept;

    void close(SectorSpan sector, std::uint64_t sector_number, std::uint32_t index) const noexcept;
    /// The index in the trailer if the sector is whole and stands where it was written.
    [[nodiscard]] std::optional<std::uint32_t> verified_index(
        ConstSectorSpan sector, std::uint64_t sector_number) const noexcept;

private:
    [[nodiscard]] std::uint32_t crc_of(ConstSectorSpan sector,
                                       std::uint64_t sector_number) const noexcept;

    std::uint32_t salt_;
};

[[nodiscard]] bool is_zero(std::span<const std::byte> bytes) noexcept;

/// The hash that the batch after this one carries.
[[nodiscard]] ChainHash chain_over(std::span<const std::byte> batch) noexcept;

/// Both copies of the header, ready to be written at the start of a segment.
void write_segment_header(const SegmentHeaderV1& header,
                          std::span<std::byte, header_copy_count * sector_size_bytes> target);

/// The header in one of the two sectors, if it is whole.
[[nodiscard]] std::optional<SegmentHeaderV1> read_segment_header(ConstSectorSpan sector,
                                                                 std::uint32_t copy) noexcept;

}  // namespace outcry::journal
