#pragma once

#include <string_view>

#include "outcry/domain/command.hpp"

#include "gateway/api/call.hpp"
#include "gateway/parameters/parameter_reader.hpp"

namespace outcry::gateway {

/// What a new order says, beside its command.
struct NewOrder {
    const views::InstrumentView* instrument = nullptr;
    ResponseType response_type = ResponseType::ack;
};

/// Reads a new order's parameters into the fields of `command` that describe it; the same for a
/// placement, a test and the second half of a cancel-replace. What the engine cannot honour is
/// refused. Nothing in `command` counts when the reader has refused.
[[nodiscard]] NewOrder read_new_order(const Services& services, const Call& call,
                                      ParameterReader& reader, Command& command);

/// The engine's checks that need nothing but the definition, for orders that are only tested.
void check_limits(ParameterReader& reader, const InstrumentDefinition& instrument,
                  const Command& command);

/// Key of a client order id in the engine's index.
[[nodiscard]] std::uint64_t client_order_id_hash(const ClientOrderId& id, AccountId account);

}  // namespace outcry::gateway
