#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <thread>

#include "outcry/gateway/history_source.hpp"
#include "outcry/sinks/history.hpp"
#include "outcry/telemetry/registry.hpp"

namespace outcry::app {

/// Questions that wait for the query thread; one more is refused.
inline constexpr std::size_t history_questions_max = 1'024;
/// How long a question waits for the history to hold what the views have forgotten.
inline constexpr std::int64_t history_wait_ms_max = 5'000;

struct HistoryServicePorts {
    /// Opens it; again after a failure. Called by the query thread.
    std::function<sinks::SinkResult<std::unique_ptr<sinks::History>>()> open;
    std::function<void(std::string_view line)> notice;
    telemetry::Registry& registry;
};

/// The thread `history-query`: answers what the gateways' views have forgotten, one question after
/// the other. A database that is away costs those who ask for old history an error, nobody else
/// anything. Made and stopped by one thread; must be stopped before the gateways go.
class HistoryService final : public gateway::HistorySource {
public:
    explicit HistoryService(HistoryServicePorts ports);
    ~HistoryService() override;

    [[nodiscard]] bool try_ask(const gateway::HistoryQuestion& question, Deliver deliver) override;
    /// Answers what waits with "not available" and ends the thread. False when a database that
    /// says nothing keeps it: then it is left behind, and the process must not wait for it.
    [[nodiscard]] bool stop();

private:
    class Worker;
    std::shared_ptr<Worker> worker_;  // shared with the thread, which may be left behind
    std::thread thread_;
};

/// Rows of the tables as the views have them.
[[nodiscard]] views::OrderRecord record_of(const sinks::OrderRow& row) noexcept;
[[nodiscard]] views::TradeRecord record_of(const sinks::TradeRow& row,
                                           const sinks::InstrumentAssets& assets) noexcept;

}  // namespace outcry::app
