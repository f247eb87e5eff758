#include <CLI/CLI.hpp>

#include "app/commands/admin_command.hpp"
#include "app/commands/conformance_command.hpp"
#include "app/commands/feed_command.hpp"
#include "app/commands/journal_command.hpp"
#include "app/commands/keygen_command.hpp"
#include "app/commands/rebuild_command.hpp"
#include "app/commands/replay_command.hpp"
#include "app/commands/serve_command.hpp"
#include "app/commands/snapshot_command.hpp"
#include "app/commands/watch_command.hpp"

namespace {

constexpr int exit_code_of_wrong_usage = 2;

}  // namespace

int main(int argc, char** argv) {
    CLI::App root{"outcry: an exchange in one process"};
    root.require_subcommand(1);
    root.failure_message(CLI::FailureMessage::help);
    int exit_code = 0;
    outcry::app::add_serve_command(root, exit_code);
    outcry::app::add_replay_command(root, exit_code);
    outcry::app::add_feed_command(root, exit_code);
    outcry::app::add_watch_command(root, exit_code);
    outcry::app::add_conformance_command(root, exit_code);
    outcry::app::add_journal_command(root, exit_code);
    outcry::app::add_snapshot_commands(root, exit_code);
    outcry::app::add_rebuild_command(root, exit_code);
    outcry::app::add_reconcile_command(root, exit_code);
    outcry::app::add_keygen_command(root, exit_code);
    outcry::app::add_admin_command(root, exit_code);
    try {
        root.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        // Help and version are successes; everything else is wrong usage.
        return root.exit(error) == 0 ? 0 : exit_code_of_wrong_usage;
    }
    return exit_code;
}
