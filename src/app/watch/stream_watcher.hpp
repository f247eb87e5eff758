#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/base/result.hpp"

#include "app/client/server_address.hpp"

namespace outcry::app {

struct WatchOptions {
    ServerAddress server;
    std::vector<std::string> streams;
    std::uint64_t message_count_max = UINT64_MAX;
};

struct WatchEvents {
    /// A combined message, as the server sent it; false ends the watching.
    std::function<bool(std::string_view message)> on_message;
    /// The connection is lost, or is there again: one line for the terminal.
    std::function<void(std::string_view line)> on_notice;
};

/// Follows streams until that many messages have come, or an interrupt or termination signal. A
/// lost connection is made again. An error only when the first one cannot be made.
[[nodiscard]] Result<void, std::string> watch_streams(const WatchOptions& options,
                                                      const WatchEvents& events);

/// Letters, digits and `@ ! _ - + : .`; anything else cannot stand in the request for it.
[[nodiscard]] bool is_stream_name(std::string_view name);

}  // namespace outcry::app
