#include "gateway/streams/public_message.hpp"

#include "gateway/encoding/streams.hpp"

namespace outcry::gateway {

const SharedText& PublicMessage::frame(Wrapping wrapping, Compression compression,
                                       Additions additions) {
    std::size_t form =
        static_cast<std::size_t>(wrapping) * 2 + static_cast<std::size_t>(compression);
    for (const bool is_added :
         {additions.has_sequence, additions.has_times, additions.has_checksum})
        form = form * 2 + (is_added ? 1 : 0);
    SharedText& made = frames_[form];
    if (made != nullptr) return made;
    const bool is_as_it_is = wrapping == Wrapping::raw && !additions.is_any();
    made = share(is_as_it_is ? encode_text_frame(payload_, compression)
                             : encode_text_frame(text_of(wrapping, additions), compression));
    return made;
}

std::string PublicMessage::text_of(Wrapping wrapping, Additions additions) const {
    if (!additions.is_any()) return wrap_combined(stream_name_, payload_);
    if (wrapping == Wrapping::raw) return with_additions(payload_, facts_, additions);
    // An array has no members: what is said of it stands beside it.
    if (payload_.starts_with('['))
        return with_additions(wrap_combined(stream_name_, payload_), facts_, additions);
    return wrap_combined(stream_name_, with_additions(payload_, facts_, additions));
}

}  // namespace outcry::gateway
