#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "outcry/domain/command.hpp"
#include "outcry/journal/error.hpp"
#include "outcry/journal/position.hpp"
#include "outcry/journal/segment_preparer.hpp"
#include "outcry/platform/file.hpp"

namespace outcry::journal {

enum class Durability : std::uint8_t {
    memory = 1,  // `commit` does not wait for the disk; somebody calls `sync` now and then
    disk = 2,    // `commit` returns when the batch is durable
};

struct WriterOptions {
    std::filesystem::path directory;                                // must exist
    std::uint64_t segment_size_bytes = segment_size_bytes_default;  // whole sectors
    Durability durability = Durability::disk;
    Epoch epoch{1};            // not below the position's
    Replayability written_by;  // a segment of another is closed, and a new one begun
};

/// Appends commands to the journal, batch by batch; a batch is what was appended between two
/// commits. Owned by the journal agent's thread, but for `preparer`.
///
/// After any failure the journal on disk is in an unknown state: the process writes one line and
/// stops. Every later call fails in the same way.
class JournalWriter {
public:
    /// Goes on at the position that `recover` found.
    [[nodiscard]] static JournalResult<JournalWriter> open(platform::FileSystem& file_system,
                                                           const WriterOptions& options,
                                                           const JournalPosition& position);
    JournalWriter(JournalWriter&&) noexcept;
    JournalWriter& operator=(JournalWriter&&) noexcept;
    ~JournalWriter();

    /// Adds the command to the batch; false when the batch is full (64 KiB or 256 commands) and
    /// has to be committed first. Sequences are dense. Does not allocate or call the kernel.
    [[nodiscard]] bool append(const Command& command) noexcept;

    /// Writes the batch, if it holds anything, and returns the sequence up to which the policy's
    /// acknowledgements may go: under `disk` the batch is durable, under `memory` only written.
    [[nodiscard]] JournalResult<Sequence> commit();

    /// Makes durable what is written; nothing to do under `disk`. Returns the durable sequence.
    [[nodiscard]] JournalResult<Sequence> sync();

    [[nodiscard]] Sequence written_sequence() const noexcept;
    [[nodiscard]] Sequence durable_sequence() const noexcept;
    /// Behind the last batch written.
    [[nodiscard]] const JournalPosition& position() const noexcept;
    /// False on a file system without O_DIRECT, where every commit needs a sync: worth a warning.
    [[nodiscard]] bool writes_are_direct() const noexcept;

    /// Fills the segment after this one, in slices that another thread may call for.
    [[nodiscard]] SegmentPreparer& preparer() noexcept;

private:
    class Implementation;
    explicit JournalWriter(std::unique_ptr<Implementation> implementation) noexcept;
    std::unique_ptr<Implementation> implementation_;
};

/// Whether the disk that holds the journal is nearly full: then new orders are refused while there
/// is still room for cancels and operators' commands. Asks the kernel, so not for each command.
[[nodiscard]] JournalResult<bool> disk_is_low(platform::FileSystem& file_system,
                                              const std::filesystem::path& directory,
                                              std::uint64_t low_water_bytes);

}  // namespace outcry::journal
