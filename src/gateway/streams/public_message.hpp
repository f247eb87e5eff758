#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/session/shared_text.hpp"
#include "gateway/websocket/frame.hpp"

namespace outcry::gateway {

enum class Wrapping : std::uint8_t { raw, combined };

/// One message of a stream, as the frames that its subscribers take. Each form is made when the
/// first subscriber asks for it and then shared by all.
class PublicMessage {
public:
    PublicMessage(std::string_view stream_name, std::string payload)
        : stream_name_{stream_name}, payload_{std::move(payload)} {}

    [[nodiscard]] const SharedText& frame(Wrapping wrapping, Compression compression);

private:
    std::string_view stream_name_;
    std::string payload_;
    std::array<SharedText, 4> frames_;
};

}  // namespace outcry::gateway
