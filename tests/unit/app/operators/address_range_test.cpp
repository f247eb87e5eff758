#include "app/operators/address_range.hpp"

#include <gtest/gtest.h>

namespace outcry::app {
namespace {

std::string read_back(const std::string& text) {
    const auto range = parse_address_range(text);
    return range ? address_range_text(*range) : "none";
}

TEST(AddressRange, ReadsAddressesAndNetworksOfBothVersions) {
    EXPECT_EQ(read_back("10.0.0.0/8"), "10.0.0.0/8");
    EXPECT_EQ(read_back("192.0.2.7"), "192.0.2.7/32");
    EXPECT_EQ(read_back("0.0.0.0/0"), "0.0.0.0/0");
    EXPECT_EQ(read_back("2001:db8::/32"), "2001:db8::/32");
    EXPECT_EQ(read_back("::1"), "::1/128");
    EXPECT_EQ(read_back("::/0"), "::/0");
    EXPECT_EQ(parse_address_range("10.0.0.0/8")->prefix_bits, 104);
}

TEST(AddressRange, RefusesWhatIsNoNetwork) {
    for (const char* text : {"", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x",
                             "2001:db8::1/32", "::/129", "10.0.0", "host", "10.0.0.0/8/8"})
        EXPECT_EQ(read_back(text), "none") << text;
}

}  // namespace
}  // namespace outcry::app
