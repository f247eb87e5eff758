#include "outcry/follower/event_archive.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <zstd.h>

#include "outcry/base/assert.hpp"

#include "follower/event_log/segment_directory.hpp"

namespace outcry::follower {
namespace {

using journal::JournalResult;

constexpr std::size_t archive_slice_size_bytes = std::size_t{1} << 20;
constexpr int compression_level = 3;

struct ContextDeleter {
    void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
};
using Context = std::unique_ptr<ZSTD_CCtx, ContextDeleter>;

}  // namespace

class EventArchiver::Implementation {
public:
    Implementation(platform::FileSystem& file_system, EventLogPlace place,
                   std::size_t segments_kept)
        : file_system_{file_system},
          place_{std::move(place)},
          segments_kept_{segments_kept},
          input_(archive_slice_size_bytes),
          output_(ZSTD_CStreamOutSize()) {}

    [[nodiscard]] JournalResult<bool> archive_slice() {
        if (!job_) return begin();
        const auto done = job_->read_offset < job_->size_bytes ? compress_slice() : finish();
        if (!done) return Failure{done.error()};
        return true;
    }

private:
    struct Job {
        Sequence first;
        std::unique_ptr<platform::File> source;
        std::unique_ptr<platform::File> target;
        std::uint64_t size_bytes = 0;
        std::uint64_t read_offset = 0;
        std::uint64_t written_offset = 0;
    };

    [[nodiscard]] JournalResult<bool> begin();
    [[nodiscard]] JournalResult<void> open_files(Sequence first);
    [[nodiscard]] JournalResult<void> compress_slice();
    [[nodiscard]] JournalResult<void> compress(std::span<const std::byte> bytes, bool is_last);
    [[nodiscard]] JournalResult<void> finish();
    [[nodiscard]] std::filesystem::path source_path(Sequence first) const {
        return place_.events / event_segment_name(first, event_segment_suffix);
    }
    [[nodiscard]] std::filesystem::path target_path(Sequence first) const {
        return place_.archive / event_segment_name(first, archived_segment_suffix);
    }

    platform::FileSystem& file_system_;
    const EventLogPlace place_;
    const std::size_t segments_kept_;
    Context context_{ZSTD_createCCtx()};
    std::vector<std::byte> input_;
    std::vector<std::byte> output_;
    std::optional<Job> job_;
};

JournalResult<bool> EventArchiver::Implementation::begin() {
    const auto firsts = list_event_files(file_system_, place_.events, event_segment_suffix);
    if (!firsts) return Failure{firsts.error()};
    // The last one is being written.
    if (firsts->size() <= segments_kept_ + 1) return false;
    const auto opened = open_files(firsts->front());
    if (!opened) return Failure{opened.error()};
    return true;
}

JournalResult<void> EventArchiver::Implementation::open_files(Sequence first) {
    auto source = file_system_.open(source_path(first), {});
    if (!source) return journal::system_failure(source.error());
    const auto size = (*source)->size();
    if (!size) return journal::system_failure(size.error());
    std::filesystem::path unfinished = target_path(first);
    unfinished += unfinished_suffix;
    auto target = file_system_.open(unfinished, {.mode = platform::OpenMode::create_or_open});
    if (!target) return journal::system_failure(target.error());
    // What a crash has cut short.
    const auto emptied = (*target)->truncate(0);
    if (!emptied) return journal::system_failure(emptied.error());
    ZSTD_CCtx_reset(context_.get(), ZSTD_reset_session_and_parameters);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, compression_level);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_setPledgedSrcSize(context_.get(), *size);
    job_ = Job{.first = first,
               .source = std::move(source).value(),
               .target = std::move(target).value(),
               .size_bytes = *size};
    return {};
}

