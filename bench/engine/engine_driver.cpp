#include "bench/engine/engine_driver.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "outcry/base/hash.hpp"
#include "outcry/domain/reject_reason.hpp"

namespace outcry::bench {
namespace {

engine::EngineLimits limits_for(const WorkloadOptions& options) {
    return {.orders_max = options.resting_orders + options.resting_orders / 8 + 1024,
            .price_pages_max = options.resting_orders + options.resting_orders / 8 + 1024,
            .recent_order_ids = 1U << 24,
            .accounts_max = options.accounts + 16,
            .assets_max = 4,
            .instruments_max = options.instruments,
            .keys_max = 1,
            .open_orders_per_account_max = 100'000};
}

/// One in so many commands is timed on its own; a prime, so that no pattern hides.
constexpr std::uint64_t sample_every = 13;

}  // namespace

EngineDriver::EngineDriver(const WorkloadOptions& options, std::uint64_t step_count)
    : engine_{limits_for(options)}, ring_{2 * batch_max} {
    static_cast<void>(step_count);
    set_up(options);
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
    for (std::uint16_t i = 0; i < options.instruments; ++i) {
        Command command;
        command.type = CommandType::create_instrument;
        InstrumentDefinition definition;
        definition.quote_asset = AssetId{1};
        definition.maker_fee_ppm = 500;
        definition.taker_fee_ppm = 1'000;
        definition.symbol = Symbol{"S" + std::to_string(i)};
        std::memcpy(static_cast<void*>(&command.instrument_definition), &definition,
                    sizeof definition);
        must(command);
    }
    for (std::uint32_t i = 0; i < options.accounts; ++i) {
        Command command;
        command.type = CommandType::create_account;
        must(command);
        for (std::uint16_t asset = 0; asset < 2; ++asset) {
            Command deposit;
            deposit.type = CommandType::adjust_balance;
            deposit.account = AccountId{user_account_first.value() + i};
            deposit.adjustment.amount = Amount{int128{1} << 80};
            deposit.adjustment.asset = AssetId{asset};
            deposit.adjustment.kind = AdjustmentKind::deposit;
            must(deposit);
        }
    }
    sequence_fed_ = engine_.sequence();
}

/// As exchanges' libraries make them: a prefix and a number, 22 characters.
void EngineDriver::write_name(ClientOrderId& name, std::uint64_t& hash, std::uint64_t id,
                              std::uint32_t account) const {
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "x-%020llu", static_cast<unsigned long long>(id));
    name = ClientOrderId{std::string_view{text.data(), 22}};
    hash = base::hash_text(name.view(), account);
}

void EngineDriver::write(const Step& step, Command& command) {
    command.clear();
    sequence_fed_ = next(sequence_fed_);
    command.sequence = sequence_fed_;
    command.account = AccountId{user_account_first.value() + step.account};
    command.instrument = InstrumentId{step.instrument};
    NewOrderText& created = command.texts.created;
    switch (step.action) {
        case Action::place:
            command.type = CommandType::place_order;
            command.order_type = OrderType::limit;
            command.time_in_force = TimeInForce::gtc;
            command.side = step.side();
            command.price = Price{step.price};
            command.quantity = Quantity{step.quantity};
            write_name(created.client_order_id, created.client_order_id_hash, ++ids_given_,
                       command.account.value());
            return;
        case Action::cancel:
            command.type = CommandType::cancel_order;
            if (step.by_name()) {
                command.flags = CommandFlag::has_target_client_order_id;
                TargetText& target = command.texts.target;
                write_name(target.client_order_id, target.client_order_id_hash, step.order_id,
                           command.account.value());
            } else {
                command.flags = CommandFlag::has_target_order_id;
                command.target_order_id = OrderId{step.order_id};
            }
            return;
        case Action::amend:
            command.type = CommandType::amend_order;
            command.flags = CommandFlag::has_target_order_id;
            command.target_order_id = OrderId{step.order_id};
            command.price = Price{step.price};
            command.quantity = Quantity{step.quantity};
            command.quantity_meaning = QuantityMeaning::open;
            return;
    }
}

void EngineDriver::feed(const Step* steps, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        Command* const slot = ring_.try_claim();
        if (slot == nullptr) std::abort();
        write(steps[i], *slot);
    }
    ring_.publish();
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

void EngineDriver::apply_timed(const Command& command, Pass& pass) {
    const auto kind =
        static_cast<std::size_t>(command.type) - static_cast<std::size_t>(CommandType::place_order);
    unsigned ignored = 0;
    const std::uint64_t start = __rdtscp(&ignored);
    engine_.apply(command, events_);
    pass.latencies[kind].record(__rdtscp(&ignored) - start);
}

void EngineDriver::drain(Ahead ahead, Pass& pass) {
    const double start = thread_seconds();
    // In two parts where the ring turns over.
    while (true) {
        const std::span<const Command> batch = ring_.peek(batch_max);
        if (batch.empty()) break;
        apply_batch(batch, ahead, pass);
        ring_.release(batch.size());
        pass.commands += batch.size();
    }
    pass.seconds += thread_seconds() - start;
}

void EngineDriver::apply_batch(std::span<const Command> batch, Ahead ahead, Pass& pass) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (ahead == Ahead::on) engine_.look_ahead(batch, i);
        if (++sampled_ == sample_every) {
            sampled_ = 0;
            apply_timed(batch[i], pass);
        } else {
            engine_.apply(batch[i], events_);
        }
        count_fills(pass);
    }
}

void EngineDriver::fill(const Workload& workload) {
    Pass ignored;
    for (std::size_t i = 0; i < workload.fill.size(); i += batch_max) {
        feed(workload.fill.data() + i, std::min(batch_max, workload.fill.size() - i));
        drain(Ahead::on, ignored);
    }
}

Pass EngineDriver::run(const Workload& workload, Ahead ahead) {
    Pass pass;
    for (std::size_t i = 0; i < workload.steps.size(); i += batch_max) {
        feed(workload.steps.data() + i, std::min(batch_max, workload.steps.size() - i));
        drain(ahead, pass);
    }
    return pass;
}

}  // namespace outcry::bench
