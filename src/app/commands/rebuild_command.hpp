#pragma once

namespace CLI {
class App;
}

namespace outcry::app {

/// `outcry rebuild`: makes a sink anew from archive and journal.
void add_rebuild_command(CLI::App& root, int& exit_code);

/// `outcry reconcile`: compares the copies with the event log.
void add_reconcile_command(CLI::App& root, int& exit_code);

}  // namespace outcry::app
