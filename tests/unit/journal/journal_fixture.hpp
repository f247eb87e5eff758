#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "outcry/domain/command.hpp"
#include "outcry/journal/recovery.hpp"
#include "outcry/journal/writer.hpp"

#include "support/simulated_file_system.hpp"

namespace outcry::journal::test {

using outcry::test::SimulatedFileSystem;
using outcry::test::Survivors;

inline const std::filesystem::path directory{"/journal"};
inline constexpr Replayability this_version{.engine_version = 1, .configuration_hash = 77};

/// A small order that says its sequence in several places, so that a wrong one is noticed.
[[nodiscard]] inline Command command_number(std::uint64_t number, std::size_t id_size = 20) {
    Command command;
    command.type = CommandType::place_order;
    command.sequence = Sequence{number};
    command.time = Timestamp{static_cast<std::int64_t>(1'000'000 + number)};
    command.account = AccountId{16};
    command.request = RequestId{number * 3};
    command.instrument = InstrumentId{1};
    command.price = Price{static_cast<std::int64_t>(number)};
    command.quantity = Quantity{number};
    command.order_type = OrderType::limit;
    command.time_in_force = TimeInForce::gtc;
    command.texts.created.client_order_id =
        ClientOrderId{std::string(id_size, static_cast<char>('a' + number % 26))};
    return command;
}

/// Keeps what it is given, and checks that it is what was written.
class Received final : public CommandReceiver {
public:
    void on_command(const Command& command) override {
        if (command.price.value() != static_cast<std::int64_t>(command.sequence.value()) ||
            command.request.value() != command.sequence.value() * 3)
            has_altered_command = true;
        if (!sequences.empty() && command.sequence != next(sequences.back())) has_gap = true;
        sequences.push_back(command.sequence);
    }
    std::vector<Sequence> sequences;
    bool has_altered_command = false;
    bool has_gap = false;
};

struct Outcome {
    Recovery recovery;
    Received received;

    [[nodiscard]] Verdict verdict() const { return recovery.verdict; }
    [[nodiscard]] std::uint64_t last() const {
        return received.sequences.empty() ? 0 : received.sequences.back().value();
    }
};

/// Recovery that must not meet an error of the system.
[[nodiscard]] inline std::unique_ptr<Outcome> recovered(platform::FileSystem& file_system,
                                                        const RecoveryOptions& options = {}) {
    auto outcome = std::make_unique<Outcome>();
    auto recovery = recover(file_system, directory, options, outcome->received);
    EXPECT_TRUE(recovery) << (recovery ? "" : recovery.error().text);
    if (recovery) outcome->recovery = std::move(recovery).value();
    return outcome;
}

[[nodiscard]] inline WriterOptions small_segments(std::uint64_t sector_count) {
    return {.directory = directory,
            .segment_size_bytes = sector_count * sector_size_bytes,
            .durability = Durability::disk,
            .epoch = Epoch{1},
            .written_by = this_version};
}

/// Recovers, goes on writing, and lets go: one life of a server.
class Life {
public:
    Life(platform::FileSystem& file_system, const WriterOptions& options,
         const RecoveryOptions& recovery_options = {})
        : outcome{recovered(file_system, recovery_options)} {
        WriterOptions with_epoch = options;
        with_epoch.epoch = next(outcome->recovery.position.epoch);
        auto opened = JournalWriter::open(file_system, with_epoch, outcome->recovery.position);
        EXPECT_TRUE(opened) << (opened ? "" : opened.error().text);
        if (opened) writer.emplace(std::move(opened).value());
    }

    /// Appends this many and commits them as one batch; returns what the commit did.
    JournalResult<Sequence> write(std::uint64_t count, std::size_t id_size = 20) {
        const Sequence first = next(writer->written_sequence());
        for (std::uint64_t index = 0; index < count; ++index)
            EXPECT_TRUE(writer->append(command_number(first.value() + index, id_size)));
        return writer->commit();
    }

    std::unique_ptr<Outcome> outcome;
    std::optional<JournalWriter> writer;
};

[[nodiscard]] inline std::unique_ptr<SimulatedFileSystem> new_disk(
    const outcry::test::SimulatedFileSystemOptions& options = {}) {
    auto disk = std::make_unique<SimulatedFileSystem>(options);
    EXPECT_TRUE(disk->make_directory(directory));
    EXPECT_TRUE(disk->sync_directory("/"));
    return disk;
}

}  // namespace outcry::journal::test
