#include "app/conformance/transcript.hpp"

#include <fmt/format.h>

namespace outcry::app {
namespace {

using Json = nlohmann::json;
using Kind = TranscriptStep::Kind;

/// Throws what the library throws; translated at the border below.
TranscriptStep step_of(const Json& json) {
    TranscriptStep step;
    if (json.contains("call")) {
        const Json& call = json.at("call");
        step.kind = Kind::call;
        step.method = call.at("method");
        step.target = call.at("path");
        step.query = call.value("query", "");
        step.is_signed = call.value("signed", false);
        step.status = json.at("answer").at("status");
        step.message = json.at("answer").at("body");
    } else if (json.contains("connect")) {
        step.kind = Kind::connect;
        step.connection = json.at("connect");
        step.target = json.at("target");
    } else if (json.contains("send")) {
        step.kind = Kind::send;
        step.connection = json.at("send");
        step.is_signed = json.value("signed", false);
        step.message = json.at("message");
    } else {
        step.kind = Kind::receive;
        step.connection = json.at("receive");
        step.skips_others = json.value("skipsOthers", false);
        step.message = json.at("message");
    }
    return step;
}

}  // namespace

Result<Transcript, std::string> parse_transcript(std::string_view text) {
    std::size_t step_count = 0;
    try {
        const Json json = Json::parse(text);
        Transcript transcript{.name = json.at("name"), .about = json.at("about"), .steps = {}};
        for (const Json& step : json.at("steps")) {
            ++step_count;
            transcript.steps.push_back(step_of(step));
            transcript.needs_key = transcript.needs_key || transcript.steps.back().is_signed;
        }
        return transcript;
    } catch (const Json::exception& error) {
        return Failure{fmt::format("step {}: {}", step_count, error.what())};
    }
}

}  // namespace outcry::app
