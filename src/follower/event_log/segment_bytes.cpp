#include "follower/event_log/segment_bytes.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <zstd.h>

namespace outcry::follower {
namespace {

/// What an archived segment unpacks to at most: `event_log.segment_size_mib` stays below.
constexpr std::uint64_t unpacked_size_max = std::uint64_t{2} << 30;
constexpr std::size_t unpack_step_size_bytes = std::size_t{1} << 20;

struct ContextDeleter {
    void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};
using Context = std::unique_ptr<ZSTD_DCtx, ContextDeleter>;

journal::JournalResult<std::vector<std::byte>> read_all(platform::File& file) {
    const auto size = file.size();
    if (!size) return journal::system_failure(size.error());
    std::vector<std::byte> content(*size);
    const auto read = file.pread(content, 0);
    if (!read) return journal::system_failure(read.error());
    content.resize(*read);
    return content;
}

}  // namespace

SegmentBytes SegmentBytes::of_file(std::unique_ptr<platform::File> file) {
    SegmentBytes segment;
    segment.path_ = file->path();
    segment.file_ = std::move(file);
    return segment;
}

journal::JournalResult<SegmentBytes> SegmentBytes::of_archive(platform::File& file) {
    const auto packed = read_all(file);
    if (!packed) return Failure{packed.error()};
    const auto broken = [&file](std::string_view reason) {
        return journal::damaged(fmt::format("{}: {}", file.path().string(), reason));
    };
    SegmentBytes segment;
    segment.path_ = file.path();
    const Context context{ZSTD_createDCtx()};
    ZSTD_inBuffer input{packed->data(), packed->size(), 0};
    std::size_t left = 1;
    // Piece by piece: how large it becomes is not believed before it is there.
    while (left != 0 && segment.window_.size() < unpacked_size_max) {
        const std::size_t size_before = segment.window_.size();
        segment.window_.resize(size_before + unpack_step_size_bytes);
        ZSTD_outBuffer output{segment.window_.data() + size_before, unpack_step_size_bytes, 0};
        left = ZSTD_decompressStream(context.get(), &output, &input);
        if (ZSTD_isError(left) != 0) return broken(ZSTD_getErrorName(left));
        segment.window_.resize(size_before + output.pos);
        if (left != 0 && output.pos == 0 && input.pos == input.size) return broken("is cut off");
    }
    if (left != 0) return broken("unpacks to more than a segment can hold");
    if (input.pos != input.size) return broken("goes on behind its end");
    return segment;
}

journal::JournalResult<std::span<const std::byte>> SegmentBytes::bytes(std::uint64_t offset,
                                                                       std::size_t size) {
    const auto fits = [&] {
        return offset >= window_offset_ && offset + size <= window_offset_ + window_.size();
    };
    if (!fits() && file_ != nullptr) {
        window_.resize(std::max(window_size_bytes, size));
        window_offset_ = offset;
        const auto read = file_->pread(window_, offset);
        if (!read) return journal::system_failure(read.error());
        window_.resize(*read);
    }
    const std::uint64_t begin = std::min<std::uint64_t>(offset - window_offset_, window_.size());
    const std::size_t count = std::min<std::uint64_t>(size, window_.size() - begin);
    return std::span<const std::byte>{window_}.subspan(begin, count);
}

}  // namespace outcry::follower
