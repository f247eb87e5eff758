#pragma once

#include <map>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace outcry::app {

/// What a transcript has learned so far, by name.
using Captures = std::map<std::string, std::string, std::less<>>;

/// Why a value is not what the pattern says, and where; nothing when it is. The form of patterns is
/// in docs/api/conformance/README.md. Named parts that match are put down in `captures`.
[[nodiscard]] std::optional<std::string> find_mismatch(const nlohmann::json& pattern,
                                                       const nlohmann::json& value,
                                                       Captures& captures);

/// `${name}` in every text replaced by what is known; a name that is not known stays.
[[nodiscard]] std::string fill_in(std::string_view text, const Captures& captures);
[[nodiscard]] nlohmann::json fill_in_all(const nlohmann::json& value, const Captures& captures);

}  // namespace outcry::app
