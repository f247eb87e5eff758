#include "gateway/parameters/refusal.hpp"

#include <fmt/format.h>

namespace outcry::gateway::refusals {

Refusal illegal_characters() { return {400, -1100, "Illegal characters found in a parameter."}; }

Refusal illegal_characters(std::string_view name, std::string_view legal_range) {
    return {400, -1100,
            fmt::format("Illegal characters found in parameter '{}'; legal range is '{}'.", name,
                        legal_range)};
}

Refusal too_many_parameters() {
    return {400, -1101, "Too many parameters sent for this endpoint."};
}

Refusal too_many_parameters(std::size_t expected_count, std::size_t received_count) {
    return {400, -1101,
            fmt::format("Too many parameters; expected '{}' and received '{}'.", expected_count,
                        received_count)};
}

Refusal duplicate_parameter() { return {400, -1101, "Duplicate values for a parameter detected."}; }

Refusal missing(std::string_view name) {
    return {
        400, -1102,
        fmt::format("Mandatory parameter '{}' was not sent, was empty/null, or malformed.", name)};
}

Refusal missing_both(std::string_view first, std::string_view second) {
    return {
        400, -1102,
        fmt::format("Param '{}' or '{}' must be sent, but both were empty/null!", first, second)};
}

Refusal unread_parameters(std::size_t read_count, std::size_t sent_count) {
    return {400, -1104,
            fmt::format("Not all sent parameters were read; read '{}' parameter(s) but was sent "
                        "'{}'.",
                        read_count, sent_count)};
}

Refusal empty(std::string_view name) {
    return {400, -1105, fmt::format("Parameter '{}' was empty.", name)};
}

Refusal not_required(std::string_view name) {
    return {400, -1106, fmt::format("Parameter '{}' sent when not required.", name)};
}

Refusal overflowed(std::string_view name) {
    return {400, -1108, fmt::format("Parameter '{}' overflowed.", name)};
}

Refusal too_precise(std::string_view name) {
    return {400, -1111, fmt::format("Parameter '{}' has too much precision.", name)};
}

Refusal invalid_value(std::string_view name) {
    return {400, -1130, fmt::format("Data sent for parameter '{}' is not valid.", name)};
}

Refusal bad_combination() { return {400, -1128, "Combination of optional parameters invalid."}; }

Refusal invalid_json() { return {400, -1135, "Invalid JSON Request"}; }

Refusal filter_failure(std::string_view filter) {
    return {400, -1013, fmt::format("Filter failure: {}", filter)};
}

}  // namespace outcry::gateway::refusals
