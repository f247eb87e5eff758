#include "app/pipeline.hpp"

#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

#include "outcry/gateway/gateway.hpp"
#include "outcry/gateway/listen_keys.hpp"
#include "outcry/platform/thread.hpp"
#include "outcry/ring/agent_runner.hpp"
#include "outcry/ring/broadcast_ring.hpp"
#include "outcry/ring/spsc_ring.hpp"
#include "outcry/sequencer/sequencer.hpp"
#include "outcry/telemetry/stage.hpp"

#include "app/agents/archive_agent.hpp"
#include "app/agents/core_agent.hpp"
#include "app/agents/journal_agent.hpp"
#include "app/agents/operator_agent.hpp"
#include "app/agents/publisher_agent.hpp"
#include "app/agents/stop_venue.hpp"
#include "app/sinks/history_service.hpp"
#include "app/sinks/reconcile_thread.hpp"
#include "app/sinks/venue_halt.hpp"

namespace outcry::app {
namespace {

constexpr std::size_t event_ring_slots = std::size_t{1} << 15;
constexpr std::size_t follower_ring_slots = std::size_t{1} << 14;
constexpr std::size_t operator_ring_slots = std::size_t{1} << 6;
constexpr std::size_t digest_ring_slots = std::size_t{1} << 12;
constexpr int journal_realtime_priority = 10;

ring::IdleOptions idle_options(const Configuration& configuration) {
    ring::IdleOptions options;
    options.waiting = configuration.threads.spin ? ring::Waiting::spin : ring::Waiting::adaptive;
    options.spin_count_max = static_cast<std::uint32_t>(configuration.threads.spin_count);
    return options;
}

/// The follower and the admin side never spin: they are background work.
ring::IdleOptions background_idle_options() {
    ring::IdleOptions options;
    options.spin_count_max = 0;
    return options;
}

ring::Parking parking_of(const Configuration& configuration, ring::Parking parking) {
    return ring::parking_for(idle_options(configuration).waiting, parking);
}

gateway::GatewayOptions gateway_options(const Configuration& configuration, std::size_t index) {
    const auto endpoint = parse_endpoint(configuration.server.listen);
    OUTCRY_ASSERT(endpoint.has_value());
    gateway::GatewayOptions options;
    options.listen_address = endpoint->address;
    options.listen_port = endpoint->port;
    if (const auto tls = parse_endpoint(configuration.server.tls_listen)) {
        options.tls_listen_address = tls->address;
        options.tls_listen_port = tls->port;
    }
    options.index = static_cast<std::uint8_t>(index);
    options.shares_port = configuration.threads.gateways > 1;
    const Configuration::Gateway& keys = configuration.gateway;
    options.limits.connections_max = keys.connections;
    options.limits.request_body_size_max = keys.request_size_kib * 1024;
    options.limits.message_size_max = keys.frame_size_kib * 1024;
    options.limits.output_size_max = keys.queue_size_kib * 1024;
    options.limits.idle_time_max = std::chrono::seconds{keys.idle_timeout_s};
    options.limits.answer_time_max = std::chrono::seconds{keys.request_timeout_s};
    options.rate_limits = {
        .weight_per_minute_max = static_cast<std::uint32_t>(keys.weight_per_minute),
        .orders_per_10s_max = static_cast<std::uint32_t>(keys.orders_per_10s),
        .orders_per_day_max = static_cast<std::uint32_t>(keys.orders_per_day),
        .ban_time = std::chrono::seconds{keys.ban_s}};
    options.open_orders_per_account_max = configuration.engine.open_orders_per_account;
    return options;
}

/// Doorbells of the threads; a thread that is woken by several rings has one.
struct Doorbells {
    explicit Doorbells(const Configuration& configuration)
        : core{parking_of(configuration, ring::Parking::futex)},
          journal{parking_of(configuration, ring::Parking::futex)},
          publisher{parking_of(configuration, ring::Parking::futex)},
          follower{ring::Parking::futex} {
        for (std::size_t i = 0; i < configuration.threads.gateways; ++i)
            gateways.push_back(std::make_unique<ring::Doorbell>(
                parking_of(configuration, ring::Parking::eventfd)));
    }
    ring::Doorbell core;
    ring::Doorbell journal;
    ring::Doorbell publisher;
    ring::Doorbell follower;
    std::vector<std::unique_ptr<ring::Doorbell>> gateways;
};

/// The rings in the order of the flow.
struct Rings {
    explicit Rings(const Configuration& configuration)
        : journal{configuration.journal.ring_slots},
          events{event_ring_slots},
          broadcast{event_ring_slots},
          follower{follower_ring_slots},
          operators{operator_ring_slots},
          digests{digest_ring_slots} {
        for (std::size_t i = 0; i < configuration.threads.gateways; ++i)
            gateways.push_back(
                std::make_unique<ring::SpscRing<Command>>(configuration.gateway.ring_slots));
    }
    std::vector<std::unique_ptr<ring::SpscRing<Command>>> gateways;
    ring::SpscRing<Command> journal;
    ring::SpscRing<Event> events;
    ring::BroadcastRing<Event> broadcast;
    ring::SpscRing<Command> follower;
    ring::SpscRing<Command> operators;
    ring::SpscRing<follower::DigestMark> digests;
};

std::vector<ring::SpscRing<Command>*> sources_of(Rings& rings) {
    std::vector<ring::SpscRing<Command>*> sources;
    for (const auto& gateway_ring : rings.gateways) sources.push_back(gateway_ring.get());
    sources.push_back(&rings.operators);
    return sources;
}

views::VenueView copy_of(const views::VenueView& view, const views::ViewLimits& limits) {
    std::vector<std::byte> bytes;
    view.save([&](std::span<const std::byte> chunk) {
        bytes.insert(bytes.end(), chunk.begin(), chunk.end());
    });
    views::VenueView copy{limits};
    const bool is_loaded = copy.load(bytes);
    OUTCRY_ASSERT(is_loaded);
    return copy;
}

}  // namespace

struct Pipeline::Parts {
    Parts(const Configuration& configuration_, const PipelineServices& services_,
          RecoveredVenue venue, journal::JournalWriter writer_,
          std::vector<NamedSinkTarget> sink_targets)
        : configuration{configuration_},
          services{services_},
          doorbells{configuration},
          rings{configuration},
          engine{std::move(venue.engine)},
          writer{std::move(writer_)},
          event_log{std::move(*venue.event_log)},
          durable{engine.sequence().value()},
          view_limits{configuration.views.closed_orders, configuration.views.trades},
          follower{std::move(venue.follower_engine), copy_of(venue.view, view_limits)},
          sequencer{sources_of(rings), engine.sequence(), engine.time()},
          market_return{engine, configuration.recovery, services.clock.monotonic_ns()},
          sinks{std::move(sink_targets),
                {.epoch = services.epoch,
                 .nice = static_cast<int>(configuration.threads.follower_nice)},
                {services.file_system, services.event_log, confirmed, services.clock,
                 services.notice},
                services.registry} {
        for (std::size_t i = 1; i < configuration.threads.gateways; ++i)
            gateway_views.push_back(
                std::make_unique<views::VenueView>(copy_of(venue.view, view_limits)));
        gateway_views.insert(gateway_views.begin(),
                             std::make_unique<views::VenueView>(std::move(venue.view)));
        connect_rings();
        make_gateways();
        make_agents();
        make_threads();
    }

