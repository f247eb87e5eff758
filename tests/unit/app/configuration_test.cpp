#include "app/configuration.hpp"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/source_folder.hpp"

namespace outcry::app {
namespace {

ConfigurationResult<Configuration> load(const std::string& key, const std::string& value) {
    ConfigurationSources sources;
    sources.environment = [](const char*) { return static_cast<const char*>(nullptr); };
    sources.flags.emplace_back(key, value);
    return load_configuration(sources);
}

TEST(Configuration, KeepsTheOrdersThatOneCommandCanClose) {
    EXPECT_TRUE(load("views.closed_orders", "1024"));
    EXPECT_FALSE(load("views.closed_orders", "1023"));
}

TEST(Configuration, TheFileToStartFromSaysEveryDefault) {
    const auto path = test::source_folder() / "config/exchange.toml";
    std::ifstream file{path};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    // `serve --print-config` makes what stands below the file's first lines.
    EXPECT_THAT(text, testing::EndsWith(print_configuration({})));
    ConfigurationSources sources;
    sources.file = path;
    sources.environment = [](const char*) { return static_cast<const char*>(nullptr); };
    const auto loaded = load_configuration(sources);
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(print_configuration(*loaded), print_configuration({}));
    EXPECT_FALSE(loaded->postgres.enabled);
    EXPECT_FALSE(loaded->kafka.enabled);
}

TEST(Configuration, ADifferenceIsAnAlertOrHaltsTheVenue) {
    EXPECT_TRUE(load("reconcile.on_difference", "halt")->reconcile.halts);
    EXPECT_FALSE(load("reconcile.on_difference", "alert")->reconcile.halts);
    EXPECT_FALSE(load("reconcile.on_difference", "stop"));
}

}  // namespace
}  // namespace outcry::app
