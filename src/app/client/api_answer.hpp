#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace outcry::app {

/// The envelope of an answer of the WebSocket API.
struct ApiAnswer {
    std::uint64_t id = 0;
    std::int64_t status = 0;
    std::int64_t error_code = 0;  // zero when it is no error
    std::string error_text;

    [[nodiscard]] bool is_success() const noexcept { return status == 200; }
    /// Refused for load or for rate limits, not for what it asks.
    [[nodiscard]] bool is_overload() const noexcept {
        return error_code == -1008 || error_code == -1003 || error_code == -1015 || status == 429 ||
               status == 418 || status == 503;
    }
};

/// Reads envelopes without looking into results; reuses its memory. Used by one thread at a time.
class ApiAnswerReader {
public:
    ApiAnswerReader();
    ApiAnswerReader(const ApiAnswerReader&) = delete;
    ApiAnswerReader& operator=(const ApiAnswerReader&) = delete;
    ~ApiAnswerReader();

    /// Nothing for what is no answer to a request, such as a user event.
    [[nodiscard]] std::optional<ApiAnswer> read(std::string_view text);

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::app
