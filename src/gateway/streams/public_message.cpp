#include "gateway/streams/public_message.hpp"

#include "gateway/encoding/streams.hpp"

namespace outcry::gateway {

const SharedText& PublicMessage::frame(Wrapping wrapping, Compression compression) {
    const std::size_t form =
        static_cast<std::size_t>(wrapping) * 2 + static_cast<std::size_t>(compression);
    SharedText& made = frames_[form];
    if (made != nullptr) return made;
    const std::string text =
        wrapping == Wrapping::combined ? wrap_combined(stream_name_, payload_) : std::string{};
    const std::string_view payload = wrapping == Wrapping::combined ? text : payload_;
    made = share(encode_text_frame(payload, compression));
    return made;
}

}  // namespace outcry::gateway
