#include <cstdlib>
#include <cstring>
#include <memory>

#include <gtest/gtest.h>

#include "outcry/engine/engine.hpp"

#include "support/command_generator.hpp"
#include "support/due_work.hpp"
#include "support/state_records.hpp"

namespace outcry::test {
namespace {

std::uint64_t command_count() {
    const bool is_full = std::getenv("OUTCRY_FULL") != nullptr;
    return count_from_environment("OUTCRY_RESTORE_COMMANDS", is_full ? 600'000 : 60'000);
}

constexpr engine::EngineLimits few{.orders_max = 1'500,
                                   .recent_order_ids = 256,
                                   .accounts_max = 40,
                                   .assets_max = 5,
                                   .instruments_max = 6,
                                   .keys_max = 3,
                                   .open_orders_per_account_max = 800};

/// An engine, and another one that is now and then made anew from its records.
class Pair {
public:
    Pair(std::uint64_t seed, const GeneratorOptions& options)
        : seed_{seed}, generator_{seed, options}, engine_{few} {
        renew();
    }

    void run(std::uint64_t command_count, std::uint64_t commands_between) {
        std::mt19937_64 random{seed_};
        for (std::uint64_t i = 1; i <= command_count; ++i) {
            const Timestamp now{static_cast<std::int64_t>(next(engine_.sequence()).value())};
            if (engine_.mass_action_is_pending()) ++slice_count;
            Command command = generator_.next();
            if (const auto due = due_work(engine_, now)) command = *due;
            command.sequence = next(engine_.sequence());
            command.time = now;
            engine_.apply(command, said_);
            restored_->apply(command, said_by_restored_);
            ASSERT_TRUE(agree()) << "OUTCRY_SEED=" << seed_ << " command " << i;
            generator_.see(said_.events());
            const bool is_slice_pending = engine_.mass_action_is_pending();
            if (is_slice_pending || random() % commands_between == 0) {
                ASSERT_EQ(engine_.state_hash(), restored_->state_hash())
                    << "OUTCRY_SEED=" << seed_ << " command " << i;
                ASSERT_NO_FATAL_FAILURE(renew());
            }
        }
    }

    std::uint64_t slice_count = 0;
    std::uint64_t renewal_count = 0;

private:
    void renew() {
        ++renewal_count;
        restored_ = std::make_unique<engine::Engine>(few);
        ASSERT_TRUE(restore(*restored_, records_of(engine_))) << "OUTCRY_SEED=" << seed_;
        ASSERT_EQ(engine_.state_hash(), restored_->state_hash()) << "OUTCRY_SEED=" << seed_;
        ASSERT_STREQ(restored_->broken_invariant(), nullptr) << "OUTCRY_SEED=" << seed_;
    }
    [[nodiscard]] bool agree() const {
        const auto said = said_.events();
        const auto other = said_by_restored_.events();
        return said.size() == other.size() &&
               std::memcmp(said.data(), other.data(), said.size_bytes()) == 0;
    }

    std::uint64_t seed_;
    CommandGenerator generator_;
    engine::Engine engine_;
    std::unique_ptr<engine::Engine> restored_;
    EventBuffer said_;
    EventBuffer said_by_restored_;
};

TEST(Engine, GoesOnAfterARestoreAsIfNothingHadHappened) {
    Pair pair{seed(), {.rules = GeneratedRule::all}};
    pair.run(command_count(), 400);
    EXPECT_GT(pair.renewal_count, 50U);
}

TEST(Engine, GoesOnAfterARestoreBetweenTwoSlices) {
    Pair pair{seed(),
              {.instrument_count = 1,
               .account_count = 2,
               .passive_percent = 99,
               .mass_cancel_permille = 2,
               .sweep_every = 4'000,
               .known_max = 1'000}};
    // Whether a mass action meets enough orders for a second slice is the seed's luck.
    constexpr int rounds_max = 40;
    for (int round = 0; round < rounds_max && pair.slice_count == 0; ++round)
        ASSERT_NO_FATAL_FAILURE(pair.run(command_count() / 3, 2'000));
    EXPECT_GT(pair.slice_count, 0U);
}

}  // namespace
}  // namespace outcry::test
