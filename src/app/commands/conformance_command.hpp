#pragma once

namespace CLI {
class App;
}

namespace outcry::app {

/// Adds `outcry conformance`; its callback sets `exit_code`.
void add_conformance_command(CLI::App& root, int& exit_code);

}  // namespace outcry::app
