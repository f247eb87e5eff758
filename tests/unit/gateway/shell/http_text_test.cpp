#include <gtest/gtest.h>

#include "gateway/http/response_text.hpp"
#include "gateway/http/rest_request.hpp"

namespace outcry::gateway {
namespace {

TEST(HttpText, OfAnAnswerIsWhole) {
    EXPECT_EQ(encode_response({.status = 200, .sequence = Sequence{42}}, "{}"),
              "HTTP/1.1 200 OK\r\nServer: outcry\r\n"
              "Content-Type: application/json;charset=UTF-8\r\nContent-Length: 2\r\n"
              "X-Engine-Seq: 42\r\n\r\n{}");
    EXPECT_EQ(encode_response({.status = 405,
                               .content_type = ContentType::html,
                               .after = AfterAnswer::close,
                               .allow = "GET"},
                              ""),
              "HTTP/1.1 405 Method Not Allowed\r\nServer: outcry\r\n"
              "Content-Type: text/html;charset=UTF-8\r\nContent-Length: 0\r\nAllow: GET\r\n"
              "Connection: close\r\n\r\n");
}

TEST(HttpText, OfADateIsThatOfTheStandard) {
    EXPECT_EQ(encode_http_date(Timestamp{784'111'777'000'000}), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(HttpText, OfATargetIsPathAndQuery) {
    EXPECT_EQ(split_target("/a/b?c=d?e").path, "/a/b");
    EXPECT_EQ(split_target("/a/b?c=d?e").query, "c=d?e");
    EXPECT_EQ(split_target("/a").query, "");
    EXPECT_EQ(split_target("http://host:80/a?b").path, "/a");
    EXPECT_EQ(split_target("http://host").path, "/");
    EXPECT_EQ(split_target("/a://b").path, "/a://b");
    EXPECT_EQ(split_target("*").path, "*");
}

}  // namespace
}  // namespace outcry::gateway
