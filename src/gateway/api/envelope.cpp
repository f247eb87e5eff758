#include "gateway/api/envelope.hpp"

#include <algorithm>

namespace outcry::gateway {
namespace {

void append_id(std::string& output, const Envelope& envelope) {
    output.append("{\"id\":").append(envelope.id.empty() ? "null" : envelope.id.view());
}

}  // namespace

void begin_result(std::string& output, const Envelope& envelope) {
    if (!envelope.is_websocket) return;
    append_id(output, envelope);
    output.append(",\"status\":200,\"result\":");
}

void end_result(std::string& output, const Envelope& envelope) {
    if (envelope.is_websocket) output.push_back('}');
}

void begin_error(std::string& output, const Envelope& envelope, int status) {
    if (!envelope.is_websocket) return;
    append_id(output, envelope);
    output.append(",\"status\":");
    append_integer(output, status);
    output.append(",\"error\":");
}

void write_error(JsonWriter& json, const Refusal& refusal, std::string_view data) {
    json.begin_object();
    json.name("code").integer(refusal.code);
    json.name("msg").text(refusal.text);
    if (!data.empty()) json.name("data").raw(data);
    json.end_object();
}

Answer make_error(const Envelope& envelope, Sequence sequence, const Refusal& refusal,
                  std::string_view data) {
    Answer answer{.status = refusal.status, .sequence = sequence};
    begin_error(answer.body, envelope, refusal.status);
    JsonWriter json{answer.body, envelope.time_unit};
    write_error(json, refusal, data);
    end_result(answer.body, envelope);
    return answer;
}

Answer make_limited(const Envelope& envelope, Sequence sequence, const LimitReached& limit,
                    Timestamp now) {
    std::string data;
    if (envelope.is_websocket) {
        JsonWriter json{data, envelope.time_unit};
        json.begin_object();
        json.name("serverTime").time(now);
        json.name("retryAfter").time(limit.retry_at).end_object();
    }
    Answer answer = make_error(envelope, sequence, limit.refusal, data);
    answer.usage.retry_after_s = seconds_until(limit.retry_at, now);
    return answer;
}

Answer join_answers(const Envelope& envelope, Sequence sequence, std::span<const Answer> answers) {
    for (const Answer& answer : answers) sequence = std::max(sequence, answer.sequence);
    return make_answer(envelope, sequence, [&](JsonWriter& json) {
        json.begin_array();
        for (const Answer& answer : answers) json.raw(answer.body);
        json.end_array();
    });
}

std::uint32_t seconds_until(Timestamp time, Timestamp now) noexcept {
    constexpr std::int64_t second_us = 1'000'000;
    const std::int64_t wait_us = std::max<std::int64_t>(time.value() - now.value(), 1);
    return static_cast<std::uint32_t>((wait_us + second_us - 1) / second_us);
}

void finish_answer(Answer& answer, const Envelope& envelope, const RateLimiter& limiter,
                   const RateUsage& usage) {
    const std::uint32_t retry_after_s = answer.usage.retry_after_s;
    answer.usage = usage;
    answer.usage.retry_after_s = retry_after_s;
    if (!envelope.is_websocket || !envelope.shows_rate_limits) return;
    answer.body.pop_back();
    answer.body.append(",\"rateLimits\":");
    JsonWriter json{answer.body, envelope.time_unit};
    limiter.write_usage(json, usage);
    answer.body.push_back('}');
}

std::string encode_error(int code, std::string_view text) {
    std::string output;
    JsonWriter json{output, TimeUnit::milliseconds};
    write_error(json, {.code = code, .text = std::string{text}});
    return output;
}

}  // namespace outcry::gateway
