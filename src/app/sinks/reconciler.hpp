#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "outcry/base/result.hpp"
#include "outcry/platform/file.hpp"
#include "outcry/sinks/history.hpp"
#include "outcry/sinks/kafka_summary.hpp"

#include "app/configuration.hpp"
#include "app/sinks/sink_targets.hpp"

namespace outcry::app {

/// What became of the comparison of one copy.
struct CopyReport {
    std::string name;                      // "history", "postgres", "kafka"
    Sequence sequence;                     // at which it was compared
    std::vector<std::string> differences;  // one line each; empty: it is the same as the venue
    std::string failure;                   // why it could not be compared; then nothing is known
};

/// Compares the copies that the configuration has, row by row and record by record, with what the
/// event log comes to at the position of each: balances per asset and account, orders, trades,
/// ledger, candles, and Kafka's records. The truth is made once and goes on from check to check;
/// its rows stand in a scratch file in the data directory. The venue may run. Used by one thread.
class Reconciler {
public:
    Reconciler(platform::FileSystem& file_system, const Configuration& configuration,
               SinkIdentity identity);
    Reconciler(const Reconciler&) = delete;
    Reconciler& operator=(const Reconciler&) = delete;
    /// Removes the scratch file.
    ~Reconciler();

    /// Compares all of them once. `only`: the copy of that name; empty: each.
    [[nodiscard]] std::vector<CopyReport> compare(const std::string& only);

private:
    /// What a copy says of itself, before the truth is brought to its position.
    struct Statement {
        CopyReport report;
        std::optional<sinks::HistorySummary> history;
        std::optional<sinks::KafkaSummary> kafka;
    };

    [[nodiscard]] std::vector<Statement> ask_copies(const std::string& only);
    [[nodiscard]] Statement ask_history(const std::string& name, const OpenHistory& open);
    [[nodiscard]] Statement ask_kafka();
    void judge(Statement& statement);
    [[nodiscard]] Result<sinks::HistorySummary, std::string> truth_at(Sequence position);
    [[nodiscard]] std::string bring(sinks::SinkTarget& target, Sequence position);

    platform::FileSystem& file_system_;
    const Configuration configuration_;
    const SinkIdentity identity_;
    const std::filesystem::path scratch_;
    std::unique_ptr<sinks::SinkTarget> truth_;
    std::unique_ptr<sinks::KafkaTruth> kafka_truth_ = sinks::make_kafka_truth();
};

/// What two summaries of the same position differ in.
[[nodiscard]] std::vector<std::string> differences_of(const sinks::KafkaSummary& copy,
                                                      const sinks::KafkaSummary& truth);

}  // namespace outcry::app
