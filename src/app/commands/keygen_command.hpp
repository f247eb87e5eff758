#pragma once

namespace CLI {
class App;
}

namespace outcry::app {

/// Adds `outcry keygen` to the command line; the exit code is set when it has run.
void add_keygen_command(CLI::App& root, int& exit_code);

}  // namespace outcry::app
