#include "app/client/api_request.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace outcry::app {

std::string_view ApiRequest::find(std::string_view name) const noexcept {
    const auto found = std::find_if(parameters_.begin(), parameters_.end(),
                                    [name](const Parameter& item) { return item.first == name; });
    return found == parameters_.end() ? std::string_view{} : std::string_view{found->second};
}

std::string ApiRequest::text(std::uint64_t id) const {
    std::string text;
    text.reserve(512);
    fmt::format_to(std::back_inserter(text), R"({{"id":{},"method":"{}","params":{{)", id, method_);
    for (const auto& [name, value] : parameters_) {
        if (text.back() != '{') text += ',';
        // The one parameter that is a number in everybody's requests.
        if (name == "timestamp") {
            fmt::format_to(std::back_inserter(text), R"("{}":{})", name, value);
        } else {
            fmt::format_to(std::back_inserter(text), R"("{}":"{}")", name, value);
        }
    }
    text += "}}";
    return text;
}

std::string ApiRequest::signed_text(std::uint64_t id, std::string_view api_key,
                                    std::int64_t time_ms, RequestSigner& signer) && {
    add("apiKey", std::string{api_key});
    add("timestamp", std::to_string(time_ms));
    // The payload has the parameters in the order of their names; so may the request.
    std::sort(parameters_.begin(), parameters_.end());
    std::string payload;
    payload.reserve(512);
    for (const auto& [name, value] : parameters_) {
        if (!payload.empty()) payload += '&';
        payload.append(name).append("=").append(value);
    }
    add("signature", signer.sign(payload));
    return text(id);
}

}  // namespace outcry::app
