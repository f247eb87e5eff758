#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "gateway/api/call.hpp"
#include "gateway/parameters/parameter.hpp"

namespace outcry::gateway {

enum class Need : std::uint8_t { optional, mandatory };

struct ParameterRule {
    Parameter parameter;
    Need need = Need::optional;
};

/// Who may call it.
enum class Security : std::uint8_t {
    none,       // anybody
    signature,  // any key
    read,       // a key that may read
    trade,      // a key that may trade
    session,    // a connection that has logged on
};

/// One row of the table from which requests are routed and checked. Without path it is only on the
/// WebSocket API, without method name only on REST.
struct Endpoint {
    Method method = Method::other;
    std::string_view path;
    std::string_view websocket_method;
    Security security = Security::none;
    std::span<const ParameterRule> parameters;
    Handler handler = nullptr;
    bool is_read = false;  // answered from the views: takes `minSeq`
};

[[nodiscard]] std::span<const Endpoint> endpoints() noexcept;

}  // namespace outcry::gateway
