#include "app/agents/archive_agent.hpp"

#include <utility>

namespace outcry::app {

ArchiveAgent::ArchiveAgent(ArchiveAgentOptions options, ArchiveAgentPorts ports)
    : options_{std::move(options)},
      ports_{std::move(ports)},
      archiver_{ports_.file_system, options_.place, options_.segments_kept} {}

int ArchiveAgent::do_work() {
    const std::int64_t now_ns = ports_.clock.monotonic_ns();
    if (now_ns < look_again_ns_) return 0;
    const auto archived = archiver_.archive_slice();
    if (archived && *archived) return 1;
    look_again_ns_ = now_ns + look_interval_ns;
    if (!archived) {
        take_note(archived.error());
        return 0;
    }
    const auto removed = follower::remove_archived_events(
        ports_.file_system, options_.place, ports_.not_needed(), options_.archived_segments_kept);
    if (!removed) take_note(removed.error());
    if (removed) noticed_error_.clear();
    return 0;
}

void ArchiveAgent::take_note(const journal::JournalError& error) {
    if (noticed_error_ != error.text) ports_.notice("the event log is not archived: " + error.text);
    noticed_error_ = error.text;
    // Begins anew: what the failed one has written is overwritten.
    archiver_ = follower::EventArchiver{ports_.file_system, options_.place, options_.segments_kept};
}

}  // namespace outcry::app
