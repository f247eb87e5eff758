#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/streams/stream_options.hpp"

namespace outcry::gateway {

// The control messages of a stream connection: {"method":…,"params":…,"id":…}.

struct SubscribeControl {
    std::vector<std::string> names;
    std::optional<StreamOptions> options{};  // in place of those of the connection
};
struct UnsubscribeControl {
    std::vector<std::string> names;
};
struct ListControl {};
struct SetCombinedControl {
    bool is_combined = false;
};
struct GetCombinedControl {};
/// What was wrong, in the words that clients know.
struct ControlError {
    int code = 0;
    std::string text;
};

struct StreamControl {
    using Action = std::variant<SubscribeControl, UnsubscribeControl, ListControl,
                                SetCombinedControl, GetCombinedControl, ControlError>;
    Action action;
    std::string id;  // raw JSON: an integer, a string or null
};

inline constexpr std::size_t stream_name_size_max = 100;
inline constexpr std::size_t control_id_size_max = 36;

/// Never fails: what is not a control message is a `ControlError`.
[[nodiscard]] StreamControl parse_stream_control(std::string_view message);

[[nodiscard]] std::string encode_control_result(std::string_view id, std::string_view result);
[[nodiscard]] std::string encode_control_error(std::string_view id, const ControlError& error);
/// A JSON array of strings.
[[nodiscard]] std::string encode_names(const std::vector<std::string>& names);

}  // namespace outcry::gateway
