#include "journal/segment_file.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

namespace outcry::journal {
namespace {

constexpr std::string_view segment_suffix = ".segment";
constexpr std::size_t sequence_digits = 20;

}  // namespace

std::string segment_name(Sequence first) {
    return fmt::format("{:020}{}", first.value(), segment_suffix);
}

std::optional<Sequence> first_of_segment_name(std::string_view name) {
    if (name.size() != sequence_digits + segment_suffix.size() || !name.ends_with(segment_suffix))
        return std::nullopt;
    std::uint64_t value = 0;
    const char* const end = name.data() + sequence_digits;
    const auto [rest, error] = std::from_chars(name.data(), end, value);
    if (error != std::errc{} || rest != end) return std::nullopt;
    return Sequence{value};
}

JournalResult<std::vector<Sequence>> list_segments(platform::FileSystem& file_system,
                                                   const Path& directory) {
    const auto names = file_system.list(directory);
    if (!names) return system_failure(names.error());
    std::vector<Sequence> firsts;
    for (const std::string& name : *names) {
        if (const std::optional<Sequence> first = first_of_segment_name(name))
            firsts.push_back(*first);
    }
    std::ranges::sort(firsts);
    return firsts;
}

SegmentFile::SegmentFile(std::unique_ptr<platform::File> file, std::uint64_t size_bytes,
                         std::size_t window_size_bytes)
    : file_{std::move(file)},
      window_{window_size_bytes},
      sector_count_{size_bytes / sector_size_bytes},
      size_bytes_{size_bytes} {
    OUTCRY_ASSERT(window_size_bytes >= batch_size_bytes_max);
    OUTCRY_ASSERT(window_size_bytes % sector_size_bytes == 0);
}

JournalResult<SegmentFile> SegmentFile::open(platform::FileSystem& file_system, const Path& path,
                                             platform::WriteMode mode,
                                             std::size_t window_size_bytes) {
    auto file = file_system.open(path, {.mode = platform::OpenMode::read_only, .write_mode = mode});
    if (!file) return system_failure(file.error());
    const auto size = (*file)->size();
    if (!size) return system_failure(size.error());
    const std::uint64_t whole_size = *size / sector_size_bytes * sector_size_bytes;
    const std::size_t needed = std::max<std::uint64_t>(whole_size, batch_size_bytes_max);
    SegmentFile segment{std::move(file).value(), *size, std::min(window_size_bytes, needed)};
    const auto outcome = segment.read_header();
    if (!outcome) return Failure{outcome.error()};
    return segment;
}

JournalResult<void> SegmentFile::read_header() {
    for (std::uint32_t copy = 0; copy < header_copy_count && copy < sector_count_; ++copy) {
        const auto sector = sectors(copy, 1);
        if (!sector) return Failure{sector.error()};
        const auto header =
            read_segment_header(ConstSectorSpan{sector->data(), sector_size_bytes}, copy);
        if (!header) continue;
        ++header_copies_;
        if (!header_) header_ = header;
    }
    return {};
}

JournalResult<std::span<const std::byte>> SegmentFile::sectors(std::uint64_t first,
                                                               std::uint64_t count) {
    OUTCRY_ASSERT(count <= batch_sectors_max);
    OUTCRY_ASSERT(first + count <= sector_count_);
    const bool is_in_window =
        first >= window_first_ && first + count <= window_first_ + window_sectors_;
    if (!is_in_window) {
        const auto outcome = fill_window(first);
        if (!outcome) return Failure{outcome.error()};
    }
    const auto sectors = std::as_const(window_).span().subspan(
        (first - window_first_) * sector_size_bytes, count * sector_size_bytes);
    return sectors;
}

JournalResult<void> SegmentFile::fill_window(std::uint64_t first) {
    const std::uint64_t window_max = window_.span().size() / sector_size_bytes;
    const std::uint64_t count = std::min(window_max, sector_count_ - first);
    window_sectors_ = 0;
    const auto target = window_.span().first(count * sector_size_bytes);
    const auto size = file_->pread(target, first * sector_size_bytes);
    if (!size) return system_failure(size.error());
    if (*size != target.size())
        return damaged(fmt::format("{} became shorter while it was read", path().string()));
    window_first_ = first;
    window_sectors_ = count;
    return {};
}

}  // namespace outcry::journal
