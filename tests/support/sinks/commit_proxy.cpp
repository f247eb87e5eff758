#include "support/sinks/commit_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstddef>

#include "outcry/base/assert.hpp"

namespace outcry::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// What came, or nothing at the end.
std::string_view receive(int socket, std::array<char, 65'536>& bytes) {
    const ssize_t size = ::recv(socket, bytes.data(), bytes.size(), 0);
    return {bytes.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

bool send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t size = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (size <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

}  // namespace

CommitProxy::CommitProxy(std::uint16_t server_port)
    : server_port_{server_port}, listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    OUTCRY_ASSERT(::bind(listener_, generic, size) == 0);
    OUTCRY_ASSERT(::listen(listener_, 16) == 0);
    OUTCRY_ASSERT(::getsockname(listener_, generic, &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { run(); }};
}

CommitProxy::~CommitProxy() {
    should_end_ = true;
    thread_.join();
    for (Pair& pair : pairs_) close_both(pair);
    ::close(listener_);
}

void CommitProxy::run() {
    while (!should_end_) {
        std::vector<pollfd> waited{{listener_, POLLIN, 0}};
        for (const Pair& pair : pairs_) {
            waited.push_back({pair.client, POLLIN, 0});
            waited.push_back({pair.server, POLLIN, 0});
        }
        if (::poll(waited.data(), waited.size(), 20) <= 0) continue;
        std::vector<Pair> kept;
        for (std::size_t i = 0; i < pairs_.size(); ++i) {
            Pair& pair = pairs_[i];
            bool is_open = true;
            if (waited[2 * i + 1].revents != 0) is_open = pass_to_server(pair);
            if (is_open && waited[2 * i + 2].revents != 0) is_open = pass_to_client(pair);
            if (is_open) kept.push_back(pair);
        }
        pairs_ = std::move(kept);
        if (waited.front().revents != 0) accept_one();
    }
}

void CommitProxy::accept_one() {
    Pair pair;
    pair.client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    pair.server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(server_port_);
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    if (::connect(pair.server, generic, sizeof address) == 0) {
        pairs_.push_back(pair);
    } else {
        close_both(pair);
    }
}

bool CommitProxy::pass_to_server(Pair& pair) {
    std::array<char, 65'536> bytes;
    const std::string_view text = receive(pair.client, bytes);
    if (text.empty()) return close_both(pair);
    if (text.find("COMMIT") != std::string_view::npos) {
        pair.loses_answer = is_armed_.exchange(false);
    }
    return send_all(pair.server, text) || close_both(pair);
}

bool CommitProxy::pass_to_client(Pair& pair) {
    std::array<char, 65'536> bytes;
    const std::string_view text = receive(pair.server, bytes);
    if (text.empty()) return close_both(pair);
    if (pair.loses_answer) {
        has_lost_one_ = true;
        return close_both(pair);
    }
    return send_all(pair.client, text) || close_both(pair);
}

bool CommitProxy::close_both(Pair& pair) {
    ::close(pair.client);
    ::close(pair.server);
    return false;
}

}  // namespace outcry::test
