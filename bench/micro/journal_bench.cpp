#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "outcry/base/hash.hpp"
#include "outcry/wire/command_record.hpp"
#include "outcry/wire/crc32c.hpp"

#include "journal/batch_buffer.hpp"
#include "journal/layout.hpp"

// What the journal's thread does for each command besides waiting for the disk. The cost of the
// disk itself: `outcry journal bench`.
namespace outcry::journal {
namespace {

[[nodiscard]] std::vector<Command> orders(std::size_t count) {
    std::vector<Command> commands(count);
    for (std::size_t index = 0; index < count; ++index) {
        Command& command = commands[index];
        command.type = CommandType::place_order;
        command.sequence = Sequence{index + 1};
        command.time = Timestamp{static_cast<std::int64_t>(index)};
        command.account = user_account_first;
        command.price = Price{50'000};
        command.quantity = Quantity{1 + index % 7};
        command.order_type = OrderType::limit;
        command.time_in_force = TimeInForce::gtc;
        std::string id = "order-" + std::to_string(1'000'000'000'000'000 + index);
        command.texts.created.client_order_id = ClientOrderId{id};
        command.texts.created.client_order_id_hash = base::hash_text(id, command.account.value());
    }
    return commands;
}

void encode_order(benchmark::State& state) {
    const std::vector<Command> commands = orders(256);
    std::array<std::byte, wire::command_record_size_max> record{};
    std::size_t index = 0;
    for ([[maybe_unused]] auto round : state) {
        benchmark::DoNotOptimize(wire::encode(commands[index % commands.size()], record));
        ++index;
    }
    state.SetItemsProcessed(state.iterations());
    state.SetLabel("digest " + std::to_string(wire::crc32c(record) != 0));
}

void decode_order(benchmark::State& state) {
    std::array<std::byte, wire::command_record_size_max> record{};
    const std::size_t size = wire::encode(orders(1).front(), record);
    Command command;
    for ([[maybe_unused]] auto round : state) {
        auto decoded = wire::decode(std::span{record}.first(size), command);
        benchmark::DoNotOptimize(decoded);
    }
    state.SetItemsProcessed(state.iterations());
    state.SetLabel("bytes " + std::to_string(size));
}

/// Encoding, checksums of sectors and payload, the hash chain: all but the write.
void seal_batch(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    const std::vector<Command> commands = orders(count);
    BatchBuffer batch{batch_sectors_max};
    const SectorSeal seal{JournalUuid{}, 1};
    ChainHash chain{};
    for ([[maybe_unused]] auto round : state) {
        for (const Command& command : commands) benchmark::DoNotOptimize(batch.add(command));
        chain = chain_over(batch.finish({.epoch = Epoch{1}, .sector = 2}, seal));
        batch.clear();
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.SetLabel("digest " + std::to_string(wire::crc32c(chain)));
}

void checksum_sector(benchmark::State& state) {
    const std::vector<std::byte> sector(sector_size_bytes, std::byte{7});
    for ([[maybe_unused]] auto round : state) benchmark::DoNotOptimize(wire::crc32c(sector));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(sector.size()));
}

BENCHMARK(encode_order);
BENCHMARK(decode_order);
BENCHMARK(seal_batch)->Arg(1)->Arg(16)->Arg(256);
BENCHMARK(checksum_sector);

}  // namespace
}  // namespace outcry::journal
