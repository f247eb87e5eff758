#pragma once

namespace CLI {
class App;
}

namespace outcry::app {

/// `outcry admin …`: a command for each row of `operator_calls()`, and what the admin address
/// offers beside them.
void add_admin_command(CLI::App& root, int& exit_code);

}  // namespace outcry::app
