#include "gateway/websocket/websocket_connection.hpp"

#include <chrono>
#include <utility>

#include <boost/beast/websocket.hpp>

#include "outcry/base/assert.hpp"

#include "gateway/websocket/transport_teardown.hpp"

namespace outcry::gateway {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

constexpr int window_bits_max = 15;
constexpr std::chrono::seconds close_time_max{5};

/// A server window of 8 bits is legal to ask for and impossible with zlib: the offer is declined.
void decline_impossible_offer(UpgradeRequest& request) {
    const auto offer = request[http::field::sec_websocket_extensions];
    const auto place = offer.find("server_max_window_bits=");
    if (place == beast::string_view::npos) return;
    const auto value = offer.substr(place + 23);
    const bool is_eight = value.starts_with("8") || value.starts_with("\"8\"");
    if (is_eight) request.erase(http::field::sec_websocket_extensions);
}

/// Shared frames are deflated with the full window: a peer that negotiated a smaller one gets them
/// as they are, which the extension allows for every single message.
Compression compression_of(const websocket::response_type& response) {
    const auto agreed = response[http::field::sec_websocket_extensions];
    if (agreed.find("permessage-deflate") == beast::string_view::npos) return Compression::none;
    const bool has_smaller_window =
        agreed.find("server_max_window_bits") != beast::string_view::npos &&
        agreed.find("server_max_window_bits=15") == beast::string_view::npos;
    return has_smaller_window ? Compression::none : Compression::deflated;
}

}  // namespace

WebSocketConnection::WebSocketConnection(std::shared_ptr<Transport> transport,
                                         const GatewayOptions& options, Clock clock,
                                         GatewayMetrics& metrics)
    : limits_{options.limits},
      has_compression_{options.has_compression},
      transport_{std::move(transport)},
      clock_{std::move(clock)},
      metrics_{metrics},
      stream_{*transport_} {
    set_options();
}

WebSocketConnection::~WebSocketConnection() = default;

void WebSocketConnection::set_options() {
    websocket::permessage_deflate compression;
    compression.server_enable = has_compression_;
    compression.server_max_window_bits = window_bits_max;
    // So that one compressed frame fits every subscriber.
    compression.server_no_context_takeover = true;
    stream_.set_option(compression);
    stream_.set_option(websocket::stream_base::decorator([this](websocket::response_type& answer) {
        answer.set(http::field::server, "outcry");
        compression_ = compression_of(answer);
    }));
    stream_.control_callback(
        [this](websocket::frame_type, beast::string_view) { on_control_frame(); });
    stream_.read_message_max(limits_.message_size_max);
}

void WebSocketConnection::accept(UpgradeRequest&& request,
                                 std::shared_ptr<WebSocketSession> session) {
    session_ = std::move(session);
    decline_impossible_offer(request);
    stream_.async_accept(
        request, [self = shared_from_this()](ErrorCode error) { self->on_accepted(error); });
}

void WebSocketConnection::on_accepted(ErrorCode error) {
    if (error) return finish();
    state_ = State::open;
    alive_at_ = pinged_at_ = std::chrono::steady_clock::now();
    session_->on_open();
    if (is_shutting_down_) begin_shutdown();
    resume();
}

void WebSocketConnection::resume() {
    // A connection that closes goes on reading: the peer's close is still to come.
    const bool can_read =
        state_ == State::open ? session_->can_take_message() : state_ == State::closing;
    if (can_read && !is_reading_) read();
}

void WebSocketConnection::read() {
    is_reading_ = true;
    stream_.async_read(message_, [self = shared_from_this()](ErrorCode error, std::size_t) {
        self->is_reading_ = false;
        self->on_read(error);
    });
}

void WebSocketConnection::on_read(ErrorCode error) {
    if (error) return finish();
    has_shown_life_ = true;
    if (state_ == State::open) {
        metrics_.websocket_messages.add();
        const auto bytes = message_.cdata();
        const std::string_view message{static_cast<const char*>(bytes.data()), bytes.size()};
        if (stream_.got_text()) {
            session_->on_message(message);
        } else {
            session_->on_binary(message);
        }
    }
    message_.consume(message_.size());
    resume();
}

void WebSocketConnection::send(const SharedText& frame, Urgency urgency) {
    if (state_ != State::open || !stream_.is_open()) return;
    if (!transport_->has_room_for(frame->size(), limits_.output_size_max)) return disconnect_slow();
    transport_->send(frame, urgency);
}

void WebSocketConnection::close(CloseCode code, std::string_view reason) {
    if (state_ != State::open) return;
    state_ = State::closing;
    closing_since_ = std::chrono::steady_clock::now();
    const websocket::close_reason text{static_cast<websocket::close_code>(code),
                                       beast::string_view{reason.data(), reason.size()}};
    stream_.async_close(text, [self = shared_from_this()](ErrorCode) { self->finish(); });
    resume();
}

void WebSocketConnection::on_control_frame() {
    has_shown_life_ = true;
    // Beast answers pings by itself, also to a peer who sends them without end and reads nothing.
    if (state_ != State::open || transport_->has_room_for(0, limits_.output_size_max)) return;
    say_too_slow();
    // Takes no more output; the read in which we are ends when the transport has lingered.
    transport_->close_gracefully();
}

void WebSocketConnection::say_too_slow() {
    metrics_.slow_consumers.add();
    state_ = State::closing;
    closing_since_ = std::chrono::steady_clock::now();
    // Past Beast, whose close would wait for the peer's: this one does not read.
    transport_->drop_unsent();
    transport_->send(share(
        encode_close_frame(CloseCode::policy_violation, "slow consumer: too many bytes queued")));
}

void WebSocketConnection::disconnect_slow() {
    say_too_slow();
    if (is_reading_) return transport_->cancel_read();
    // Not inside a call of the session, which this ends.
    net::post(transport_->get_executor(), [self = shared_from_this()] { self->finish(); });
}

void WebSocketConnection::finish() {
    if (state_ == State::closed) return;
    state_ = State::closed;
    session_.reset();
    transport_->close_gracefully();
}

void WebSocketConnection::on_tick(SteadyTime now) {
    transport_->on_tick(now, limits_.write_stall_time_max);
    if (state_ == State::closing && now - closing_since_ > close_time_max) return close_now();
    if (state_ != State::open) return;
    if (is_shutting_down_ && !session_->is_busy())
        return close(CloseCode::going_away, "server shutdown");
    session_->on_tick();
    // What was said may have been too much for the peer.
    if (state_ != State::open) return;
    if (std::exchange(has_shown_life_, false)) alive_at_ = now;
    if (now - alive_at_ > limits_.pong_time_max) return close_now();
    if (now - pinged_at_ < limits_.ping_interval) return;
    pinged_at_ = now;
    static const SharedText ping = share(encode_ping_frame());
    send(ping, Urgency::stream);
}

void WebSocketConnection::begin_shutdown() {
    is_shutting_down_ = true;
    if (state_ == State::open) session_->on_shutdown(clock_());
}

}  // namespace outcry::gateway
