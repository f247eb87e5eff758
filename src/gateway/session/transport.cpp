#include "gateway/session/transport.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <boost/asio/error.hpp>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

constexpr std::size_t vectors_per_send_max = 64;
constexpr std::size_t stream_flushes_per_round_max = 128;
constexpr std::chrono::seconds linger_time_max{2};
constexpr std::size_t sealed_read_size = 16 * 1024;
/// Sealed ahead of the socket at most, so that what is unsent can still be dropped.
constexpr std::size_t sealed_size_max = 64 * 1024;
constexpr std::size_t crowded_output_size_max = std::size_t{64} * 1024;
constexpr int descriptor_flags = MSG_NOSIGNAL | MSG_DONTWAIT;
static_assert(EAGAIN == EWOULDBLOCK);

ClientAddress address_of(const Socket& socket) {
    ErrorCode error;
    const auto address = socket.remote_endpoint(error).address();
    if (error) return {};
    if (address.is_v6()) return {address.to_v6().to_bytes()};
    return {net::ip::make_address_v6(net::ip::v4_mapped, address.to_v4()).to_bytes()};
}

}  // namespace

void FlushList::add(std::shared_ptr<Transport> transport, Urgency urgency) {
    if (urgency == Urgency::answer) {
        answers_.push_back(std::move(transport));
    } else {
        streams_.push_back(std::move(transport));
    }
}

int FlushList::flush() {
    // A flush may end a connection, which may ask for another flush: that one waits its turn.
    flushing_.swap(answers_);
    for (std::size_t i = 0; i < stream_flushes_per_round_max && !streams_.empty(); ++i) {
        flushing_.push_back(std::move(streams_.front()));
        streams_.pop_front();
    }
    for (const auto& transport : flushing_) transport->flush();
    const auto count = static_cast<int>(flushing_.size());
    flushing_.clear();
    return count;
}

Transport::Transport(Socket socket, FlushList& flush_list, const std::shared_ptr<TlsContext>& tls)
    : socket_{std::move(socket)}, flush_list_{flush_list}, client_{address_of(socket_)} {
    ErrorCode ignored;  // a peer that is gone already is found out by the first read
    socket_.set_option(tcp::no_delay{true}, ignored);
    if (tls == nullptr) return;
    tls_ = std::make_unique<TlsLayer>(tls);
    sealed_input_.resize(sealed_read_size);
}

void Transport::send(SharedText bytes, Urgency urgency) {
    if (is_closing() || bytes->empty()) return;
    queued_size_ += bytes->size();
    flush_list_.note_queued(bytes->size());
    queue_.push_back(std::move(bytes));
    ask_for_flush(urgency);
}

bool Transport::has_room_for(std::size_t size, std::size_t size_max) const noexcept {
    if (queued_size_ + size > size_max) return false;
    return !flush_list_.is_crowded() || queued_size_ <= crowded_output_size_max;
}

void Transport::forget_queued(std::size_t size) noexcept {
    OUTCRY_ASSERT(size <= queued_size_);
    queued_size_ -= size;
    flush_list_.note_gone(size);
}

void Transport::drop_unsent() {
    const std::size_t kept_count = front_sent_size_ > 0 ? 1 : 0;
    if (queue_.size() <= kept_count) return;
    queue_.resize(kept_count);
    const std::size_t kept_size = kept_count == 0 ? 0 : queue_.front()->size() - front_sent_size_;
    forget_queued(queued_size_ - kept_size);
}

void Transport::ask_for_flush(Urgency urgency) {
    // While the socket takes no more, the event of its writability is what flushes.
    if (is_waiting_for_room_) return;
    bool& is_due = urgency == Urgency::answer ? is_answer_due_ : is_stream_due_;
    if (std::exchange(is_due, true)) return;
    flush_list_.add(shared_from_this(), urgency);
}

void Transport::flush() {
    is_answer_due_ = is_stream_due_ = false;
    if (is_closed_) return;
    switch (tls_ == nullptr ? send_some() : send_sealed()) {
        case SendResult::all: return finish_output();
        case SendResult::would_block: return wait_for_room();
        case SendResult::failed: return close_now();
    }
}

Transport::SendResult Transport::send_some() {
    while (!queue_.empty()) {
        std::array<iovec, vectors_per_send_max> vectors{};
        const std::size_t count = std::min(queue_.size(), vectors.size());
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t offset = i == 0 ? front_sent_size_ : 0;
            // SAFETY: iovec has no const form; sendmsg only reads.
            vectors[i].iov_base = const_cast<char*>(queue_[i]->data()) + offset;
            vectors[i].iov_len = queue_[i]->size() - offset;
        }
        msghdr message{};
        message.msg_iov = vectors.data();
        message.msg_iovlen = count;
        const ssize_t sent = ::sendmsg(socket_.native_handle(), &message, descriptor_flags);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0 && errno == EAGAIN) return SendResult::would_block;
        if (sent < 0) return SendResult::failed;
        consume(static_cast<std::size_t>(sent));
    }
    return SendResult::all;
}

