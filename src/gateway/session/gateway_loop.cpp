#include "gateway/session/gateway_loop.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"
#include "outcry/gateway/tls_certificate.hpp"
#include "outcry/telemetry/registry.hpp"

#include "gateway/http/documentation.hpp"
#include "gateway/http/rest_request.hpp"
#include "gateway/http/start_page.hpp"
#include "gateway/streams/stream_session.hpp"
#include "gateway/websocket/api_session.hpp"
#include "gateway/websocket/echo_session.hpp"
#include "gateway/websocket/websocket_connection.hpp"

namespace outcry::gateway {
namespace {

constexpr std::size_t events_per_round_max = 1024;
constexpr int socket_events_per_round_max = 64;
constexpr std::chrono::milliseconds tick_interval{100};
constexpr std::size_t ticks_per_second = 10;
// Connections that get a refusal and may linger for it; those above are closed without a word.
constexpr std::size_t refused_connections_max = 64;
constexpr std::string_view websocket_api_path = "/ws-api/v3";

telemetry::Registry& registry_of(const GatewayServices& services,
                                 std::unique_ptr<telemetry::Registry>& own) {
    if (services.registry != nullptr) return *services.registry;
    own = std::make_unique<telemetry::Registry>();
    return *own;
}

GatewayOptions tls_options_of(GatewayOptions options) {
    options.listen_address = options.tls_listen_address;
    options.listen_port = options.tls_listen_port;
    return options;
}

ApiOptions api_options_of(const GatewayOptions& options, const GatewayServices& services) {
    return {.open_orders_per_account_max = options.open_orders_per_account_max,
            .rate_limits = options.rate_limits,
            .account_events_size_max = options.limits.account_events_size_max,
            .resume_messages_max = options.limits.resume_messages_max,
            .listen_keys = services.listen_keys,
            .has_history = services.history != nullptr};
}

}  // namespace

Gateway::Implementation::Implementation(const GatewayOptions& options, const GatewayPorts& ports,
                                        const GatewayServices& services)
    : options_{options},
      ports_{ports},
      services_{services},
      metrics_{registry_of(services_, own_registry_), options.index},
      api_{services_.view, services_.wall_clock, services_.seal,
           api_options_of(options_, services_)},
      desk_{options_,
            {api_, ports_.commands, services_.view, services_.wall_clock, metrics_,
             services_.refuses_orders, services_.history,
             [&bell = ports_.doorbell] { bell.ring(); }}},
      hub_{services_.view,
           services_.wall_clock,
           metrics_,
           {options_.limits.resume_changes_max, options_.limits.resume_messages_max}},
      users_{services_.view, services_.wall_clock, api_.account_events(),
             options_.limits.resume_messages_max},
      feed_{{ports_.events, services_.view, desk_, users_, hub_, metrics_}},
      // One thread at a time: the loop needs no locks.
      context_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE},
      flush_list_{options_.limits.output_size_of_all_max},
      listener_{context_, options_,
                [this](Socket socket) { take_connection(std::move(socket), nullptr); }},
      timer_{context_.get_executor()},
      doorbell_{context_.get_executor()},
      http_date_{encode_http_date(services_.wall_clock())} {
    if (ports_.doorbell.native_handle() >= 0) {
        doorbell_.assign(ports_.doorbell.native_handle());
        watch_doorbell();
    }
    if (!options_.tls_listen_address.empty()) {
        OUTCRY_ASSERT(services_.certificate != nullptr);
        tls_listener_ =
            std::make_unique<Listener>(context_, tls_options_of(options_), [this](Socket socket) {
                take_connection(std::move(socket), services_.certificate->current());
            });
    }
    end_former_sessions();
    accept();
    tick_at_ = std::chrono::steady_clock::now();
    schedule_tick();
}

