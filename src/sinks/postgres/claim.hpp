#pragma once

#include "outcry/sinks/postgres.hpp"
#include "outcry/sinks/projection.hpp"

#include "sinks/postgres/session.hpp"

namespace outcry::sinks::postgres {

/// The name of a writer's connections: by it a later writer finds those that it may end.
[[nodiscard]] std::string application_name_of(const PostgresWriterOptions& options);

/// Makes this connection the only one that may move the position, and returns that. Ends
/// connections of older epochs and this writer's own former ones, which a cut network may have left
/// behind; a live writer of the same epoch keeps its place. Throws what pqxx throws.
[[nodiscard]] SinkResult<SinkPosition> claim_position(Session& session,
                                                      const PostgresWriterOptions& options);

/// Gives the projection the assets and instruments of the tables. Throws what pqxx throws.
[[nodiscard]] SinkResult<void> load_projection(Session& session, const PostgresAddress& address,
                                               Projection& projection);

}  // namespace outcry::sinks::postgres
