#include "outcry/journal/segment_archive.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <zstd.h>

#include "journal/segment_file.hpp"

namespace outcry::journal {
namespace {

using Path = std::filesystem::path;

constexpr int compression_level = 3;
constexpr std::size_t slice_size_bytes = std::size_t{1} << 20;
constexpr std::string_view archived_suffix = ".zst";
constexpr std::string_view unfinished_suffix = ".unfinished";

struct ContextDeleter {
    void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
};

Path archived_path(const Path& directory, Sequence first) {
    return directory / (segment_name(first) + std::string{archived_suffix});
}

/// Copies a file into a compressed one.
class Compressor {
public:
    Compressor(platform::File& source, platform::File& target)
        : source_{source},
          target_{target},
          input_(slice_size_bytes),
          output_(ZSTD_CStreamOutSize()) {
        ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, compression_level);
        ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
    }

    [[nodiscard]] JournalResult<void> run() {
        const auto size = source_.size();
        if (!size) return system_failure(size.error());
        for (std::uint64_t offset = 0; offset < *size;) {
            const std::size_t wanted = std::min<std::uint64_t>(input_.size(), *size - offset);
            const auto read = source_.pread(std::span{input_}.first(wanted), offset);
            if (!read) return system_failure(read.error());
            if (*read != wanted)
                return damaged(
                    fmt::format("{} became shorter while it was read", source_.path().string()));
            offset += wanted;
            const auto done = compress(std::span{input_}.first(wanted), offset == *size);
            if (!done) return done;
        }
        const auto synced = target_.sync();
        if (!synced) return system_failure(synced.error());
        return {};
    }

private:
    [[nodiscard]] JournalResult<void> compress(std::span<const std::byte> bytes, bool is_last) {
        ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
        std::size_t left = 0;
        do {
            ZSTD_outBuffer output{output_.data(), output_.size(), 0};
            left = ZSTD_compressStream2(context_.get(), &output, &input,
                                        is_last ? ZSTD_e_end : ZSTD_e_continue);
            if (ZSTD_isError(left) != 0)
                return refused(fmt::format("{} cannot be compressed: {}", source_.path().string(),
                                           ZSTD_getErrorName(left)));
            const auto written =
                target_.pwrite(std::span{output_}.first(output.pos), written_offset_);
            if (!written) return system_failure(written.error());
            written_offset_ += output.pos;
        } while (input.pos < input.size || (is_last && left > 0));
        return {};
    }

    platform::File& source_;
    platform::File& target_;
    std::unique_ptr<ZSTD_CCtx, ContextDeleter> context_{ZSTD_createCCtx()};
    std::vector<std::byte> input_;
    std::vector<std::byte> output_;
    std::uint64_t written_offset_ = 0;
};

JournalResult<void> archive_one(platform::FileSystem& file_system, const Path& segment,
                                const Path& archived) {
    auto source = file_system.open(segment, {});
    if (!source) return system_failure(source.error());
    Path unfinished = archived;
    unfinished += unfinished_suffix;
    auto target = file_system.open(unfinished, {.mode = platform::OpenMode::create_or_open});
    if (!target) return system_failure(target.error());
    // What a crash has cut short.
    if (const auto emptied = (*target)->truncate(0); !emptied)
        return system_failure(emptied.error());
    if (const auto done = Compressor{**source, **target}.run(); !done) return done;
    const auto renamed = file_system.rename(unfinished, archived);
    if (!renamed) return system_failure(renamed.error());
    const auto named = file_system.sync_directory(archived.parent_path());
    if (!named) return system_failure(named.error());
    // Only now: at every moment one of the two is durable.
    const auto removed = file_system.remove(segment);
    if (!removed) return system_failure(removed.error());
    const auto forgotten = file_system.sync_directory(segment.parent_path());
    if (!forgotten) return system_failure(forgotten.error());
    return {};
}

JournalResult<void> trim(platform::FileSystem& file_system, const SegmentArchive& archive) {
    const auto names = file_system.list(archive.directory);
    if (!names) return system_failure(names.error());
    std::vector<std::string> archived;
    for (const std::string& name : *names) {
        if (name.ends_with(archived_suffix)) archived.push_back(name);
    }
    // Names sort as their first commands do.
    std::ranges::sort(archived);
    archived.resize(archived.size() - std::min(archived.size(), archive.keep_count));
    for (const std::string& name : archived) {
        const auto removed = file_system.remove(archive.directory / name);
        if (!removed) return system_failure(removed.error());
    }
    return {};
}

}  // namespace

JournalResult<std::size_t> archive_old_segments(platform::FileSystem& file_system,
                                                const OldSegments& old,
                                                const SegmentArchive& archive) {
    const auto firsts = list_segments(file_system, old.directory);
    if (!firsts) return Failure{firsts.error()};
    std::vector<Sequence> leaving;
    for (std::size_t index = 0; index + 1 < firsts->size(); ++index) {
        const bool holds_needed = (*firsts)[index + 1] > next(old.not_needed);
        if (!holds_needed) leaving.push_back((*firsts)[index]);
    }
    // Oldest first: after a crash in between, what is left has no gap.
    leaving.resize(leaving.size() - std::min(leaving.size(), old.keep_count));
    for (const Sequence first : leaving) {
        const auto done = archive_one(file_system, old.directory / segment_name(first),
                                      archived_path(archive.directory, first));
        if (!done) return Failure{done.error()};
    }
    if (const auto trimmed = trim(file_system, archive); !trimmed) return Failure{trimmed.error()};
    return leaving.size();
}

}  // namespace outcry::journal
