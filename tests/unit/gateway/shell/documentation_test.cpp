#include "gateway/http/documentation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/gateway/shell/gateway_fixture.hpp"

namespace outcry::test {
namespace {

using gateway::find_documentation;
using gateway::StaticFiles;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(Documentation, IsAPlainTableWithoutTheFilesOfSwagger) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.send("GET /docs HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_THAT(
        client.receive_answer(),
        AllOf(HasSubstr("Content-Type: text/html"), HasSubstr("POST /api/v3/order<"),
              HasSubstr("order.place"), HasSubstr("newClientOrderId"), Not(HasSubstr("swagger"))));
}

TEST(Documentation, IsSwaggerWhereItsFilesAre) {
    const StaticFiles files{{"swagger-ui-bundle.js", "script"}, {"swagger-ui.css", "style"}};
    EXPECT_THAT(find_documentation(&files, "/docs")->text, HasSubstr("SwaggerUIBundle("));
    EXPECT_EQ(find_documentation(&files, "/docs/swagger-ui.css")->text, "style");
    EXPECT_EQ(find_documentation(&files, "/docs/swagger-ui.css")->type, gateway::ContentType::css);
    EXPECT_FALSE(find_documentation(&files, "/docs/../secret").has_value());
    // The description itself is a call like the others.
    EXPECT_FALSE(find_documentation(&files, "/docs/openapi.json").has_value());
}

}  // namespace
}  // namespace outcry::test
