#include "app/serve.hpp"

#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "outcry/gateway/tls_certificate.hpp"
#include "outcry/platform/core_files.hpp"
#include "outcry/platform/descriptor_limit.hpp"
#include "outcry/platform/posix_file_system.hpp"
#include "outcry/platform/signals.hpp"
#include "outcry/platform/whole_file.hpp"

#include "app/descriptor_budget.hpp"
#include "app/log/log.hpp"
#include "app/operator_api.hpp"
#include "app/pipeline.hpp"
#include "app/seed/seed.hpp"
#include "app/simulator/simulator.hpp"
#include "app/venue/bootstrap.hpp"
#include "app/venue/data_directory.hpp"
#include "app/venue/restart.hpp"
#include "app/venue/seeding.hpp"

namespace outcry::app {
namespace {

constexpr int exit_code_of_wrong_configuration = 2;
constexpr std::uint64_t documentation_size_max = std::uint64_t{8} << 20;  // of one file

/// Thrown and caught in this file only: one line for the operator and the exit code.
struct CannotServe {
    std::string message;
    int exit_code = 1;
};

template <class T>
T value_or_stop(Result<T, std::string> result, int exit_code = 1) {
    if (!result) throw CannotServe{result.error(), exit_code};
    return std::move(*result);
}

std::unique_ptr<platform::SignalReceiver> open_signals() {
    auto signals = platform::SignalReceiver::open({SIGINT, SIGTERM, SIGHUP});
    if (!signals) throw CannotServe{signals.error().text()};
    return std::move(*signals);
}

void say(const std::string& line) {
    std::fputs((line + "\n").c_str(), stdout);
    std::fflush(stdout);
}

bool is_loopback(const std::string& address) {
    in_addr v4{};
    if (inet_pton(AF_INET, address.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
    return address == "::1" || address == "localhost";
}

class Server {
public:
    Server(const Configuration& configuration, TailLoss tail_loss)
        : configuration_{configuration},
          signals_{open_signals()},
          log_{configuration.log.level},
          tail_loss_{tail_loss},
          directory_{value_or_stop(DataDirectory::open(file_system_, configuration.server.data))},
          seal_{open_seal()} {
        directory_.remove_addresses();
        if (!configuration.server.seed.empty())
            seed_ = value_or_stop(read_seed(configuration.server.seed),
                                  exit_code_of_wrong_configuration);
    }

    void run() {
        fit_connections();
        const std::string token = value_or_stop(directory_.admin_token());
        start_pipeline();
        AuditTrail audit_trail = value_or_stop(AuditTrail::open(directory_.path() / "audit.jsonl"));
        OperatorApi operator_api{configuration_,
                                 token,
                                 {*pipeline_, registry_, seal_, audit_trail, clock_,
                                  [this](std::string_view line) { log_.warning(line); }}};
        announce(operator_api.port());
        std::optional<Simulator> simulator = start_simulator();
        operator_api.set_ready(true);
        wait_for_the_end();
        log_.info("stopping: no new connections, answers under way are sent");
        operator_api.set_ready(false);
        if (simulator) simulator->stop();
        const auto stopped = pipeline_->stop();
        directory_.remove_addresses();
        if (!stopped) throw CannotServe{stopped.error()};
        if (const auto removed = file_system_.remove(directory_.running_marker()); !removed)
            log_.warning(removed.error().text());
        for (const std::string& name : pipeline_->sinks_left_behind())
            log_.warning(
                fmt::format("sink {} does not answer and is left behind; it goes on after the "
                            "next start",
                            name));
        log_.info(fmt::format("stopped cleanly at command {}; snapshot written",
                              pipeline_->status().applied.value()));
        // A thread that waits for its target for ever must not keep the process.
        if (pipeline_->sinks_left_behind().empty()) return;
        log_.close();
        std::_Exit(0);
    }

private:
    void wait_for_the_end();
    [[nodiscard]] std::string load_certificate();
    void read_documentation();
    gateway::SecretSeal open_seal();
    void fit_connections();
    void start_pipeline();
    void seed_venue(RecoveredVenue& venue, journal::JournalWriter& writer);
    void close_last_run(RecoveredVenue& venue, journal::JournalWriter& writer);
    void mark_as_running();
    void refuse_public_keys(const engine::Engine& engine) const;
    void write_settings();
    void drop_older_files(const SnapshotPlace& place);
    void announce(std::uint16_t admin_port);
    void print_curl(const std::string& http) const;
    [[nodiscard]] std::optional<Simulator> start_simulator();
    [[nodiscard]] const SeedKey* first_hmac_key() const;
    [[nodiscard]] static std::string address_of(const std::string& listen, std::uint16_t port);

    Configuration configuration_;
    std::unique_ptr<platform::SignalReceiver>
        signals_;  // before every thread, so that none gets one
    Log log_;      // before whoever writes to it: it goes last
    TailLoss tail_loss_;
    platform::PosixFileSystem file_system_;
    platform::SystemClock clock_;
    telemetry::Registry registry_;
    DataDirectory directory_;
    gateway::SecretSeal seal_;
    gateway::TlsCertificate certificate_;
    gateway::StaticFiles documentation_;
    std::optional<Seed> seed_;
    std::optional<Pipeline> pipeline_;
};

void Server::wait_for_the_end() {
    while (true) {
        if (signals_->wait() != SIGHUP) return;
        if (configuration_.server.tls_listen.empty()) continue;
        const std::string failure = load_certificate();
        if (failure.empty()) {
            log_.info("SIGHUP: the certificate was read again; open connections keep the old one");
        } else {
            log_.warning("SIGHUP: the certificate stays as it was: " + failure);
        }
    }
}

std::string Server::load_certificate() {
    return certificate_.load(
        {configuration_.server.tls_certificate.string(), configuration_.server.tls_key.string()});
}

void Server::read_documentation() {
    const std::filesystem::path& folder = configuration_.server.documentation;
    if (folder.empty()) return;
    for (const char* const name : {"swagger-ui-bundle.js", "swagger-ui.css"}) {
        auto content = platform::read_file(file_system_, folder / name, documentation_size_max);
        if (!content)
            throw CannotServe{fmt::format("server.documentation: {}: {}", (folder / name).string(),
                                          content.error().text()),
                              exit_code_of_wrong_configuration};
        documentation_.emplace(name, std::move(*content));
    }
}

gateway::SecretSeal Server::open_seal() {
    // Before the first secret is in memory.
    if (!configuration_.server.core_files) {
        const auto forbidden = platform::forbid_core_files();
        if (!forbidden) throw CannotServe{forbidden.error().text()};
    }
    const char* const environment = std::getenv("OUTCRY_SEAL_KEY");
    auto opened = value_or_stop(directory_.seal(environment == nullptr ? "" : environment,
                                                configuration_.server.seal_key_file),
                                exit_code_of_wrong_configuration);
    if (opened.was_made)
        log_.warning(
            fmt::format("made {}: who has it can read API secrets, who loses it loses them; keep "
                        "a copy elsewhere",
                        (directory_.path() / "seal.key").string()));
    return std::move(opened.seal);
}

void Server::fit_connections() {
    const auto descriptor_count = platform::raise_descriptor_limit();
    if (!descriptor_count) throw CannotServe{descriptor_count.error().text()};
    const std::uint64_t most =
        connections_within(*descriptor_count, configuration_.threads.gateways);
    if (most == 0)
        throw CannotServe{fmt::format("{} file descriptors (ulimit -Hn) leave none for connections",
                                      *descriptor_count)};
    if (configuration_.gateway.connections <= most) return;
    log_.warning(
        fmt::format("gateway.connections = {}: the system allows {} file descriptors (ulimit "
                    "-Hn), so a gateway takes {} connections",
                    configuration_.gateway.connections, *descriptor_count, most));
    configuration_.gateway.connections = most;
}

void Server::start_pipeline() {
    auto recovered =
        recover_venue(file_system_, directory_.path(), configuration_, {.tail_loss = tail_loss_});
    if (!recovered) throw CannotServe{recovered.error().message, recovered.error().exit_code};
    for (const std::string& note : recovered->notes) log_.warning(note);
    log_.info(recovered->report);
    journal::WriterOptions options;
    options.directory = directory_.journal();
    options.segment_size_bytes = configuration_.journal.segment_size_mib << 20;
    options.epoch = next(recovered->position.epoch);
    options.written_by = replayability(configuration_);
    auto writer = journal::JournalWriter::open(file_system_, options, recovered->position);
    if (!writer) throw CannotServe{writer.error().text};
    if (!writer->writes_are_direct())
        log_.warning(
            "the file system of the journal has no O_DIRECT: every write needs a sync of its own");
    seed_venue(*recovered, *writer);
    close_last_run(*recovered, *writer);
    refuse_public_keys(recovered->engine);
    write_settings();
    const SinkIdentity identity{directory_.path(), writer->position().journal, options.epoch};
    std::vector<NamedSinkTarget> sink_targets =
        value_or_stop(make_sink_targets(file_system_, configuration_, identity),
                      exit_code_of_wrong_configuration);
    const SnapshotPlace place{directory_.snapshots(), directory_.journal(),
                              directory_.journal_archive(), writer->position().journal,
                              options.epoch};
    read_documentation();
    const PipelineServices services{
        file_system_,
        clock_,
        registry_,
        seal_,
        directory_.journal(),
        directory_.event_log(),
        options.epoch,
        [this, place](const follower::Follower& follower) {
            auto written = app::write_snapshot(file_system_, place, configuration_, follower);
            if (!written)
                log_.warning("snapshot not written: " + written.error());
            else
                drop_older_files(place);
            return written;
        },
        [this](std::string_view line) { log_.warning(line); },
        &certificate_,
        value_or_stop(history_opener(file_system_, configuration_, directory_.path()),
                      exit_code_of_wrong_configuration),
        [this, identity] {
            return std::make_unique<Reconciler>(file_system_, configuration_, identity);
        },
        &documentation_};
    if (!configuration_.server.tls_listen.empty()) {
        const std::string failure = load_certificate();
        if (!failure.empty())
            throw CannotServe{"server.tls_certificate, server.tls_key: " + failure,
                              exit_code_of_wrong_configuration};
    }
    try {
        pipeline_.emplace(configuration_, services, std::move(*recovered), std::move(*writer),
                          std::move(sink_targets));
    } catch (const std::system_error& error) {
        throw CannotServe{fmt::format("{} cannot be listened on: {}", configuration_.server.listen,
                                      error.what())};
    }
    mark_as_running();
    pipeline_->start();
    for (const std::string& refusal : pipeline_->placement_refusals()) log_.warning(refusal);
}

void Server::seed_venue(RecoveredVenue& venue, journal::JournalWriter& writer) {
    if (!seed_) return;
    for (const std::string& warning : seed_->warnings) log_.warning(warning);
    // A seed that a crash cut short is finished: its marker is still there, and since only the
    // seed's commands can be in the journal then, their count says where to go on.
    const std::filesystem::path marker = directory_.path() / "seeding";
    const bool is_cut_short = file_system_.exists(marker) && *file_system_.exists(marker);
    std::vector<Command> commands = commands_of(*seed_, seal_);
    const std::uint64_t done = venue.engine.sequence().value();
    if ((done != 0 && !is_cut_short) || done > commands.size()) {
        log_.info(fmt::format("{}: the venue is not empty, the seed changes nothing",
                              configuration_.server.seed.string()));
        return;
    }
    if (done < commands.size() && continues_key(commands[done]))
        throw CannotServe{
            "the seed was cut short inside of an API key: start it anew, in an empty "
            "data directory"};
    if (const auto made = platform::replace_file(file_system_, marker, "seeding\n"); !made)
        throw CannotServe{made.error().text()};
    commands.erase(commands.begin(), commands.begin() + static_cast<std::ptrdiff_t>(done));
    StartRoad road{venue, writer, clock_};
    for (const Command& command : commands)
        value_or_stop(road.apply(command), exit_code_of_wrong_configuration);
    value_or_stop(road.commit());
    if (const auto removed = file_system_.remove(marker); !removed)
        throw CannotServe{removed.error().text()};
    log_.info(fmt::format("seeded {} markets and {} accounts from {}", seed_->markets.size(),
                          seed_->accounts.size(), configuration_.server.seed.string()));
}

/// Orders of the last run's sessions end; after a crash markets do not trade at once.
void Server::close_last_run(RecoveredVenue& venue, journal::JournalWriter& writer) {
    const auto is_marked = file_system_.exists(directory_.running_marker());
    if (!is_marked) throw CannotServe{is_marked.error().text()};
    const auto commands = restart_commands(venue.engine, configuration_.recovery,
                                           *is_marked ? LastStop::unclean : LastStop::clean);
    StartRoad road{venue, writer, clock_};
    for (const Command& command : commands)
        // A venue that starts is better than one that does not: what is refused is told.
        if (const auto applied = road.apply(command); !applied) log_.warning(applied.error());
    value_or_stop(road.commit());
}

/// From here on a start finds the marker unless a clean stop takes it away.
void Server::mark_as_running() {
    const auto made =
        platform::replace_file(file_system_, directory_.running_marker(), "running\n");
    if (!made) throw CannotServe{made.error().text()};
}

void Server::refuse_public_keys(const engine::Engine& engine) const {
    const auto tls = parse_endpoint(configuration_.server.tls_listen);
    const bool tls_is_public = tls && !is_loopback(tls->address);
    if (is_loopback(parse_endpoint(configuration_.server.listen)->address) && !tls_is_public)
        return;
    const std::vector<std::string> keys = public_keys_of(engine);
    if (keys.empty()) return;
    throw CannotServe{fmt::format("server.listen = '{}' is not loopback, and the venue holds the "
                                  "API key '{}', whose secret stands in a public file; use another "
                                  "seed and an empty data directory",
                                  configuration_.server.listen, keys.front()),
                      exit_code_of_wrong_configuration};
}

/// Commands that look at the directory later need the limits that the journal was written with.
void Server::drop_older_files(const SnapshotPlace& place) {
    const auto dropped = drop_older_snapshots(file_system_, place, configuration_);
    if (!dropped) log_.warning("snapshot written, older files stay: " + dropped.error());
}

void Server::write_settings() {
    const auto written = platform::replace_file(file_system_, directory_.path() / "serve.toml",
                                                print_configuration(configuration_));
    if (!written) throw CannotServe{written.error().text()};
}

std::string Server::address_of(const std::string& listen, std::uint16_t port) {
    const auto endpoint = parse_endpoint(listen);
    OUTCRY_ASSERT(endpoint.has_value());
    const bool is_v6 = endpoint->address.find(':') != std::string::npos;
    return fmt::format("{}{}{}:{}", is_v6 ? "[" : "", endpoint->address, is_v6 ? "]" : "", port);
}

std::optional<Simulator> Server::start_simulator() {
    if (!configuration_.simulator.enabled) return std::nullopt;
    SimulatorOptions options;
    if (seed_) options = simulator_options(*seed_);
    if (options.accounts.empty()) {
        log_.warning(
            "simulator: the seed has no account named maker… or taker… with an HMAC key: "
            "nobody trades");
        return std::nullopt;
    }
    const auto endpoint = parse_endpoint(configuration_.server.listen);
    OUTCRY_ASSERT(endpoint.has_value());
    options.server = ServerAddress{endpoint->address, std::to_string(pipeline_->port())};
    options.seed = configuration_.simulator.seed;
    options.orders_per_second = configuration_.simulator.orders_per_second;
    options.on_notice = [this](std::string_view line) {
        log_.warning("simulator: " + std::string{line});
    };
    std::optional<Simulator> simulator{std::in_place, std::move(options)};
    simulator->start();
    return simulator;
}

const SeedKey* Server::first_hmac_key() const {
    if (!seed_) return nullptr;
    for (const SeedAccount& account : seed_->accounts)
        for (const SeedKey& key : account.keys)
            if (key.type == KeyType::hmac && key.name.starts_with(public_key_prefix)) return &key;
    return nullptr;
}

void Server::announce(std::uint16_t admin_port) {
    const std::string http = address_of(configuration_.server.listen, pipeline_->port());
    const std::string admin = address_of(configuration_.server.admin_listen, admin_port);
    const std::string https =
        pipeline_->tls_port() == 0
            ? std::string{}
            : address_of(configuration_.server.tls_listen, pipeline_->tls_port());
    value_or_stop(directory_.write_addresses({static_cast<int>(::getpid()), http, https, admin}));
    if (!https.empty()) say(fmt::format("outcry serves https://{}/", https));
    say(fmt::format("outcry serves http://{}/  (health and metrics: http://{}/metrics)", http,
                    admin));
    print_curl(http);
}

void Server::print_curl(const std::string& http) const {
    const SeedKey* const key = first_hmac_key();
    if (key == nullptr || seed_->markets.empty()) return;
    const std::string& symbol = seed_->markets.front().symbol;
    const std::string query = fmt::format(
        "symbol={}&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=50000"
        "&timestamp=$(date +%s%3N)",
        symbol);
    const std::string signature = fmt::format(
        R"($(printf %s "$q" | openssl dgst -sha256 -hmac "{}" | sed 's/^.* //'))", key->material);
    say("\nPlace an order (paste it as it is, also later):\n");
    say(fmt::format("  q=\"{}\"; \\", query));
    say(fmt::format(R"(  curl -s -X POST -H "X-MBX-APIKEY: {}" \)", key->name));
    say(fmt::format(R"(    "http://{}/api/v3/order?$q&signature={}")", http, signature));
    std::string stream = symbol;
    std::transform(stream.begin(), stream.end(), stream.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    say(fmt::format(
        "\nWatch the trades:\n\n  build/release/outcry watch {}@trade --url http://{}\n", stream,
        http));
    say("Ctrl-C stops.");
}

}  // namespace

int run_server(const Configuration& configuration, TailLoss tail_loss) {
    // Who reads our lines may go first, as in `outcry serve | tee log` and Ctrl-C: that must not
    // take the clean stop away.
    platform::ignore_broken_pipes();
    try {
        Server server{configuration, tail_loss};
        server.run();
        return 0;
    } catch (const CannotServe& error) {
        std::fprintf(stderr, "outcry serve: %s\n", error.message.c_str());
        return error.exit_code;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "outcry serve: %s\n", error.what());
        return 1;
    }
}

}  // namespace outcry::app
