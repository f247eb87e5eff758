#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "outcry/domain/event.hpp"
#include "outcry/sinks/kafka_target.hpp"

namespace outcry::test {

inline constexpr std::size_t commands_per_batch = 200;

/// The same events for every process of a test.
[[nodiscard]] std::vector<Event> events_to_copy(std::size_t command_count);

[[nodiscard]] sinks::KafkaOptions options_for(const std::string& servers,
                                              const std::string& prefix);

/// Where a test disturbs.
struct CopyHooks {
    std::function<void()> before_open = [] {};
    std::function<void()> before_write = [] {};
};

/// What a sink's loop does: opens, goes on behind the target's position, opens again after every
/// `unavailable`. Returns the refusal that ended it, or an empty text when all is written.
[[nodiscard]] std::string copy_all(sinks::SinkTarget& target, std::span<const Event> events,
                                   const CopyHooks& hooks = {});

/// Compares every topic, as a consumer of committed records sees it, with the records that the
/// events ought to become: the same per key, in order, nothing twice.
void expect_copied(const std::string& servers, const std::string& prefix,
                   std::span<const Event> events);

}  // namespace outcry::test
