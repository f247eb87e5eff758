#include "gateway/websocket/frame.hpp"

#include <limits>

#include <zlib.h>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

enum class Opcode : std::uint8_t { text = 0x1, binary = 0x2, close = 0x8, ping = 0x9 };
constexpr std::uint8_t final_bit = 0x80;
constexpr std::uint8_t compressed_bit = 0x40;  // RSV1, RFC 7692
constexpr std::size_t control_payload_size_max = 125;

void append_big_endian(std::string& target, std::uint64_t value, int byte_count) {
    for (int i = byte_count - 1; i >= 0; --i)
        target.push_back(static_cast<char>((value >> (8 * i)) & 0xff));
}

void append_header(std::string& target, std::uint8_t first_byte, std::size_t payload_size) {
    constexpr std::size_t short_size_max = 125;
    target.push_back(static_cast<char>(first_byte));
    if (payload_size <= short_size_max) {
        target.push_back(static_cast<char>(payload_size));
    } else if (payload_size <= std::numeric_limits<std::uint16_t>::max()) {
        target.push_back(126);
        append_big_endian(target, payload_size, 2);
    } else {
        target.push_back(127);
        append_big_endian(target, payload_size, 8);
    }
}

std::string make_frame(std::uint8_t first_byte, std::string_view payload) {
    constexpr std::size_t header_size_max = 10;
    std::string frame;
    frame.reserve(header_size_max + payload.size());
    append_header(frame, first_byte, payload.size());
    frame.append(payload);
    return frame;
}

/// A raw deflate stream that is reset for every message: no context takeover.
class Deflater {
public:
    Deflater() {
        constexpr int raw_window_bits = -15;
        constexpr int memory_level = 8;
        // Level 1: a message is compressed on the thread that answers orders.
        const int result = ::deflateInit2(&stream_, Z_BEST_SPEED, Z_DEFLATED, raw_window_bits,
                                          memory_level, Z_DEFAULT_STRATEGY);
        OUTCRY_ASSERT(result == Z_OK);
    }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;
    ~Deflater() { ::deflateEnd(&stream_); }

    std::string deflate(std::string_view payload) {
        OUTCRY_ASSERT(payload.size() <= std::numeric_limits<uInt>::max());
        OUTCRY_ASSERT(::deflateReset(&stream_) == Z_OK);
        constexpr std::size_t flush_marker_size = 4;
        constexpr std::size_t flush_block_size_max = 16;
        std::string result(
            ::deflateBound(&stream_, static_cast<uLong>(payload.size())) + flush_block_size_max,
            '\0');
        // SAFETY: zlib reads only; its interface has no const. char and Bytef alias.
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(payload.data()));
        stream_.avail_in = static_cast<uInt>(payload.size());
        stream_.next_out = reinterpret_cast<Bytef*>(result.data());
        stream_.avail_out = static_cast<uInt>(result.size());
        OUTCRY_ASSERT(::deflate(&stream_, Z_SYNC_FLUSH) == Z_OK);
        OUTCRY_ASSERT(stream_.avail_in == 0);
        // RFC 7692, 7.2.1: the empty block at the end (00 00 ff ff) is left away.
        result.resize(result.size() - stream_.avail_out - flush_marker_size);
        return result;
    }

private:
    z_stream stream_{};
};

}  // namespace

std::string encode_text_frame(std::string_view payload, Compression compression) {
    constexpr std::uint8_t first_byte = final_bit | static_cast<std::uint8_t>(Opcode::text);
    if (compression == Compression::none || payload.size() < compressed_size_min)
        return make_frame(first_byte, payload);
    // A quarter of a megabyte that each gateway thread needs once.
    thread_local Deflater deflater;
    return make_frame(first_byte | compressed_bit, deflater.deflate(payload));
}

std::string encode_binary_frame(std::string_view payload) {
    return make_frame(final_bit | static_cast<std::uint8_t>(Opcode::binary), payload);
}

std::string encode_ping_frame() {
    return make_frame(final_bit | static_cast<std::uint8_t>(Opcode::ping), {});
}

std::string encode_close_frame(CloseCode code, std::string_view reason) {
    std::string payload;
    append_big_endian(payload, static_cast<std::uint16_t>(code), 2);
    payload.append(reason.substr(0, control_payload_size_max - payload.size()));
    return make_frame(final_bit | static_cast<std::uint8_t>(Opcode::close), payload);
}

}  // namespace outcry::gateway
