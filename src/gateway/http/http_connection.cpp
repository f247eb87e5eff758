#include "gateway/http/http_connection.hpp"

#include <utility>

#include <boost/beast/http/error.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "outcry/base/assert.hpp"

#include "gateway/http/rest_request.hpp"
#include "gateway/websocket/echo_session.hpp"

namespace outcry::gateway {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::size_t header_read_size = 4 * 1024;
constexpr std::size_t body_read_size = 16 * 1024;
// Binance's number for what does not reach the engine; the text says which.
constexpr int code_invalid_message = -1013;

ResponseHead head_of(const Answer& answer) noexcept {
    return {.status = answer.status,
            .sequence = answer.sequence,
            .usage = answer.usage,
            .is_replay = answer.is_replay};
}

}  // namespace

HttpConnection::HttpConnection(std::shared_ptr<Transport> transport, HttpHost& host)
    : transport_{std::move(transport)},
      host_{host},
      phase_since_{std::chrono::steady_clock::now()} {}

void HttpConnection::process() {
    // Answers that come at once call back into here; the loop below goes on by itself.
    if (is_processing_) return;
    is_processing_ = true;
    while (state_ == State::open && !is_last_request_ && !host_.desk().is_congested()) {
        if (!parse() || must_wait()) break;
        take_request();
    }
    is_processing_ = false;
    if (state_ != State::open || is_last_request_ || is_reading_) return;
    const bool holds_request = parser_ && parser_->is_done();
    if (is_input_over_) {
        if (slots_.empty() && !holds_request) close_gracefully();
        return;
    }
    if (!holds_request && !host_.desk().is_congested()) read();
}

bool HttpConnection::parse() {
    if (parser_ && parser_->is_done()) return true;
    if (input_.size() == 0) return false;
    if (!parser_) start_parser();
    ErrorCode error;
    while (input_.size() > 0 && !parser_->is_done() && !error)
        input_.consume(parser_->put(input_.cdata(), error));
    note_progress();
    if (error && error != http::error::need_more) {
        refuse_malformed(error);
        return false;
    }
    if (parser_->is_done()) return true;
    // What the parser keeps back is a line or a block of fields: never more than a header.
    if (input_.size() > host_.limits().request_header_size_max) {
        refuse_malformed(http::error::header_limit);
        return false;
    }
    send_continue();
    return false;
}

void HttpConnection::start_parser() {
    parser_.emplace();
    parser_->eager(true);
    parser_->header_limit(static_cast<std::uint32_t>(host_.limits().request_header_size_max));
    parser_->body_limit(host_.limits().request_body_size_max);
    has_sent_continue_ = false;
}

void HttpConnection::refuse_malformed(ErrorCode error) {
    if (error == http::error::header_limit) return refuse(431, "Request header is too large.");
    if (error == http::error::body_limit) return refuse(413, "Request body is too large.");
    refuse(400, "Malformed HTTP request.");
}

void HttpConnection::note_progress() {
    const Phase phase = parser_->is_done()          ? Phase::idle
                        : parser_->is_header_done() ? Phase::body
                                                    : Phase::header;
    if (phase == phase_) return;
    phase_ = phase;
    phase_since_ = std::chrono::steady_clock::now();
}

void HttpConnection::send_continue() {
    if (has_sent_continue_ || !parser_->is_header_done() || !slots_.empty()) return;
    if (!beast::iequals(parser_->get()[http::field::expect], "100-continue")) return;
    has_sent_continue_ = true;
    static const SharedText text = share("HTTP/1.1 100 Continue\r\n\r\n");
    transport_->send(text);
}

bool HttpConnection::must_wait() const {
    if (slots_.size() >= host_.limits().requests_per_connection_max) return true;
    if (!transport_->has_room_for(0, host_.limits().output_size_max)) return true;
    // What reads must see what this connection wrote before it.
    const bool is_command = parser_->get().method() == http::verb::post ||
                            parser_->get().method() == http::verb::delete_;
    return !slots_.empty() && !is_command;
}

void HttpConnection::take_request() {
    host_.metrics().http_requests.add();
    const auto& request = parser_->get();
    if (beast::websocket::is_upgrade(request)) {
        if (input_.size() > 0) {
            const auto rest = input_.cdata();
            transport_->unread({static_cast<const char*>(rest.data()), rest.size()});
            input_.consume(input_.size());
        }
        if (host_.try_upgrade(transport_, *parser_)) {
            state_ = State::upgraded;
            return;
        }
        return refuse(404, "No WebSocket at this path.");
    }
    const bool keep_alive = request.keep_alive() && !is_shutting_down_;
    Slot slot{.after = keep_alive ? AfterAnswer::keep_alive : AfterAnswer::close,
              .is_http_1_0 = request.version() == 10,
              .is_head = request.method() == http::verb::head};
    is_last_request_ = !keep_alive;
    slots_.push_back(std::move(slot));
    handle(slots_.back());
    parser_.reset();
    send_ready();
}

