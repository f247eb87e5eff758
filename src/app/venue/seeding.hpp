#pragma once

#include <string>
#include <vector>

#include "outcry/domain/event_buffer.hpp"
#include "outcry/journal/writer.hpp"
#include "outcry/platform/clock.hpp"

#include "app/venue/recovery.hpp"

namespace outcry::app {

/// Applies commands to a recovered venue before its threads start, by the same way as later: to
/// the journal, durably, to both engines and to the view. What is left of an earlier command, or is
/// due by the clock, goes first, as it would later. A crash leaves all commands of a key or none.
class StartRoad {
public:
    /// All outlive it.
    StartRoad(RecoveredVenue& venue, journal::JournalWriter& writer, const platform::Clock& clock);

    /// The failure names the command, when it is refused, or what the disk said.
    [[nodiscard]] Result<bool, std::string> apply(Command command);
    /// Makes the commands durable, and only then their events: the log is never ahead of the
    /// journal.
    [[nodiscard]] Result<bool, std::string> commit();

private:
    [[nodiscard]] Result<bool, std::string> settle();
    [[nodiscard]] Result<bool, std::string> take(Command& command);
    [[nodiscard]] Result<bool, std::string> keep_key_whole(const Command& command);

    RecoveredVenue& venue_;
    journal::JournalWriter& writer_;
    const platform::Clock& clock_;
    EventBuffer buffer_;
    std::vector<std::vector<Event>> waiting_;  // of commands that are not durable yet
};

/// Whether the command only makes sense together with one before it.
[[nodiscard]] bool continues_key(const Command& command) noexcept;

/// Names of the keys that stand in public files (`public_key_prefix`) and are not revoked.
[[nodiscard]] std::vector<std::string> public_keys_of(const engine::Engine& engine);

}  // namespace outcry::app