void Gateway::Implementation::end_former_sessions() {
    // One for all: what the venue knows at its start was sent over connections that are no more.
    if (options_.index != 0) return;
    const std::size_t end = user_account_first.value() + services_.view.account_count();
    for (std::size_t id = user_account_first.value(); id < end; ++id) {
        const AccountId account{static_cast<std::uint32_t>(id)};
        std::set<SessionId> sessions;
        for (const views::OrderRecord* const order :
             services_.view.open_orders(account, std::nullopt))
            if (order->session != SessionId{}) sessions.insert(order->session);
        for (const SessionId session : sessions) desk_.end_session(session, account);
    }
}

Gateway::Implementation::~Implementation() {
    // The descriptor belongs to the doorbell.
    if (doorbell_.is_open()) doorbell_.release();
    stop_listening();
    for (const auto& connection : connections_) connection->close_now();
    for (const auto& transport : refused_) transport->close_now();
    connections_.clear();
    refused_.clear();
}

int Gateway::Implementation::do_work() {
    if (should_shut_down_.load(std::memory_order_relaxed)) start_shutdown();
    int work_count = feed_.drain(events_per_round_max) + desk_.take_history();
    // What was answered leaves before anything new is read.
    if (work_count > 0) end_round();
    work_count += poll_sockets();
    end_round();
    // Streams that are still to be sent keep the thread awake.
    return flush_list_.is_empty() ? work_count : work_count + 1;
}

int Gateway::Implementation::poll_sockets() {
    int count = 0;
    while (count < socket_events_per_round_max && context_.poll_one() > 0) ++count;
    return count;
}

void Gateway::Implementation::end_round() {
    desk_.publish();
    if (flush_list_.flush() > 0) desk_.on_flushed();
    const bool is_congested = desk_.is_congested();
    if (std::exchange(was_congested_, is_congested) && !is_congested) resume_connections();
}

void Gateway::Implementation::wait(std::chrono::microseconds time_max) {
    context_.run_one_for(time_max);
    end_round();
}

void Gateway::Implementation::watch_doorbell() {
    doorbell_.async_wait(Descriptor::wait_read, [this](ErrorCode error) {
        if (error) return;
        ports_.doorbell.drain();
        watch_doorbell();
    });
}

void Gateway::Implementation::accept() {
    listener_.accept();
    if (tls_listener_) tls_listener_->accept();
}

void Gateway::Implementation::stop_listening() {
    listener_.stop();
    if (tls_listener_) tls_listener_->stop();
}

void Gateway::Implementation::take_connection(Socket socket,
                                              const std::shared_ptr<TlsContext>& tls) {
    if (connections_.size() >= options_.limits.connections_max)
        return refuse_connection(std::move(socket), tls);
    auto transport = std::make_shared<Transport>(std::move(socket), flush_list_, tls);
    auto connection = std::make_shared<HttpConnection>(std::move(transport), *this);
    add(connection);
    connection->start();
}

void Gateway::Implementation::refuse_connection(Socket socket,
                                                const std::shared_ptr<TlsContext>& tls) {
    metrics_.refused_connections.add();
    // Each holds a descriptor until its peer closes or has lingered: they are bounded as well.
    if (refused_.size() >= refused_connections_max) return;
    auto transport = std::make_shared<Transport>(std::move(socket), flush_list_, tls);
    const std::string body =
        encode_error(-1034, fmt::format("Too many concurrent connections; current limit is '{}'.",
                                        options_.limits.connections_max));
    transport->send(share(encode_response({.status = 503,
                                           .after = AfterAnswer::close,
                                           .sequence = desk_.sequence(),
                                           .date = http_date_},
                                          body)));
    transport->close_gracefully();
    refused_.push_back(std::move(transport));
}

void Gateway::Implementation::add(std::shared_ptr<Connection> connection) {
    connections_.push_back(std::move(connection));
    connection_count_.store(connections_.size(), std::memory_order_relaxed);
}

std::optional<HttpHost::Page> Gateway::Implementation::page(std::string_view path,
                                                            std::string_view host) {
    if (path == "/") return Page{ContentType::html, encode_start_page(services_.view, host)};
    return find_documentation(services_.documentation, path);
}

