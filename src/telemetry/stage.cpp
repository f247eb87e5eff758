#include "outcry/telemetry/stage.hpp"

#include <string>

#include "outcry/base/assert.hpp"

namespace outcry::telemetry {

std::string_view name_of(Stage stage) noexcept {
    switch (stage) {
        case Stage::read: return "read";
        case Stage::ring: return "ring";
        case Stage::core: return "core";
        case Stage::journal: return "journal";
        case Stage::publish: return "publish";
        case Stage::written: return "written";
    }
    OUTCRY_UNREACHABLE();
}

Histogram& stage_histogram(Registry& registry, Stage stage, const std::vector<Label>& labels) {
    std::vector<Label> all{{"stage", std::string{name_of(stage)}}};
    all.insert(all.end(), labels.begin(), labels.end());
    return registry.histogram({.name = "outcry_stage_seconds",
                               .help = "Time that orders spend in each stage of their way",
                               .labels = std::move(all)});
}

}  // namespace outcry::telemetry
