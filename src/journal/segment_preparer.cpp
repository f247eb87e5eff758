#include "outcry/journal/segment_preparer.hpp"

#include <algorithm>

#include "journal/segment_file.hpp"

namespace outcry::journal {

SegmentPreparer::SegmentPreparer(platform::FileSystem& file_system, std::filesystem::path directory,
                                 std::uint64_t segment_size_bytes)
    : file_system_{file_system},
      directory_{std::move(directory)},
      prepared_path_{directory_ / prepared_segment_name},
      segment_size_bytes_{segment_size_bytes} {}

JournalResult<bool> SegmentPreparer::prepare_slice(std::size_t size_bytes_max) {
    const std::scoped_lock lock{mutex_};
    return fill(size_bytes_max);
}

JournalResult<void> SegmentPreparer::begin() {
    // What an earlier process left may have been written to: start over.
    const auto exists = file_system_.exists(prepared_path_);
    if (!exists) return system_failure(exists.error());
    if (*exists) {
        const auto removed = file_system_.remove(prepared_path_);
        if (!removed) return system_failure(removed.error());
    }
    auto file = file_system_.open(prepared_path_, {.mode = platform::OpenMode::create_new});
    if (!file) return system_failure(file.error());
    file_ = std::move(file).value();
    filled_bytes_ = 0;
    return {};
}

JournalResult<bool> SegmentPreparer::fill(std::size_t size_bytes_max) {
    if (file_ == nullptr) {
        const auto begun = begin();
        if (!begun) return Failure{begun.error()};
    }
    if (filled_bytes_ == segment_size_bytes_) return false;
    const std::uint64_t size =
        std::min<std::uint64_t>(size_bytes_max, segment_size_bytes_ - filled_bytes_);
    const auto filled = file_->zero_fill(filled_bytes_, size);
    if (!filled) return system_failure(filled.error());
    // Slice by slice: one sync of the whole file would hold up the writer's flushes.
    const auto synced = file_->sync();
    if (!synced) return system_failure(synced.error());
    filled_bytes_ += size;
    return filled_bytes_ < segment_size_bytes_;
}

JournalResult<std::unique_ptr<platform::File>> SegmentPreparer::take(
    const std::filesystem::path& path, std::span<const std::byte> headers,
    platform::WriteMode mode) {
    const std::scoped_lock lock{mutex_};
    if (file_ == nullptr || filled_bytes_ < segment_size_bytes_)
        late_count_.fetch_add(1, std::memory_order_relaxed);
    auto has_more = fill(segment_size_bytes_);
    if (!has_more) return Failure{has_more.error()};
    file_.reset();
    filled_bytes_ = 0;

    // The headers before the name: a segment with its name always has whole headers.
    auto file = file_system_.open(prepared_path_,
                                  {.mode = platform::OpenMode::read_write, .write_mode = mode});
    if (!file) return system_failure(file.error());
    const auto written = (*file)->pwrite(headers, 0);
    if (!written) return system_failure(written.error());
    if (!(*file)->writes_are_durable()) {
        const auto synced = (*file)->sync();
        if (!synced) return system_failure(synced.error());
    }
    const auto renamed = file_system_.rename(prepared_path_, path);
    if (!renamed) return system_failure(renamed.error());
    const auto directory_synced = file_system_.sync_directory(directory_);
    if (!directory_synced) return system_failure(directory_synced.error());
    return std::move(file).value();
}

}  // namespace outcry::journal
