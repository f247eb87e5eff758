#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>

#include "outcry/domain/command.hpp"
#include "outcry/journal/error.hpp"
#include "outcry/journal/position.hpp"
#include "outcry/platform/file.hpp"

namespace outcry::journal {

inline constexpr Sequence sequence_unlimited{std::numeric_limits<std::uint64_t>::max()};

/// Reads verified commands in order, also of a journal that another thread or process is writing.
/// Owned by one thread; changes nothing on disk. A start of the server uses `recover` instead,
/// which judges what it finds at the end.
class JournalReader {
public:
    JournalReader(platform::FileSystem& file_system, std::filesystem::path directory);
    JournalReader(JournalReader&&) noexcept;
    JournalReader& operator=(JournalReader&&) noexcept;
    ~JournalReader();

    /// The next command will be this one. Fails when the journal begins later.
    [[nodiscard]] JournalResult<void> seek(Sequence first);

    /// The next command, if its sequence is not above the limit. False when it is, or when nothing
    /// whole follows. A limit says what the caller knows to be durable: a command up to it
    /// that cannot be read is a failure.
    [[nodiscard]] JournalResult<bool> next(Command& command, Sequence limit = sequence_unlimited);

    /// Behind the batch of the last command given.
    [[nodiscard]] const JournalPosition& position() const noexcept;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::journal
