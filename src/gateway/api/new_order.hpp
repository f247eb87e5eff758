#pragma once

#include <optional>
#include <span>

#include "outcry/domain/command.hpp"

#include "gateway/api/call.hpp"
#include "gateway/parameters/parameter_reader.hpp"

namespace outcry::gateway {

/// What the parameters of one order are called. A name that a call does not have stands for one
/// that its row of the table of endpoints does not list, so that it is never there.
struct OrderNames {
    Parameter side = Parameter::side;
    Parameter type = Parameter::type;
    Parameter time_in_force = Parameter::time_in_force;
    Parameter quantity = Parameter::quantity;
    Parameter price = Parameter::price;
    Parameter client_order_id = Parameter::new_client_order_id;
    Parameter stop_price = Parameter::stop_price;
    Parameter trailing_delta = Parameter::trailing_delta;
    Parameter iceberg_quantity = Parameter::iceberg_quantity;
    Parameter strategy_id = Parameter::strategy_id;
    Parameter strategy_type = Parameter::strategy_type;
};

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

// The same in steps, for calls with several orders: what words say of each, then the numbers of
// each, which need the instrument.
void read_order_type(ParameterReader& reader, const OrderNames& names, Command& command);
/// The order's type is known.
void read_order_words(ParameterReader& reader, const OrderNames& names, Command& command);
/// Where the numbers of an order stand, and what they are numbers of.
struct OrderNumbers {
    const OrderNames& names;
    const InstrumentDefinition& instrument;
};
/// Nothing is refused so far.
void read_order_numbers(const Services& services, const Call& call, ParameterReader& reader,
                        const OrderNumbers& numbers, Command& command);

/// `newOrderRespType`, or what holds without it.
[[nodiscard]] ResponseType read_response_type(ParameterReader& reader, ResponseType otherwise);

/// `cancelOnDisconnect`, or what the session says: the order ends with its connection then.
void bind_to_session(const Call& call, ParameterReader& reader, std::span<Command> orders);

[[nodiscard]] std::optional<Side> read_side(ParameterReader& reader, Parameter parameter);

/// Of the caller's account, empty otherwise.
[[nodiscard]] Submission make_submission(const Call& call, CommandType type);

/// Key of a client order id in the engine's index.
[[nodiscard]] std::uint64_t client_order_id_hash(const ClientOrderId& id, AccountId account);

}  // namespace outcry::gateway
