#pragma once

#include <optional>
#include <string>

#include "app/client/request_signer.hpp"
#include "app/conformance/json_pattern.hpp"
#include "app/conformance/transcript.hpp"
#include "app/conformance/venue_talk.hpp"

namespace outcry::app {

struct ConformanceKey {
    std::string name;
    RequestSigner signer;
};

/// Plays a transcript against a server; why it differs, with the number of the step, or nothing.
/// `captures` holds what the transcript may refer to from its start on.
[[nodiscard]] std::optional<std::string> find_difference(const Transcript& transcript,
                                                         VenueTalk& venue, ConformanceKey* key,
                                                         Captures captures);

}  // namespace outcry::app
