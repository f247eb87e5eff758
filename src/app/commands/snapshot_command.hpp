#pragma once

namespace CLI {
class App;
}

namespace outcry::app {

/// `outcry snapshot` and `outcry state-hash`: work on the data directory of a stopped venue.
void add_snapshot_commands(CLI::App& root, int& exit_code);

}  // namespace outcry::app
