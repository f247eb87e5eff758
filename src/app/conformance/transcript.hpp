#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "outcry/base/result.hpp"

namespace outcry::app {

/// One step of a transcript. Its form is in docs/api/conformance/README.md.
struct TranscriptStep {
    enum class Kind : std::uint8_t { call, connect, send, receive };
    Kind kind{};
    std::string connection;     // connect, send, receive: its name
    std::string method;         // call
    std::string target;         // call: path; connect: path and query
    std::string query;          // call
    bool is_signed = false;     // call, send
    unsigned status = 200;      // call: what is expected
    bool skips_others = false;  // receive: messages before it do not matter
    nlohmann::json message;     // send: what; call and receive: the pattern of what comes
};

/// What a client says and what a server that conforms answers.
struct Transcript {
    std::string name;
    std::string about;
    bool needs_key = false;
    std::vector<TranscriptStep> steps;
};

[[nodiscard]] Result<Transcript, std::string> parse_transcript(std::string_view text);

}  // namespace outcry::app
