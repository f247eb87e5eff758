#pragma once

namespace CLI {
class App;
}

namespace outcry::app {

/// `outcry journal verify|dump|bench`: looks at a journal and at the disk under it.
void add_journal_command(CLI::App& root, int& exit_code);

}  // namespace outcry::app
