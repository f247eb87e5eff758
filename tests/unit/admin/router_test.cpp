#include "admin/router.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace outcry::admin {
namespace {

using testing::HasSubstr;

AdminAnswer echo(const AdminRequest& request) {
    AdminAnswer answer;
    answer.body = request.method + " " + request.path + "?" + request.query + " " + request.body;
    return answer;
}

AdminAnswer answer_of(const Router& router, const AdminRequest& request,
                      std::string_view authorization) {
    return std::get<AdminAnswer>(router.answer(request, authorization));
}

Router make_router(std::string token) {
    return Router{
        {{"GET", "/healthz", Access::open, echo},
         {"POST", "/admin/snapshot", Access::token, echo},
         {"GET", "/broken", Access::open,
          [](const AdminRequest&) -> AdminAnswer { throw std::runtime_error{"no disk"}; }}},
        std::move(token)};
}

TEST(AdminRouter, CallsTheHandlerOfMethodAndPath) {
    const Router router = make_router("secret");
    EXPECT_EQ(answer_of(router, {"GET", "/healthz", "a=1", "", "", ""}, "").body,
              "GET /healthz?a=1 ");
    EXPECT_EQ(
        answer_of(router, {"POST", "/admin/snapshot", "", "now", "", ""}, "Bearer secret").body,
        "POST /admin/snapshot? now");
}

TEST(AdminRouter, TellsAnUnknownPathFromAWrongMethod) {
    const Router router = make_router("secret");
    EXPECT_EQ(answer_of(router, {"GET", "/nothing", "", "", "", ""}, "").status, 404U);
    EXPECT_EQ(answer_of(router, {"POST", "/healthz", "", "", "", ""}, "").status, 405U);
}

TEST(AdminRouter, WantsTheWholeTokenAndNothingElse) {
    const Router router = make_router("secret");
    for (const char* field : {"", "secret", "Bearer", "Bearer ", "Bearer secre", "Bearer secrets",
                              "Bearer Secret", "bearer secret", "Basic secret", "Bearer  secret"})
        EXPECT_EQ(answer_of(router, {"POST", "/admin/snapshot", "", "", "", ""}, field).status,
                  401U)
            << field;
}

TEST(AdminRouter, LetsNobodyInWithoutAToken) {
    const Router router = make_router("");
    EXPECT_EQ(answer_of(router, {"POST", "/admin/snapshot", "", "", "", ""}, "Bearer ").status,
              401U);
    EXPECT_EQ(answer_of(router, {"POST", "/admin/snapshot", "", "", "", ""}, "").status, 401U);
}

TEST(AdminRouter, AnswersForAHandlerThatFails) {
    const AdminAnswer answer = answer_of(make_router(""), {"GET", "/broken", "", "", "", ""}, "");
    EXPECT_EQ(answer.status, 500U);
    EXPECT_THAT(answer.body, HasSubstr("no disk"));
}

TEST(AdminRouter, AnswersForAPendingAnswerThatFails) {
    const auto answer =
        poll([]() -> std::optional<AdminAnswer> { throw std::runtime_error{"no disk"}; });
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->status, 500U);
    EXPECT_FALSE(poll([] { return std::optional<AdminAnswer>{}; }).has_value());
}

}  // namespace
}  // namespace outcry::admin
