#pragma once

#include <memory>
#include <string>
#include <utility>

namespace outcry::gateway {

/// Bytes for the wire, made once and queued by reference at every connection that gets them.
using SharedText = std::shared_ptr<const std::string>;

[[nodiscard]] inline SharedText share(std::string text) {
    return std::make_shared<const std::string>(std::move(text));
}

}  // namespace outcry::gateway
