#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "outcry/base/result.hpp"

#include "app/client/api_connection.hpp"
#include "app/client/server_address.hpp"
#include "app/feed/feed_pace.hpp"
#include "app/feed/feed_report.hpp"
#include "app/order_flow/byte_source.hpp"
#include "app/replay/flow_replay.hpp"

namespace outcry::app {

struct FeedOptions {
    std::string orders_path;
    ServerAddress server;
    std::string symbol;
    ApiCredentials credentials;
    FeedPace pace;
    std::uint64_t row_count_max = UINT64_MAX;
    std::size_t connection_count = 1;
    std::size_t in_flight_max = 256;
    FlowReplayLimits limits;
};

/// Called now and then with how far it is.
using FeedProgress = std::function<void(int permille, const FeedReport& report)>;

/// Sends a recorded order file to a running server and measures its answers. Blocks until all are
/// there, or until a connection breaks or falls silent; the report holds what came until then.
[[nodiscard]] Result<void, FlowError> feed_file(const FeedOptions& options, FeedReport& report,
                                                const FeedProgress& progress);

}  // namespace outcry::app
