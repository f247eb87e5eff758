#include "outcry/telemetry/registry.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <iterator>
#include <map>
#include <mutex>
#include <span>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

namespace outcry::telemetry {
namespace {

constexpr std::array<std::uint64_t, 25> nanosecond_bounds{
    100,         200,           500,           1'000,         2'000,
    5'000,       10'000,        20'000,        50'000,        100'000,
    200'000,     500'000,       1'000'000,     2'000'000,     5'000'000,
    10'000'000,  20'000'000,    50'000'000,    100'000'000,   200'000'000,
    500'000'000, 1'000'000'000, 2'000'000'000, 5'000'000'000, 10'000'000'000};
constexpr std::array<std::uint64_t, 17> plain_bounds{
    1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536};

struct Quantile {
    Percentile share;
    std::string_view text;
};
constexpr std::array<Quantile, 6> quantiles{
    {{p50, "0.5"}, {p90, "0.9"}, {p99, "0.99"}, {p99_9, "0.999"}, {p99_99, "0.9999"}, {p100, "1"}}};

bool is_metric_name(std::string_view name) {
    return name.starts_with("outcry_") && std::ranges::all_of(name, [](char letter) {
               return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                      letter == '_';
           });
}

void append_escaped(std::string& text, std::string_view value) {
    for (const char letter : value) {
        switch (letter) {
            case '\\': text += "\\\\"; break;
            case '"': text += "\\\""; break;
            case '\n': text += "\\n"; break;
            default: text += letter;
        }
    }
}

/// `stage="core",gateway="0"`, without braces, so that `le` and `quantile` can join.
std::string label_text(const std::vector<Label>& labels) {
    std::string text;
    for (const Label& label : labels) {
        if (!text.empty()) text += ',';
        text += label.name;
        text += "=\"";
        append_escaped(text, label.value);
        text += '"';
    }
    return text;
}

std::string number_text(std::uint64_t value, HistogramUnit unit) {
    if (unit == HistogramUnit::plain) return fmt::format("{}", value);
    constexpr std::uint64_t nanoseconds_per_second = 1'000'000'000;
    std::string text =
        fmt::format("{}.{:09}", value / nanoseconds_per_second, value % nanoseconds_per_second);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

void append_line(std::string& text, std::string_view name, std::string_view suffix,
                 std::string_view labels, std::string_view value) {
    text.append(name).append(suffix);
    if (!labels.empty()) text.append("{").append(labels).append("}");
    text.append(" ").append(value).append("\n");
}

std::string with_label(std::string_view labels, std::string_view name, std::string_view value) {
    return fmt::format("{}{}{}=\"{}\"", labels, labels.empty() ? "" : ",", name, value);
}

void append_header(std::string& text, std::string_view name, std::string_view help,
                   std::string_view type) {
    fmt::format_to(std::back_inserter(text), "# HELP {} {}\n# TYPE {} {}\n", name, help, name,
                   type);
}

struct Distribution {
    Histogram values;
    HistogramUnit unit{};
};
using Sample = std::function<std::int64_t()>;
// Indirect, so that addresses stay and a counter costs no more than its line.
using Metric = std::variant<std::unique_ptr<Counter>, std::unique_ptr<Gauge>,
                            std::unique_ptr<Distribution>, Sample>;

struct Series {
    std::string labels;
    Metric metric;
};

struct Family {
    std::string name;
    std::string help;
    std::string_view type;
    std::vector<Series> series;
};

void append_histogram(std::string& text, const Family& family, const Series& series) {
    const Distribution& distribution = *std::get<std::unique_ptr<Distribution>>(series.metric);
    const HistogramSnapshot snapshot = distribution.values.snapshot();
    const bool is_time = distribution.unit == HistogramUnit::nanoseconds;
    const std::span<const std::uint64_t> bounds =
        is_time ? std::span<const std::uint64_t>{nanosecond_bounds}
                : std::span<const std::uint64_t>{plain_bounds};
    for (const std::uint64_t bound : bounds) {
        append_line(text, family.name, "_bucket",
                    with_label(series.labels, "le", number_text(bound, distribution.unit)),
                    fmt::format("{}", snapshot.count_up_to(bound)));
    }
    const std::string count = fmt::format("{}", snapshot.count());
    append_line(text, family.name, "_bucket", with_label(series.labels, "le", "+Inf"), count);
    append_line(text, family.name, "_sum", series.labels,
                number_text(snapshot.sum(), distribution.unit));
    append_line(text, family.name, "_count", series.labels, count);
}

/// Percentiles since the start: a family of their own, since one family has one type.
void append_quantiles(std::string& text, const Family& family) {
    const std::string name = family.name + "_quantile";
    append_header(text, name, family.help + ": quantiles since the start", "gauge");
    for (const Series& series : family.series) {
        const Distribution& distribution = *std::get<std::unique_ptr<Distribution>>(series.metric);
        const HistogramSnapshot snapshot = distribution.values.snapshot();
        for (const Quantile& quantile : quantiles) {
            append_line(text, name, "", with_label(series.labels, "quantile", quantile.text),
                        number_text(snapshot.percentile(quantile.share), distribution.unit));
        }
    }
}

void append_series(std::string& text, const Family& family, const Series& series) {
    if (const auto* counter = std::get_if<std::unique_ptr<Counter>>(&series.metric)) {
        append_line(text, family.name, "", series.labels, fmt::format("{}", (*counter)->value()));
    } else if (const auto* gauge = std::get_if<std::unique_ptr<Gauge>>(&series.metric)) {
        append_line(text, family.name, "", series.labels, fmt::format("{}", (*gauge)->value()));
    } else if (const auto* sample = std::get_if<Sample>(&series.metric)) {
        append_line(text, family.name, "", series.labels, fmt::format("{}", (*sample)()));
    } else {
        append_histogram(text, family, series);
    }
}

}  // namespace

class Registry::Implementation {
public:
    Series& add(MetricName name, std::string_view type, Metric metric) {
        OUTCRY_ASSERT(is_metric_name(name.name));
        const std::string labels = label_text(name.labels);
        const std::scoped_lock lock{mutex_};
        Family& family = families_[name.name];
        if (family.series.empty()) {
            family = {.name = name.name, .help = std::move(name.help), .type = type, .series = {}};
        }
        OUTCRY_ASSERT(family.type == type);
        // A series has one writer; who wants the same name twice would be the second.
        OUTCRY_ASSERT(std::ranges::find(family.series, labels, &Series::labels) ==
                      family.series.end());
        return family.series.emplace_back(Series{labels, std::move(metric)});
    }

