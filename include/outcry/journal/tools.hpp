#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>

#include "outcry/domain/ids.hpp"
#include "outcry/journal/error.hpp"
#include "outcry/journal/reader.hpp"
#include "outcry/platform/file.hpp"

namespace outcry::journal {

// The functions behind `outcry journal verify|dump|bench`. They change nothing in the journal.

struct ToolReport {
    std::string text;
    int exit_code = 0;  // 0, 65 for damaged data, 1 when the system refused
};

/// Reads every byte of every segment and says what is there. A torn write at the end, never
/// acknowledged, is reported and is no damage; a damaged copy of a header is.
[[nodiscard]] ToolReport verify(platform::FileSystem& file_system,
                                const std::filesystem::path& directory);

struct DumpRange {
    Sequence first{1};
    Sequence last = sequence_unlimited;
};
/// Writes the commands of the range as lines of JSON; returns how many.
[[nodiscard]] JournalResult<std::uint64_t> dump(platform::FileSystem& file_system,
                                                const std::filesystem::path& directory,
                                                const DumpRange& range, std::ostream& output);

struct BenchOptions {
    /// Writes per line of the table.
    std::uint32_t write_count = 500;
};
/// Measures on the disk that holds the directory what a durable append costs, by each method and
/// by commit size, and writes a table. Makes and removes files of its own there.
[[nodiscard]] JournalResult<void> bench(platform::FileSystem& file_system,
                                        const std::filesystem::path& directory,
                                        const BenchOptions& options, std::ostream& output);

}  // namespace outcry::journal