ErrorCode Transport::unseal(std::size_t received_size) {
    const auto state = tls_->receive({sealed_input_.data(), received_size}, unread_);
    // The handshake answers, also when it fails.
    if (tls_->has_sealed()) ask_for_flush(Urgency::answer);
    if (state == TlsLayer::State::failed) {
        return boost::system::errc::make_error_code(boost::system::errc::protocol_error);
    }
    if (state == TlsLayer::State::ended) return net::error::eof;
    return {};
}

void Transport::seal_queue() {
    sealed_output_.clear();
    sealed_sent_size_ = 0;
    std::size_t size = 0;
    while (!queue_.empty() && size < sealed_size_max) {
        const SharedText text = std::move(queue_.front());
        queue_.pop_front();
        forget_queued(text->size());
        size += text->size();
        tls_->send(*text);
    }
    if (queue_.empty() && is_closing_ && !std::exchange(has_said_end_, true)) tls_->finish();
    sealed_output_ = tls_->take_sealed();
}

Transport::SendResult Transport::send_sealed() {
    while (true) {
        if (sealed_sent_size_ == sealed_output_.size()) seal_queue();
        if (sealed_output_.empty()) return SendResult::all;
        const ssize_t sent =
            ::send(socket_.native_handle(), sealed_output_.data() + sealed_sent_size_,
                   sealed_output_.size() - sealed_sent_size_, descriptor_flags);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0 && errno == EAGAIN) return SendResult::would_block;
        if (sent < 0) return SendResult::failed;
        sealed_sent_size_ += static_cast<std::size_t>(sent);
        stalled_since_ = {};
    }
}

void Transport::consume(std::size_t size) {
    forget_queued(size);
    stalled_since_ = {};
    while (size > 0) {
        const std::size_t rest = queue_.front()->size() - front_sent_size_;
        if (size < rest) {
            front_sent_size_ += size;
            return;
        }
        size -= rest;
        front_sent_size_ = 0;
        queue_.pop_front();
    }
}

void Transport::wait_for_room() {
    if (is_waiting_for_room_) return;
    is_waiting_for_room_ = true;
    if (stalled_since_ == SteadyTime{}) stalled_since_ = std::chrono::steady_clock::now();
    socket_.async_wait(Socket::wait_write, [self = shared_from_this()](ErrorCode) {
        self->is_waiting_for_room_ = false;
        // Cancelled or ready: in both cases the socket itself says what is possible.
        self->flush();
    });
}

void Transport::finish_output() {
    if (!is_closing_ || is_output_finished_) return;
    is_output_finished_ = true;
    close_deadline_ = std::chrono::steady_clock::now() + linger_time_max;
    ErrorCode ignored;  // the peer may have reset the connection meanwhile
    socket_.shutdown(Socket::shutdown_send, ignored);
    discard_input();
}

void Transport::discard_input() {
    std::array<char, 4096> bytes;
    // A peer that keeps sending does not hold the thread: the rest comes in a later round.
    constexpr int reads_per_round_max = 16;
    for (int i = 0; i < reads_per_round_max; ++i) {
        const ssize_t size =
            ::recv(socket_.native_handle(), bytes.data(), bytes.size(), descriptor_flags);
        if (size > 0 || (size < 0 && errno == EINTR)) continue;
        if (size == 0 || errno != EAGAIN) return close_now();
        break;
    }
    socket_.async_wait(Socket::wait_read, [self = shared_from_this()](ErrorCode error) {
        if (self->is_closed_) return;
        if (error) return self->close_now();
        self->discard_input();
    });
}

void Transport::close_gracefully() {
    if (is_closing()) return;
    is_closing_ = true;
    ask_for_flush(Urgency::answer);
}

void Transport::close_now() {
    if (is_closed_) return;
    is_closed_ = true;
    ErrorCode ignored;  // the descriptor is given back whatever close says
    socket_.close(ignored);
    queue_.clear();
    forget_queued(queued_size_);
    front_sent_size_ = 0;
}

void Transport::cancel_read() {
    ErrorCode ignored;  // nothing to cancel is as good
    socket_.cancel(ignored);
}

void Transport::on_tick(SteadyTime now, std::chrono::milliseconds write_stall_time_max) {
    const bool is_stalled =
        stalled_since_ != SteadyTime{} && now - stalled_since_ > write_stall_time_max;
    // A long answer to a slow peer takes its time: only what comes after it is lingering.
    const bool has_lingered = is_output_finished_ && now > close_deadline_;
    if (is_stalled || has_lingered) close_now();
}

std::string Transport::peer_address() const {
    ErrorCode error;
    const auto endpoint = socket_.remote_endpoint(error);
    return error ? std::string{} : endpoint.address().to_string();
}

}  // namespace outcry::gateway
