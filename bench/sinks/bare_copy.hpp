#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "outcry/domain/event.hpp"

#include "support/sinks/postgres_server.hpp"

namespace outcry::bench {

/// What a program without us would do: `psql` copies rows that are ready into tables of the same
/// schema, with the same indexes and partitions, in as many transactions as the sink made.
class BareCopy {
public:
    /// Takes the rows that the sink's server holds now.
    BareCopy(const test::PostgresServer& filled_by_sink, std::size_t transaction_count);
    BareCopy(const BareCopy&) = delete;
    BareCopy& operator=(const BareCopy&) = delete;
    ~BareCopy();

    /// Makes the tables of an empty server, with the partitions of these events.
    static void prepare(const test::PostgresServer& empty, std::span<const Event> events);
    /// Seconds that psql takes for all rows.
    [[nodiscard]] double run(const test::PostgresServer& prepared) const;

private:
    std::filesystem::path directory_;
};

}  // namespace outcry::bench
