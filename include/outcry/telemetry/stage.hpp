#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "outcry/telemetry/registry.hpp"

namespace outcry::telemetry {

/// The stages of an order's way through the venue, in its order.
enum class Stage : std::uint8_t {
    read,     // bytes read from the socket -> command pushed to the ring
    ring,     // waiting for the core
    core,     // taken from the ring -> events pushed
    journal,  // until the command is durable
    publish,  // until the publisher has released its events
    written,  // until the answer is given to the socket
};

inline constexpr std::array<Stage, 6> stages{Stage::read,    Stage::ring,    Stage::core,
                                             Stage::journal, Stage::publish, Stage::written};

[[nodiscard]] std::string_view name_of(Stage stage) noexcept;

/// Registers `outcry_stage_seconds{stage="…"}`. Every thread that records needs its own: tell them
/// apart by further labels.
[[nodiscard]] Histogram& stage_histogram(Registry& registry, Stage stage,
                                         const std::vector<Label>& labels = {});

}  // namespace outcry::telemetry
