#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/journal/error.hpp"
#include "outcry/journal/position.hpp"
#include "outcry/platform/file.hpp"

namespace outcry::journal {

/// How the end of a journal is judged; docs/formats/journal.md has the table.
enum class Verdict : std::uint8_t {
    empty = 1,  // no segment yet
    clean_end,
    torn_write,              // never acknowledged: truncated
    tail_loss_accepted,      // a corrupt tail that the operator gave up; a copy is kept
    corrupt_tail,            // refused
    corrupt_middle,          // refused, for ever
    acknowledged_data_lost,  // refused, for ever
    other_version,           // refused: replay needs the version that wrote it
};

/// The stable lower-case name.
[[nodiscard]] std::string_view name_of(Verdict verdict) noexcept;

/// Takes the commands that the snapshot does not hold, in order, each verified.
class CommandReceiver {
public:
    CommandReceiver() = default;
    CommandReceiver(const CommandReceiver&) = delete;
    CommandReceiver& operator=(const CommandReceiver&) = delete;
    virtual ~CommandReceiver() = default;
    virtual void on_command(const Command& command) = 0;
};

enum class RecoveryMode : std::uint8_t {
    judge = 1,  // changes nothing on disk
    repair,     // truncates what the verdict allows
};

struct RecoveryOptions {
    RecoveryMode mode = RecoveryMode::repair;
    /// In the snapshot; the commands after it are given to the receiver.
    Sequence applied;
    /// What anybody outside knows to be durable: sink positions, a replica. The snapshot counts.
    Sequence known_durable;
    /// `serve --accept-tail-loss`: a corrupt tail is cut off, and a copy of it kept.
    bool accept_tail_loss = false;
    /// Commands to replay must come from this; nothing: from anywhere.
    std::optional<Replayability> expected;
    /// The journal that the snapshot belongs to.
    std::optional<JournalUuid> journal;
};

struct Recovery {
    Verdict verdict = Verdict::empty;
    /// Where a writer goes on; meaningless after a refusal.
    JournalPosition position;
    /// Commands given to the receiver.
    std::uint64_t command_count = 0;
    /// What the verdict is about: file and range of bytes.
    std::filesystem::path file;
    std::uint64_t first_byte = 0;
    std::uint64_t size_bytes = 0;
    /// One sentence for the log and the terminal.
    std::string message;
    /// Damage that redundancy made up for.
    std::vector<std::string> notes;

    [[nodiscard]] bool may_continue() const noexcept {
        return verdict <= Verdict::tail_loss_accepted;
    }
    /// 0, 65 for damaged data, or 1 for another version.
    [[nodiscard]] int exit_code() const noexcept;
};

/// Verifies the journal from the segment that holds the first command to replay, gives the
/// commands to the receiver, judges the end, and truncates what was never acknowledged.
/// The receiver may have got commands although the verdict is a refusal. A failure is one of the
/// operating system.
[[nodiscard]] JournalResult<Recovery> recover(platform::FileSystem& file_system,
                                              const std::filesystem::path& directory,
                                              const RecoveryOptions& options,
                                              CommandReceiver& receiver);

}  // namespace outcry::journal
