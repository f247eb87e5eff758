#include <cstdio>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "outcry/domain/reject_reason.hpp"
#include "outcry/engine/engine.hpp"

#include "support/command_generator.hpp"
#include "support/due_work.hpp"
#include "support/naive_engine.hpp"
#include "support/scenario/minimiser.hpp"

namespace outcry::test {
namespace {

constexpr engine::EngineLimits twin_limits{.orders_max = 400,
                                           .recent_order_ids = 256,
                                           .accounts_max = 40,
                                           .assets_max = 5,
                                           .instruments_max = 6,
                                           .keys_max = 3,
                                           .open_orders_per_account_max = 120};

/// Runs both engines side by side and compares every byte they say.
class Twins {
public:
    Twins(std::uint64_t seed, const engine::EngineLimits& limits, const GeneratorOptions& options)
        : seed_{seed},
          options_{options},
          limits_{limits},
          generator_{seed, options},
          engine_{limits},
          naive_{limits} {}

    void run(std::uint64_t command_count, std::uint64_t checks_every) {
        for (std::uint64_t i = 1; i <= command_count; ++i) {
            const Timestamp time{static_cast<std::int64_t>(i)};
            Command command = next_command(time);
            command.sequence = next(engine_.sequence());
            command.time = time;
            engine_.apply(command, said_);
            naive_.apply(command, expected_);
            ASSERT_TRUE(agree()) << "OUTCRY_SEED=" << seed_ << " command " << i << " type "
                                 << static_cast<int>(command.type) << "\n"
                                 << difference() << smallest_scenario(i);
            if (i % checks_every == 0) {
                ASSERT_STREQ(engine_.broken_invariant(), nullptr) << "OUTCRY_SEED=" << seed_;
            }
            count();
            generator_.see(said_.events());
        }
    }

    void print(const char* title) const {
        std::printf("%s, OUTCRY_SEED=%llu\n", title, static_cast<unsigned long long>(seed_));
        for (const auto& [name, count] : counts_)
            std::printf("  %-32s %llu\n", name.c_str(), static_cast<unsigned long long>(count));
    }
    [[nodiscard]] std::uint64_t count_of(const std::string& name) const {
        const auto found = counts_.find(name);
        return found == counts_.end() ? 0 : found->second;
    }

private:
    /// What the sequencer has to do by itself comes before what the generator wants.
    [[nodiscard]] Command next_command(Timestamp time) {
        EXPECT_EQ(engine_.mass_action_is_pending(), naive_.has_work_left());
        if (const auto due = due_work(engine_, time)) return *due;
        return generator_.next();
    }

    [[nodiscard]] bool agree() const {
        const auto said = said_.events();
        const auto expected = expected_.events();
        return said.size() == expected.size() &&
               std::memcmp(said.data(), expected.data(), said.size_bytes()) == 0;
    }

    [[nodiscard]] std::string difference() const {
        std::string text = "said " + std::to_string(said_.events().size()) + " expected " +
                           std::to_string(expected_.events().size()) + "\n";
        const std::size_t count = std::min(said_.events().size(), expected_.events().size());
        for (std::size_t i = 0; i < count; ++i) {
            const Event& said = said_.events()[i];
            const Event& expected = expected_.events()[i];
            if (std::memcmp(&said, &expected, sizeof said) == 0) continue;
            text += "event " + std::to_string(i) + " types " +
                    std::to_string(static_cast<int>(said.type)) + "/" +
                    std::to_string(static_cast<int>(expected.type));
            if (said.type == EventType::command_refused)
                text += " said " + std::string{name_of(said.refused.reason)};
            if (expected.type == EventType::command_refused)
                text += " expected " + std::string{name_of(expected.refused.reason)};
            text += "\n";
        }
        return text;
    }

    /// What of the commands so far is needed for the engines to disagree.
    [[nodiscard]] std::string smallest_scenario(std::uint64_t command_count) const {
        const TwinPlayer player{limits_};
        return player.scenario(
            minimised(player, recorded({seed_, options_}, limits_, command_count)));
    }

    void count() {
        for (const Event& event : said_.events()) {
            ++counts_["event " + std::to_string(static_cast<int>(event.type))];
            if (event.type == EventType::command_refused)
                ++counts_[std::string{name_of(event.refused.reason)}];
            if (event.type == EventType::order_closed)
                ++counts_["closed " + std::to_string(static_cast<int>(event.closed.reason))];
            if (event.type == EventType::self_trade_prevented)
                ++counts_["prevented " + std::to_string(static_cast<int>(event.prevented.mode))];
        }
    }

    std::uint64_t seed_;
    GeneratorOptions options_;
    engine::EngineLimits limits_;
    CommandGenerator generator_;
    engine::Engine engine_;
    NaiveEngine naive_;
    EventBuffer said_;
    EventBuffer expected_;
    std::map<std::string, std::uint64_t> counts_;
};

/// A million in all for every run; OUTCRY_PROPERTY_COMMANDS asks for more.
std::uint64_t command_count(std::uint64_t share_percent) {
    return count_from_environment("OUTCRY_PROPERTY_COMMANDS", 1'200'000) * share_percent / 100;
}

TEST(Engine, AgreesWithItsObviousTwinOnRandomCommands) {
    Twins twins{seed(), twin_limits, {}};
    twins.run(command_count(60), 5'000);
    twins.print("random commands");
}

TEST(Engine, AgreesWithItsObviousTwinWhenPricesLieFarApart) {
    engine::EngineLimits limits = twin_limits;
    limits.price_pages_max = 60;
    Twins twins{seed(), limits, {.price_spread = 4'000, .far_price_percent = 60}};
    twins.run(command_count(20), 5'000);
    twins.print("far prices");
    EXPECT_GT(twins.count_of("price_level_capacity"), 0U);
}

TEST(Engine, AgreesWithItsObviousTwinWhenIdsOutliveTheirRing) {
    engine::EngineLimits limits = twin_limits;
    limits.recent_order_ids = 4;
    Twins twins{seed(), limits, {.price_spread = 300}};
    twins.run(command_count(20), 5'000);
    twins.print("old ids");
}

TEST(Engine, AgreesWithItsObviousTwinWhenBooksAreDeepAndSweptByOneOrder) {
    engine::EngineLimits limits = twin_limits;
    limits.orders_max = 3'000;
    limits.recent_order_ids = 4'096;
    limits.open_orders_per_account_max = 3'000;
    Twins twins{seed(),
                limits,
                {.instrument_count = 1,
                 .account_count = 2,
                 .price_middle = 100,
                 .price_spread = 3,
                 .passive_percent = 99,

                 .mass_cancel_permille = 1,
                 .sweep_every = 4'000,
                 .known_max = 3'000}};
    twins.run(command_count(10), 5'000);
    twins.print("deep books");
}

}  // namespace
}  // namespace outcry::test
