#include "gateway/streams/notices.hpp"

#include "gateway/encoding/json_writer.hpp"

namespace outcry::gateway {

std::string encode_heartbeat(Sequence sequence, MessageTime time) {
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object().name("e").word("heartbeat");
    json.name("E").time(time.now);
    json.name("engineSeq").count(sequence.value()).end_object();
    return text;
}

std::string encode_slow_notice(const Outbox& outbox, MessageTime time) {
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object().name("e").word("notice");
    json.name("E").time(time.now);
    json.name("kind").word("slow");
    json.name("queuedBytes").count(outbox.queued_size());
    json.name("queuedBytesMax").count(outbox.queued_size_max()).end_object();
    return text;
}

std::string encode_expiry_notice(std::string_view listen_key, std::int64_t left_s,
                                 MessageTime time) {
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object().name("e").word("notice");
    json.name("E").time(time.now);
    json.name("kind").word("expiry");
    json.name("listenKey").word(listen_key);
    json.name("expiresInSeconds").integer(left_s).end_object();
    return text;
}

}  // namespace outcry::gateway
