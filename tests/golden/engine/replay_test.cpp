#include <cstdlib>
#include <map>
#include <span>

#include <gtest/gtest.h>

#include "outcry/base/hash.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"
#include "outcry/wire/version.hpp"

#include "golden/engine/replay_commands.hpp"
#include "support/due_work.hpp"

namespace outcry::test {
namespace {

/// What the engine makes of the commands: a digest of all event bytes, and the state at the end.
struct Replay {
    std::uint64_t event_digest = 0;
    std::uint64_t state_hash = 0;

    friend bool operator==(const Replay&, const Replay&) = default;
};

struct Pin {
    std::uint32_t engine_version;
    Replay after_100_thousand;
    Replay after_a_million;
};

/// One line per version of the engine: every build on every machine has to agree with it. When a
/// rule, an event or a state record changes on purpose, a journal of the old version replays
/// otherwise, so `wire::engine_version` goes up first, and a line for the new version with the
/// values that the failing test prints goes in here. A change of the pins alone is a mistake.
constexpr Pin pins[] = {
    {.engine_version = 1,
     .after_100_thousand = {0xfee2c76d16973924, 0x14d0316ba9de9927},
     .after_a_million = {0xc9297ab2cd63464a, 0xcae553bf5a1a29c5}},
    {.engine_version = 2,
     .after_100_thousand = {0xb553f09f52fedd16, 0x7d0b337c2761df52},
     .after_a_million = {0xdfd0add52b0430cf, 0x72191118f2e51228}},
    {.engine_version = 3,
     .after_100_thousand = {0xb553f09f52fedd16, 0x7d0b337c2761df52},
     .after_a_million = {0xdfd0add52b0430cf, 0x72191118f2e51228}},
    {.engine_version = 4,
     .after_100_thousand = {0xb553f09f52fedd16, 0x7d0b337c2761df52},
     .after_a_million = {0xdfd0add52b0430cf, 0x72191118f2e51228}},
};

constexpr engine::EngineLimits replay_limits{.orders_max = 20'000,
                                             .recent_order_ids = 4'096,
                                             .accounts_max = 64,
                                             .assets_max = 4,
                                             .instruments_max = 4,
                                             .keys_max = 4,
                                             .open_orders_per_account_max = 1'000};

struct Played {
    Replay pinned;
    std::map<EventType, std::uint64_t> event_counts;
};

Played replay(std::uint64_t command_count) {
    Played result;
    engine::Engine engine{replay_limits};
    ReplayCommands commands;
    EventBuffer said;
    base::Digest digest;
    for (std::uint64_t i = 1; i <= command_count; ++i) {
        const Timestamp now{static_cast<std::int64_t>(1'000'000 + i)};
        const auto due = due_work(engine, now);
        Command command = due ? *due : commands.next();
        command.sequence = next(engine.sequence());
        command.time = now;
        engine.apply(command, said);
        digest.add_bytes(std::as_bytes(said.events()));
        commands.see(said.events());
        for (const Event& event : said.events()) ++result.event_counts[event.type];
    }
    EXPECT_EQ(engine.broken_invariant(), nullptr);
    result.pinned = {.event_digest = digest.value(), .state_hash = engine.state_hash()};
    return result;
}

void expect_pinned(const Replay& replay, Replay Pin::* member) {
    for (const Pin& pin : pins) {
        if (pin.engine_version != wire::engine_version) continue;
        EXPECT_EQ(replay, pin.*member)
            << std::hex << "said {0x" << replay.event_digest << ", 0x" << replay.state_hash << "}";
        return;
    }
    ADD_FAILURE() << "engine_version " << wire::engine_version << " has no pin; it says {0x"
                  << std::hex << replay.event_digest << ", 0x" << replay.state_hash << "}";
}

TEST(Replay, GivesTheSameBytesInEveryBuild) {
    const bool is_full = std::getenv("OUTCRY_FULL") != nullptr;
    const std::uint64_t command_count = is_full ? 1'000'000 : 100'000;
    Played first = replay(command_count);
    EXPECT_EQ(first.pinned, replay(command_count).pinned);
    // A replay that does little proves little.
    for (const EventType type : {EventType::order_traded, EventType::order_closed,
                                 EventType::order_amended, EventType::command_refused})
        EXPECT_GT(first.event_counts[type], command_count / 50) << static_cast<int>(type);
    expect_pinned(first.pinned, is_full ? &Pin::after_a_million : &Pin::after_100_thousand);
}

}  // namespace
}  // namespace outcry::test
