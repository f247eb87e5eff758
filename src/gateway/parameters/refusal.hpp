#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "outcry/base/result.hpp"

namespace outcry::gateway {

/// Why the gateway refuses a request. Texts are matched by clients, so they are part of the
/// interface; they never repeat a value that the client has sent. `data` may: numbers only.
struct Refusal {
    int status = 400;  // of HTTP; of the envelope on the WebSocket API
    int code = 0;
    std::string text;
    std::string data;  // ready JSON beside the text: what programs read; empty: nothing
};

template <class T>
using Checked = Result<T, Refusal>;

namespace refusals {

[[nodiscard]] Refusal illegal_characters();
[[nodiscard]] Refusal illegal_characters(std::string_view name, std::string_view legal_range);
[[nodiscard]] Refusal too_many_parameters();
[[nodiscard]] Refusal too_many_parameters(std::size_t expected_count, std::size_t received_count);
[[nodiscard]] Refusal duplicate_parameter();
[[nodiscard]] Refusal missing(std::string_view name);
[[nodiscard]] Refusal missing_both(std::string_view first, std::string_view second);
[[nodiscard]] Refusal unread_parameters(std::size_t read_count, std::size_t sent_count);
[[nodiscard]] Refusal empty(std::string_view name);
[[nodiscard]] Refusal not_required(std::string_view name);
[[nodiscard]] Refusal overflowed(std::string_view name);
[[nodiscard]] Refusal too_precise(std::string_view name);
[[nodiscard]] Refusal invalid_value(std::string_view name);
[[nodiscard]] Refusal bad_combination();
[[nodiscard]] Refusal invalid_json();
[[nodiscard]] Refusal filter_failure(std::string_view filter);

}  // namespace refusals
}  // namespace outcry::gateway
