#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "outcry/journal/error.hpp"
#include "outcry/platform/file.hpp"

namespace outcry::follower {

/// The bytes of one segment, from its file or out of the archive, read through a window. One
/// thread.
class SegmentBytes {
public:
    [[nodiscard]] static SegmentBytes of_file(std::unique_ptr<platform::File> file);
    /// Unpacks the whole of an archived segment into memory.
    [[nodiscard]] static journal::JournalResult<SegmentBytes> of_archive(platform::File& file);

    /// `size` bytes from `offset` on, or fewer where the segment ends; valid until the next call.
    [[nodiscard]] journal::JournalResult<std::span<const std::byte>> bytes(std::uint64_t offset,
                                                                           std::size_t size);
    /// The next call reads the file again: what is being written may have changed.
    void forget_window() noexcept {
        if (file_ != nullptr) window_.clear();
    }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    static constexpr std::size_t window_size_bytes = std::size_t{1} << 18;

    std::unique_ptr<platform::File> file_;  // null: everything is in the window
    std::filesystem::path path_;
    std::vector<std::byte> window_;
    std::uint64_t window_offset_ = 0;
};

}  // namespace outcry::follower
