#include "gateway/websocket/frame.hpp"

#include <gtest/gtest.h>

namespace outcry::gateway {
namespace {

using namespace std::string_literals;

TEST(Frame, OfATextHasTheShortestLength) {
    EXPECT_EQ(encode_text_frame("hi"), "\x81\x02hi");
    EXPECT_EQ(encode_text_frame(std::string(125, 'a')).substr(0, 2), "\x81\x7d");
    EXPECT_EQ(encode_text_frame(std::string(126, 'a')).substr(0, 4), "\x81\x7e\x00\x7e"s);
    EXPECT_EQ(encode_text_frame(std::string(65'535, 'a')).substr(0, 4), "\x81\x7e\xff\xff");
    EXPECT_EQ(encode_text_frame(std::string(65'536, 'a')).substr(0, 10),
              "\x81\x7f\0\0\0\0\0\x01\0\0"s);
    EXPECT_EQ(encode_text_frame(std::string(65'536, 'a')).size(), 65'546U);
}

TEST(Frame, IsCompressedOnlyWhenThatGainsSomething) {
    const std::string small(compressed_size_min - 1, 'a');
    EXPECT_EQ(encode_text_frame(small, Compression::deflated), encode_text_frame(small));
    const std::string large(compressed_size_min, 'a');
    const std::string frame = encode_text_frame(large, Compression::deflated);
    EXPECT_EQ(frame.front(), '\xc1');
    EXPECT_LT(frame.size(), 20U);
    // Without context takeover a message compresses to the same bytes every time.
    EXPECT_EQ(frame, encode_text_frame(large, Compression::deflated));
}

TEST(Frame, OfACloseHoldsCodeAndReason) {
    EXPECT_EQ(encode_close_frame(CloseCode::policy_violation, "slow"), "\x88\x06\x03\xf0slow");
    EXPECT_EQ(encode_close_frame(CloseCode::normal, std::string(200, 'a')).size(), 127U);
    EXPECT_EQ(encode_ping_frame(), "\x89\x00"s);
}

}  // namespace
}  // namespace outcry::gateway
