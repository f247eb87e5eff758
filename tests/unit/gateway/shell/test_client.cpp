#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

#include "unit/gateway/shell/gateway_fixture.hpp"

namespace outcry::test {
namespace {

constexpr std::string_view head_end = "\r\n\r\n";

std::size_t content_length_of(std::string_view head) {
    constexpr std::string_view field = "Content-Length: ";
    const std::size_t place = head.find(field);
    if (place == std::string_view::npos) return 0;
    std::size_t size = 0;
    const char* const begin = head.data() + place + field.size();
    std::from_chars(begin, head.data() + head.size(), size);
    return size;
}

struct FrameSize {
    std::size_t header = 0;
    std::size_t payload = 0;
};

/// Zero header: not all of it is there.
FrameSize frame_size(std::string_view bytes) {
    if (bytes.size() < 2) return {};
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(bytes[index]); };
    const std::size_t short_size = byte(1) & 0x7fU;
    if (short_size < 126) return {2, short_size};
    const std::size_t length_size = short_size == 126 ? 2 : 8;
    if (bytes.size() < 2 + length_size) return {};
    std::size_t size = 0;
    for (std::size_t i = 0; i < length_size; ++i) size = size << 8 | byte(2 + i);
    return {2 + length_size, size};
}

}  // namespace

std::size_t count_of(std::string_view text, std::string_view whole) {
    std::size_t count = 0;
    for (std::size_t place = whole.find(text); place != std::string_view::npos;
         place = whole.find(text, place + text.size()))
        ++count;
    return count;
}

TestClient::TestClient(GatewayFixture& fixture, std::uint16_t port) : fixture_{fixture} {
    descriptor_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    OUTCRY_ASSERT(descriptor_ >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // SAFETY: the socket interface wants every address as a sockaddr.
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    // The kernel completes it from the backlog, before the gateway accepts.
    OUTCRY_ASSERT(::connect(descriptor_, generic, sizeof address) == 0);
    OUTCRY_ASSERT(::fcntl(descriptor_, F_SETFL, O_NONBLOCK) == 0);
}

TestClient::~TestClient() { ::close(descriptor_); }

void TestClient::send(std::string_view bytes) {
    const bool is_sent = fixture_.turn_until([&] {
        const ssize_t size = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (size > 0) bytes.remove_prefix(static_cast<std::size_t>(size));
        // A server that has closed does not want the rest.
        return bytes.empty() || (size < 0 && errno != EAGAIN);
    });
    OUTCRY_ASSERT(is_sent);
}

void TestClient::half_close() { ::shutdown(descriptor_, SHUT_WR); }

void TestClient::read_some() {
    std::array<char, 65536> bytes;
    const ssize_t size = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
    if (size > 0) received_.append(bytes.data(), static_cast<std::size_t>(size));
    if (size == 0 || (size < 0 && errno != EAGAIN)) is_closed_ = true;
}

std::string TestClient::receive_until(std::string_view text) {
    (void)fixture_.turn_until([&] {
        read_some();
        return is_closed_ || received_.find(text) != std::string::npos;
    });
    return std::exchange(received_, {});
}

std::string TestClient::receive_all() {
    (void)fixture_.turn_until([&] {
        read_some();
        return is_closed_;
    });
    return std::exchange(received_, {});
}

std::string TestClient::receive_answer() {
    std::size_t size = 0;
    (void)fixture_.turn_until([&] {
        read_some();
        const std::size_t end = received_.find(head_end);
        if (end == std::string::npos) return is_closed_;
        size = end + head_end.size() + content_length_of({received_.data(), end});
        return received_.size() >= size || is_closed_;
    });
    const std::string answer = received_.substr(0, size);
    received_.erase(0, size);
    return answer;
}

bool TestClient::is_closed() {
    read_some();
    return is_closed_;
}

void TestClient::upgrade(std::string_view target, std::string_view more_fields) {
    send(
        fmt::format("GET {} HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\n"
                    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{}\r\n",
                    target, more_fields));
    (void)fixture_.turn_until([&] {
        read_some();
        return is_closed_ || received_.find(head_end) != std::string::npos;
    });
    OUTCRY_ASSERT(received_.starts_with("HTTP/1.1 101"));
    received_.erase(0, received_.find(head_end) + head_end.size());
}

void TestClient::send_text(std::string_view payload) { send_frame(0x81, payload); }

void TestClient::send_frame(std::uint8_t first_byte, std::string_view payload) {
    constexpr std::array<char, 4> mask{'m', 'a', 's', 'k'};
    const bool is_short = payload.size() < 126;
    const bool is_medium = payload.size() <= 0xffff;
    const int length_size = is_short ? 0 : is_medium ? 2 : 8;
    std::string frame{static_cast<char>(first_byte)};
    frame += static_cast<char>(0x80 | (is_short ? payload.size() : is_medium ? 126U : 127U));
    for (int i = length_size - 1; i >= 0; --i)
        frame += static_cast<char>((payload.size() >> (8 * i)) & 0xff);
    frame.append(mask.data(), mask.size());
    for (std::size_t i = 0; i < payload.size(); ++i)
        frame += static_cast<char>(payload[i] ^ mask[i % mask.size()]);
    send(frame);
}

bool TestClient::has_frame() const {
    const FrameSize size = frame_size(received_);
    return size.header > 0 && received_.size() >= size.header + size.payload;
}

TestClient::Frame TestClient::receive_frame() {
    (void)fixture_.turn_until([&] {
        if (has_frame()) return true;
        read_some();
        return is_closed_ || has_frame();
    });
    return take_frame();
}

TestClient::Frame TestClient::take_frame() {
    if (!has_frame()) read_some();
    if (!has_frame()) return {};
    const FrameSize size = frame_size(received_);
    Frame frame{static_cast<std::uint8_t>(received_.front()),
                received_.substr(size.header, size.payload)};
    received_.erase(0, size.header + size.payload);
    return frame;
}

std::string TestClient::receive_text_with(std::string_view text) {
    while (true) {
        const Frame frame = receive_frame();
        if (frame.first_byte == 0) return {};
        if (frame.payload.find(text) != std::string::npos) return frame.payload;
    }
}

}  // namespace outcry::test
