#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/journal/error.hpp"
#include "outcry/platform/file.hpp"

#include "journal/aligned_buffer.hpp"
#include "journal/layout.hpp"

namespace outcry::journal {

using Path = platform::FileSystem::Path;

[[nodiscard]] std::string segment_name(Sequence first);
/// Nothing when the name is not one of a segment.
[[nodiscard]] std::optional<Sequence> first_of_segment_name(std::string_view name);
/// The segment that is filled with zeros ahead of need.
inline constexpr std::string_view prepared_segment_name = "next.prepared";

/// The first sequences of the segments in a directory, ascending.
[[nodiscard]] JournalResult<std::vector<Sequence>> list_segments(platform::FileSystem& file_system,
                                                                 const Path& directory);

/// A segment that is read, sector by sector, through a window of its own.
class SegmentFile {
public:
    static constexpr std::size_t window_size_bytes_default = std::size_t{512} << 10;

    [[nodiscard]] static JournalResult<SegmentFile> open(
        platform::FileSystem& file_system, const Path& path,
        platform::WriteMode mode = platform::WriteMode::buffered,
        std::size_t window_size_bytes = window_size_bytes_default);

    /// From either copy; nothing when neither is whole.
    [[nodiscard]] const std::optional<SegmentHeaderV1>& header() const noexcept { return header_; }
    [[nodiscard]] std::uint32_t whole_header_copies() const noexcept { return header_copies_; }
    /// Whole sectors in the file.
    [[nodiscard]] std::uint64_t sector_count() const noexcept { return sector_count_; }
    [[nodiscard]] std::uint64_t size_bytes() const noexcept { return size_bytes_; }
    [[nodiscard]] const Path& path() const noexcept { return file_->path(); }

    /// `count` sectors from `first` on, at most a batch; valid until the next call.
    [[nodiscard]] JournalResult<std::span<const std::byte>> sectors(std::uint64_t first,
                                                                    std::uint64_t count);
    /// The next access reads the file again: what is being written may have changed.
    void forget_window() noexcept { window_sectors_ = 0; }

private:
    SegmentFile(std::unique_ptr<platform::File> file, std::uint64_t size_bytes,
                std::size_t window_size_bytes);
    [[nodiscard]] JournalResult<void> read_header();
    [[nodiscard]] JournalResult<void> fill_window(std::uint64_t first);

    std::unique_ptr<platform::File> file_;
    AlignedBuffer window_;
    std::uint64_t window_first_ = 0;
    std::uint64_t window_sectors_ = 0;
    std::uint64_t sector_count_ = 0;
    std::uint64_t size_bytes_ = 0;
    std::optional<SegmentHeaderV1> header_;
    std::uint32_t header_copies_ = 0;
};

}  // namespace outcry::journal
