#include <cstdlib>

#include <gtest/gtest.h>

#include "property/engine/twins.hpp"

namespace outcry::test {
namespace {

/// Small, so that each of them is reached.
constexpr engine::EngineLimits twin_limits{.orders_max = 160,
                                           .recent_order_ids = 256,
                                           .accounts_max = 30,
                                           .assets_max = 5,
                                           .instruments_max = 105,
                                           .keys_max = 3,
                                           .open_orders_per_account_max = 40,
                                           .idempotent_orders_max = 60,
                                           .idempotent_orders_per_account_max = 20};

std::uint32_t rules() {
    return static_cast<std::uint32_t>(
        count_from_environment("OUTCRY_PROPERTY_RULES", GeneratedRule::all));
}

/// A million in all for every run; with OUTCRY_FULL so many that each refusal comes a thousand
/// times.
std::uint64_t command_count(std::uint64_t share_percent) {
    const bool is_full = std::getenv("OUTCRY_FULL") != nullptr;
    const std::uint64_t otherwise = is_full ? 30'000'000 : 1'250'000;
    return count_from_environment("OUTCRY_PROPERTY_COMMANDS", otherwise) * share_percent / 100;
}

/// The commands cut into runs of their own, each with its seed.
std::vector<Shard> shards_of(std::uint64_t command_total, const engine::EngineLimits& limits,
                             const GeneratorOptions& options) {
    constexpr std::uint64_t commands_per_shard = 50'000;
    std::vector<Shard> shards;
    const std::uint64_t first_seed = seed();
    for (std::uint64_t done = 0; done < command_total; done += commands_per_shard)
        shards.push_back({.seed = first_seed + shards.size(),
                          .limits = limits,
                          .options = options,
                          .command_count = std::min(commands_per_shard, command_total - done)});
    return shards;
}

TEST(Engine, AgreesWithItsObviousTwinOnRandomCommands) {
    RuleCounts counts;
    ASSERT_EQ(run_shards(shards_of(command_count(80), twin_limits, {.rules = rules()}), counts),
              "");
    counts.print("random commands", seed());
}

TEST(Engine, AgreesWithItsObviousTwinWhenPricesLieFarApart) {
    engine::EngineLimits limits = twin_limits;
    limits.orders_max = 400;
    limits.open_orders_per_account_max = 120;
    limits.price_pages_max = 60;
    RuleCounts counts;
    // Without what keeps prices close or accounts small.
    constexpr std::uint32_t narrowing = GeneratedRule::filters | GeneratedRule::limits |
                                        GeneratedRule::statuses | GeneratedRule::mass_cancels |
                                        GeneratedRule::timers | GeneratedRule::band;
    const GeneratorOptions options{
        .price_spread = 4'000, .far_price_percent = 60, .rules = rules() & ~narrowing};
    ASSERT_EQ(run_shards(shards_of(command_count(5), limits, options), counts), "");
    counts.print("far prices", seed());
    EXPECT_GT(counts.of("refused price_level_capacity"), 0U);
}

TEST(Engine, AgreesWithItsObviousTwinWhereThereIsRoomForLittle) {
    constexpr engine::EngineLimits little{.orders_max = 60,
                                          .recent_order_ids = 64,
                                          .accounts_max = 24,
                                          .assets_max = 4,
                                          .instruments_max = 6,
                                          .keys_max = 1,
                                          .open_orders_per_account_max = 14,
                                          .idempotent_orders_max = 12,
                                          .idempotent_orders_per_account_max = 6};
    RuleCounts counts;
    const GeneratorOptions options{.mass_cancel_permille = 1, .rules = rules()};
    ASSERT_EQ(run_shards(shards_of(command_count(10), little, options), counts), "");
    counts.print("little room", seed());
    EXPECT_GT(counts.of("refused order_capacity"), 0U);
    EXPECT_GT(counts.of("refused too_many_open_orders"), 0U);
}

TEST(Engine, AgreesWithItsObviousTwinWhenIdsOutliveTheirRing) {
    engine::EngineLimits limits = twin_limits;
    limits.recent_order_ids = 4;
    RuleCounts counts;
    const GeneratorOptions options{.price_spread = 300, .rules = rules()};
    ASSERT_EQ(run_shards(shards_of(command_count(5), limits, options), counts), "");
    counts.print("old ids", seed());
}

/// One market, many small orders, and now and then one that wants more than there is.
GeneratorOptions deep_books(std::uint32_t rules) {
    return {.instrument_count = 1,
            .account_count = 2,
            .price_middle = 100,
            .price_spread = 3,
            .passive_percent = 99,
            .mass_cancel_permille = 1,
            .sweep_every = 4'000,
            .known_max = 3'000,
            .rules = rules};
}

engine::EngineLimits deep_limits() {
    engine::EngineLimits limits = twin_limits;
    limits.orders_max = 3'000;
    limits.recent_order_ids = 4'096;
    limits.open_orders_per_account_max = 3'000;
    return limits;
}

TEST(Engine, AgreesWithItsObviousTwinWhenBooksAreDeepAndSweptByOneOrder) {
    RuleCounts counts;
    ASSERT_EQ(run_shards(shards_of(command_count(7), deep_limits(), deep_books(0)), counts), "");
    counts.print("deep books", seed());
}

/// What fees, lists and icebergs bring besides their fills counts against the same limit.
TEST(Engine, AgreesWithItsObviousTwinWhenFillsBringMore) {
    RuleCounts counts;
    GeneratorOptions options =
        deep_books(GeneratedRule::fees | GeneratedRule::lists | GeneratedRule::icebergs |
                   GeneratedRule::batches | GeneratedRule::clock);
    options.sweep_every = 1'500;
    options.mass_cancel_permille = 0;
    ASSERT_EQ(run_shards(shards_of(command_count(3), deep_limits(), options), counts), "");
    counts.print("fills that bring more", seed());
}

}  // namespace
}  // namespace outcry::test
