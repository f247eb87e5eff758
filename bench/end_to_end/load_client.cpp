#include "bench/end_to_end/load_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <ctime>
#include <deque>
#include <memory>
#include <vector>

#include "outcry/base/assert.hpp"

namespace outcry::bench {
namespace {

using telemetry::Histogram;

std::int64_t time_ns(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

int connect_to(std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // SAFETY: the socket interface wants every address as a sockaddr.
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    OUTCRY_ASSERT(::connect(descriptor, generic, sizeof address) == 0);
    const int yes = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return descriptor;
}

/// A masked text frame; the mask is zero, which costs the server the same work.
std::string frame_of(std::string_view payload) {
    OUTCRY_ASSERT(payload.size() <= 0xffff);
    std::string frame{'\x81'};
    if (payload.size() < 126) {
        frame += static_cast<char>(0x80 | payload.size());
    } else {
        frame += static_cast<char>(0x80 | 126);
        frame += static_cast<char>(payload.size() >> 8);
        frame += static_cast<char>(payload.size() & 0xff);
    }
    return frame.append(4, '\0').append(payload);
}

struct Extent {
    std::size_t size = 0;  // of the whole message; zero: not all of it is there
    std::size_t payload_offset = 0;
};

Extent extent_of_http(std::string_view bytes) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) return {};
    const std::size_t field = bytes.find("Content-Length: ");
    std::size_t length = 0;
    if (field < end) std::from_chars(bytes.data() + field + 16, bytes.data() + end, length);
    const std::size_t size = end + 4 + length;
    return bytes.size() < size ? Extent{} : Extent{size, end + 4};
}

Extent extent_of_frame(std::string_view bytes) {
    if (bytes.size() < 4) return {};
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    std::size_t length = byte(1) & 0x7fU;
    OUTCRY_ASSERT(length < 127);
    const std::size_t header = length < 126 ? 2 : 4;
    if (length == 126) length = static_cast<std::size_t>(byte(2)) << 8 | byte(3);
    return bytes.size() < header + length ? Extent{} : Extent{header + length, header};
}

class Connection {
public:
    explicit Connection(const LoadOptions& options)
        : options_{options}, descriptor_{connect_to(options.port)} {
        if (options.protocol == Protocol::websocket) upgrade();
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { ::close(descriptor_); }

    [[nodiscard]] int descriptor() const { return descriptor_; }

    void send(const std::string& bytes) {
        sent_at_ns_.push_back(time_ns(CLOCK_MONOTONIC));
        OUTCRY_ASSERT(::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
                      static_cast<ssize_t>(bytes.size()));
    }

    /// Reads what is there and answers how many answers it completes.
    std::size_t receive(Histogram& latency, std::size_t& bad_count) {
        std::array<char, 65536> bytes;
        const ssize_t size = ::recv(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (size < 0 && errno == EAGAIN) return 0;
        OUTCRY_ASSERT(size > 0);
        input_.append(bytes.data(), static_cast<std::size_t>(size));
        const std::int64_t now_ns = time_ns(CLOCK_MONOTONIC);
        std::string_view rest = input_;
        std::size_t count = 0;
        for (Extent extent = extent_of(rest); extent.size > 0; extent = extent_of(rest)) {
            const auto payload =
                rest.substr(extent.payload_offset, extent.size - extent.payload_offset);
            const bool is_ping = options_.protocol == Protocol::websocket && rest[0] == '\x89';
            rest.remove_prefix(extent.size);
            if (is_ping) continue;
            latency.record(static_cast<std::uint64_t>(now_ns - sent_at_ns_.front()));
            sent_at_ns_.pop_front();
            if (!options_.is_good(payload)) ++bad_count;
            ++count;
        }
        input_.erase(0, input_.size() - rest.size());
        return count;
    }

private:
    void upgrade() {
        const std::string request =
            "GET " + options_.target +
            " HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        OUTCRY_ASSERT(::send(descriptor_, request.data(), request.size(), MSG_NOSIGNAL) ==
                      static_cast<ssize_t>(request.size()));
        std::array<char, 4096> bytes;
        std::string answer;
        while (answer.find("\r\n\r\n") == std::string::npos) {
            const ssize_t size = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
            OUTCRY_ASSERT(size > 0);
            answer.append(bytes.data(), static_cast<std::size_t>(size));
        }
        OUTCRY_ASSERT(answer.starts_with("HTTP/1.1 101"));
    }

    [[nodiscard]] Extent extent_of(std::string_view bytes) const {
        return options_.protocol == Protocol::http ? extent_of_http(bytes) : extent_of_frame(bytes);
    }

    const LoadOptions& options_;
    const int descriptor_;
    std::string input_;
    std::deque<std::int64_t> sent_at_ns_;
};

class Load {
public:
    explicit Load(const LoadOptions& options)
        : options_{options}, poll_descriptor_{::epoll_create1(EPOLL_CLOEXEC)} {
        for (std::size_t i = 0; i < options.connection_count; ++i) add_connection(i);
        requests_.reserve(options.request_count);
        for (std::size_t i = 0; i < options.request_count; ++i) requests_.push_back(request(i));
    }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;
    ~Load() { ::close(poll_descriptor_); }

    LoadResult run() {
        const std::int64_t cpu_begin_ns = time_ns(CLOCK_THREAD_CPUTIME_ID);
        const std::int64_t begin_ns = time_ns(CLOCK_MONOTONIC);
        for (std::size_t i = 0; i < options_.in_flight_count; ++i)
            send_next(*connections_[i % connections_.size()]);
        while (answer_count_ < requests_.size()) poll();
        result_.duration_ns = time_ns(CLOCK_MONOTONIC) - begin_ns;
        result_.client_cpu_ns = time_ns(CLOCK_THREAD_CPUTIME_ID) - cpu_begin_ns;
        result_.latency_ns = latency_->snapshot();
        return result_;
    }

private:
    void add_connection(std::size_t index) {
        connections_.push_back(std::make_unique<Connection>(options_));
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = index;
        OUTCRY_ASSERT(::epoll_ctl(poll_descriptor_, EPOLL_CTL_ADD,
                                  connections_.back()->descriptor(), &event) == 0);
    }

    [[nodiscard]] std::string request(std::size_t index) const {
        std::string text = options_.make_request(index);
        return options_.protocol == Protocol::http ? text : frame_of(text);
    }

    void send_next(Connection& connection) {
        if (sent_count_ < requests_.size()) connection.send(requests_[sent_count_++]);
    }

    void poll() {
        std::array<epoll_event, 64> events;
        const int count = ::epoll_wait(poll_descriptor_, events.data(), events.size(), 10'000);
        OUTCRY_ASSERT(count > 0);
        for (int i = 0; i < count; ++i) {
            Connection& connection = *connections_[events[static_cast<std::size_t>(i)].data.u64];
            const std::size_t answered = connection.receive(*latency_, result_.bad_count);
            answer_count_ += answered;
            for (std::size_t n = 0; n < answered; ++n) send_next(connection);
        }
    }

    const LoadOptions& options_;
    const int poll_descriptor_;
    std::vector<std::unique_ptr<Connection>> connections_;
    std::vector<std::string> requests_;
    std::unique_ptr<Histogram> latency_ = std::make_unique<Histogram>();
    std::size_t sent_count_ = 0;
    std::size_t answer_count_ = 0;
    LoadResult result_;
};

}  // namespace

LoadResult run_load(const LoadOptions& options) { return Load{options}.run(); }

}  // namespace outcry::bench
