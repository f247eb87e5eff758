#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>

#include "outcry/journal/error.hpp"
#include "outcry/platform/file.hpp"

namespace outcry::journal {

/// Fills the next segment with zeros ahead of need: later writes then change no metadata, which
/// halves the time of a flush. Slices come from any one thread beside the writer's; the writer
/// takes the file, and finishes it itself when it came too early.
class SegmentPreparer {
public:
    static constexpr std::size_t slice_size_bytes_default = std::size_t{1} << 20;

    SegmentPreparer(platform::FileSystem& file_system, std::filesystem::path directory,
                    std::uint64_t segment_size_bytes);

    /// A bounded piece of the work, durable when it returns; false when there is nothing left.
    /// Without room on the disk nothing is done: see `JournalWriter::disk_is_low`.
    [[nodiscard]] JournalResult<bool> prepare_slice(
        std::size_t size_bytes_max = slice_size_bytes_default);

    /// Writes the headers into a whole segment of zeros, gives it its name and makes both durable.
    [[nodiscard]] JournalResult<std::unique_ptr<platform::File>> take(
        const std::filesystem::path& path, std::span<const std::byte> headers,
        platform::WriteMode mode);

    /// How often a writer had to wait for a segment that was not ready.
    [[nodiscard]] std::uint64_t late_count() const noexcept {
        return late_count_.load(std::memory_order_relaxed);
    }

private:
    [[nodiscard]] JournalResult<void> begin();
    [[nodiscard]] JournalResult<bool> fill(std::size_t size_bytes_max);

    platform::FileSystem& file_system_;
    const std::filesystem::path directory_;
    const std::filesystem::path prepared_path_;
    const std::uint64_t segment_size_bytes_;
    // Contended only at a change of segments, never by a commit.
    std::mutex mutex_;
    std::unique_ptr<platform::File> file_;
    std::uint64_t filled_bytes_ = 0;
    std::atomic<std::uint64_t> late_count_{0};
};

}  // namespace outcry::journal