bool Gateway::Implementation::try_upgrade(const std::shared_ptr<Transport>& transport,
                                          HttpParser& parser) {
    const auto target = parser.get().target();
    auto connection =
        std::make_shared<WebSocketConnection>(transport, options_, services_.wall_clock, metrics_);
    auto session = make_session(*connection, {target.data(), target.size()}, transport->client());
    if (session == nullptr) return false;
    connection->accept(parser.release(), std::move(session));
    add(std::move(connection));
    return true;
}

std::shared_ptr<WebSocketSession> Gateway::Implementation::make_session(
    Outbox& outbox, std::string_view target, const ClientAddress& client) {
    const RequestTarget parts = split_target(target);
    if (parts.path == websocket_api_path) {
        const ApiSession::Terms terms{
            .time_unit = time_unit_of_query(parts.query),
            .returns_rate_limits = query_value(parts.query, "returnRateLimits") != "false",
            .client = client};
        return std::make_shared<ApiSession>(terms, options_.limits.requests_per_connection_max,
                                            ApiSession::Parts{desk_, users_, outbox});
    }
    if (has_echo && parts.path == "/echo") return std::make_shared<EchoSession>(outbox);
    const auto streams = parse_stream_target(parts.path, parts.query);
    if (!streams) return nullptr;
    return std::make_shared<StreamSession>(
        *streams, options_.limits,
        StreamSession::Parts{hub_, users_, api_, outbox, services_.wall_clock, client});
}

void Gateway::Implementation::schedule_tick() {
    // From the last one, not from now: streams keep their rhythm. Not to be caught up, though.
    const auto now = std::chrono::steady_clock::now();
    tick_at_ = std::max(tick_at_ + tick_interval, now);
    timer_.expires_at(tick_at_);
    timer_.async_wait([this](ErrorCode error) {
        if (error) return;
        on_tick();
        schedule_tick();
    });
}

void Gateway::Implementation::on_tick() {
    const auto now = std::chrono::steady_clock::now();
    hub_.on_tenth();
    if (++tick_count_ % ticks_per_second == 0) {
        hub_.on_second();
        http_date_ = encode_http_date(services_.wall_clock());
        users_.check_keys();
        api_.listen_keys().drop_expired(services_.wall_clock());
    }
    desk_.on_tick();
    tick_connections(now);
    if (!is_shutting_down_) return accept();
    watch_drain(now);
}

void Gateway::Implementation::tick_connections(SteadyTime now) {
    // By index: a connection may be added meanwhile, none is removed.
    for (std::size_t i = 0; i < connections_.size(); ++i) {
        const auto connection = connections_[i];
        connection->on_tick(now);
    }
    std::erase_if(connections_, [](const auto& connection) { return connection->is_finished(); });
    for (const auto& transport : refused_)
        transport->on_tick(now, options_.limits.write_stall_time_max);
    std::erase_if(refused_, [](const auto& transport) { return transport->is_closed(); });
    connection_count_.store(connections_.size(), std::memory_order_relaxed);
    metrics_.connections.set(static_cast<std::int64_t>(connections_.size()));
}

void Gateway::Implementation::resume_connections() {
    for (std::size_t i = 0; i < connections_.size() && !desk_.is_congested(); ++i) {
        const auto connection = connections_[i];
        connection->resume_reading();
    }
    // Whoever was not reached is resumed when the next congestion ends.
    was_congested_ = desk_.is_congested();
}

void Gateway::Implementation::begin_shutdown() noexcept {
    should_shut_down_.store(true, std::memory_order_relaxed);
    ports_.doorbell.ring();
}

void Gateway::Implementation::start_shutdown() {
    if (std::exchange(is_shutting_down_, true)) return;
    shutdown_at_ = std::chrono::steady_clock::now();
    stop_listening();
    for (std::size_t i = 0; i < connections_.size(); ++i) {
        const auto connection = connections_[i];
        connection->begin_shutdown();
    }
}

void Gateway::Implementation::watch_drain(SteadyTime now) {
    if (now - shutdown_at_ > options_.limits.drain_time_max)
        for (const auto& connection : connections_) connection->close_now();
    if (!connections_.empty()) return;
    // Release: pairs with `is_drained`.
    is_drained_.store(true, std::memory_order_release);
}

}  // namespace outcry::gateway
