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
    key,        // whoever names a key that may read; nothing is signed
    signature,  // any key
    read,       // a key that may read
    trade,      // a key that may trade
    withdraw,   // a key that may move money
    session,    // a connection that has logged on
};

/// Takes `timestamp` and `signature`.
[[nodiscard]] constexpr bool is_signed(Security security) noexcept {
    return security != Security::none && security != Security::key;
}

enum class Admission : std::uint8_t { limited, always };

/// What a call takes of its caller's limits.
struct Cost {
    using WeightOf = std::uint32_t (*)(const ParameterList& parameters);
    std::uint32_t weight = 1;
    std::uint32_t orders = 0;      // unfilled orders that it may make
    WeightOf weight_of = nullptr;  // when the weight hangs on the parameters
    Admission admission = Admission::limited;
};

/// One row of the table from which requests are routed, checked and charged, and from which the
/// description of the interface is made. Without path it is only on the
/// WebSocket API, without method name only on REST.
struct Endpoint {
    Method method = Method::other;
    std::string_view path;
    std::string_view websocket_method;
    Security security = Security::none;
    Cost cost{};
    std::span<const ParameterRule> parameters;
    Handler handler = nullptr;
    bool is_read = false;      // answered from the views: takes `minSeq`
    std::string_view summary;  // one line for its readers
};

[[nodiscard]] std::span<const Endpoint> endpoints() noexcept;

}  // namespace outcry::gateway
