#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/telemetry/histogram.hpp"
#include "outcry/telemetry/metric.hpp"

namespace outcry::telemetry {

struct Label {
    std::string name;
    std::string value;
};

/// What is needed to register a series. `name` starts with `outcry_`, in Prometheus' characters;
/// histograms of nanoseconds end in `_seconds`.
struct MetricName {
    std::string name;
    std::string help;
    std::vector<Label> labels = {};
};

/// What a histogram's values are, which decides its bounds and how they are written.
enum class HistogramUnit : std::uint8_t {
    nanoseconds,  // rendered in seconds
    plain,        // sizes and counts
};

/// Owns every metric of the process and gives each its name. Register at start; the references
/// stay valid as long as the registry. `render` may be called from any thread at any time: a mutex
/// covers the list of series, never their values.
class Registry {
public:
    Registry();
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    [[nodiscard]] Counter& counter(MetricName name);
    [[nodiscard]] Gauge& gauge(MetricName name);
    [[nodiscard]] Histogram& histogram(MetricName name,
                                       HistogramUnit unit = HistogramUnit::nanoseconds);
    /// A gauge that is asked when it is rendered, on the rendering thread; `sample` must be safe
    /// there, and what it reads must live as long as the registry.
    void sampled_gauge(MetricName name, std::function<std::int64_t()> sample);

    /// All series in Prometheus' text format 0.0.4.
    [[nodiscard]] std::string render() const;
    /// Appends to `text`, whose memory may so be used again.
    void render_to(std::string& text) const;

    /// The histogram of this name and these labels, or null: for summaries at the end of a run.
    [[nodiscard]] const Histogram* find_histogram(std::string_view name,
                                                  const std::vector<Label>& labels) const;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::telemetry
