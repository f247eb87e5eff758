#include "app/configuration.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "outcry/domain/event.hpp"

namespace outcry::app {
namespace {

/// One setting: how to read it, how to print it, what is allowed.
struct Key {
    std::string name;  // section.key
    std::string explanation;
    std::string allowed;
    bool is_text = false;  // printed in quotes
    std::function<bool(Configuration&, const std::string&)> set;
    std::function<std::string(const Configuration&)> get;
};

template <class Section>
using Member = Section Configuration::*;

template <class Section>
struct Whole {
    std::string_view name;
    std::string_view explanation;
    std::uint64_t minimum;
    std::uint64_t maximum;
    Member<Section> section;
    std::uint64_t Section::* value;
};

template <class Section>
Key whole(const Whole<Section>& spec) {
    const auto minimum = spec.minimum;
    const auto maximum = spec.maximum;
    const auto section = spec.section;
    const auto value = spec.value;
    return {std::string{spec.name},
            std::string{spec.explanation},
            fmt::format("{} to {}", minimum, maximum),
            false,
            [=](Configuration& target, const std::string& text) {
                std::uint64_t number = 0;
                const char* const end = text.data() + text.size();
                const auto parsed = std::from_chars(text.data(), end, number);
                if (parsed.ec != std::errc{} || parsed.ptr != end) return false;
                if (number < minimum || number > maximum) return false;
                target.*section.*value = number;
                return true;
            },
            [=](const Configuration& source) { return fmt::format("{}", source.*section.*value); }};
}

template <class Section>
Key power_of_two(const Whole<Section>& spec) {
    Key key = whole(spec);
    key.allowed += ", a power of two";
    key.set = [inner = key.set, spec](Configuration& target, const std::string& text) {
        Configuration trial = target;
        if (!inner(trial, text)) return false;
        const std::uint64_t number = trial.*spec.section.*spec.value;
        if ((number & (number - 1)) != 0) return false;
        target = trial;
        return true;
    };
    return key;
}

template <class Section>
Key truth(std::string_view name, std::string_view explanation, Member<Section> section,
          bool Section::* value) {
    return {std::string{name},
            std::string{explanation},
            "true or false",
            false,
            [=](Configuration& target, const std::string& text) {
                if (text != "true" && text != "false") return false;
                target.*section.*value = text == "true";
                return true;
            },
            [=](const Configuration& source) {
                return std::string{source.*section.*value ? "true" : "false"};
            }};
}

Key endpoint(std::string_view name, std::string_view explanation,
             std::string Configuration::Server::* value) {
    return {std::string{name},
            std::string{explanation},
            "ADDRESS:PORT, port 0 takes a free one",
            true,
            [=](Configuration& target, const std::string& text) {
                if (!parse_endpoint(text)) return false;
                target.server.*value = text;
                return true;
            },
            [=](const Configuration& source) { return source.server.*value; }};
}

Key path(std::string_view name, std::string_view explanation,
         std::filesystem::path Configuration::Server::* value) {
    return {std::string{name},
            std::string{explanation},
            "a path",
            true,
            [=](Configuration& target, const std::string& text) {
                target.server.*value = text;
                return true;
            },
            [=](const Configuration& source) { return (source.server.*value).string(); }};
}

Key tls_listen() {
    Key key = endpoint("server.tls_listen", "the same with TLS; empty: not at all",
                       &Configuration::Server::tls_listen);
    key.allowed = "empty, or " + key.allowed;
    key.set = [](Configuration& target, const std::string& text) {
        if (!text.empty() && !parse_endpoint(text)) return false;
        target.server.tls_listen = text;
        return true;
    };
    return key;
}

template <class Section>
Key words(std::string_view name, std::string_view explanation, Member<Section> section,
          std::string Section::* value) {
    return {std::string{name},
            std::string{explanation},
            "a text",
            true,
            [=](Configuration& target, const std::string& text) {
                if (text.find_first_of("\"\\\n") != std::string::npos) return false;
                target.*section.*value = text;
                return true;
            },
            [=](const Configuration& source) { return source.*section.*value; }};
}

Key durability() {
    return {"journal.durability",
            "disk: nothing is acknowledged before it is on disk; memory: acks run ahead of it",
            "disk or memory",
            true,
            [](Configuration& target, const std::string& text) {
                if (text != "disk" && text != "memory") return false;
                target.journal.durability =
                    text == "disk" ? DurabilityPolicy::disk : DurabilityPolicy::memory;
                return true;
            },
            [](const Configuration& source) {
                return std::string{source.journal.durability == DurabilityPolicy::disk ? "disk"
                                                                                       : "memory"};
            }};
}

constexpr std::array<std::string_view, 4> log_levels{"debug", "info", "warning", "error"};

Key log_level() {
    return {"log.level",
            "lines below it are not written",
            "debug, info, warning or error",
            true,
            [](Configuration& target, const std::string& text) {
                const auto found = std::find(log_levels.begin(), log_levels.end(), text);
                if (found == log_levels.end()) return false;
                target.log.level = static_cast<LogLevel>(found - log_levels.begin());
                return true;
            },
            [](const Configuration& source) {
                return std::string{log_levels.at(static_cast<std::size_t>(source.log.level))};
            }};
}

Key on_difference() {
    return {"reconcile.on_difference",
            "when a sink differs from the venue: alert says so; halt also halts the venue",
            "alert or halt",
            true,
            [](Configuration& target, const std::string& text) {
                if (text != "alert" && text != "halt") return false;
                target.reconcile.halts = text == "halt";
                return true;
            },
            [](const Configuration& source) {
                return std::string{source.reconcile.halts ? "halt" : "alert"};
            }};
}

Key core_cpu() {
    return {"core.cpu",
            "CPU that the core's thread is pinned to; -1 leaves it to the kernel",
            "-1 to 1023",
            false,
            [](Configuration& target, const std::string& text) {
                std::int64_t number = 0;
                const char* const end = text.data() + text.size();
                const auto parsed = std::from_chars(text.data(), end, number);
                if (parsed.ec != std::errc{} || parsed.ptr != end) return false;
                if (number < -1 || number > 1023) return false;
                target.core.cpu = number;
                return true;
            },
            [](const Configuration& source) { return fmt::format("{}", source.core.cpu); }};
}

void add_server_keys(std::vector<Key>& keys) {
    using S = Configuration::Server;
    keys.push_back(
        endpoint("server.listen", "where REST and WebSocket clients connect", &S::listen));
    keys.push_back(endpoint("server.admin_listen",
                            "health, metrics and operators' calls; keep it on loopback",
                            &S::admin_listen));
    keys.push_back(tls_listen());
    keys.push_back(path("server.tls_certificate", "certificate of the TLS port with its chain, PEM",
                        &S::tls_certificate));
    keys.push_back(path("server.tls_key", "its private key, PEM", &S::tls_key));
    keys.push_back(path("server.data", "directory of journal, snapshots and secrets", &S::data));
    keys.push_back(path("server.seed", "JSON file that fills an empty venue", &S::seed));
    keys.push_back(path("server.seal_key_file",
                        "32 bytes, hex, that seal API secrets; empty: DIR/seal.key is made",
                        &S::seal_key_file));
    keys.push_back(path("server.documentation",
                        "folder of Swagger UI for /docs; empty: a plain page", &S::documentation));
    keys.push_back(truth("server.core_files",
                         "a crash may leave a core file, which holds the secrets in memory",
                         &Configuration::server, &S::core_files));
}

void add_storage_keys(std::vector<Key>& keys) {
    using J = Configuration::Journal;
    using S = Configuration::Snapshot;
    constexpr auto journal = &Configuration::journal;
    constexpr auto snapshot = &Configuration::snapshot;
    keys.push_back(durability());
    keys.push_back(whole<J>({"journal.segment_size_mib", "size of a journal file", 1, 4096, journal,
                             &J::segment_size_mib}));
    keys.push_back(power_of_two<J>({"journal.ring_slots",
                                    "commands that may wait for the disk; full: the core waits", 64,
                                    1 << 22, journal, &J::ring_slots}));
    keys.push_back(
        whole<J>({"journal.sealed_segments_kept", "journal files kept below the oldest snapshot", 0,
                  1'000'000, journal, &J::sealed_segments_kept}));
    keys.push_back(whole<J>({"journal.archived_segments_kept",
                             "older journal files kept compressed; 0: they are removed", 0,
                             1'000'000, journal, &J::archived_segments_kept}));
    keys.push_back(
        whole<J>({"journal.free_space_mib_min", "below this much free disk new orders are refused",
                  1, 1 << 20, journal, &J::free_space_mib_min}));
    keys.push_back(truth("journal.realtime_priority",
                         "ask for SCHED_FIFO for the journal's thread, where permitted", journal,
                         &J::realtime_priority));
    keys.push_back(whole<S>({"snapshot.interval_s", "a snapshot at least this often, if changed", 1,
                             86'400, snapshot, &S::interval_s}));
    keys.push_back(whole<S>({"snapshot.commands", "and after this many commands", 1, 1'000'000'000,
                             snapshot, &S::commands}));
    keys.push_back(
        whole<S>({"snapshot.kept", "newest snapshots kept", 3, 1000, snapshot, &S::kept}));
}

void add_event_log_keys(std::vector<Key>& keys) {
    using E = Configuration::EventLog;
    using H = Configuration::History;
    constexpr auto event_log = &Configuration::event_log;
    keys.push_back(whole<E>({"event_log.segment_size_mib", "size of a file of the event log", 1,
                             1024, event_log, &E::segment_size_mib}));
    keys.push_back(whole<E>({"event_log.segments_kept",
                             "full files that are not compressed into the archive yet", 0,
                             1'000'000, event_log, &E::segments_kept}));
    keys.push_back(whole<E>({"event_log.archived_segments_kept",
                             "archived files kept after every sink has passed them", 0, 1'000'000,
                             event_log, &E::archived_segments_kept}));
    keys.push_back(log_level());
    using R = Configuration::Recovery;
    keys.push_back(
        whole<R>({"recovery.cancel_only_s", "after a crash markets only take cancels for so long",
                  0, 86'400, &Configuration::recovery, &R::cancel_only_s}));
    keys.push_back(whole<R>({"recovery.post_only_s",
                             "and then, for so long, only orders that do not trade at once", 0,
                             86'400, &Configuration::recovery, &R::post_only_s}));
    keys.push_back(whole<Configuration::Reconcile>(
        {"reconcile.interval_s", "compare all sinks with the venue every so often; 0: never", 0,
         1'000'000, &Configuration::reconcile, &Configuration::Reconcile::interval_s}));
    keys.push_back(on_difference());
    keys.push_back(truth("history.enabled", "keep old orders, trades and candles in SQLite",
                         &Configuration::history, &H::enabled));
}

void add_sink_keys(std::vector<Key>& keys) {
    using P = Configuration::Postgres;
    using K = Configuration::Kafka;
    constexpr auto postgres = &Configuration::postgres;
    constexpr auto kafka = &Configuration::kafka;
    keys.push_back(
        truth("postgres.enabled", "write every event to Postgres", postgres, &P::enabled));
    keys.push_back(words("postgres.host", "name, address or socket directory of the server",
                         postgres, &P::host));
    keys.push_back(whole<P>({"postgres.port", "of the server", 1, 65'535, postgres, &P::port}));
    keys.push_back(words("postgres.database", "must exist", postgres, &P::database));
    keys.push_back(words("postgres.user", "may create tables there", postgres, &P::user));
    keys.push_back(words("postgres.password_file", "its first line; empty: no password", postgres,
                         &P::password_file));
    keys.push_back(words("postgres.ssl_mode", "as libpq's sslmode", postgres, &P::ssl_mode));
    keys.push_back(truth("kafka.enabled", "write every event to Kafka", kafka, &K::enabled));
    keys.push_back(words("kafka.bootstrap_servers", "HOST:PORT, separated by commas", kafka,
                         &K::bootstrap_servers));
    keys.push_back(
        words("kafka.topic_prefix", "in front of the topics' names", kafka, &K::topic_prefix));
    keys.push_back(
        words("kafka.transactional_id", "one for each venue", kafka, &K::transactional_id));
    keys.push_back(words("kafka.properties_file",
                         "further settings of librdkafka, NAME=VALUE lines; may hold secrets",
                         kafka, &K::properties_file));
}

void add_thread_keys(std::vector<Key>& keys) {
    using T = Configuration::Threads;
    constexpr auto threads = &Configuration::threads;
    keys.push_back(core_cpu());
    keys.push_back(truth("threads.spin",
                         "true: agents never sleep, a core each; false: spin, yield, then park",
                         threads, &T::spin));
    keys.push_back(whole<T>({"threads.spin_count", "empty rounds before a thread yields and parks",
                             1, 10'000'000, threads, &T::spin_count}));
    keys.push_back(truth("threads.publisher_shares_gateway",
                         "the publisher runs on the first gateway's thread", threads,
                         &T::publisher_shares_gateway));
    keys.push_back(whole<T>({"threads.gateways", "gateway threads", 1, 8, threads, &T::gateways}));
    keys.push_back(whole<T>({"threads.follower_nice", "nice value of the follower's thread", 0, 19,
                             threads, &T::follower_nice}));
}

void add_engine_keys(std::vector<Key>& keys) {
    using E = Configuration::Engine;
    using V = Configuration::Views;
    constexpr auto engine = &Configuration::engine;
    constexpr auto views = &Configuration::views;
    keys.push_back(whole<E>(
        {"engine.orders", "most resting orders of the venue", 16, 1 << 26, engine, &E::orders}));
    keys.push_back(
        power_of_two<E>({"engine.recent_order_ids", "newest order ids found without hashing", 16,
                         1 << 28, engine, &E::recent_order_ids}));
    keys.push_back(
        whole<E>({"engine.accounts", "most accounts", 17, 1 << 24, engine, &E::accounts}));
    keys.push_back(whole<E>({"engine.assets", "most assets", 2, 4096, engine, &E::assets}));
    keys.push_back(
        whole<E>({"engine.instruments", "most markets", 1, 4096, engine, &E::instruments}));
    keys.push_back(whole<E>({"engine.keys", "most API keys", 1, 1 << 20, engine, &E::keys}));
    keys.push_back(whole<E>({"engine.open_orders_per_account", "most open orders of one account", 1,
                             1 << 28, engine, &E::open_orders_per_account}));
    // An answer reads the orders that its command has just closed.
    keys.push_back(whole<V>({"views.closed_orders", "newest closed orders answered from memory",
                             events_per_command_max, 100'000'000, views, &V::closed_orders}));
    keys.push_back(whole<V>(
        {"views.trades", "newest trades answered from memory", 0, 100'000'000, views, &V::trades}));
}

void add_gateway_keys(std::vector<Key>& keys) {
    using G = Configuration::Gateway;
    constexpr auto gateway = &Configuration::gateway;
    keys.push_back(whole<G>({"gateway.connections", "most connections of one gateway", 1, 100'000,
                             gateway, &G::connections}));
    keys.push_back(whole<G>({"gateway.request_size_kib", "largest HTTP request body", 1, 16'384,
                             gateway, &G::request_size_kib}));
    keys.push_back(whole<G>({"gateway.frame_size_kib", "largest WebSocket message of a client", 1,
                             16'384, gateway, &G::frame_size_kib}));
    keys.push_back(
        whole<G>({"gateway.queue_size_kib", "unsent bytes after which a slow subscriber is dropped",
                  16, 1 << 20, gateway, &G::queue_size_kib}));
    keys.push_back(power_of_two<G>({"gateway.ring_slots",
                                    "commands that may wait for the core; 3/4 full refuses orders",
                                    64, 1 << 22, gateway, &G::ring_slots}));
    keys.push_back(whole<G>({"gateway.idle_timeout_s", "an idle HTTP connection is closed", 1,
                             86'400, gateway, &G::idle_timeout_s}));
    keys.push_back(whole<G>({"gateway.request_timeout_s",
                             "answer 'status unknown' when the engine takes longer", 1, 3600,
                             gateway, &G::request_timeout_s}));
    constexpr std::uint64_t count_max = 1'000'000'000;
    keys.push_back(whole<G>({"gateway.weight_per_minute",
                             "request weight of one IP address in a minute; 0: no limit", 0,
                             count_max, gateway, &G::weight_per_minute}));
    keys.push_back(whole<G>({"gateway.orders_per_10s",
                             "unfilled orders of one account in ten seconds; 0: no limit", 0,
                             count_max, gateway, &G::orders_per_10s}));
    keys.push_back(whole<G>({"gateway.orders_per_day",
                             "unfilled orders of one account in a day (UTC); 0: no limit", 0,
                             count_max, gateway, &G::orders_per_day}));
    keys.push_back(
        whole<G>({"gateway.ban_s", "how long an address is banned that goes on to twice its weight",
                  1, 259'200, gateway, &G::ban_s}));
}

void add_other_keys(std::vector<Key>& keys) {
    using S = Configuration::Simulator;
    constexpr auto simulator = &Configuration::simulator;
    keys.push_back(truth("simulator.enabled",
                         "seeded agents trade through the API with the seed file's keys", simulator,
                         &S::enabled));
    keys.push_back(whole<S>(
        {"simulator.seed", "of the agents' decisions", 0, INT64_MAX, simulator, &S::seed}));
    keys.push_back(whole<S>({"simulator.orders_per_second", "over all agents", 1, 10'000, simulator,
                             &S::orders_per_second}));
}

const std::vector<Key>& keys() {
    static const std::vector<Key> all = [] {
        std::vector<Key> made;
        add_server_keys(made);
        add_storage_keys(made);
        add_event_log_keys(made);
        add_thread_keys(made);
        add_engine_keys(made);
        add_gateway_keys(made);
        add_sink_keys(made);
        add_other_keys(made);
        return made;
    }();
    return all;
}

using Status = ConfigurationResult<bool>;

Status apply(Configuration& target, std::string_view source, const std::string& name,
             const std::string& value) {
    const auto key = std::find_if(keys().begin(), keys().end(),
                                  [&](const Key& candidate) { return candidate.name == name; });
    if (key == keys().end())
        return Failure{ConfigurationError{fmt::format(
            "{}: unknown key '{}'; `outcry serve --print-config` lists all keys", source, name)}};
    if (!key->set(target, value))
        return Failure{ConfigurationError{fmt::format("{}: {} = '{}' is not allowed; allowed: {}",
                                                      source, name, value, key->allowed)}};
    return true;
}

std::optional<std::string> text_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
    if (const auto* boolean = node.as_boolean())
        return std::string{boolean->get() ? "true" : "false"};
    return std::nullopt;
}

Status apply_section(Configuration& target, const std::string& file, const std::string& section,
                     const toml::table& table) {
    for (const auto& [key, node] : table) {
        const std::string name = section + "." + std::string{key.str()};
        const auto text = text_of(node);
        if (!text)
            return Failure{ConfigurationError{
                fmt::format("{}: {} must be a text, a whole number or true/false", file, name)}};
        if (const auto status = apply(target, file, name, *text); !status) return status;
    }
    return true;
}

Status apply_file(Configuration& target, const std::filesystem::path& path) {
    const std::string file = path.string();
    try {
        const toml::table root = toml::parse_file(file);
        for (const auto& [section, node] : root) {
            const auto* table = node.as_table();
            if (table == nullptr)
                return Failure{ConfigurationError{
                    fmt::format("{}: '{}' stands outside a section", file, section.str())}};
            const auto status = apply_section(target, file, std::string{section.str()}, *table);
            if (!status) return status;
        }
        return true;
    } catch (const toml::parse_error& error) {
        return Failure{ConfigurationError{
            fmt::format("{}:{}: {}", file, error.source().begin.line, error.description())}};
    }
}

std::string variable_of(const std::string& name) {
    std::string variable = "OUTCRY_" + name;
    for (char& c : variable) {
        if (c == '.') c = '_';
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return variable;
}

}  // namespace

ConfigurationResult<Configuration> load_configuration(const ConfigurationSources& sources) {
    Configuration configuration;
    if (sources.file) {
        if (const auto status = apply_file(configuration, *sources.file); !status)
            return Failure{status.error()};
    }
    for (const Key& key : keys()) {
        const std::string variable = variable_of(key.name);
        const char* const value =
            sources.environment ? sources.environment(variable.c_str()) : nullptr;
        if (value == nullptr) continue;
        if (const auto status = apply(configuration, variable, key.name, value); !status)
            return Failure{status.error()};
    }
    for (const auto& [name, value] : sources.flags) {
        if (const auto status = apply(configuration, "command line", name, value); !status)
            return Failure{status.error()};
    }
    return configuration;
}

std::string print_configuration(const Configuration& configuration) {
    std::string text;
    std::string section;
    for (const Key& key : keys()) {
        const std::size_t dot = key.name.find('.');
        if (key.name.substr(0, dot) != section) {
            section = key.name.substr(0, dot);
            text += fmt::format("{}[{}]\n", text.empty() ? "" : "\n", section);
        }
        const std::string value = key.get(configuration);
        text += fmt::format("# {} ({})\n{} = {}\n", key.explanation, key.allowed,
                            key.name.substr(dot + 1), key.is_text ? "\"" + value + "\"" : value);
    }
    return text;
}

std::optional<Endpoint> parse_endpoint(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    std::string_view address = text.substr(0, colon);
    if (address.front() == '[') {
        if (address.size() < 3 || address.back() != ']') return std::nullopt;
        address = address.substr(1, address.size() - 2);
    }
    const std::string_view digits = text.substr(colon + 1);
    Endpoint endpoint{std::string{address}, 0};
    const auto parsed =
        std::from_chars(digits.data(), digits.data() + digits.size(), endpoint.port);
    if (digits.empty() || parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size())
        return std::nullopt;
    return endpoint;
}

}  // namespace outcry::app
