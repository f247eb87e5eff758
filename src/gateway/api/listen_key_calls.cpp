// User data streams of the older kind, which are opened by a name.
#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/parameters/parameter_reader.hpp"

namespace outcry::gateway {
namespace {

Refusal no_such_listen_key() { return {400, -1125, "This listenKey does not exist."}; }

Answer answer_nothing(const Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(),
                       [](JsonWriter& json) { json.begin_object().end_object(); });
}

}  // namespace

Reply handle_open_listen_key(Services& services, const Call& call) {
    const std::string name =
        services.listen_keys.open(call.account(), call.credential->name, call.now);
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object().name("listenKey").word(name).end_object();
    });
}

Reply handle_extend_listen_key(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const std::string_view name = reader.text(Parameter::listen_key);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    if (!services.listen_keys.extend(call.account(), name, call.now)) {
        return refuse(services, call, no_such_listen_key());
    }
    return answer_nothing(services, call);
}

Reply handle_close_listen_key(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const std::string_view name = reader.text(Parameter::listen_key);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    if (!services.listen_keys.close(call.account(), name, call.now)) {
        return refuse(services, call, no_such_listen_key());
    }
    return answer_nothing(services, call);
}

}  // namespace outcry::gateway
