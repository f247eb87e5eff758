#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/encoding/additions.hpp"
#include "gateway/session/shared_text.hpp"
#include "gateway/websocket/frame.hpp"

namespace outcry::gateway {

enum class Wrapping : std::uint8_t { raw, combined };

/// One message of a stream, as the frames that its subscribers take. Each form is made when the
/// first subscriber asks for it and then shared by all.
class PublicMessage {
public:
    PublicMessage(std::string_view stream_name, std::string payload, const MessageFacts& facts = {})
        : stream_name_{stream_name}, payload_{std::move(payload)}, facts_{facts} {}

    [[nodiscard]] const SharedText& frame(Wrapping wrapping, Compression compression,
                                          Additions additions = {});

private:
    [[nodiscard]] std::string text_of(Wrapping wrapping, Additions additions) const;

    std::string_view stream_name_;
    std::string payload_;
    MessageFacts facts_;
    std::array<SharedText, 32> frames_;  // by wrapping, compression and each of the additions
};

}  // namespace outcry::gateway
