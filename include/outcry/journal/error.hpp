#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "outcry/base/result.hpp"
#include "outcry/platform/system_error.hpp"

namespace outcry::journal {

enum class ErrorKind : std::uint8_t {
    system = 1,   // the operating system refused: stop, never try again
    damaged = 2,  // bytes that are not what was written: exit code 65
    refused = 3,  // what was asked for cannot be: wrong version, wrong size, missing directory
};

/// One sentence for the log line, naming file and place.
struct JournalError {
    ErrorKind kind{};
    std::string text;
};

template <class T>
using JournalResult = Result<T, JournalError>;

[[nodiscard]] inline Failure<JournalError> system_failure(const platform::SystemError& error) {
    return {JournalError{.kind = ErrorKind::system, .text = error.text()}};
}
[[nodiscard]] inline Failure<JournalError> damaged(std::string text) {
    return {JournalError{.kind = ErrorKind::damaged, .text = std::move(text)}};
}
[[nodiscard]] inline Failure<JournalError> refused(std::string text) {
    return {JournalError{.kind = ErrorKind::refused, .text = std::move(text)}};
}

}  // namespace outcry::journal
