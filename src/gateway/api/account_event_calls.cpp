// What an account was told, for clients that ask instead of listening, or that were away.
#include <vector>

#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/encoding/user_data.hpp"
#include "gateway/parameters/parameter_reader.hpp"
#include "gateway/streams/account_events.hpp"

namespace outcry::gateway {
namespace {

constexpr std::size_t events_default = 500;
constexpr std::size_t events_max = 1000;

}  // namespace

Answer refuse_forgotten(const Services& services, const Call& call) {
    std::string data;
    JsonWriter json{data, call.envelope.time_unit};
    json.begin_object();
    json.name("firstSeq").count(services.account_events.first().value()).end_object();
    return make_error(
        call.envelope, services.view.sequence(),
        {400, -2901, "Events from fromSeq on are not retained any more. Take a snapshot."}, data);
}

Reply handle_account_events(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const auto from = reader.integer(Parameter::from_seq);
    const std::size_t limit = reader.limit(events_default, events_max);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    const Sequence first{static_cast<std::uint64_t>(*from)};
    if (first < services.account_events.first()) return refuse_forgotten(services, call);

    const auto events = services.account_events.from(call.account(), first, limit);
    const Sequence sequence = services.view.sequence();
    const bool is_page = events.size() >= limit;
    const Sequence last = is_page ? events.back()->event.sequence : sequence;
    return make_answer(call.envelope, sequence, [&](JsonWriter& json) {
        json.begin_object();
        json.name("firstSeq").count(services.account_events.first().value());
        json.name("engineSeq").count(sequence.value());
        json.name("nextSeq").count(std::max(last.value() + 1, first.value()));
        json.name("events").begin_array();
        for (const UserEvent* const told : events) {
            json.begin_object();
            json.name("engineSeq").count(told->event.sequence.value());
            json.name("matchTime").time(told->event.time);
            json.name("event").raw(
                encode_user_event(services.view, *told, {call.now, call.envelope.time_unit}));
            json.end_object();
        }
        json.end_array().end_object();
    });
}

}  // namespace outcry::gateway
