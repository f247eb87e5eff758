#include "app/sinks/reconciler.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "outcry/sinks/sqlite_history.hpp"

#include "app/sinks/rebuild.hpp"
#include "app/sinks/reconcile.hpp"

namespace outcry::app {

std::vector<std::string> differences_of(const sinks::KafkaSummary& copy,
                                        const sinks::KafkaSummary& truth) {
    std::vector<std::string> differences;
    for (std::size_t i = 0; i < copy.topics.size(); ++i) {
        const sinks::TableSummary& found = copy.topics[i];
        const sinks::TableSummary& expected = truth.topics[i];
        const std::string_view name = sinks::kafka_topic_name(i);
        if (found.row_count != expected.row_count)
            differences.push_back(fmt::format("topic {}: it has {} records, the venue makes {}",
                                              name, found.row_count, expected.row_count));
        else if (found.digest != expected.digest)
            differences.push_back(
                fmt::format("topic {}: of its {} records some differ", name, found.row_count));
    }
    return differences;
}

Reconciler::Reconciler(platform::FileSystem& file_system, const Configuration& configuration,
                       SinkIdentity identity)
    : file_system_{file_system},
      configuration_{configuration},
      identity_{std::move(identity)},
      scratch_{identity_.data / "reconcile.sqlite"} {
    // One that a killed process left may be of other events.
    sinks::remove_sqlite_history(scratch_);
    truth_ = sinks::make_sqlite_target(
        {.path = scratch_, .journal = identity_.journal, .epoch = identity_.epoch});
}

Reconciler::~Reconciler() {
    truth_.reset();
    sinks::remove_sqlite_history(scratch_);
}

std::vector<CopyReport> Reconciler::compare(const std::string& only) {
    std::vector<Statement> statements = ask_copies(only);
    // The truth only goes forward.
    std::ranges::stable_sort(statements, {},
                             [](const Statement& statement) { return statement.report.sequence; });
    std::vector<CopyReport> reports;
    for (Statement& statement : statements) {
        if (statement.report.failure.empty()) judge(statement);
        reports.push_back(std::move(statement.report));
    }
    return reports;
}

std::vector<Reconciler::Statement> Reconciler::ask_copies(const std::string& only) {
    const auto is_meant = [&only](std::string_view name) { return only.empty() || only == name; };
    std::vector<Statement> statements;
    Configuration one = configuration_;
    if (configuration_.history.enabled && is_meant("history")) {
        one.postgres.enabled = false;
        const auto open = history_opener(file_system_, one, identity_.data);
        statements.push_back(ask_history("history", *open));
    }
    if (configuration_.postgres.enabled && is_meant("postgres")) {
        one.postgres.enabled = true;
        const auto open = history_opener(file_system_, one, identity_.data);
        if (open) statements.push_back(ask_history("postgres", *open));
        if (!open) statements.push_back({.report = {.name = "postgres", .failure = open.error()}});
    }
    if (configuration_.kafka.enabled && is_meant("kafka")) statements.push_back(ask_kafka());
    return statements;
}

Reconciler::Statement Reconciler::ask_history(const std::string& name, const OpenHistory& open) {
    Statement statement{.report = {.name = name}};
    const auto history = open();
    if (!history) {
        statement.report.failure = history.error().text;
        return statement;
    }
    auto summary = (*history)->summary();
    if (!summary) {
        statement.report.failure = summary.error().text;
        return statement;
    }
    statement.report.sequence = summary->position;
    statement.history = std::move(*summary);
    return statement;
}

Reconciler::Statement Reconciler::ask_kafka() {
    Statement statement{.report = {.name = "kafka"}};
    const auto options = kafka_options(file_system_, configuration_.kafka);
    if (!options) {
        statement.report.failure = options.error();
        return statement;
    }
    auto summary = sinks::read_kafka_summary(*options);
    if (!summary) {
        statement.report.failure = summary.error().text;
        return statement;
    }
    statement.report.sequence = summary->position;
    statement.kafka = *summary;
    return statement;
}

void Reconciler::judge(Statement& statement) {
    CopyReport& report = statement.report;
    if (statement.history) {
        const auto truth = truth_at(report.sequence);
        if (!truth) {
            report.failure = truth.error();
            return;
        }
        report.differences = app::differences_of(*statement.history, *truth);
        return;
    }
    report.failure = bring(*kafka_truth_, report.sequence);
    if (report.failure.empty())
        report.differences = differences_of(*statement.kafka, kafka_truth_->summary());
}

Result<sinks::HistorySummary, std::string> Reconciler::truth_at(Sequence position) {
    if (const std::string failure = bring(*truth_, position); !failure.empty())
        return Failure{failure};
    auto history = sinks::open_sqlite_history(scratch_);
    if (!history) return Failure{history.error().text};
    auto summary = (*history)->summary();
    if (!summary) return Failure{summary.error().text};
    return std::move(*summary);
}

/// Empty: the target holds all commands up to the position. What failed is one line.
std::string Reconciler::bring(sinks::SinkTarget& target, Sequence position) {
    const auto written = write_all_events(file_system_, target,
                                          {.data = identity_.data,
                                           .configuration = configuration_,
                                           .origin = EventOrigin::event_log,
                                           .last = position});
    if (!written) return written.error();
    if (written->sequence != position)
        return fmt::format("the events of the venue end at command {}, before {}",
                           written->sequence.value(), position.value());
    return {};
}

}  // namespace outcry::app
