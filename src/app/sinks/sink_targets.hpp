#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "outcry/base/result.hpp"
#include "outcry/journal/position.hpp"
#include "outcry/platform/file.hpp"
#include "outcry/sinks/history.hpp"
#include "outcry/sinks/kafka_target.hpp"
#include "outcry/sinks/sink_target.hpp"

#include "app/configuration.hpp"

namespace outcry::app {

inline constexpr const char* history_file_name = "history.sqlite";

struct NamedSinkTarget {
    std::string name;         // in metrics and log lines
    std::string thread_name;  // the kernel shows the first 15 bytes
    std::unique_ptr<sinks::SinkTarget> target;
};

/// Whose events a target gets.
struct SinkIdentity {
    std::filesystem::path data;
    journal::JournalUuid journal{};
    journal::Epoch epoch;
};

/// The targets that the configuration asks for; none is connected yet. The failure is one line that
/// names key and file.
[[nodiscard]] Result<std::vector<NamedSinkTarget>, std::string> make_sink_targets(
    platform::FileSystem& file_system, const Configuration& configuration,
    const SinkIdentity& identity);

/// The history that old orders and trades are read from: Postgres when it is a sink, else the
/// embedded one; null when there is neither. Opens nothing yet.
using OpenHistory = std::function<sinks::SinkResult<std::unique_ptr<sinks::History>>()>;
[[nodiscard]] Result<OpenHistory, std::string> history_opener(platform::FileSystem& file_system,
                                                              const Configuration& configuration,
                                                              const std::filesystem::path& data);

/// Where Kafka is; the failure is one line.
[[nodiscard]] Result<sinks::KafkaOptions, std::string> kafka_options(
    platform::FileSystem& file_system, const Configuration::Kafka& keys);

/// Removes all data from the servers that the configuration asks for, so that a rebuild begins with
/// the first event. Nobody else may be writing to them.
[[nodiscard]] Result<bool, std::string> empty_sink_targets(platform::FileSystem& file_system,
                                                           const Configuration& configuration);

}  // namespace outcry::app
