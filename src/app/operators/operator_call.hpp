#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "outcry/domain/command.hpp"
#include "outcry/gateway/secret_seal.hpp"
#include "outcry/views/venue_view.hpp"

#include "app/operators/call_fields.hpp"

namespace outcry::app {

enum class FieldKind : std::uint8_t {
    text,
    flag,    // true or false
    list,    // texts
    file,    // a text that the command line reads from a file
    secret,  // likewise; never shown or logged
};
enum class FieldNeed : std::uint8_t { optional, mandatory };

struct CallField {
    std::string_view name;
    FieldKind kind = FieldKind::text;
    FieldNeed need = FieldNeed::optional;
    std::string_view help;
};

/// What a call comes to: commands, sent one after the other, each after the one before was
/// accepted; and what is shown afterwards.
struct OperatorPlan {
    using Describe = std::function<nlohmann::ordered_json(views::VenueView& view)>;
    std::vector<Command> commands;
    Describe describe;
};

/// What plans are made from. The view belongs to the thread that makes them.
struct PlanServices {
    views::VenueView& view;
    const gateway::SecretSeal& seal;
};

/// Calls that only look; that change; and those that make the venue safer, which are done even when
/// they cannot be written to the audit trail.
enum class CallKind : std::uint8_t { query, change, safety };

/// One row of the table from which calls are routed, checked, described and offered as commands
/// of `outcry admin`.
struct OperatorCall {
    using MakePlan = OperatorPlan (*)(CallFields& fields, const PlanServices& services);
    std::string_view path;     // GET for a query, else POST
    std::string_view command;  // of the command line: "market create"
    CallKind kind = CallKind::change;
    std::span<const CallField> fields;
    MakePlan make_plan = nullptr;  // a failure stands in `fields` afterwards
    std::string_view help;
};

[[nodiscard]] std::span<const OperatorCall> operator_calls() noexcept;
[[nodiscard]] constexpr std::string_view method_of(const OperatorCall& call) noexcept {
    return call.kind == CallKind::query ? "GET" : "POST";
}

// The plans, by subject: market_plans.cpp, account_plans.cpp, key_plans.cpp, limit_plans.cpp.
OperatorPlan plan_create_asset(CallFields& fields, const PlanServices& services);
OperatorPlan plan_list_assets(CallFields& fields, const PlanServices& services);
OperatorPlan plan_create_market(CallFields& fields, const PlanServices& services);
OperatorPlan plan_change_market(CallFields& fields, const PlanServices& services);
OperatorPlan plan_list_markets(CallFields& fields, const PlanServices& services);
OperatorPlan plan_market_rules(CallFields& fields, const PlanServices& services);
OperatorPlan plan_market_status(CallFields& fields, const PlanServices& services);
OperatorPlan plan_market_fees(CallFields& fields, const PlanServices& services);
OperatorPlan plan_create_account(CallFields& fields, const PlanServices& services);
OperatorPlan plan_show_account(CallFields& fields, const PlanServices& services);
OperatorPlan plan_list_accounts(CallFields& fields, const PlanServices& services);
OperatorPlan plan_account_rules(CallFields& fields, const PlanServices& services);
OperatorPlan plan_account_status(CallFields& fields, const PlanServices& services);
OperatorPlan plan_deposit(CallFields& fields, const PlanServices& services);
OperatorPlan plan_withdraw(CallFields& fields, const PlanServices& services);
OperatorPlan plan_transfer(CallFields& fields, const PlanServices& services);
OperatorPlan plan_register_key(CallFields& fields, const PlanServices& services);
OperatorPlan plan_key_rules(CallFields& fields, const PlanServices& services);
OperatorPlan plan_revoke_key(CallFields& fields, const PlanServices& services);
OperatorPlan plan_show_key(CallFields& fields, const PlanServices& services);
OperatorPlan plan_venue_status(CallFields& fields, const PlanServices& services);
OperatorPlan plan_account_limits(CallFields& fields, const PlanServices& services);
OperatorPlan plan_exposure_limit(CallFields& fields, const PlanServices& services);
OperatorPlan plan_account_fees(CallFields& fields, const PlanServices& services);
OperatorPlan plan_fee_tier(CallFields& fields, const PlanServices& services);
OperatorPlan plan_fee_asset(CallFields& fields, const PlanServices& services);
OperatorPlan plan_cancel_orders(CallFields& fields, const PlanServices& services);

}  // namespace outcry::app
