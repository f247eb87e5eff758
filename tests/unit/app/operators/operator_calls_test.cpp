#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/operators/call_members.hpp"
#include "app/operators/operator_call.hpp"
#include "support/source_folder.hpp"

namespace outcry::app {
namespace {

using testing::HasSubstr;

admin::AdminRequest get(std::string query) { return {"GET", "", std::move(query), "", "", ""}; }

const OperatorCall& account_list() {
    for (const OperatorCall& call : operator_calls())
        if (call.command == "account list") return call;
    ADD_FAILURE();
    return operator_calls().front();
}

/// The row of the page that begins with the call.
std::string row_of(const std::string& page, const OperatorCall& call) {
    std::istringstream lines{page};
    const std::string begin =
        "| `" + std::string{method_of(call)} + " " + std::string{call.path} + "`";
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(begin)) return line;
    return {};
}

TEST(OperatorCalls, StandOnTheirPageWithEveryMember) {
    std::ifstream file{test::source_folder() / "docs/operations/admin_api.md"};
    const std::string page{std::istreambuf_iterator<char>{file}, {}};
    for (const OperatorCall& call : operator_calls()) {
        const std::string row = row_of(page, call);
        ASSERT_FALSE(row.empty()) << call.path;
        EXPECT_THAT(row, HasSubstr("`" + std::string{call.command} + "`"));
        EXPECT_EQ(row.find(" ! |") != std::string::npos, call.kind == CallKind::safety) << row;
        for (const CallField& field : call.fields) {
            const bool is_optional = field.need == FieldNeed::optional;
            EXPECT_THAT(row, HasSubstr("`" + std::string{field.name} + (is_optional ? "?`" : "`")));
        }
    }
}

TEST(OperatorCalls, HaveEachTheirRouteAndCommand) {
    std::set<std::string> seen;
    for (const OperatorCall& call : operator_calls()) {
        EXPECT_TRUE(seen.insert(std::string{method_of(call)} + std::string{call.path}).second);
        EXPECT_TRUE(seen.insert(std::string{call.command}).second) << call.command;
    }
}

TEST(OperatorCalls, ReadTheMembersOfAQuery) {
    const auto members = read_members(account_list(), get("after=1%36&limit=2"));
    ASSERT_TRUE(members);
    EXPECT_EQ((*members)["after"], "16");
    EXPECT_EQ((*members)["limit"], "2");
    for (const char* query : {"after=1&after=2", "after=%", "after=%4", "after=%zz"})
        EXPECT_EQ(read_members(account_list(), get(query)).error().code, "invalid_query") << query;
    EXPECT_EQ(read_members(account_list(), get("befor=1")).error().code, "unknown_field");
}

}  // namespace
}  // namespace outcry::app
