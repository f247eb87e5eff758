#include "outcry/telemetry/registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "outcry/telemetry/stage.hpp"

namespace outcry::telemetry {
namespace {

using testing::HasSubstr;

TEST(Registry, RendersCountersAndGaugesUnderOneHeaderPerName) {
    Registry registry;
    Counter& buys = registry.counter({"outcry_orders_total", "Orders", {{"side", "buy"}}});
    Counter& sells = registry.counter({"outcry_orders_total", "Orders", {{"side", "sell"}}});
    Gauge& level = registry.gauge({.name = "outcry_ring_used", .help = "Slots in use"});
    registry.sampled_gauge({.name = "outcry_sampled", .help = "Asked late"}, [] { return -7; });
    buys.add(3);
    sells.add();
    level.set(5);
    level.add(-2);
    EXPECT_EQ(registry.render(),
              "# HELP outcry_orders_total Orders\n"
              "# TYPE outcry_orders_total counter\n"
              "outcry_orders_total{side=\"buy\"} 3\n"
              "outcry_orders_total{side=\"sell\"} 1\n"
              "# HELP outcry_ring_used Slots in use\n"
              "# TYPE outcry_ring_used gauge\n"
              "outcry_ring_used 3\n"
              "# HELP outcry_sampled Asked late\n"
              "# TYPE outcry_sampled gauge\n"
              "outcry_sampled -7\n");
}

TEST(Registry, EscapesLabelValues) {
    Registry registry;
    registry.counter({"outcry_odd_total", "Odd", {{"text", "a\"b\\c\nd"}}}).add();
    EXPECT_THAT(registry.render(), HasSubstr("outcry_odd_total{text=\"a\\\"b\\\\c\\nd\"} 1\n"));
}

TEST(Registry, RendersHistogramsOfNanosecondsInSeconds) {
    Registry registry;
    Histogram& histogram =
        registry.histogram({"outcry_wait_seconds", "Waiting", {{"stage", "core"}}});
    histogram.record(63);
    histogram.record(1'500'000'000);
    const std::string text = registry.render();
    EXPECT_THAT(text, HasSubstr("# TYPE outcry_wait_seconds histogram\n"));
    EXPECT_THAT(text, HasSubstr("outcry_wait_seconds_bucket{stage=\"core\",le=\"0.0000001\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("outcry_wait_seconds_bucket{stage=\"core\",le=\"1\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("outcry_wait_seconds_bucket{stage=\"core\",le=\"2\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("outcry_wait_seconds_bucket{stage=\"core\",le=\"+Inf\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("outcry_wait_seconds_sum{stage=\"core\"} 1.500000063\n"));
    EXPECT_THAT(text, HasSubstr("outcry_wait_seconds_count{stage=\"core\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("# TYPE outcry_wait_seconds_quantile gauge\n"
                                "outcry_wait_seconds_quantile{stage=\"core\",quantile=\"0.5\"} "
                                "0.000000063\n"));
    EXPECT_THAT(text,
                HasSubstr("outcry_wait_seconds_quantile{stage=\"core\",quantile=\"1\"} 1.5\n"));
}

TEST(Registry, RendersPlainHistogramsAsTheyAre) {
    Registry registry;
    registry.histogram({.name = "outcry_batch_size", .help = "Sizes"}, HistogramUnit::plain)
        .record(16);
    const std::string text = registry.render();
    EXPECT_THAT(text, HasSubstr("outcry_batch_size_bucket{le=\"8\"} 0\n"));
    EXPECT_THAT(text, HasSubstr("outcry_batch_size_bucket{le=\"16\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("outcry_batch_size_sum 16\n"));
}

TEST(Registry, FindsAHistogramByNameAndLabels) {
    Registry registry;
    Histogram& core = stage_histogram(registry, Stage::core);
    core.record(5);
    EXPECT_EQ(registry.find_histogram("outcry_stage_seconds", {{"stage", "core"}}), &core);
    EXPECT_EQ(registry.find_histogram("outcry_stage_seconds", {{"stage", "ring"}}), nullptr);
    EXPECT_EQ(registry.find_histogram("outcry_other_seconds", {}), nullptr);
}

TEST(RegistryDeathTest, StopsAtANameThatIsTakenOrBad) {
    Registry registry;
    registry.counter({.name = "outcry_a_total", .help = "A"}).add();
    EXPECT_DEATH({ (void)registry.counter({.name = "outcry_a_total", .help = "A"}); }, "");
    EXPECT_DEATH({ (void)registry.gauge({.name = "outcry_a_total", .help = "A"}); }, "");
    EXPECT_DEATH({ (void)registry.gauge({.name = "other", .help = "B"}); }, "");
    EXPECT_DEATH({ (void)registry.histogram({.name = "outcry_time", .help = "C"}); }, "");
}

TEST(Stage, NamesEveryStageInTheOrderOfTheWay) {
    std::string names;
    for (const Stage stage : stages) names.append(name_of(stage)).append(" ");
    EXPECT_EQ(names, "read ring core journal publish written ");
}

}  // namespace
}  // namespace outcry::telemetry
