#include "app/commands/serve_command.hpp"

#include <cstdio>
#include <cstdlib>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/configuration.hpp"
#include "app/serve.hpp"

namespace outcry::app {
namespace {

constexpr int exit_code_of_wrong_usage = 2;

struct Flags {
    std::string config;
    std::string data;
    std::string seed;
    std::string listen;
    std::string admin_listen;
    std::string durability;
    std::vector<std::string> settings;
    bool accepts_tail_loss = false;
    bool prints_configuration = false;
};

/// Flags of their own name are short for `--set section.key=value`; an explicit `--set` wins.
Result<ConfigurationSources, std::string> sources_of(const Flags& flags) {
    ConfigurationSources sources;
    sources.environment = [](const char* name) { return std::getenv(name); };
    if (!flags.config.empty()) sources.file = flags.config;
    const auto add = [&](const char* key, const std::string& value) {
        if (!value.empty()) sources.flags.emplace_back(key, value);
    };
    add("server.data", flags.data);
    add("server.seed", flags.seed);
    add("server.listen", flags.listen);
    add("server.admin_listen", flags.admin_listen);
    add("journal.durability", flags.durability);
    for (const std::string& setting : flags.settings) {
        const std::size_t equals = setting.find('=');
        if (equals == std::string::npos)
            return Failure{"--set " + setting + ": must be section.key=value"};
        sources.flags.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
    }
    return sources;
}

int serve(const Flags& flags) {
    const auto refuse = [](const std::string& message) {
        std::fprintf(stderr, "outcry serve: %s\n", message.c_str());
        return exit_code_of_wrong_usage;
    };
    const auto sources = sources_of(flags);
    if (!sources) return refuse(sources.error());
    const auto configuration = load_configuration(*sources);
    if (!configuration) return refuse(configuration.error().message);
    if (flags.prints_configuration) {
        std::fputs(print_configuration(*configuration).c_str(), stdout);
        return 0;
    }
    return run_server(*configuration,
                      flags.accepts_tail_loss ? TailLoss::accepted : TailLoss::refused);
}

}  // namespace

void add_serve_command(CLI::App& root, int& exit_code) {
    const auto flags = std::make_shared<Flags>();
    CLI::App* const command = root.add_subcommand("serve", "run the exchange");
    command->add_option("--config", flags->config, "TOML file with settings");
    command->add_option("--data", flags->data, "directory of journal, snapshots and secrets");
    command->add_option("--seed", flags->seed, "JSON file that fills an empty venue");
    command->add_option("--listen", flags->listen, "ADDRESS:PORT of REST and WebSocket");
    command->add_option("--admin-listen", flags->admin_listen, "ADDRESS:PORT of health, metrics");
    command->add_option("--durability", flags->durability, "disk (default) or memory");
    command->add_option("--set", flags->settings, "section.key=value; may be repeated");
    command->add_flag("--accept-tail-loss", flags->accepts_tail_loss,
                      "start although the journal's tail is corrupt; a copy of it is kept");
    command->add_flag("--print-config", flags->prints_configuration,
                      "print every setting with its meaning and exit");
    command->callback([flags, &exit_code] { exit_code = serve(*flags); });
}

}  // namespace outcry::app