    void connect_rings();
    void make_gateways();
    void make_agents();
    void make_threads();
    void make_gateway_threads();
    [[nodiscard]] ring::AgentRunnerOptions runner_options(std::string name,
                                                          platform::ThreadPlacement placement);
    [[nodiscard]] ring::Agent gateway_agent(std::size_t index);
    [[nodiscard]] ring::Doorbell& publisher_doorbell() {
        return configuration.threads.publisher_shares_gateway ? *doorbells.gateways.front()
                                                              : doorbells.publisher;
    }
    int prepare_segment();
    int archive();
    void start_reconciliation();
    void look_at_disk();

    Configuration configuration;
    PipelineServices services;
    Doorbells doorbells;
    Rings rings;
    engine::Engine engine;
    journal::JournalWriter writer;
    follower::EventLogWriter event_log;
    follower::PublishedEvents confirmed;  // of it
    std::atomic<std::uint64_t> durable;
    views::ViewLimits view_limits;
    follower::Follower follower;
    sequencer::Sequencer sequencer;
    MarketReturn market_return;
    SinkThreads sinks;
    std::unique_ptr<HistoryService> history;
    std::unique_ptr<ReconcileThread> reconcile_thread;
    std::vector<std::string> sinks_left_behind;
    std::vector<std::unique_ptr<views::VenueView>> gateway_views;
    std::vector<ring::RingReader<Event>*> gateway_readers;
    gateway::ListenKeys listen_keys;  // before the gateways: it outlives them
    std::vector<std::unique_ptr<gateway::Gateway>> gateways;
    ring::RingReader<Event>* operator_reader = nullptr;

