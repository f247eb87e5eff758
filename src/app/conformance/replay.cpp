#include "app/conformance/replay.hpp"

#include <chrono>
#include <map>

#include <fmt/format.h>

namespace outcry::app {
namespace {

using Json = nlohmann::json;
using Difference = std::optional<std::string>;
using Kind = TranscriptStep::Kind;

// Of messages that do not matter, before the one that does.
constexpr int skipped_messages_max = 1000;

std::string now_ms() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return fmt::format("{}", now / std::chrono::milliseconds{1});
}

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (const char letter : text) {
        const bool is_plain = (letter >= 'a' && letter <= 'z') ||
                              (letter >= 'A' && letter <= 'Z') ||
                              (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
        if (is_plain) {
            encoded.push_back(letter);
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
        }
    }
    return encoded;
}

class Replay {
public:
    Replay(VenueTalk& venue, ConformanceKey* key, Captures captures)
        : venue_{venue}, key_{key}, captures_{std::move(captures)} {}

    Difference play(const TranscriptStep& step) {
        switch (step.kind) {
            case Kind::call: return play_call(step);
            case Kind::connect: {
                const auto opened =
                    venue_.connect(step.connection, fill_in(step.target, captures_));
                return opened ? Difference{} : Difference{opened.error()};
            }
            case Kind::send: return play_send(step);
            case Kind::receive: return play_receive(step);
        }
        return "a step of no kind";
    }

private:
    Difference play_call(const TranscriptStep& step) {
        std::string query = fill_in(step.query, captures_);
        if (step.is_signed) {
            query += fmt::format("{}timestamp={}", query.empty() ? "" : "&", now_ms());
            query += "&signature=" + percent_encoded(key_->signer.sign(query));
        }
        std::string target = fill_in(step.target, captures_);
        if (!query.empty()) target += "?" + query;
        const auto answer = venue_.call(
            {step.method, std::move(target), step.is_signed ? key_->name : std::string{}});
        if (!answer) return answer.error();
        if (answer->status != step.status)
            return fmt::format("expected status {}, got {}: {}", step.status, answer->status,
                               answer->body);
        return compare(step, answer->body);
    }

    Difference play_send(const TranscriptStep& step) {
        Json message = fill_in_all(step.message, captures_);
        if (step.is_signed) sign(message);
        const auto sent = venue_.send(step.connection, message.dump());
        return sent ? Difference{} : Difference{sent.error()};
    }

    void sign(Json& message) {
        Json& parameters = message["params"];
        parameters["apiKey"] = key_->name;
        parameters["timestamp"] = now_ms();
        std::string payload;
        // The library keeps the members by name, as the payload wants them.
        for (const auto& [name, value] : parameters.items()) {
            const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
            payload += fmt::format("{}{}={}", payload.empty() ? "" : "&", name, text);
        }
        parameters["signature"] = key_->signer.sign(payload);
    }

    Difference play_receive(const TranscriptStep& step) {
        Difference difference;
        const int tries_max = step.skips_others ? skipped_messages_max : 1;
        for (int i = 0; i < tries_max; ++i) {
            const auto text = venue_.receive(step.connection);
            if (!text) return text.error() + (difference ? "; before it: " + *difference : "");
            difference = compare(step, *text);
            if (!difference) return difference;
        }
        return difference;
    }

    Difference compare(const TranscriptStep& step, const std::string& text) {
        const Json value = Json::parse(text, nullptr, false);
        if (value.is_discarded()) return "no JSON: " + text;
        return find_mismatch(fill_in_all(step.message, captures_), value, captures_);
    }

    VenueTalk& venue_;
    ConformanceKey* key_;
    Captures captures_;
};

}  // namespace

Difference find_difference(const Transcript& transcript, VenueTalk& venue, ConformanceKey* key,
                           Captures captures) {
    if (transcript.needs_key && key == nullptr) return "it needs a key";
    Replay replay{venue, key, std::move(captures)};
    std::size_t number = 0;
    for (const TranscriptStep& step : transcript.steps) {
        ++number;
        if (auto difference = replay.play(step))
            return fmt::format("step {}: {}", number, *difference);
    }
    return std::nullopt;
}

}  // namespace outcry::app
