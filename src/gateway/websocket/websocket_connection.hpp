#pragma once

#include <memory>
#include <string_view>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "outcry/gateway/gateway_options.hpp"

#include "gateway/api/api.hpp"
#include "gateway/session/connection.hpp"
#include "gateway/session/gateway_metrics.hpp"
#include "gateway/websocket/outbox.hpp"

namespace outcry::gateway {

using UpgradeRequest = boost::beast::http::request<boost::beast::http::string_body>;

/// The socket under a WebSocket session. Beast reads, shakes hands, answers pings and closes;
/// messages of ours are ready-made frames in the transport's queue.
class WebSocketConnection final : public Connection,
                                  public Outbox,
                                  public std::enable_shared_from_this<WebSocketConnection> {
public:
    WebSocketConnection(std::shared_ptr<Transport> transport, const GatewayOptions& options,
                        Clock clock, GatewayMetrics& metrics);
    ~WebSocketConnection() override;

    /// Shakes hands; then the session begins.
    void accept(UpgradeRequest&& request, std::shared_ptr<WebSocketSession> session);

    void send(const SharedText& frame, Urgency urgency) override;
    void close(CloseCode code, std::string_view reason) override;
    void resume() override;
    [[nodiscard]] Compression compression() const noexcept override { return compression_; }
    [[nodiscard]] std::size_t queued_size() const noexcept override {
        return transport_->queued_size();
    }
    [[nodiscard]] std::size_t queued_size_max() const noexcept override {
        return limits_.output_size_max;
    }

    void on_tick(SteadyTime now) override;
    void resume_reading() override { resume(); }
    void begin_shutdown() override;
    void close_now() override { transport_->close_now(); }
    [[nodiscard]] bool is_finished() const noexcept override { return transport_->is_closed(); }

private:
    enum class State : std::uint8_t { opening, open, closing, closed };

    void set_options();
    void on_accepted(ErrorCode error);
    void read();
    void on_read(ErrorCode error);
    void on_control_frame();
    void say_too_slow();
    void disconnect_slow();
    void finish();

    const GatewayLimits limits_;
    const bool has_compression_;
    std::shared_ptr<Transport> transport_;
    Clock clock_;
    GatewayMetrics& metrics_;
    std::shared_ptr<WebSocketSession> session_;
    boost::beast::websocket::stream<Transport&> stream_;
    boost::beast::flat_buffer message_;
    Compression compression_ = Compression::none;
    State state_ = State::opening;
    SteadyTime alive_at_{};
    SteadyTime pinged_at_{};
    SteadyTime closing_since_{};
    bool is_reading_ = false;
    bool is_shutting_down_ = false;
    bool has_shown_life_ = true;
};

}  // namespace outcry::gateway
