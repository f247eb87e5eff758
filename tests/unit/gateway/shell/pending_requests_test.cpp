#include "gateway/session/pending_requests.hpp"

#include <gtest/gtest.h>

namespace outcry::gateway {
namespace {

Submission cancel() {
    Submission submission;
    submission.command.type = CommandType::cancel_order;
    return submission;
}

RequestId add(PendingRequests& requests, std::int64_t read_at_ns) {
    return requests.add(cancel(), Origin{{}, 0, read_at_ns}).submission.command.request;
}

TEST(PendingRequests, CarryTheGatewaysNumberInTheTopByte) {
    PendingRequests requests{7, 10};
    const RequestId id = add(requests, 1);
    EXPECT_EQ(id.value() >> 56, 7U);
    EXPECT_NE(requests.find(id), nullptr);
    PendingRequests others{8, 10};
    (void)add(others, 1);
    EXPECT_EQ(others.find(id), nullptr);
}

TEST(PendingRequests, DoNotKnowTheIdOfAnOlderUserOfTheirSlot) {
    PendingRequests requests{0, 1};
    const RequestId first = add(requests, 1);
    EXPECT_TRUE(requests.is_full());
    requests.remove(first);
    const RequestId second = add(requests, 2);
    EXPECT_NE(first, second);
    EXPECT_EQ(requests.find(first), nullptr);
    EXPECT_NE(requests.find(second), nullptr);
    EXPECT_EQ(requests.find(RequestId{}), nullptr);
}

TEST(PendingRequests, AreGivenUpOldestFirst) {
    PendingRequests requests{0, 10};
    const RequestId oldest = add(requests, 10);
    const RequestId answered = add(requests, 20);
    const RequestId old = add(requests, 30);
    const RequestId young = add(requests, 40);
    requests.remove(answered);
    std::vector<RequestId> given_up;
    requests.give_up_before(40, [&](const PendingRequest& request) {
        given_up.push_back(request.submission.command.request);
    });
    EXPECT_EQ(given_up, (std::vector{oldest, old}));
    EXPECT_EQ(requests.count(), 1U);
    EXPECT_NE(requests.find(young), nullptr);
}

}  // namespace
}  // namespace outcry::gateway