    void render_to(std::string& text) const {
        const std::scoped_lock lock{mutex_};
        for (const auto& [name, family] : families_) {
            append_header(text, name, family.help, family.type);
            for (const Series& series : family.series) append_series(text, family, series);
            if (family.type == "histogram") append_quantiles(text, family);
        }
    }

    const Histogram* find_histogram(std::string_view name, const std::string& labels) const {
        const std::scoped_lock lock{mutex_};
        const auto family = families_.find(name);
        if (family == families_.end() || family->second.type != "histogram") return nullptr;
        for (const Series& series : family->second.series) {
            if (series.labels != labels) continue;
            return &std::get<std::unique_ptr<Distribution>>(series.metric)->values;
        }
        return nullptr;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, Family, std::less<>> families_;
};

Registry::Registry() : implementation_{std::make_unique<Implementation>()} {}
Registry::~Registry() = default;

Counter& Registry::counter(MetricName name) {
    auto counter = std::make_unique<Counter>();
    Counter& result = *counter;
    implementation_->add(std::move(name), "counter", std::move(counter));
    return result;
}

Gauge& Registry::gauge(MetricName name) {
    auto gauge = std::make_unique<Gauge>();
    Gauge& result = *gauge;
    implementation_->add(std::move(name), "gauge", std::move(gauge));
    return result;
}

Histogram& Registry::histogram(MetricName name, HistogramUnit unit) {
    OUTCRY_ASSERT(unit == HistogramUnit::plain || name.name.ends_with("_seconds"));
    auto distribution = std::make_unique<Distribution>();
    distribution->unit = unit;
    Histogram& result = distribution->values;
    implementation_->add(std::move(name), "histogram", std::move(distribution));
    return result;
}

void Registry::sampled_gauge(MetricName name, std::function<std::int64_t()> sample) {
    implementation_->add(std::move(name), "gauge", std::move(sample));
}

std::string Registry::render() const {
    std::string text;
    render_to(text);
    return text;
}

void Registry::render_to(std::string& text) const { implementation_->render_to(text); }

const Histogram* Registry::find_histogram(std::string_view name,
                                          const std::vector<Label>& labels) const {
    return implementation_->find_histogram(name, label_text(labels));
}

}  // namespace outcry::telemetry