    std::unique_ptr<OperatorAgent> operator_agent;
    std::unique_ptr<CoreAgent> core_agent;
    std::unique_ptr<JournalAgent> journal_agent;
    std::unique_ptr<PublisherAgent> publisher_agent;
    std::unique_ptr<FollowerAgent> follower_agent;
    std::unique_ptr<ArchiveAgent> archive_agent;

    // In the order of the flow.
    std::vector<std::unique_ptr<ring::AgentRunner>> gateway_threads;
    std::unique_ptr<ring::AgentRunner> core_thread;
    std::unique_ptr<ring::AgentRunner> journal_thread;
    std::unique_ptr<ring::AgentRunner> publisher_thread;
    std::unique_ptr<ring::AgentRunner> follower_thread;

    std::atomic<bool> is_stopping{false};
    std::atomic<bool> disk_is_low{false};
    std::int64_t disk_seen_ns = 0;

    std::mutex refusals_mutex;
    std::vector<std::string> refusals;
};

void Pipeline::Parts::connect_rings() {
    for (std::size_t i = 0; i < rings.gateways.size(); ++i) {
        rings.gateways[i]->connect_consumer(doorbells.core);
        rings.gateways[i]->connect_producer(*doorbells.gateways[i]);
    }
    // On the first gateway's thread, with its doorbell.
    rings.operators.connect_consumer(doorbells.core);
    rings.operators.connect_producer(*doorbells.gateways.front());
    rings.journal.connect_consumer(doorbells.journal);
    rings.journal.connect_producer(doorbells.core);
    rings.events.connect_producer(doorbells.core);
    // Under `disk` the journal wakes the publisher, when there is something it may release.
    if (configuration.journal.durability == DurabilityPolicy::memory)
        rings.events.connect_consumer(publisher_doorbell());
    rings.broadcast.connect_producer(publisher_doorbell());
    rings.follower.connect_consumer(doorbells.follower);
    for (const auto& doorbell : doorbells.gateways)
        gateway_readers.push_back(&rings.broadcast.add_reader(doorbell.get()));
    operator_reader = &rings.broadcast.add_reader(doorbells.gateways.front().get());
}

void Pipeline::Parts::make_gateways() {
    if (services.open_history)
        history = std::make_unique<HistoryService>(
            HistoryServicePorts{services.open_history, services.notice, services.registry});
    for (std::size_t i = 0; i < gateway_views.size(); ++i) {
        gateway::GatewayOptions options = gateway_options(configuration, i);
        // The first one may have taken a free port: the others share it.
        if (i > 0) options.listen_port = gateways.front()->port();
        if (i > 0) options.tls_listen_port = gateways.front()->tls_port();
        gateways.push_back(std::make_unique<gateway::Gateway>(
            options,
            gateway::GatewayPorts{*rings.gateways[i], *gateway_readers[i], *doorbells.gateways[i]},
            gateway::GatewayServices{
                .view = *gateway_views[i],
                .wall_clock = [&clock = services.clock] { return Timestamp{clock.now_us()}; },
                .seal = services.seal,
                .registry = &services.registry,
                .refuses_orders = &disk_is_low,
                .history = history.get(),
                .documentation = services.documentation,
                .certificate = services.certificate,
                .listen_keys = &listen_keys}));
    }
}

void Pipeline::Parts::make_agents() {
    telemetry::Registry& registry = services.registry;
    operator_agent = std::make_unique<OperatorAgent>(
        OperatorAgentPorts{rings.operators, *operator_reader, *doorbells.gateways.front(),
                           *gateway_views.front(), market_return, services.clock});
    core_agent = std::make_unique<CoreAgent>(
        engine, CoreAgentPorts{sequencer, rings.journal, rings.events, services.clock,
                               telemetry::stage_histogram(registry, telemetry::Stage::core),
                               telemetry::stage_histogram(registry, telemetry::Stage::ring)});
    registry.sampled_gauge(
        {"outcry_clock_jumps", "how often the wall clock jumped ahead by more than a minute"},
        [this] { return static_cast<std::int64_t>(core_agent->clock_jump_count()); });
    registry.sampled_gauge({"outcry_disk_is_low", "1 while new orders are refused for it"},
                           [this] { return disk_is_low.load() ? 1 : 0; });
    journal_agent = std::make_unique<JournalAgent>(
        writer,
        JournalAgentPorts{
            rings.journal, rings.follower, durable, publisher_doorbell(), services.clock,
            telemetry::stage_histogram(registry, telemetry::Stage::journal),
            registry.histogram({"outcry_journal_batch_commands", "commands per durable write"},
                               telemetry::HistogramUnit::plain),
            registry.counter({"outcry_follower_missed_total",
                              "commands that the follower had to read from the files"})});
    const bool waits_for_disk = configuration.journal.durability == DurabilityPolicy::disk;
    publisher_agent = std::make_unique<PublisherAgent>(
        PublisherAgentPorts{rings.events, rings.broadcast, rings.digests,
                            waits_for_disk ? durable : core_agent->sequence(), services.clock,
                            telemetry::stage_histogram(registry, telemetry::Stage::publish)});
    follower_agent = std::make_unique<FollowerAgent>(
        follower,
        FollowerAgentPorts{
            rings.follower, rings.digests, durable, services.clock,
            registry.gauge({"outcry_follower_lag_commands", "durable but not yet followed"}),
            registry.gauge({"outcry_snapshot_sequence", "command of the newest snapshot"}),
            registry.counter({"outcry_digests_compared_total", "digests of events compared"}),
            event_log, confirmed},
        FollowerAgentOptions{services.journal_directory, configuration.snapshot.interval_s,
                             configuration.snapshot.commands},
        services.file_system, services.write_snapshot);
    registry.sampled_gauge(
        {"outcry_event_log_sequence", "last command that sinks may read"}, [this] {
            return static_cast<std::int64_t>(confirmed.sequence.load(std::memory_order_relaxed));
        });
    archive_agent = std::make_unique<ArchiveAgent>(
        ArchiveAgentOptions{services.event_log, configuration.event_log.segments_kept,
                            configuration.event_log.archived_segments_kept},
        ArchiveAgentPorts{services.file_system, services.clock,
                          [this] { return sinks.least_position(); }, services.notice});
}

ring::AgentRunnerOptions Pipeline::Parts::runner_options(std::string name,
                                                         platform::ThreadPlacement placement) {
    ring::AgentRunnerOptions options;
    options.thread_name = name;
    options.idle = idle_options(configuration);
    options.place_thread = [this, name, placement] {
        for (const platform::SystemError& error : platform::place_thread(placement)) {
            const std::lock_guard lock{refusals_mutex};
            refusals.push_back("thread " + name + ": " + error.text());
        }
    };
    return options;
}

ring::Agent Pipeline::Parts::gateway_agent(std::size_t index) {
    return {"gateway", [gateway = gateways[index].get()] { return gateway->do_work(); }};
}

void Pipeline::Parts::make_gateway_threads() {
    for (std::size_t i = 0; i < gateways.size(); ++i) {
        std::vector<ring::Agent> agents;
        if (i == 0 && configuration.threads.publisher_shares_gateway)
            agents.push_back({"publisher", [this] { return publisher_agent->do_work(); }});
        agents.push_back(gateway_agent(i));
        if (i == 0) agents.push_back({"operators", [this] { return operator_agent->do_work(); }});
        auto options = runner_options("gateway-" + std::to_string(i), {});
        options.sleep = [gateway = gateways[i].get()](std::chrono::microseconds time_max) {
            gateway->wait(time_max);
        };
        gateway_threads.push_back(std::make_unique<ring::AgentRunner>(
            std::move(options), std::move(agents), *doorbells.gateways[i]));
    }
    if (configuration.threads.publisher_shares_gateway) return;
    publisher_thread = std::make_unique<ring::AgentRunner>(
        runner_options("publisher", {}),
        std::vector<ring::Agent>{{"publisher", [this] { return publisher_agent->do_work(); }}},
        doorbells.publisher);
}

void Pipeline::Parts::make_threads() {
    platform::ThreadPlacement core_placement;
    if (configuration.core.cpu >= 0) core_placement.cpu = static_cast<int>(configuration.core.cpu);
    core_thread = std::make_unique<ring::AgentRunner>(
        runner_options("core", core_placement),
        std::vector<ring::Agent>{{"core", [this] { return core_agent->do_work(); }}},
        doorbells.core);
    platform::ThreadPlacement journal_placement;
    // A thread that spins must not have real-time priority: it would take its core for good.
    if (configuration.journal.realtime_priority && !configuration.threads.spin)
        journal_placement.realtime_priority = journal_realtime_priority;
    journal_thread = std::make_unique<ring::AgentRunner>(
        runner_options("journal", journal_placement),
        std::vector<ring::Agent>{{"journal", [this] { return journal_agent->do_work(); }}},
        doorbells.journal);
    make_gateway_threads();
    platform::ThreadPlacement follower_placement;
    follower_placement.nice = static_cast<int>(configuration.threads.follower_nice);
    auto options = runner_options("follower", follower_placement);
    options.idle = background_idle_options();
    follower_thread = std::make_unique<ring::AgentRunner>(
        std::move(options),
        std::vector<ring::Agent>{{"follower", [this] { return follower_agent->do_work(); }},
                                 {"segments", [this] { return prepare_segment(); }},
                                 {"archive", [this] { return archive(); }}},
        doorbells.follower);
}

/// Below the mark new orders are refused, and what is left is for cancels and operators.
void Pipeline::Parts::look_at_disk() {
    constexpr std::int64_t interval_ns = 1'000'000'000;
    const std::int64_t now_ns = services.clock.monotonic_ns();
    if (disk_seen_ns != 0 && now_ns - disk_seen_ns < interval_ns) return;
    disk_seen_ns = now_ns;
    const auto is_low = journal::disk_is_low(services.file_system, services.journal_directory,
                                             configuration.journal.free_space_mib_min << 20);
    if (!is_low) stop_venue(is_low.error().text);
    if (*is_low != disk_is_low.load(std::memory_order_relaxed))
        services.notice(*is_low ? "the disk is nearly full: new orders are refused"
                                : "the disk has room again: orders are taken");
    disk_is_low.store(*is_low, std::memory_order_relaxed);
}

/// At a stop the next start goes on with it: a clean stop does not wait for the archive.
int Pipeline::Parts::archive() {
    return is_stopping.load(std::memory_order_relaxed) ? 0 : archive_agent->do_work();
}

int Pipeline::Parts::prepare_segment() {
    look_at_disk();
    // The segment in use still has room; filling the next one would take the last of the disk.
    if (disk_is_low.load(std::memory_order_relaxed)) return 0;
    // The next start begins the file anew; a stop must not wait for the rest of it.
    if (is_stopping.load(std::memory_order_relaxed)) return 0;
    const auto prepared = writer.preparer().prepare_slice();
    if (!prepared) stop_venue(prepared.error().text);
    return *prepared ? 1 : 0;
}

Pipeline::Pipeline(const Configuration& configuration, const PipelineServices& services,
                   RecoveredVenue venue, journal::JournalWriter writer,
                   std::vector<NamedSinkTarget> sink_targets)
    : parts_{std::make_unique<Parts>(configuration, services, std::move(venue), std::move(writer),
                                     std::move(sink_targets))} {}

Pipeline::~Pipeline() = default;

void Pipeline::Parts::start_reconciliation() {
    const std::chrono::seconds interval{configuration.reconcile.interval_s};
    if (interval.count() == 0 || sinks.empty()) return;
    std::vector<std::string> names;
    for (const SinkStatus& sink : sinks.status()) names.push_back(sink.name);
    std::function<bool()> halt;
    if (configuration.reconcile.halts)
        halt = [this] { return operator_agent->submit(make_venue_halt(services.notice)); };
    reconcile_thread = std::make_unique<ReconcileThread>(
        ReconcileThreadPorts{services.make_reconciler, services.notice, halt, services.registry},
        interval, names);
}

void Pipeline::start() {
    // Against the flow: who receives is there before who sends.
    parts_->sinks.start();
    parts_->follower_thread->start();
    if (parts_->publisher_thread) parts_->publisher_thread->start();
    parts_->journal_thread->start();
    parts_->core_thread->start();
    for (const auto& thread : parts_->gateway_threads) thread->start();
    parts_->start_reconciliation();
}

Result<bool, std::string> Pipeline::stop() {
    parts_->is_stopping.store(true, std::memory_order_relaxed);
    for (const auto& gateway : parts_->gateways) gateway->begin_shutdown();
    for (const auto& doorbell : parts_->doorbells.gateways) doorbell->ring();
    for (const auto& gateway : parts_->gateways)
        while (!gateway->is_drained()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    // Along the flow, sources first: what was sent before is handled by who comes after. Gateways
    // read the last events, so they end after the publisher.
    const auto end = [](ring::AgentRunner& runner) {
        runner.stop();
        runner.join();
    };
    end(*parts_->core_thread);
    end(*parts_->journal_thread);
    if (parts_->publisher_thread) end(*parts_->publisher_thread);
    for (const auto& thread : parts_->gateway_threads) end(*thread);
    end(*parts_->follower_thread);
    auto taken = parts_->follower_agent->take_snapshot();
    parts_->sinks_left_behind = parts_->sinks.stop();
    if (parts_->reconcile_thread && !parts_->reconcile_thread->stop())
        parts_->sinks_left_behind.emplace_back("reconcile");
    if (parts_->history && !parts_->history->stop())
        parts_->sinks_left_behind.emplace_back("history-query");
    return taken;
}

const std::vector<std::string>& Pipeline::sinks_left_behind() const noexcept {
    return parts_->sinks_left_behind;
}

std::vector<SinkStatus> Pipeline::sinks() const { return parts_->sinks.status(); }

std::uint16_t Pipeline::port() const noexcept { return parts_->gateways.front()->port(); }

std::uint16_t Pipeline::tls_port() const noexcept { return parts_->gateways.front()->tls_port(); }

PipelineStatus Pipeline::status() const noexcept {
    return {.applied = Sequence{parts_->core_agent->sequence().load(std::memory_order_relaxed)},
            .durable = Sequence{parts_->durable.load(std::memory_order_relaxed)},
            .released = parts_->publisher_agent->sequence(),
            .followed = parts_->follower_agent->sequence()};
}

OperatorAgent& Pipeline::operators() noexcept { return *parts_->operator_agent; }

void Pipeline::request_snapshot() noexcept {
    parts_->follower_agent->request_snapshot();
    parts_->doorbells.follower.ring();
}

std::uint64_t Pipeline::snapshot_count() const noexcept {
    return parts_->follower_agent->snapshot_count();
}

int Pipeline::core_thread_id() const noexcept {
    return static_cast<int>(parts_->core_thread->thread_id());
}

std::vector<std::string> Pipeline::placement_refusals() const {
    const std::lock_guard lock{parts_->refusals_mutex};
    return parts_->refusals;
}

}  // namespace outcry::app
