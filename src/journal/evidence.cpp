#include "journal/evidence.hpp"

#include <algorithm>

namespace outcry::journal {
namespace {

/// Files the sector under what it proves. `expected` is where the next batch should begin.
void weigh(ConstSectorSpan bytes, std::uint64_t number, std::uint64_t expected,
           const std::optional<SectorSeal>& seal, Evidence& evidence) {
    evidence.end_sector = number + 1;
    const std::optional<std::uint32_t> index =
        seal ? seal->verified_index(bytes, number) : std::nullopt;
    // A valid sector that says it began before a verified end contradicts it.
    if (!index || *index > number || number - *index < expected) {
        evidence.has_bad_bytes = true;
    } else if (number - *index == expected) {
        evidence.has_part_of_batch = true;
    } else {
        evidence.has_later_batch = true;
    }
}

[[nodiscard]] JournalResult<void> examine_later_segment(platform::FileSystem& file_system,
                                                        const LaterSegments& later,
                                                        std::size_t ordinal, Evidence& evidence) {
    auto segment =
        SegmentFile::open(file_system, later.directory / segment_name(later.firsts[ordinal]));
    if (!segment) return Failure{segment.error()};
    const auto& header = segment->header();
    if (header && (!later.journal || header->journal == *later.journal)) {
        evidence.has_later_batch = true;
        return {};
    }
    std::optional<SectorSeal> seal;
    if (later.journal) seal.emplace(*later.journal, later.segment_number + ordinal);
    Evidence inside;
    const auto outcome = examine_segment(*segment, seal, 0, inside);
    if (!outcome) return outcome;
    // Whatever is valid in there was written after the batch that is missing here.
    evidence.has_later_batch |= inside.has_later_batch || inside.has_part_of_batch;
    evidence.has_bad_bytes |= inside.has_bad_bytes;
    return {};
}

}  // namespace

JournalResult<void> examine_segment(SegmentFile& segment, const std::optional<SectorSeal>& seal,
                                    std::uint64_t sector, Evidence& evidence) {
    const bool has_whole_size =
        segment.size_bytes() % sector_size_bytes == 0 &&
        (!segment.header() || segment.header()->sector_count == segment.sector_count());
    if (!has_whole_size) evidence.has_bad_bytes = true;

    evidence.end_sector = std::max(evidence.end_sector, sector);
    for (std::uint64_t first = sector; first < segment.sector_count();) {
        const std::uint64_t count =
            std::min<std::uint64_t>(batch_sectors_max, segment.sector_count() - first);
        const auto bytes = segment.sectors(first, count);
        if (!bytes) return Failure{bytes.error()};
        const bool has_content = !is_zero(*bytes);
        for (std::uint64_t number = first; has_content && number < first + count; ++number) {
            const ConstSectorSpan one{bytes->data() + (number - first) * sector_size_bytes,
                                      sector_size_bytes};
            if (!is_zero(one)) weigh(one, number, sector, seal, evidence);
        }
        first += count;
    }
    return {};
}

JournalResult<void> examine_later_segments(platform::FileSystem& file_system,
                                           const LaterSegments& later, Evidence& evidence) {
    for (std::size_t ordinal = 0; ordinal < later.firsts.size(); ++ordinal) {
        const auto outcome = examine_later_segment(file_system, later, ordinal, evidence);
        if (!outcome) return outcome;
    }
    return {};
}

}  // namespace outcry::journal
