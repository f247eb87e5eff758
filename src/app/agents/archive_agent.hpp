#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "outcry/follower/event_archive.hpp"
#include "outcry/platform/clock.hpp"

namespace outcry::app {

struct ArchiveAgentOptions {
    follower::EventLogPlace place;
    std::size_t segments_kept = 4;
    std::size_t archived_segments_kept = 0;
};

struct ArchiveAgentPorts {
    platform::FileSystem& file_system;
    const platform::Clock& clock;
    std::function<Sequence()> not_needed;  // the last command that every sink holds
    std::function<void(std::string_view line)> notice;
};

/// Moves full segments of the event log to the archive, and removes archived ones that policy and
/// sinks no longer need. Shares the follower's thread. What fails is tried again: the log itself
/// does not depend on it.
class ArchiveAgent {
public:
    ArchiveAgent(ArchiveAgentOptions options, ArchiveAgentPorts ports);
    int do_work();

private:
    static constexpr std::int64_t look_interval_ns = 1'000'000'000;

    void take_note(const journal::JournalError& error);

    const ArchiveAgentOptions options_;
    const ArchiveAgentPorts ports_;
    follower::EventArchiver archiver_;
    std::int64_t look_again_ns_ = 0;
    std::string noticed_error_;
};

}  // namespace outcry::app