void HttpConnection::handle(Slot& slot) {
    const auto& message = parser_->get();
    const RequestTarget target = split_target({message.target().data(), message.target().size()});
    if (message.version() == 11 && message.count(http::field::host) != 1)
        return finish_slot(slot, {.status = 400},
                           encode_error(code_invalid_message, "One Host field is required."));
    RestRequest request = rest_request_of(message, target, host_.desk().now());
    request.client = transport_->client();
    if (request.method == Method::other)
        return finish_slot(slot, {.status = 405, .allow = "GET, POST, PUT, DELETE"},
                           encode_error(code_invalid_message, "Method is not supported."));
    if (has_echo && request.path == "/" && request.method == Method::post)
        return finish_slot(slot, {.content_type = ContentType::text}, message.body());
    if (request.method == Method::get) {
        const auto host = message[http::field::host];
        if (const auto page = host_.page(request.path, {host.data(), host.size()}))
            return finish_slot(slot, {.content_type = page->type}, page->text);
    }
    const std::uint64_t ticket = first_ticket_ + slots_.size() - 1;
    RequestDesk& desk = host_.desk();
    const auto answer =
        desk.settle(desk.api().handle_rest(request), Origin{weak_from_this(), ticket, read_at_ns_},
                    [&] { return retry_of(request, desk.api()); });
    if (!answer) return;
    finish_slot(slot, head_of(*answer), answer->body);
}

HttpConnection::Slot& HttpConnection::slot_of(std::uint64_t ticket) {
    OUTCRY_ASSERT(ticket >= first_ticket_);
    OUTCRY_ASSERT(ticket - first_ticket_ < slots_.size());
    return slots_[ticket - first_ticket_];
}

void HttpConnection::finish_slot(Slot& slot, const ResponseHead& head, std::string_view body) {
    OUTCRY_ASSERT(!slot.is_ready);
    ResponseHead whole = head;
    whole.after = slot.after;
    whole.is_http_1_0 = slot.is_http_1_0;
    whole.date = host_.http_date();
    // Also of what does not come from the engine's state: as of when it was said.
    if (whole.sequence == Sequence{}) whole.sequence = host_.desk().sequence();
    slot.text = encode_response(whole, body);
    if (slot.is_head) slot.text.resize(slot.text.size() - body.size());
    slot.is_ready = true;
}

void HttpConnection::on_answer(std::uint64_t ticket, Answer&& answer) {
    if (state_ != State::open) return;
    finish_slot(slot_of(ticket), head_of(answer), answer.body);
    send_ready();
    process();
}

void HttpConnection::send_ready() {
    while (!slots_.empty() && slots_.front().is_ready) {
        const AfterAnswer after = slots_.front().after;
        transport_->send(share(std::move(slots_.front().text)));
        slots_.pop_front();
        ++first_ticket_;
        if (phase_ == Phase::idle) phase_since_ = std::chrono::steady_clock::now();
        if (after == AfterAnswer::close) return close_gracefully();
    }
}

void HttpConnection::refuse(int status, std::string_view text) {
    host_.metrics().bad_requests.add();
    // What follows cannot be told apart from what was wrong: the connection ends.
    is_last_request_ = true;
    slots_.push_back({.after = AfterAnswer::close});
    finish_slot(slots_.back(), {.status = status}, encode_error(code_invalid_message, text));
    parser_.reset();
    phase_ = Phase::idle;
    send_ready();
}

void HttpConnection::read() {
    is_reading_ = true;
    // Small until a body comes: ten thousand idle connections keep what was prepared.
    const auto room = input_.prepare(phase_ == Phase::body ? body_read_size : header_read_size);
    transport_->async_read_some(room,
                                [self = shared_from_this()](ErrorCode error, std::size_t size) {
                                    self->is_reading_ = false;
                                    self->on_read(error, size);
                                });
}

void HttpConnection::on_read(ErrorCode error, std::size_t size) {
    if (state_ != State::open) return;
    if (error && error != net::error::eof) return close_gracefully();
    // Half closed: who only stops sending still gets the answers under way.
    if (error) is_input_over_ = true;
    input_.commit(size);
    read_at_ns_ = steady_now_ns();
    process();
}

void HttpConnection::close_gracefully() {
    if (state_ != State::open) return;
    state_ = State::closing;
    transport_->close_gracefully();
}

void HttpConnection::begin_shutdown() {
    is_shutting_down_ = true;
    if (state_ == State::open && slots_.empty() && phase_ == Phase::idle) close_idle();
}

void HttpConnection::close_idle() {
    // What was answered and is still queued leaves first.
    if (transport_->queued_size() > 0) return close_gracefully();
    close_now();
}

void HttpConnection::on_tick(SteadyTime now) {
    if (state_ == State::upgraded) return;
    const GatewayLimits& limits = host_.limits();
    transport_->on_tick(now, limits.write_stall_time_max);
    if (state_ != State::open || is_last_request_) return;
    // A request may have been held because the peer took its answers too slowly.
    process();
    const auto time = now - phase_since_;
    switch (phase_) {
        case Phase::idle:
            if (slots_.empty() && (is_shutting_down_ || time > limits.idle_time_max)) close_idle();
            return;
        case Phase::header:
            if (time > limits.header_time_max) refuse(408, "Request header came too slowly.");
            return;
        case Phase::body:
            if (time > limits.body_time_max) refuse(408, "Request body came too slowly.");
            return;
    }
}

}  // namespace outcry::gateway
