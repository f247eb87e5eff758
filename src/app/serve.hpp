#pragma once

#include "app/configuration.hpp"
#include "app/venue/recovery.hpp"

namespace outcry::app {

/// Recovers, seeds, serves until SIGINT or SIGTERM, and stops cleanly. The exit code of the
/// process: 0, 2 for a configuration that cannot be, 65 for damaged data, 1 for everything else.
[[nodiscard]] int run_server(const Configuration& configuration, TailLoss tail_loss);

}  // namespace outcry::app
