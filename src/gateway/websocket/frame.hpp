#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace outcry::gateway {

// Frames of a server are not masked, so the bytes of one message are the same for every peer: they
// are made once and shared, past the library that reads, shakes hands and answers pings.

enum class Compression : std::uint8_t { none, deflated };

/// RFC 6455, 7.4.1.
enum class CloseCode : std::uint16_t {
    normal = 1000,
    going_away = 1001,
    policy_violation = 1008,
    internal_error = 1011,
};

/// One whole text message. `deflated`: permessage-deflate without context takeover and with the
/// full window, so that it too is the same for every peer that negotiated just that.
[[nodiscard]] std::string encode_text_frame(std::string_view payload,
                                            Compression compression = Compression::none);
[[nodiscard]] std::string encode_binary_frame(std::string_view payload);
[[nodiscard]] std::string encode_ping_frame();
/// `reason` is cut to what a control frame may hold.
[[nodiscard]] std::string encode_close_frame(CloseCode code, std::string_view reason);

/// Below this the header of a deflate block eats what compression gains.
inline constexpr std::size_t compressed_size_min = 256;

}  // namespace outcry::gateway
