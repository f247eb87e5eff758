#include "journal/layout.hpp"

#define XXH_INLINE_ALL
#include <algorithm>
#include <cstring>

#include <openssl/rand.h>
#include <xxhash.h>

#include "outcry/base/assert.hpp"
#include "outcry/wire/bytes.hpp"
#include "outcry/wire/crc32c.hpp"

namespace outcry::journal {
namespace {

constexpr std::size_t trailer_offset = sector_content_size;
constexpr std::size_t crc_offset = trailer_offset + offsetof(SectorTrailerV1, crc);

}  // namespace

JournalUuid random_journal_uuid() {
    JournalUuid uuid{};
    // SAFETY: unsigned char may alias any object.
    const int outcome =
        RAND_bytes(reinterpret_cast<unsigned char*>(uuid.data()), static_cast<int>(uuid.size()));
    OUTCRY_ASSERT(outcome == 1);
    return uuid;
}

SectorSeal::SectorSeal(const JournalUuid& journal, std::uint64_t segment_number) noexcept
    : salt_{wire::crc32c(wire::bytes_of(segment_number), wire::crc32c(journal))} {}

std::uint32_t SectorSeal::crc_of(ConstSectorSpan sector,
                                 std::uint64_t sector_number) const noexcept {
    const std::uint32_t salt = wire::crc32c(wire::bytes_of(sector_number), salt_);
    return wire::crc32c(sector.first(crc_offset), salt);
}

void SectorSeal::close(SectorSpan sector, std::uint64_t sector_number,
                       std::uint32_t index) const noexcept {
    std::memcpy(sector.data() + trailer_offset, &index, sizeof index);
    const std::uint32_t crc = crc_of(sector, sector_number);
    std::memcpy(sector.data() + crc_offset, &crc, sizeof crc);
}

std::optional<std::uint32_t> SectorSeal::verified_index(
    ConstSectorSpan sector, std::uint64_t sector_number) const noexcept {
    SectorTrailerV1 trailer{};
    std::memcpy(&trailer, sector.data() + trailer_offset, sizeof trailer);
    if (trailer.crc != crc_of(sector, sector_number)) return std::nullopt;
    return trailer.index;
}

bool is_zero(std::span<const std::byte> bytes) noexcept {
    // Comparing the range with itself, moved by one, runs at the speed of memcmp.
    return bytes.empty() || (bytes.front() == std::byte{} &&
                             std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

ChainHash chain_over(std::span<const std::byte> batch) noexcept {
    const XXH128_hash_t hash = XXH3_128bits(batch.data(), batch.size());
    ChainHash chain{};
    std::memcpy(chain.data(), &hash.low64, sizeof hash.low64);
    std::memcpy(chain.data() + sizeof hash.low64, &hash.high64, sizeof hash.high64);
    return chain;
}

void write_segment_header(const SegmentHeaderV1& header,
                          std::span<std::byte, header_copy_count * sector_size_bytes> target) {
    std::ranges::fill(target, std::byte{});
    const SectorSeal seal{header.journal, header.segment_number};
    for (std::uint32_t copy = 0; copy < header_copy_count; ++copy) {
        const SectorSpan sector{target.data() + copy * sector_size_bytes, sector_size_bytes};
        std::memcpy(sector.data(), &header, sizeof header);
        seal.close(sector, copy, header_copy_index + copy);
    }
}

std::optional<SegmentHeaderV1> read_segment_header(ConstSectorSpan sector,
                                                   std::uint32_t copy) noexcept {
    SegmentHeaderV1 header{};
    std::memcpy(&header, sector.data(), sizeof header);
    if (header.magic != segment_magic || header.format_version != journal_format_version)
        return std::nullopt;
    const SectorSeal seal{header.journal, header.segment_number};
    const std::optional<std::uint32_t> index = seal.verified_index(sector, copy);
    if (index != header_copy_index + copy) return std::nullopt;
    return header;
}

}  // namespace outcry::journal
