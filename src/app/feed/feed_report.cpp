#include "app/feed/feed_report.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "outcry/telemetry/percentile_text.hpp"

namespace outcry::app {
namespace {

/// A server whose refusals name an order each would otherwise fill the memory.
constexpr std::size_t refusal_kinds_max = 64;

std::string microseconds(std::uint64_t nanoseconds) {
    return fmt::format("{}.{}", nanoseconds / 1000, nanoseconds % 1000 / 100);
}

}  // namespace

void FeedReport::count(const ApiAnswer& answer) {
    if (answer.is_success()) {
        ++accepted_count_;
        return;
    }
    if (answer.is_overload()) ++overload_count_;
    std::pair<std::int64_t, std::string> kind{answer.error_code, answer.error_text};
    if (refused_.size() >= refusal_kinds_max && !refused_.contains(kind)) kind.second = "(other)";
    ++refused_[kind];
}

void FeedReport::on_load_answer(const ApiAnswer& answer) {
    ++load_count_;
    count(answer);
}

void FeedReport::on_answer(const ApiAnswer& answer, std::chrono::nanoseconds since_intended) {
    count(answer);
    latency_ns_.record(
        static_cast<std::uint64_t>(std::max<std::int64_t>(since_intended.count(), 0)));
}

void FeedReport::finish(std::chrono::nanoseconds measured_for,
                        std::uint64_t unanswered_count) noexcept {
    measured_for_ = measured_for;
    unanswered_count_ = unanswered_count;
}

std::uint64_t FeedReport::answer_count() const noexcept {
    return load_count_ + latency_ns_.count();
}

std::string FeedReport::text() const {
    const telemetry::HistogramSnapshot latency = latency_ns_.snapshot();
    const auto nanoseconds = static_cast<std::uint64_t>(measured_for_.count());
    const std::uint64_t rate = nanoseconds == 0 ? 0 : latency.count() * 1'000'000'000 / nanoseconds;
    std::uint64_t refused_count = 0;
    for (const auto& [kind, count] : refused_) refused_count += count;

    std::string text;
    auto out = std::back_inserter(text);
    fmt::format_to(out, "rows        {}\n", row_count_);
    fmt::format_to(out, "answers     {} ({} of them book load, which is not measured)\n",
                   load_count_ + latency.count(), load_count_);
    fmt::format_to(out, "unanswered  {}\n", unanswered_count_);
    fmt::format_to(out, "accepted    {}\n", accepted_count_);
    fmt::format_to(out, "refused     {}\n", refused_count);
    for (const auto& [kind, count] : refused_) {
        fmt::format_to(out, "  {:>6} {:<60} {}\n", kind.first, kind.second, count);
    }
    fmt::format_to(out, "overload    {} (refused for load or rate limits)\n", overload_count_);
    fmt::format_to(out, "rate        {} requests/s over {} ms\n", rate, nanoseconds / 1'000'000);
    fmt::format_to(out, "time to ack from the intended send time, us\n");
    using telemetry::Percentile;
    const std::pair<const char*, Percentile> shares[] = {
        {"p50", telemetry::p50},     {"p90", telemetry::p90},       {"p99", telemetry::p99},
        {"p99.9", telemetry::p99_9}, {"p99.99", telemetry::p99_99},
    };
    for (const auto& [name, share] : shares) {
        fmt::format_to(out, "  {:<8} {:>12}\n", name, microseconds(latency.percentile(share)));
    }
    fmt::format_to(out, "  {:<8} {:>12}\n", "max", microseconds(latency.maximum()));
    return text;
}

std::string FeedReport::hgrm() const {
    return telemetry::percentile_text(latency_ns_.snapshot(), {.unit_divisor = 1000});
}

}  // namespace outcry::app
