#include "app/configuration.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace outcry::app
