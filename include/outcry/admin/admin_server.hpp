#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace outcry::admin {

struct AdminRequest {
    std::string method;  // GET, POST, …
    std::string path;    // without the query
    std::string query;   // without '?', not decoded
    std::string body;
    std::string caller;  // the header X-Operator: who says to be calling; empty without one
    std::string peer;    // address of the caller
};

struct AdminAnswer {
    unsigned status = 200;
    std::string content_type = "application/json;charset=UTF-8";
    std::string body;
};

/// Asked every few milliseconds until it has the answer, so that a call which waits for another
/// thread holds up no other call. It answers in the end, whatever happens: it knows its deadline.
using PendingAnswer = std::function<std::optional<AdminAnswer>()>;
using AdminReply = std::variant<AdminAnswer, PendingAnswer>;

/// Who may call: anybody who reaches the address, or only who sends the token.
enum class Access : std::uint8_t { open, token };

/// Handlers and pending answers run on the server's thread, one at a time; none may block.
struct AdminRoute {
    std::string method;
    std::string path;
    Access access = Access::token;
    std::function<AdminReply(const AdminRequest&)> handler;
};

struct AdminOptions {
    std::string listen_address = "127.0.0.1";
    std::uint16_t listen_port = 0;  // zero takes a free one
    /// `Authorization: Bearer TOKEN`; compared in constant time. Empty: nobody has it.
    std::string token;
    std::size_t connections_max = 64;                       // more are closed at once
    std::size_t request_size_max = std::size_t{64} * 1024;  // bytes, header and body each
    std::chrono::milliseconds request_time_max{5'000};      // for one request, first byte to last
};

/// Health, metrics and operators' calls over HTTP, on a thread of its own: nothing on it is hot,
/// and a slow caller holds up nobody.
class AdminServer {
public:
    /// Binds and serves. Throws std::system_error when the address cannot be had.
    AdminServer(AdminOptions options, std::vector<AdminRoute> routes);
    AdminServer(const AdminServer&) = delete;
    AdminServer& operator=(const AdminServer&) = delete;
    /// Closes everything and joins the thread.
    ~AdminServer();

    [[nodiscard]] std::uint16_t port() const noexcept;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::admin