JournalResult<void> EventArchiver::Implementation::compress_slice() {
    const std::size_t wanted =
        std::min<std::uint64_t>(input_.size(), job_->size_bytes - job_->read_offset);
    const auto read = job_->source->pread(std::span{input_}.first(wanted), job_->read_offset);
    if (!read) return journal::system_failure(read.error());
    if (*read != wanted)
        return journal::damaged(
            fmt::format("{} became shorter while it was read", job_->source->path().string()));
    job_->read_offset += wanted;
    return compress(std::span{input_}.first(wanted), job_->read_offset == job_->size_bytes);
}

JournalResult<void> EventArchiver::Implementation::compress(std::span<const std::byte> bytes,
                                                            bool is_last) {
    ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
    std::size_t left = 0;
    do {
        ZSTD_outBuffer output{output_.data(), output_.size(), 0};
        left = ZSTD_compressStream2(context_.get(), &output, &input,
                                    is_last ? ZSTD_e_end : ZSTD_e_continue);
        if (ZSTD_isError(left) != 0)
            return journal::refused(fmt::format("{} cannot be compressed: {}",
                                                job_->source->path().string(),
                                                ZSTD_getErrorName(left)));
        const auto written =
            job_->target->pwrite(std::span{output_}.first(output.pos), job_->written_offset);
        if (!written) return journal::system_failure(written.error());
        job_->written_offset += output.pos;
    } while (input.pos < input.size || (is_last && left > 0));
    return {};
}

JournalResult<void> EventArchiver::Implementation::finish() {
    const Job job = std::move(*job_);
    job_.reset();
    const auto synced = job.target->sync();
    if (!synced) return journal::system_failure(synced.error());
    const auto renamed = file_system_.rename(job.target->path(), target_path(job.first));
    if (!renamed) return journal::system_failure(renamed.error());
    const auto named = file_system_.sync_directory(place_.archive);
    if (!named) return journal::system_failure(named.error());
    // Only now: at every moment one of the two is durable.
    const auto removed = file_system_.remove(source_path(job.first));
    if (!removed) return journal::system_failure(removed.error());
    const auto forgotten = file_system_.sync_directory(place_.events);
    if (!forgotten) return journal::system_failure(forgotten.error());
    return {};
}

EventArchiver::EventArchiver(platform::FileSystem& file_system, EventLogPlace place,
                             std::size_t segments_kept)
    : implementation_{
          std::make_unique<Implementation>(file_system, std::move(place), segments_kept)} {}
EventArchiver::EventArchiver(EventArchiver&&) noexcept = default;
EventArchiver& EventArchiver::operator=(EventArchiver&&) noexcept = default;
EventArchiver::~EventArchiver() = default;

JournalResult<bool> EventArchiver::archive_slice() { return implementation_->archive_slice(); }

JournalResult<std::size_t> remove_archived_events(platform::FileSystem& file_system,
                                                  const EventLogPlace& place, Sequence not_needed,
                                                  std::size_t keep_count) {
    const auto all = list_event_segments(file_system, place);
    if (!all) return Failure{all.error()};
    const auto archived = list_event_files(file_system, place.archive, archived_segment_suffix);
    if (!archived) return Failure{archived.error()};
    std::vector<Sequence> removable;
    for (const Sequence first : *archived) {
        const auto following = std::ranges::upper_bound(*all, first);
        // Without a successor nobody knows where it ends.
        if (following == all->end() || *following > next(not_needed)) break;
        removable.push_back(first);
    }
    // Oldest first: after a crash in between, what is left has no gap.
    removable.resize(removable.size() - std::min(removable.size(), keep_count));
    for (const Sequence first : removable) {
        const auto removed =
            file_system.remove(place.archive / event_segment_name(first, archived_segment_suffix));
        if (!removed) return journal::system_failure(removed.error());
    }
    if (removable.empty()) return std::size_t{0};
    const auto synced = file_system.sync_directory(place.archive);
    if (!synced) return journal::system_failure(synced.error());
    return removable.size();
}

}  // namespace outcry::follower
