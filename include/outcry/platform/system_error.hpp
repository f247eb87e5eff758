#pragma once

#include <string>
#include <string_view>

#include "outcry/base/result.hpp"

namespace outcry::platform {

/// What the operating system refused: the call, what it was about (a path, a CPU, a signal), and
/// the errno it gave.
struct SystemError {
    std::string operation;
    std::string subject;
    int error_number = 0;

    /// For a log line: "pwrite journal/000001.segment: No space left on device (28)".
    [[nodiscard]] std::string text() const;
    friend bool operator==(const SystemError&, const SystemError&) = default;
};

template <class T>
using SystemResult = Result<T, SystemError>;

/// The failure of a call that has just set `errno`.
[[nodiscard]] Failure<SystemError> failed_call(std::string_view operation,
                                               std::string_view subject);

}  // namespace outcry::platform
