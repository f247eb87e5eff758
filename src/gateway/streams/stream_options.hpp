#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "outcry/domain/ids.hpp"

namespace outcry::gateway {

/// What each message says beyond what clients know, in a member `extra`.
struct Additions {
    bool has_sequence = false;  // channelSeq, engineSeq
    bool has_times = false;     // matchTime, sendTime
    bool has_checksum = false;  // of the best levels, on messages of the depth

    [[nodiscard]] bool is_any() const noexcept { return has_sequence || has_times || has_checksum; }
};

/// What a subscriber asks for. Without any of it messages are those that clients know, byte for
/// byte.
struct StreamOptions {
    Additions additions{};
    bool has_snapshot = false;       // the state as the first message
    bool is_conflated = false;       // rather fewer messages than being disconnected as too slow
    std::optional<Sequence> from{};  // what was missed first: from this command on
};

/// The same for a whole connection, of its query.
struct ConnectionOptions {
    StreamOptions streams{};
    bool has_heartbeat = false;
    bool has_notices = false;
};

/// Words that are no option of ours are left to others.
[[nodiscard]] ConnectionOptions parse_connection_options(std::string_view query);

}  // namespace outcry::gateway
