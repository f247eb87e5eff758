#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/encoding/streams.hpp"
#include "gateway/websocket/outbox.hpp"

namespace outcry::gateway {

/// When a connection that asked for it is told something of itself. Ticks come ten times a second.
class Notices {
public:
    void on_tick() noexcept { ++tick_count_; }
    [[nodiscard]] bool is_second() const noexcept { return tick_count_ % 10 == 0; }
    /// Once when half of what may be queued is; again only after the peer has caught up.
    [[nodiscard]] bool is_slow_now(const Outbox& outbox) noexcept {
        const bool is_slow = outbox.queued_size() > outbox.queued_size_max() / 2;
        if (outbox.queued_size() == 0) was_slow_ = false;
        return is_slow && !std::exchange(was_slow_, true);
    }

private:
    std::uint64_t tick_count_ = 0;
    bool was_slow_ = false;
};

/// Everything up to this command was sent.
[[nodiscard]] std::string encode_heartbeat(Sequence sequence, MessageTime time);
[[nodiscard]] std::string encode_slow_notice(const Outbox& outbox, MessageTime time);
[[nodiscard]] std::string encode_expiry_notice(std::string_view listen_key, std::int64_t left_s,
                                               MessageTime time);

}  // namespace outcry::gateway
