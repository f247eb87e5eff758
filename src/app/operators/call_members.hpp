#pragma once

#include <nlohmann/json.hpp>

#include "outcry/admin/admin_server.hpp"
#include "outcry/base/result.hpp"

#include "app/operators/operator_call.hpp"

namespace outcry::app {

/// The members of a call as one object: from the body of a POST, from the query of a GET. Refuses
/// what is no object, members that the call does not know, and mandatory ones that are not there.
[[nodiscard]] Result<nlohmann::json, CallError> read_members(const OperatorCall& call,
                                                             const admin::AdminRequest& request);

/// As the audit trail may show them: without secrets.
[[nodiscard]] nlohmann::json shown_members(const OperatorCall& call, const nlohmann::json& members);

}  // namespace outcry::app
