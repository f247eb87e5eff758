#include "bench/end_to_end/subscriber_crowd.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

namespace outcry::bench {
namespace {

int connect_to(std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    OUTCRY_ASSERT(descriptor >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // SAFETY: the socket interface wants every address as a sockaddr.
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    OUTCRY_ASSERT(::connect(descriptor, generic, sizeof address) == 0);
    return descriptor;
}

/// Answers what came behind the head of the answer.
std::string upgrade(int descriptor, std::string_view target) {
    const std::string request = fmt::format(
        "GET {} HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        target);
    OUTCRY_ASSERT(::send(descriptor, request.data(), request.size(), MSG_NOSIGNAL) ==
                  static_cast<ssize_t>(request.size()));
    std::string received;
    std::array<char, 4096> bytes;
    while (received.find("\r\n\r\n") == std::string::npos) {
        const ssize_t size = ::recv(descriptor, bytes.data(), bytes.size(), 0);
        OUTCRY_ASSERT(size > 0);
        received.append(bytes.data(), static_cast<std::size_t>(size));
    }
    OUTCRY_ASSERT(received.starts_with("HTTP/1.1 101"));
    return received.substr(received.find("\r\n\r\n") + 4);
}

}  // namespace

SubscriberCrowd::SubscriberCrowd(std::uint16_t port, std::string_view target, std::size_t count,
                                 std::string_view number_name)
    : number_name_{number_name}, poll_{::epoll_create1(EPOLL_CLOEXEC)}, subscribers_(count) {
    OUTCRY_ASSERT(poll_ >= 0);
    for (std::size_t i = 0; i < count; ++i) {
        subscribers_[i].descriptor = connect_to(port);
        subscribers_[i].input = upgrade(subscribers_[i].descriptor, target);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        OUTCRY_ASSERT(::epoll_ctl(poll_, EPOLL_CTL_ADD, subscribers_[i].descriptor, &event) == 0);
    }
}

SubscriberCrowd::~SubscriberCrowd() {
    for (const Subscriber& subscriber : subscribers_) ::close(subscriber.descriptor);
    ::close(poll_);
}

bool SubscriberCrowd::receive(std::size_t count_each) {
    for (Subscriber& subscriber : subscribers_) subscriber.missing_count += count_each;
    waiting_count_ = subscribers_.size();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    std::array<epoll_event, 256> events;
    while (waiting_count_ > 0) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        const int count = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 1000);
        for (int i = 0; i < count; ++i)
            if (!read(subscribers_[events[static_cast<std::size_t>(i)].data.u64])) return false;
    }
    return true;
}

bool SubscriberCrowd::read(Subscriber& subscriber) {
    std::array<char, 65536> bytes;
    const ssize_t size = ::recv(subscriber.descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (size <= 0) return false;
    received_size_bytes_ += static_cast<std::uint64_t>(size);
    subscriber.input.append(bytes.data(), static_cast<std::size_t>(size));
    return take_frames(subscriber);
}

bool SubscriberCrowd::take_frames(Subscriber& subscriber) {
    std::string_view rest = subscriber.input;
    while (rest.size() >= 4) {
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(rest[at]); };
        const std::size_t short_size = byte(1);
        // Messages here are shorter than 64 KiB.
        const std::size_t header = short_size < 126 ? 2 : 4;
        const std::size_t size =
            short_size < 126 ? short_size : std::size_t{byte(2)} << 8 | std::size_t{byte(3)};
        if (rest.size() < header + size) break;
        const bool is_text = byte(0) == 0x81;
        if (is_text && !take(subscriber, rest.substr(header, size))) return false;
        rest.remove_prefix(header + size);
    }
    subscriber.input.erase(0, subscriber.input.size() - rest.size());
    return true;
}

bool SubscriberCrowd::take(Subscriber& subscriber, std::string_view payload) {
    const std::size_t place = payload.find(number_name_);
    if (place == std::string_view::npos) return false;
    std::uint64_t number = 0;
    std::from_chars(payload.data() + place + number_name_.size(), payload.data() + payload.size(),
                    number);
    const bool follows = subscriber.number == 0 || number == subscriber.number + 1;
    subscriber.number = number;
    if (subscriber.missing_count > 0 && --subscriber.missing_count == 0) --waiting_count_;
    return follows;
}

}  // namespace outcry::bench
