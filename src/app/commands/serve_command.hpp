#pragma once

namespace CLI {
class App;
}

namespace outcry::app {

/// `outcry serve`: runs the venue until SIGINT or SIGTERM.
void add_serve_command(CLI::App& root, int& exit_code);

}  // namespace outcry::app
