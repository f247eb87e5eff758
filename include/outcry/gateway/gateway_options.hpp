#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace outcry::gateway {

/// What one gateway accepts and keeps, so that no client makes it grow without bound. What happens
/// at each limit stands in docs/limits.md.
struct GatewayLimits {
    std::size_t connections_max = 10'000;
    std::size_t request_header_size_max = 16 * 1024;  // bytes; request line and fields
    std::size_t request_body_size_max = 256 * 1024;   // bytes
    std::size_t message_size_max = 64 * 1024;         // bytes of one WebSocket message, inflated
    std::size_t streams_per_connection_max = 1024;
    // SUBSCRIBE and its like on one stream connection: a rate, and what may come at once.
    std::uint32_t control_messages_per_second_max = 5;
    std::uint32_t control_messages_burst_max = 25;
    std::size_t requests_per_connection_max = 1024;  // that wait for their answer
    std::size_t requests_max = 64 * 1024;            // the same over all connections
    std::size_t output_size_max = 4 * 1024 * 1024;   // bytes queued towards one connection
    // The same over all connections; above it each may only have little queued.
    std::size_t output_size_of_all_max = std::size_t{256} * 1024 * 1024;

    // What is kept so that a client that was cut off goes on where it was.
    std::size_t account_events_size_max = std::size_t{64} * 1024 * 1024;  // bytes, all accounts
    std::size_t resume_changes_max = 65'536;  // touched prices of one instrument
    std::size_t resume_messages_max = 4'000;  // sent at once to one who comes back

    std::chrono::milliseconds header_time_max{10'000};       // first byte to end of the header
    std::chrono::milliseconds body_time_max{10'000};         // end of the header to end of the body
    std::chrono::milliseconds idle_time_max{60'000};         // connection without any request
    std::chrono::milliseconds write_stall_time_max{20'000};  // output that the peer does not take
    std::chrono::milliseconds ping_interval{20'000};
    std::chrono::milliseconds pong_time_max{60'000};    // since the last sign of life
    std::chrono::milliseconds answer_time_max{10'000};  // then -1007: unknown execution
    std::chrono::milliseconds drain_time_max{3'000};    // of a shutdown, for answers under way
};

/// How much a client may ask for; zero: no limit. All of it is counted anyway.
struct RateLimits {
    std::uint32_t weight_per_minute_max = 0;  // request weight of one IP address
    std::uint32_t orders_per_10s_max = 0;     // unfilled orders of one account
    std::uint32_t orders_per_day_max = 0;     // the same; days are those of UTC
    std::chrono::seconds ban_time{120};       // of an address that goes on to twice its weight
};

struct GatewayOptions {
    std::string listen_address = "127.0.0.1";
    std::uint16_t listen_port = 8080;  // zero takes a free one
    std::string tls_listen_address;    // of the port for TLS; empty: there is none
    std::uint16_t tls_listen_port = 0;
    /// Several gateways listen on this port and the kernel spreads connections over them. Off, a
    /// port that somebody else holds is refused.
    bool shares_port = false;
    std::uint8_t index = 0;  // the top byte of every RequestId
    /// Slots of the command ring from which on new orders are refused; zero: three quarters.
    std::size_t overload_count = 0;
    bool has_compression = true;  // permessage-deflate, when the client offers it
    GatewayLimits limits{};
    RateLimits rate_limits{};
    /// The engine's limit, shown to clients as MAX_NUM_ORDERS.
    std::size_t open_orders_per_account_max = 10'000;
};

}  // namespace outcry::gateway
