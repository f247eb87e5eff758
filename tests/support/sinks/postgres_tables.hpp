#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "outcry/domain/event.hpp"
#include "outcry/sinks/sink_target.hpp"

#include "support/sinks/postgres_server.hpp"

namespace outcry::test {

struct BatchOptions {
    std::size_t commands_max = 100;
    std::uint64_t epoch = 1;
    Sequence position;  // of the target; what comes before is skipped
};

/// Writes all events behind the position; the first failure, if any.
[[nodiscard]] sinks::SinkResult<void> try_write_in_batches(sinks::SinkTarget& target,
                                                           std::span<const Event> events,
                                                           const BatchOptions& options);
/// The same, where no failure is expected.
void write_in_batches(sinks::SinkTarget& target, std::span<const Event> events,
                      const BatchOptions& options);

/// Opens and writes, again and again, until all events are there: what the sink's loop does.
void write_through_faults(sinks::SinkTarget& target, std::span<const Event> events,
                          BatchOptions options);

/// Compares each table, row by row, with what the obvious tables say.
void expect_tables(const PostgresServer& server, std::span<const Event> events);

}  // namespace outcry::test
