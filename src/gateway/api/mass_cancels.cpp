// Cancels of many orders at one time, and what makes them happen by themselves.
#include <limits>

#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/api/new_order.hpp"
#include "gateway/api/symbols.hpp"

namespace outcry::gateway {
namespace {

using enum Parameter;

}  // namespace

Reply handle_cancel_all(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    Submission submission = make_submission(call, CommandType::cancel_all_orders);
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    submission.command.instrument = instrument->definition.id;
    return submission;
}

Reply handle_cancel_everything(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    Submission submission = make_submission(call, CommandType::cancel_orders);
    CancelOrders& mass_cancel = submission.command.mass_cancel;
    mass_cancel.scope = CancelScope::account;
    mass_cancel.reason = CloseReason::cancelled_by_user;
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    const auto only = read_side(reader, side);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    if (instrument != nullptr) {
        mass_cancel.has_instrument = 1;
        submission.command.instrument = instrument->definition.id;
    }
    if (only) {
        mass_cancel.has_side = 1;
        submission.command.side = *only;
    }
    return submission;
}

Reply handle_countdown(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    Submission submission = make_submission(call, CommandType::set_dead_man);
    const auto time_ms = reader.integer(countdown_time);
    if (time_ms && *time_ms > std::numeric_limits<std::uint32_t>::max()) {
        reader.refuse(refusals::overflowed(name_of(countdown_time)));
    }
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    submission.command.dead_man.timeout_ms = static_cast<std::uint32_t>(time_ms.value_or(0));
    return submission;
}

Reply handle_cancel_on_disconnect(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const bool is_wanted = reader.boolean(enabled, true);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    SessionAuthentication& session = *call.session;
    session.cancels_on_disconnect = is_wanted;
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object();
        json.name("cancelOnDisconnect").boolean(is_wanted);
        json.name("sessionId").count(session.id.value()).end_object();
    });
}

}  // namespace outcry::gateway
