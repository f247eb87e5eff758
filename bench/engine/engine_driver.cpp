#include "bench/engine/engine_driver.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "outcry/domain/reject_reason.hpp"

#include "bench/engine/command_feeder.hpp"

namespace outcry::bench {
namespace {

engine::EngineLimits limits_for(const WorkloadOptions& options) {
    const engine::BookLimits books = options.book_limits();
    return {.orders_max = books.orders_max,
            .price_pages_max = books.price_pages_max,
            .recent_order_ids = books.recent_order_ids,
            .accounts_max = options.accounts + 16,
            .assets_max = 4,
            .instruments_max = books.instruments_max,
            .keys_max = 1,
            .open_orders_per_account_max = 100'000};
}

/// One in so many commands is timed on its own; a prime, so that no pattern hides.
constexpr std::uint64_t sample_every = 61;

}  // namespace

EngineDriver::EngineDriver(const WorkloadOptions& options)
    : engine_{limits_for(options)}, ring_{ring_slots}, writer_{Sequence{}} {
    set_up(options);
    writer_ = CommandWriter{engine_.sequence()};
}

void EngineDriver::must(const Command& wanted) {
    Command command = wanted;
    command.sequence = next(engine_.sequence());
    engine_.apply(command, events_);
    const Event& event = events_.events().front();
    if (event.type != EventType::command_refused) return;
    std::fprintf(stderr, "set-up refused: %s\n", name_of(event.refused.reason).data());
    std::abort();
}

void EngineDriver::set_up(const WorkloadOptions& options) {
    for (const char* code : {"BASE", "QUOTE"}) {
        Command command;
        command.type = CommandType::create_asset;
        command.asset.decimals = 0;
        command.asset.code = AssetCode{code};
        must(command);
    }
    for (std::uint16_t i = 0; i < options.instruments; ++i) create_instrument(i);
    for (std::uint32_t i = 0; i < options.accounts; ++i) create_account(i);
}

void EngineDriver::create_instrument(std::uint16_t number) {
    Command command;
    command.type = CommandType::create_instrument;
    InstrumentDefinition definition;
    definition.price_minimum = Price{0};
    definition.quote_asset = AssetId{1};
    definition.maker_fee_ppm = 500;
    definition.taker_fee_ppm = 1'000;
    definition.symbol = Symbol{"S" + std::to_string(number)};
    std::memcpy(static_cast<void*>(&command.instrument_definition), &definition, sizeof definition);
    must(command);
}

void EngineDriver::create_account(std::uint32_t number) {
    Command command;
    command.type = CommandType::create_account;
    must(command);
    for (std::uint16_t asset = 0; asset < 2; ++asset) {
        Command deposit;
        deposit.type = CommandType::adjust_balance;
        deposit.account = AccountId{user_account_first.value() + number};
        deposit.adjustment.amount = Amount{int128{1} << 90};
        deposit.adjustment.asset = AssetId{asset};
        deposit.adjustment.kind = AdjustmentKind::deposit;
        must(deposit);
    }
}

void EngineDriver::count_fills(Pass& pass) const {
    for (const Event& event : events_.events()) {
        if (event.type == EventType::command_refused) ++pass.refused;
        if (event.type != EventType::order_traded) continue;
        const OrderTraded& traded = event.traded;
        pass.fills.add(traded.maker_order_id.value(), traded.taker_order_id.value(),
                       traded.price.value(), traded.quantity.value());
    }
}

void EngineDriver::apply_batch(std::span<const Command> batch, Ahead ahead, Pass& pass) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const bool is_sampled = ++sampled_ == sample_every;
        unsigned ignored = 0;
        const std::uint64_t start = is_sampled ? __rdtscp(&ignored) : 0;
        if (ahead == Ahead::on) engine_.look_ahead(batch, i);
        engine_.apply(batch[i], events_);
        if (is_sampled) {
            const auto kind = static_cast<std::size_t>(batch[i].type) -
                              static_cast<std::size_t>(CommandType::place_order);
            pass.latencies[kind].record(__rdtscp(&ignored) - start);
            sampled_ = 0;
        }
        count_fills(pass);
    }
}

void EngineDriver::drain(Ahead ahead, Pass& pass) {
    const double start = thread_seconds();
    while (true) {
        const std::span<const Command> batch = ring_.peek(batch_max);
        if (batch.empty()) break;
        apply_batch(batch, ahead, pass);
        ring_.release(batch.size());
        pass.commands += batch.size();
    }
    pass.seconds += thread_seconds() - start;
}

void EngineDriver::feed(std::span<const Step> steps) {
    for (const Step& step : steps) {
        Command* const slot = ring_.try_claim();
        if (slot == nullptr) std::abort();
        writer_.write(step, *slot);
    }
    ring_.publish();
}

void EngineDriver::run_alone(std::span<const Step> steps, Ahead ahead, Pass& pass) {
    while (!steps.empty()) {
        const std::size_t count = std::min(batch_max, steps.size());
        feed(steps.first(count));
        drain(ahead, pass);
        steps = steps.subspan(count);
    }
}

void EngineDriver::run_beside_feeder(std::span<const Step> steps, Ahead ahead, Pass& pass) {
    const CommandFeeder feeder{steps, writer_, ring_};
    while (pass.commands < steps.size()) {
        feeder.wait_for(batch_max);
        drain(ahead, pass);
    }
}

void EngineDriver::fill(const Workload& workload) {
    Pass ignored;
    run_alone(workload.fill, Ahead::on, ignored);
}

Pass EngineDriver::run(const Workload& workload, const RunOptions& options) {
    Pass pass;
    if (options.feeding == Feeding::same_thread) {
        run_alone(workload.steps, options.ahead, pass);
    } else {
        run_beside_feeder(workload.steps, options.ahead, pass);
    }
    return pass;
}

}  // namespace outcry::bench
