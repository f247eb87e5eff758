#include "app/client/server_address.hpp"

#include <string>

#include <gtest/gtest.h>

namespace outcry::app {
namespace {

std::string read(const std::string& url) {
    const auto address = parse_server_url(url);
    return address ? address->text() : "refused";
}

TEST(ServerAddress, ReadsUrls) {
    EXPECT_EQ(read("http://127.0.0.1:8080"), "127.0.0.1:8080");
    EXPECT_EQ(read("ws://localhost:8080/"), "localhost:8080");
    EXPECT_EQ(read("127.0.0.1:8080"), "127.0.0.1:8080");
    EXPECT_EQ(read("http://exchange.example"), "exchange.example:80");
    EXPECT_EQ(read("http://[::1]:8080"), "[::1]:8080");
    EXPECT_EQ(read("http://[::1]"), "[::1]:80");
}

TEST(ServerAddress, RefusesWhatIsNoServer) {
    for (const char* url : {"", "http://", "https://a:1", "wss://a:1", "ftp://a:1",
                            "http://a:", "http://a:0", "http://a:65536", "http://a:1/path",
                            "http://a b:1", "http://[::1", "http://[::1]x:1", "http://:80"}) {
        EXPECT_EQ(read(url), "refused") << url;
    }
}

}  // namespace
}  // namespace outcry::app
