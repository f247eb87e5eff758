#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace outcry::gateway {

/// Bytes for the wire, made once and queued by reference at every connection that gets them.
using SharedText = std::shared_ptr<const std::string>;

[[nodiscard]] inline SharedText share(std::string text) {
    return std::make_shared<const std::string>(std::move(text));
}

/// What goes out first when a round has much to send.
enum class Urgency : std::uint8_t {
    answer,  // somebody waits for it: all of them leave in this round
    stream,  // one of many: so many per round, the rest in the next ones
};

}  // namespace outcry::gateway
