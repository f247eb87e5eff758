#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/streams/stream_control.hpp"
#include "gateway/streams/stream_hub.hpp"
#include "gateway/streams/stream_name.hpp"
#include "gateway/websocket/outbox.hpp"

namespace outcry::gateway {

/// One subscriber of public streams: `/ws/…` or `/stream`. Owned by its connection.
class StreamSession final : public WebSocketSession, public Subscriber {
public:
    StreamSession(const StreamTarget& target, std::size_t streams_max, StreamHub& hub,
                  Outbox& outbox);
    ~StreamSession() override;

    void on_open() override;
    void on_message(std::string_view text) override;
    void on_shutdown(Timestamp now) override;
    void on_stream_message(PublicMessage& message) override;
    [[nodiscard]] TimeUnit time_unit() const noexcept override { return time_unit_; }

private:
    [[nodiscard]] std::string perform(const StreamControl& control);
    [[nodiscard]] bool subscribe(const std::vector<std::string>& names);
    void unsubscribe(const std::vector<std::string>& names);
    [[nodiscard]] bool has(std::string_view name) const;

    const TimeUnit time_unit_;
    const std::size_t streams_max_;
    StreamHub& hub_;
    Outbox& outbox_;
    Wrapping wrapping_;
    std::vector<std::string> wanted_;  // of the path, until the connection is open
    std::vector<std::string> names_;
};

}  // namespace outcry::gateway
