#include "outcry/platform/system_error.hpp"

#include <cerrno>
#include <system_error>

namespace outcry::platform {

std::string SystemError::text() const {
    return operation + " " + subject + ": " + std::generic_category().message(error_number) + " (" +
           std::to_string(error_number) + ")";
}

Failure<SystemError> failed_call(std::string_view operation, std::string_view subject) {
    // Read first: the copies below allocate, and that may change it.
    const int error_number = errno;
    return Failure{SystemError{std::string{operation}, std::string{subject}, error_number}};
}

}  // namespace outcry::platform
