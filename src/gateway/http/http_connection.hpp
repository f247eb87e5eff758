#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "outcry/gateway/gateway_options.hpp"

#include "gateway/http/response_text.hpp"
#include "gateway/session/connection.hpp"
#include "gateway/session/request_desk.hpp"

namespace outcry::gateway {

using HttpParser = boost::beast::http::request_parser<boost::beast::http::string_body>;

/// What a connection needs of its gateway; outlives every connection.
class HttpHost {
public:
    HttpHost() = default;
    HttpHost(const HttpHost&) = delete;
    HttpHost& operator=(const HttpHost&) = delete;
    virtual ~HttpHost() = default;

    [[nodiscard]] virtual RequestDesk& desk() noexcept = 0;
    [[nodiscard]] virtual GatewayMetrics& metrics() noexcept = 0;
    [[nodiscard]] virtual const GatewayLimits& limits() const noexcept = 0;
    [[nodiscard]] virtual std::string_view http_date() const noexcept = 0;
    /// What is there for people to read; nothing where a path is not one of these.
    struct Page {
        ContentType type = ContentType::html;
        std::string text;
    };
    [[nodiscard]] virtual std::optional<Page> page(std::string_view path,
                                                   std::string_view host) = 0;
    /// Takes the connection over if the path is one of WebSocket; false leaves all as it was.
    [[nodiscard]] virtual bool try_upgrade(const std::shared_ptr<Transport>& transport,
                                           HttpParser& parser) = 0;
};

/// One HTTP/1.1 connection. Requests may be pipelined: commands of one connection are under way
/// together, a query waits for the answers before it, and answers leave in order.
class HttpConnection final : public Connection,
                             public AnswerReceiver,
                             public std::enable_shared_from_this<HttpConnection> {
public:
    HttpConnection(std::shared_ptr<Transport> transport, HttpHost& host);

    void start() { process(); }

    void on_answer(std::uint64_t ticket, Answer&& answer) override;
    void on_tick(SteadyTime now) override;
    void resume_reading() override { process(); }
    void begin_shutdown() override;
    void close_now() override { transport_->close_now(); }
    [[nodiscard]] bool is_finished() const noexcept override {
        return state_ == State::upgraded || transport_->is_closed();
    }

private:
    enum class State : std::uint8_t { open, closing, upgraded };
    enum class Phase : std::uint8_t { idle, header, body };
    /// An answer to come, in the order of the requests.
    struct Slot {
        AfterAnswer after{};
        bool is_http_1_0 = false;
        bool is_head = false;  // the answer to a GET without its body
        bool is_ready = false;
        std::string text{};
    };

    void process();
    [[nodiscard]] bool parse();
    void start_parser();
    void refuse_malformed(ErrorCode error);
    void note_progress();
    [[nodiscard]] bool must_wait() const;
    void take_request();
    void handle(Slot& slot);
    void send_continue();
    [[nodiscard]] Slot& slot_of(std::uint64_t ticket);
    void finish_slot(Slot& slot, const ResponseHead& head, std::string_view body);
    void send_ready();
    void refuse(int status, std::string_view text);
    void read();
    void on_read(ErrorCode error, std::size_t size);
    void close_idle();
    void close_gracefully();

    std::shared_ptr<Transport> transport_;
    HttpHost& host_;
    boost::beast::flat_buffer input_;
    std::optional<HttpParser> parser_;
    std::deque<Slot> slots_;
    std::uint64_t first_ticket_ = 0;  // of the first slot
    State state_ = State::open;
    Phase phase_ = Phase::idle;
    SteadyTime phase_since_;
    std::int64_t read_at_ns_ = 0;
    bool is_reading_ = false;
    bool is_processing_ = false;
    bool is_input_over_ = false;    // the peer sends no more
    bool is_last_request_ = false;  // no more is parsed: closes after the answers
    bool has_sent_continue_ = false;
    bool is_shutting_down_ = false;
};

}  // namespace outcry::gateway
