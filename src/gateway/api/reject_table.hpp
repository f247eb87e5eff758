#pragma once

#include "outcry/domain/command.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/domain/reject_reason.hpp"

#include "gateway/parameters/refusal.hpp"

namespace outcry::gateway {

/// How a reason of the engine is told to a client. Some codes depend on what was refused: a
/// placement (-2010), a cancel (-2011) or an amendment (-2038). The table is docs/api/errors.md.
[[nodiscard]] Refusal refusal_of(RejectReason reason, CommandType command, CommandPart part);

}  // namespace outcry::gateway
