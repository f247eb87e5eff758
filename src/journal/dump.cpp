#include <algorithm>
#include <ostream>
#include <string>

#include "outcry/journal/reader.hpp"
#include "outcry/journal/tools.hpp"
#include "outcry/wire/json.hpp"

#include "journal/segment_file.hpp"

namespace outcry::journal {

JournalResult<std::uint64_t> dump(platform::FileSystem& file_system,
                                  const std::filesystem::path& directory, const DumpRange& range,
                                  std::ostream& output) {
    const auto firsts = list_segments(file_system, directory);
    if (!firsts) return Failure{firsts.error()};
    std::uint64_t command_count = 0;
    if (firsts->empty()) return command_count;

    JournalReader reader{file_system, directory};
    const auto found = reader.seek(std::max(range.first, firsts->front()));
    if (!found) return Failure{found.error()};
    Command command;
    std::string line;
    for (;;) {
        const auto has_command = reader.next(command);
        if (!has_command) return Failure{has_command.error()};
        if (!*has_command || command.sequence > range.last) return command_count;
        line.clear();
        wire::append_json(line, command);
        line += '\n';
        output << line;
        ++command_count;
    }
}

}  // namespace outcry::journal
