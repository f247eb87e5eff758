#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "outcry/telemetry/histogram.hpp"

#include "app/client/api_answer.hpp"

namespace outcry::app {

/// What became of the requests of a feed. Owned by one thread.
class FeedReport {
public:
    void on_row() noexcept { ++row_count_; }
    void on_load_answer(const ApiAnswer& answer);
    void on_answer(const ApiAnswer& answer, std::chrono::nanoseconds since_intended);
    void finish(std::chrono::nanoseconds measured_for, std::uint64_t unanswered_count) noexcept;

    [[nodiscard]] std::string text() const;
    /// Times to the ack in microseconds, as `.hgrm` text.
    [[nodiscard]] std::string hgrm() const;
    [[nodiscard]] std::uint64_t answer_count() const noexcept;

private:
    void count(const ApiAnswer& answer);

    std::uint64_t row_count_ = 0;
    std::uint64_t load_count_ = 0;
    std::uint64_t accepted_count_ = 0;
    std::uint64_t overload_count_ = 0;
    std::uint64_t unanswered_count_ = 0;
    std::chrono::nanoseconds measured_for_{};
    std::map<std::pair<std::int64_t, std::string>, std::uint64_t> refused_;
    telemetry::Histogram latency_ns_;
};

}  // namespace outcry::app
