#include "gateway/api/reject_table.hpp"

#include <gtest/gtest.h>

namespace outcry::gateway::test {
namespace {

TEST(RejectTable, HasARowForEveryReason) {
    int count = 0;
    for (int i = 1; i < 1000; ++i) {
        const auto reason = static_cast<RejectReason>(i);
        // Numbers between the reasons have no name.
        if (name_of(reason) == "unknown_reason") continue;
        const Refusal refusal = refusal_of(reason, CommandType::place_order, CommandPart::whole);
        EXPECT_GE(refusal.status, 400) << name_of(reason);
        EXPECT_LT(refusal.code, -1000) << name_of(reason);
        EXPECT_FALSE(refusal.text.empty()) << name_of(reason);
        ++count;
    }
    EXPECT_GE(count, 38);
}

TEST(RejectTable, ChoosesTheCodeByWhatWasRefused) {
    const auto code = [](CommandType command, CommandPart part) {
        return refusal_of(RejectReason::instrument_halted, command, part).code;
    };
    EXPECT_EQ(code(CommandType::place_order, CommandPart::whole), -2010);
    EXPECT_EQ(code(CommandType::cancel_order, CommandPart::whole), -2011);
    EXPECT_EQ(code(CommandType::cancel_all_orders, CommandPart::whole), -2011);
    EXPECT_EQ(code(CommandType::amend_order, CommandPart::whole), -2038);
    EXPECT_EQ(code(CommandType::replace_order, CommandPart::cancel), -2011);
    EXPECT_EQ(code(CommandType::replace_order, CommandPart::placement), -2010);
    EXPECT_EQ(code(CommandType::replace_order, CommandPart::whole), -2010);
}

}  // namespace
}  // namespace outcry::gateway::test
