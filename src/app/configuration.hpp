#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "outcry/base/result.hpp"

#include "app/log/log.hpp"

namespace outcry::app {

enum class DurabilityPolicy : std::uint8_t { memory, disk };

/// Every setting of `serve`, with its default. `docs/operations/configuration.md` says what each
/// does; the table of keys in configuration.cpp is the one place that knows their names and ranges.
struct Configuration {
    struct Server {
        std::string listen = "127.0.0.1:8080";
        std::string admin_listen = "127.0.0.1:8081";
        std::string tls_listen;
        std::filesystem::path tls_certificate;
        std::filesystem::path tls_key;
        std::filesystem::path data = "data";
        std::filesystem::path seed;
        std::filesystem::path seal_key_file;
        std::filesystem::path documentation;
        bool core_files = false;
    } server;
    struct Journal {
        DurabilityPolicy durability = DurabilityPolicy::disk;
        std::uint64_t segment_size_mib = 256;
        std::uint64_t ring_slots = 16'384;
        std::uint64_t sealed_segments_kept = 2;
        std::uint64_t archived_segments_kept = 0;  // zero: none is archived
        std::uint64_t free_space_mib_min = 256;
        bool realtime_priority = true;
    } journal;
    struct Snapshot {
        std::uint64_t interval_s = 600;
        std::uint64_t commands = 1'000'000;
        std::uint64_t kept = 3;
    } snapshot;
    struct Core {
        std::int64_t cpu = -1;
    } core;
    struct Threads {
        bool spin = false;
        std::uint64_t spin_count = 200;
        bool publisher_shares_gateway = true;
        std::uint64_t gateways = 1;
        std::uint64_t follower_nice = 10;
    } threads;
    struct Engine {
        std::uint64_t orders = 1U << 20;
        std::uint64_t recent_order_ids = 1U << 24;
        std::uint64_t accounts = 1U << 16;
        std::uint64_t assets = 64;
        std::uint64_t instruments = 1024;
        std::uint64_t keys = 4096;
        std::uint64_t open_orders_per_account = 10'000;
    } engine;
    struct Views {
        std::uint64_t closed_orders = 1'000'000;
        std::uint64_t trades = 1'000'000;
    } views;
    struct Gateway {
        std::uint64_t connections = 8192;
        std::uint64_t request_size_kib = 64;
        std::uint64_t frame_size_kib = 64;
        std::uint64_t queue_size_kib = 4096;
        std::uint64_t ring_slots = 16'384;
        std::uint64_t idle_timeout_s = 60;
        std::uint64_t request_timeout_s = 10;
        std::uint64_t weight_per_minute = 0;
        std::uint64_t orders_per_10s = 0;
        std::uint64_t orders_per_day = 0;
        std::uint64_t ban_s = 120;
    } gateway;
    struct EventLog {
        std::uint64_t segment_size_mib = 64;
        std::uint64_t segments_kept = 4;
        std::uint64_t archived_segments_kept = 1'000'000;
    } event_log;
    struct Logging {
        LogLevel level = LogLevel::info;
    } log;
    struct Recovery {
        std::uint64_t cancel_only_s = 0;
        std::uint64_t post_only_s = 0;
    } recovery;
    struct History {
        bool enabled = true;
    } history;
    struct Postgres {
        bool enabled = false;
        std::string host = "127.0.0.1";
        std::uint64_t port = 5432;
        std::string database = "outcry";
        std::string user = "outcry";
        std::string password_file;
        std::string ssl_mode = "prefer";
    } postgres;
    struct Kafka {
        bool enabled = false;
        std::string bootstrap_servers = "127.0.0.1:9092";
        std::string topic_prefix = "outcry.";
        std::string transactional_id = "outcry";
        std::string properties_file;
    } kafka;
    struct Reconcile {
        std::uint64_t interval_s = 0;  // zero: off
        bool halts = false;            // the venue, when a copy differs
    } reconcile;
    struct Simulator {
        bool enabled = false;
        std::uint64_t seed = 1;
        std::uint64_t orders_per_second = 20;
    } simulator;
};

/// Why a setting was refused: names the file (or flag, or variable), the key, the value and what
/// would have been allowed. One line for the operator.
struct ConfigurationError {
    std::string message;
};
template <class T>
using ConfigurationResult = Result<T, ConfigurationError>;

/// Where settings come from, weakest first: defaults, file, environment, flags.
struct ConfigurationSources {
    std::optional<std::filesystem::path> file;
    /// Looks up an environment variable; null when it is not set.
    std::function<const char*(const char*)> environment;
    /// `section.key` and value, in the order given; later ones win.
    std::vector<std::pair<std::string, std::string>> flags;
};

[[nodiscard]] ConfigurationResult<Configuration> load_configuration(
    const ConfigurationSources& sources);

/// The whole configuration as TOML, every key with its explanation; reads back to the same.
[[nodiscard]] std::string print_configuration(const Configuration& configuration);

/// `ADDRESS:PORT` in its two parts; IPv6 addresses stand in brackets.
struct Endpoint {
    std::string address;
    std::uint16_t port = 0;
};
[[nodiscard]] std::optional<Endpoint> parse_endpoint(std::string_view text);

}  // namespace outcry::app
