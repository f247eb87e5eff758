#include "journal/repair.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace outcry::journal {
namespace {

using platform::OpenMode;

[[nodiscard]] JournalResult<void> overwrite_with_zeros(platform::FileSystem& file_system,
                                                       const Tail& tail) {
    const Path path = tail.directory / segment_name(tail.segment_first);
    const auto file = file_system.open(path, {.mode = OpenMode::read_write});
    if (!file) return system_failure(file.error());
    const auto filled =
        (*file)->zero_fill(tail.first_sector * sector_size_bytes,
                           (tail.end_sector - tail.first_sector) * sector_size_bytes);
    if (!filled) return system_failure(filled.error());
    const auto synced = (*file)->sync();
    if (!synced) return system_failure(synced.error());
    return {};
}

[[nodiscard]] JournalResult<void> copy_range(platform::File& source, platform::File& target,
                                             const Tail& tail) {
    AlignedBuffer buffer{batch_size_bytes_max};
    std::uint64_t offset = tail.first_sector * sector_size_bytes;
    const std::uint64_t end = tail.end_sector * sector_size_bytes;
    for (std::uint64_t written = 0; offset < end;) {
        const std::uint64_t wanted = std::min<std::uint64_t>(buffer.span().size(), end - offset);
        const auto size = source.pread(buffer.span().first(wanted), offset);
        if (!size) return system_failure(size.error());
        if (*size == 0) break;
        const auto outcome = target.pwrite(buffer.span().first(*size), written);
        if (!outcome) return system_failure(outcome.error());
        offset += *size;
        written += *size;
    }
    const auto synced = target.sync();
    if (!synced) return system_failure(synced.error());
    return {};
}

[[nodiscard]] JournalResult<void> sync_names(platform::FileSystem& file_system,
                                             const Path& directory) {
    const auto synced = file_system.sync_directory(directory);
    if (!synced) return system_failure(synced.error());
    return {};
}

}  // namespace

JournalResult<void> truncate_tail(platform::FileSystem& file_system, const Tail& tail) {
    std::vector<Sequence> removed = tail.later;
    if (tail.segment_is_kept) {
        const auto outcome = overwrite_with_zeros(file_system, tail);
        if (!outcome) return outcome;
    } else {
        removed.push_back(tail.segment_first);
    }
    if (removed.empty()) return {};
    for (const Sequence first : removed) {
        const auto outcome = file_system.remove(tail.directory / segment_name(first));
        if (!outcome) return system_failure(outcome.error());
    }
    return sync_names(file_system, tail.directory);
}

JournalResult<void> keep_copy(platform::FileSystem& file_system, const Tail& tail) {
    const Path path = tail.directory / segment_name(tail.segment_first);
    const auto source = file_system.open(path, {.mode = OpenMode::read_only});
    if (!source) return system_failure(source.error());
    const Path copy_path =
        tail.directory /
        fmt::format("{}.{}.lost", segment_name(tail.segment_first), tail.first_sector);
    const auto target = file_system.open(copy_path, {.mode = OpenMode::create_or_open});
    if (!target) return system_failure(target.error());
    const auto emptied = (*target)->truncate(0);
    if (!emptied) return system_failure(emptied.error());
    const auto copied = copy_range(**source, **target, tail);
    if (!copied) return copied;
    for (const Sequence first : tail.later) {
        const Path later = tail.directory / segment_name(first);
        const auto renamed = file_system.rename(later, Path{later} += ".lost");
        if (!renamed) return system_failure(renamed.error());
    }
    return sync_names(file_system, tail.directory);
}

}  // namespace outcry::journal
