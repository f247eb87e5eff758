#pragma once

#include <cstddef>
#include <memory>

#include "outcry/follower/event_log.hpp"

namespace outcry::follower {

/// Moves full segments of the event log to the archive, compressed, in slices beside other work.
/// Owned by one thread, which may be another than the log's writer's.
class EventArchiver {
public:
    /// The newest `segments_kept` full segments stay as they are.
    EventArchiver(platform::FileSystem& file_system, EventLogPlace place,
                  std::size_t segments_kept);
    EventArchiver(EventArchiver&&) noexcept;
    EventArchiver& operator=(EventArchiver&&) noexcept;
    ~EventArchiver();

    /// Does a bounded piece of the work; false when there is nothing to do. A segment leaves the
    /// log only when its archived copy is durable; a copy that a crash cut short begins anew.
    [[nodiscard]] journal::JournalResult<bool> archive_slice();

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

/// Removes archived segments that hold only commands up to `not_needed`, but for the newest
/// `keep_count` of those. Returns how many went. `not_needed` is the least position of all sinks.
[[nodiscard]] journal::JournalResult<std::size_t> remove_archived_events(
    platform::FileSystem& file_system, const EventLogPlace& place, Sequence not_needed,
    std::size_t keep_count);

}  // namespace outcry::follower
