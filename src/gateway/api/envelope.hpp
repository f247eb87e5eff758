#pragma once

#include <span>
#include <string_view>
#include <utility>

#include "gateway/api/api.hpp"
#include "gateway/encoding/json_writer.hpp"
#include "gateway/parameters/refusal.hpp"

namespace outcry::gateway {

inline constexpr std::size_t answer_size_usual = 768;

/// The envelope of the WebSocket API in front of a result, and behind it; nothing for REST.
void begin_result(std::string& output, const Envelope& envelope);
/// Likewise in front of an error.
void begin_error(std::string& output, const Envelope& envelope, int status);
void end_result(std::string& output, const Envelope& envelope);

/// A 200 with what `write(JsonWriter&)` writes.
template <class Write>
[[nodiscard]] Answer make_answer(const Envelope& envelope, Sequence sequence, Write&& write) {
    Answer answer{.sequence = sequence};
    answer.body.reserve(answer_size_usual);
    begin_result(answer.body, envelope);
    JsonWriter json{answer.body, envelope.time_unit};
    std::forward<Write>(write)(json);
    end_result(answer.body, envelope);
    return answer;
}

/// {"code":…,"msg":…[,"data":…]}; `data` is ready JSON.
void write_error(JsonWriter& json, const Refusal& refusal, std::string_view data = {});
[[nodiscard]] Answer make_error(const Envelope& envelope, Sequence sequence, const Refusal& refusal,
                                std::string_view data = {});
/// 429 and 418, with the time from when on it is worth to ask again.
[[nodiscard]] Answer make_limited(const Envelope& envelope, Sequence sequence,
                                  const LimitReached& limit, Timestamp now);
/// An array of the bodies of answers that have no envelope.
[[nodiscard]] Answer join_answers(const Envelope& envelope, Sequence sequence,
                                  std::span<const Answer> answers);
/// What `Retry-After` says: whole seconds, at least one.
[[nodiscard]] std::uint32_t seconds_until(Timestamp time, Timestamp now) noexcept;
/// The last step of an answer: what was used of the limits, on the WebSocket API in its body.
void finish_answer(Answer& answer, const Envelope& envelope, const RateLimiter& limiter,
                   const RateUsage& usage);

}  // namespace outcry::gateway
