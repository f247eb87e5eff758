#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/client/request_signer.hpp"

namespace outcry::app {

/// One request of the WebSocket API while it is put together. Values are decimal numbers, names
/// and enumerations: printable ASCII without quotes and backslashes, so nothing is escaped.
class ApiRequest {
public:
    explicit ApiRequest(std::string_view method) : method_{method} {}

    ApiRequest& add(std::string_view name, std::string value) {
        parameters_.emplace_back(name, std::move(value));
        return *this;
    }

    [[nodiscard]] std::string_view method() const noexcept { return method_; }
    /// The value of a parameter; empty when it has none.
    [[nodiscard]] std::string_view find(std::string_view name) const noexcept;

    /// The JSON text under that id, as it stands.
    [[nodiscard]] std::string text(std::uint64_t id) const;
    /// Adds `apiKey` and `timestamp` (milliseconds), signs all parameters, and gives the JSON text.
    [[nodiscard]] std::string signed_text(std::uint64_t id, std::string_view api_key,
                                          std::int64_t time_ms, RequestSigner& signer) &&;

private:
    using Parameter = std::pair<std::string_view, std::string>;

    std::string_view method_;  // a literal
    std::vector<Parameter> parameters_;
};

}  // namespace outcry::app
