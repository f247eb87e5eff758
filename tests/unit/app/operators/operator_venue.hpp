#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "outcry/engine/engine.hpp"
#include "outcry/gateway/secret_seal.hpp"
#include "outcry/views/venue_view.hpp"

#include "app/operators/operator_call.hpp"
#include "support/small_venue.hpp"

namespace outcry::app {

/// A venue with BASE, QUOTE and market BASEQUOTE as `opening_commands` make it, and the accounts
/// that they name.
class OperatorVenue : public testing::Test {
protected:
    OperatorVenue() {
        for (const Command& command : test::opening_commands()) apply(command);
    }

    std::vector<Event> apply(const Command& command) {
        engine_.apply(stamper_.stamp(command), buffer_);
        std::vector<Event> events{buffer_.events().begin(), buffer_.events().end()};
        for (const Event& event : events) view_.apply(event);
        return events;
    }

    static const OperatorCall& call_of(std::string_view command) {
        for (const OperatorCall& call : operator_calls())
            if (call.command == command) return call;
        ADD_FAILURE() << command;
        return operator_calls().front();
    }

    struct Made {
        OperatorPlan plan;
        std::optional<CallError> failure;
    };
    Made make(std::string_view command, const nlohmann::json& members) {
        CallFields fields{members};
        OperatorPlan plan = call_of(command).make_plan(fields, {view_, seal_});
        return {std::move(plan), fields.failure()};
    }
    /// The one command of a call that must be right.
    Command command(std::string_view command, const nlohmann::json& members) {
        const Made made = make(command, members);
        EXPECT_FALSE(made.failure) << made.failure->field << " " << made.failure->message;
        EXPECT_EQ(made.plan.commands.size(), 1U);
        return made.plan.commands.empty() ? Command{} : made.plan.commands.front();
    }
    /// `code field` of a call that must be wrong.
    std::string failure(std::string_view command, const nlohmann::json& members) {
        const Made made = make(command, members);
        return made.failure ? made.failure->code + " " + made.failure->field : "none";
    }

    static gateway::SecretSeal make_seal() {
        std::array<std::byte, gateway::SealKey::size_bytes> key{};
        return gateway::SecretSeal{{gateway::SealKey{key}}};
    }

    engine::Engine engine_{test::small_engine_limits()};
    views::VenueView view_{{}};
    EventBuffer buffer_;
    test::Stamper stamper_;
    gateway::SecretSeal seal_ = make_seal();
};

}  // namespace outcry::app
