#pragma once

#include <string>
#include <vector>

#include "outcry/journal/writer.hpp"
#include "outcry/platform/clock.hpp"

#include "app/venue/recovery.hpp"

namespace outcry::app {

/// Applies commands to a recovered venue before its threads start, by the same way as later: to
/// the journal, durably, to both engines and to the view. The failure names the refused command.
[[nodiscard]] Result<bool, std::string> apply_commands(RecoveredVenue& venue,
                                                       journal::JournalWriter& writer,
                                                       const std::vector<Command>& commands,
                                                       const platform::Clock& clock);

/// Names of the keys that stand in public files (`public_key_prefix`) and are not revoked.
[[nodiscard]] std::vector<std::string> public_keys_of(const engine::Engine& engine);

}  // namespace outcry::app
