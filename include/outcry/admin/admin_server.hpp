#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace outcry::admin {

enum class Method : std::uint8_t { get, post };
enum class Access : std::uint8_t {
    open,   // whoever reaches the port: health and metrics
    token,  // only with "Authorization: Bearer <token>"
};

struct AdminRequest {
    std::string path;
    std::string query;  // without '?', as received
    std::string body;
};

struct AdminAnswer {
    int status = 200;
    std::string body;
    std::string content_type = "application/json;charset=UTF-8";
};

/// Runs on the admin server's thread; what it touches must be safe there.
using AdminHandler = std::function<AdminAnswer(const AdminRequest&)>;

struct AdminRoute {
    Method method = Method::get;
    std::string path;  // exactly; `/admin/keys`
    Access access = Access::token;
    AdminHandler handler;
};

struct AdminOptions {
    std::string listen_address = "127.0.0.1";
    std::uint16_t listen_port = 0;  // zero takes a free one
    std::string token;              // empty: no route with `Access::token` can be called
    std::size_t connections_max = 64;
    std::size_t request_header_size_max = 8 * 1024;
    std::size_t request_body_size_max = 64 * 1024;
    std::chrono::milliseconds request_time_max{10'000};  // to read a request, and when idle
};

/// A small HTTP server for operators on a thread of its own, so that health and metrics answer
/// while the gateways are busy. Slow by design: one request after the other.
class AdminServer {
public:
    /// Binds and listens; throws std::system_error when the address cannot be had.
    AdminServer(const AdminOptions& options, std::vector<AdminRoute> routes);
    AdminServer(const AdminServer&) = delete;
    AdminServer& operator=(const AdminServer&) = delete;
    /// Stops.
    ~AdminServer();

    [[nodiscard]] std::uint16_t port() const noexcept;
    void start();
    /// Closes every connection and joins the thread.
    void stop();

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

/// `GET /healthz`: the process runs and this thread answers.
[[nodiscard]] AdminRoute health_route();
/// `GET /readyz`: 200 when `is_ready`, else 503 and what it waits for.
struct Readiness {
    bool is_ready = false;
    std::string detail;  // "recovering", "stopping"
};
[[nodiscard]] AdminRoute ready_route(std::function<Readiness()> readiness);
/// `GET /metrics` in Prometheus' text format; `render` is `Registry::render`.
[[nodiscard]] AdminRoute metrics_route(std::function<std::string()> render);

}  // namespace outcry::admin
