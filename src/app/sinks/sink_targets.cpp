#include "app/sinks/sink_targets.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "outcry/platform/whole_file.hpp"
#include "outcry/sinks/kafka_target.hpp"
#include "outcry/sinks/postgres.hpp"
#include "outcry/sinks/sqlite_history.hpp"

#include "app/sinks/history_service.hpp"

namespace outcry::app {
namespace {

constexpr std::size_t settings_file_size_max = 65'536;

std::string hex_of(const journal::JournalUuid& uuid) {
    std::string text;
    for (const std::byte byte : uuid)
        text += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
    return text;
}

using Properties = std::vector<std::pair<std::string, std::string>>;

/// NAME=VALUE lines; what is empty or starts with '#' is skipped.
Result<Properties, std::string> read_properties(platform::FileSystem& file_system,
                                                const std::string& path) {
    Properties properties;
    if (path.empty()) return properties;
    const auto text = platform::read_file(file_system, path, settings_file_size_max);
    if (!text) return Failure{"kafka.properties_file: " + text.error().text()};
    std::string_view rest = *text;
    for (int line_number = 1; !rest.empty(); ++line_number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty() || line.front() == '#') continue;
        const std::size_t equals = line.find('=');
        // The line itself is not shown: it may be a secret.
        if (equals == std::string_view::npos || equals == 0)
            return Failure{
                fmt::format("kafka.properties_file: {}:{}: must be NAME=VALUE", path, line_number)};
        properties.emplace_back(line.substr(0, equals), line.substr(equals + 1));
    }
    return properties;
}

Result<NamedSinkTarget, std::string> make_kafka(platform::FileSystem& file_system,
                                                const Configuration::Kafka& keys,
                                                const SinkIdentity& identity) {
    auto options = kafka_options(file_system, keys);
    if (!options) return Failure{options.error()};
    options->journal = hex_of(identity.journal);
    options->epoch = identity.epoch;
    return NamedSinkTarget{"kafka", "kafka", sinks::make_kafka_target(std::move(*options))};
}

Result<sinks::PostgresAddress, std::string> postgres_address(platform::FileSystem& file_system,
                                                             const Configuration::Postgres& keys) {
    sinks::PostgresAddress address;
    address.host = keys.host;
    address.port = static_cast<std::uint16_t>(keys.port);
    address.database = keys.database;
    address.user = keys.user;
    address.ssl_mode = keys.ssl_mode;
    if (keys.password_file.empty()) return address;
    const auto text = platform::read_file(file_system, keys.password_file, settings_file_size_max);
    if (!text) return Failure{"postgres.password_file: " + text.error().text()};
    address.password = text->substr(0, text->find_first_of("\r\n"));
    return address;
}

Result<NamedSinkTarget, std::string> make_postgres(platform::FileSystem& file_system,
                                                   const Configuration::Postgres& keys,
                                                   const SinkIdentity& identity) {
    auto address = postgres_address(file_system, keys);
    if (!address) return Failure{address.error()};
    sinks::PostgresWriterOptions options;
    options.address = std::move(*address);
    options.journal = identity.journal;
    options.epoch = identity.epoch;
    return NamedSinkTarget{"postgres", "postgres-journal",
                           sinks::make_postgres_target(std::move(options))};
}

}  // namespace

Result<sinks::KafkaOptions, std::string> kafka_options(platform::FileSystem& file_system,
                                                       const Configuration::Kafka& keys) {
    auto properties = read_properties(file_system, keys.properties_file);
    if (!properties) return Failure{properties.error()};
    sinks::KafkaOptions options;
    options.bootstrap_servers = keys.bootstrap_servers;
    options.topic_prefix = keys.topic_prefix;
    options.transactional_id = keys.transactional_id;
    options.properties = std::move(*properties);
    return options;
}

Result<std::vector<NamedSinkTarget>, std::string> make_sink_targets(
    platform::FileSystem& file_system, const Configuration& configuration,
    const SinkIdentity& identity) {
    std::vector<NamedSinkTarget> targets;
    if (configuration.history.enabled)
        targets.push_back({"history", "history",
                           sinks::make_sqlite_target({.path = identity.data / history_file_name,
                                                      .journal = identity.journal,
                                                      .epoch = identity.epoch})});
    if (configuration.postgres.enabled) {
        auto postgres = make_postgres(file_system, configuration.postgres, identity);
        if (!postgres) return Failure{postgres.error()};
        targets.push_back(std::move(*postgres));
    }
    if (configuration.kafka.enabled) {
        auto kafka = make_kafka(file_system, configuration.kafka, identity);
        if (!kafka) return Failure{kafka.error()};
        targets.push_back(std::move(*kafka));
    }
    return targets;
}

Result<OpenHistory, std::string> history_opener(platform::FileSystem& file_system,
                                                const Configuration& configuration,
                                                const std::filesystem::path& data) {
    using Opened = sinks::SinkResult<std::unique_ptr<sinks::History>>;
    if (configuration.postgres.enabled) {
        auto address = postgres_address(file_system, configuration.postgres);
        if (!address) return Failure{address.error()};
        // A client waits for the answer.
        address->statement_timeout_ms = history_wait_ms_max;
        return OpenHistory{[address = std::move(*address)]() -> Opened {
            return sinks::make_postgres_history(address);
        }};
    }
    if (!configuration.history.enabled) return OpenHistory{};
    return OpenHistory{
        [path = data / history_file_name]() -> Opened { return sinks::open_sqlite_history(path); }};
}

Result<bool, std::string> empty_sink_targets(platform::FileSystem& file_system,
                                             const Configuration& configuration) {
    if (configuration.postgres.enabled) {
        const auto address = postgres_address(file_system, configuration.postgres);
        if (!address) return Failure{address.error()};
        if (const auto emptied = sinks::empty_postgres(*address); !emptied)
            return Failure{emptied.error().text};
    }
    if (configuration.kafka.enabled) {
        const auto options = kafka_options(file_system, configuration.kafka);
        if (!options) return Failure{options.error()};
        if (const auto deleted = sinks::delete_kafka_topics(*options); !deleted)
            return Failure{deleted.error().text};
    }
    return true;
}

}  // namespace outcry::app
