#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include "gateway/rate_limit/client_address.hpp"
#include "gateway/session/network.hpp"
#include "gateway/session/shared_text.hpp"
#include "gateway/session/tls_layer.hpp"

namespace outcry::gateway {

using SteadyTime = std::chrono::steady_clock::time_point;

class Transport;

/// Transports with output of this round. Flushed once per round, so that many small messages to
/// one peer are one system call, and a message to thousands does not hold up an answer.
class FlushList {
public:
    explicit FlushList(std::size_t queued_size_max) : queued_size_max_{queued_size_max} {}

    void add(std::shared_ptr<Transport> transport, Urgency urgency);
    /// Answers how many transports had output.
    int flush();
    [[nodiscard]] bool is_empty() const noexcept { return answers_.empty() && streams_.empty(); }

    // What its transports have queued, all together.
    void note_queued(std::size_t size) noexcept { queued_size_ += size; }
    void note_gone(std::size_t size) noexcept { queued_size_ -= size; }
    [[nodiscard]] bool is_crowded() const noexcept { return queued_size_ > queued_size_max_; }

private:
    const std::size_t queued_size_max_;
    std::size_t queued_size_ = 0;
    std::vector<std::shared_ptr<Transport>> answers_;
    std::deque<std::shared_ptr<Transport>> streams_;
    std::vector<std::shared_ptr<Transport>> flushing_;
};

/// A socket with a queue of output, the layer under HTTP and under Beast's WebSocket: what is
/// written here is queued and completes at once; the queue goes out at the end of the round.
/// Bounded by its user, who looks at `queued_size` before he sends. Lives as long as a handler
/// or its connection holds it; one thread.
class Transport : public std::enable_shared_from_this<Transport> {
public:
    using executor_type = Executor;

    /// With a certificate it speaks TLS.
    Transport(Socket socket, FlushList& flush_list,
              const std::shared_ptr<TlsContext>& tls = nullptr);
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    ~Transport() = default;

    [[nodiscard]] executor_type get_executor() { return socket_.get_executor(); }

    /// Queues bytes behind all others. Ignored once closing has begun.
    void send(SharedText bytes, Urgency urgency = Urgency::answer);
    [[nodiscard]] std::size_t queued_size() const noexcept { return queued_size_; }
    /// Whether so much more may be queued for a peer who may leave `size_max` bytes unread. Once
    /// all peers together leave too much, each may keep what a quick one never has, and one answer.
    [[nodiscard]] bool has_room_for(std::size_t size, std::size_t size_max) const noexcept;
    /// Forgets what was queued and not begun: a message on its way is still finished.
    void drop_unsent();
    void flush();

    /// Sends what is queued, says that no more comes, and drops what the peer still sends until he
    /// closes too or the time is over: closing with unread input would reset the connection and
    /// take the last answer with it. Only while no read is under way.
    void close_gracefully();
    void close_now();
    /// Ends a read under way with an error; the output goes on.
    void cancel_read();
    [[nodiscard]] bool is_closed() const noexcept { return is_closed_; }
    [[nodiscard]] bool is_closing() const noexcept { return is_closing_ || is_closed_; }
    void on_tick(SteadyTime now, std::chrono::milliseconds write_stall_time_max);

    /// The peer's address, without port.
    [[nodiscard]] std::string peer_address() const;
    /// The same for counting; all zero when the peer has gone already.
    [[nodiscard]] const ClientAddress& client() const noexcept { return client_; }

    /// Bytes to be read before those of the socket: what a reader took too many.
    void unread(std::string_view bytes) { unread_.insert(0, bytes); }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return net::async_initiate<Token, void(ErrorCode, std::size_t)>(
            [this](auto handler, const Buffers& target) {
                if (unread_.empty() && tls_ != nullptr) {
                    return read_sealed(target, std::move(handler));
                }
                if (unread_.empty()) return socket_.async_read_some(target, std::move(handler));
                const std::size_t size = net::buffer_copy(target, net::buffer(unread_));
                unread_.erase(0, size);
                complete(std::move(handler), size);
            },
            token, buffers);
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return net::async_initiate<Token, void(ErrorCode, std::size_t)>(
            [this](auto handler, const Buffers& source) {
                std::string bytes(net::buffer_size(source), '\0');
                const std::size_t size = net::buffer_copy(net::buffer(bytes), source);
                send(share(std::move(bytes)));
                complete(std::move(handler), size);
            },
            token, buffers);
    }

private:
    template <class Handler>
    void complete(Handler handler, std::size_t size) {
        // An asynchronous operation never completes inside the call that starts it.
        const auto executor = net::get_associated_executor(handler, get_executor());
        net::post(executor, [handler = std::move(handler), size]() mutable {
            std::move(handler)(ErrorCode{}, size);
        });
    }

    /// Reads until there is something in the clear.
    template <class Buffers, class Handler>
    void read_sealed(const Buffers& target, Handler handler) {
        socket_.async_read_some(net::buffer(sealed_input_),
                                [self = shared_from_this(), target, handler = std::move(handler)](
                                    ErrorCode error, std::size_t received_size) mutable {
                                    if (!error) error = self->unseal(received_size);
                                    if (self->unread_.empty() && !error) {
                                        return self->read_sealed(target, std::move(handler));
                                    }
                                    // What came before the end comes before it.
                                    const std::size_t size =
                                        net::buffer_copy(target, net::buffer(self->unread_));
                                    self->unread_.erase(0, size);
                                    std::move(handler)(size > 0 ? ErrorCode{} : error, size);
                                });
    }
    [[nodiscard]] ErrorCode unseal(std::size_t received_size);

    enum class SendResult : std::uint8_t { all, would_block, failed };
    [[nodiscard]] SendResult send_sealed();
    void seal_queue();
    [[nodiscard]] SendResult send_some();
    void consume(std::size_t size);
    void forget_queued(std::size_t size) noexcept;
    void ask_for_flush(Urgency urgency);
    void wait_for_room();
    void finish_output();
    void discard_input();

    Socket socket_;
    FlushList& flush_list_;
    ClientAddress client_;
    std::deque<SharedText> queue_;
    std::size_t front_sent_size_ = 0;
    std::size_t queued_size_ = 0;
    std::string unread_;
    std::unique_ptr<TlsLayer> tls_;  // none: in the clear
    std::vector<char> sealed_input_;
    std::string sealed_output_;
    std::size_t sealed_sent_size_ = 0;
    SteadyTime stalled_since_{};
    SteadyTime close_deadline_{};
    bool is_answer_due_ = false;
    bool is_stream_due_ = false;
    bool is_waiting_for_room_ = false;
    bool is_closing_ = false;
    bool is_output_finished_ = false;
    bool has_said_end_ = false;  // of TLS
    bool is_closed_ = false;
};

}  // namespace outcry::gateway
