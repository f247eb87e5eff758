#include "gateway/streams/stream_options.hpp"

#include <charconv>

#include "gateway/streams/stream_name.hpp"

namespace outcry::gateway {
namespace {

bool is_asked_for(std::string_view query, std::string_view name) {
    return query_value(query, name) == "true";
}

std::optional<Sequence> sequence_of(std::string_view query, std::string_view name) {
    const auto text = query_value(query, name);
    if (!text) return std::nullopt;
    std::uint64_t value = 0;
    const char* const end = text->data() + text->size();
    const auto [rest, error] = std::from_chars(text->data(), end, value);
    if (error != std::errc{} || rest != end) return std::nullopt;
    return Sequence{value};
}

}  // namespace

ConnectionOptions parse_connection_options(std::string_view query) {
    return {.streams = {.additions = {.has_sequence = is_asked_for(query, "sequence"),
                                      .has_times = is_asked_for(query, "times"),
                                      .has_checksum = is_asked_for(query, "checksum")},
                        .has_snapshot = is_asked_for(query, "snapshot"),
                        .is_conflated = is_asked_for(query, "conflate"),
                        .from = sequence_of(query, "fromSeq")},
            .has_heartbeat = is_asked_for(query, "heartbeat"),
            .has_notices = is_asked_for(query, "notices")};
}

}  // namespace outcry::gateway
