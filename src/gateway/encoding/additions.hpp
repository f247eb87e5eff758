#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "outcry/views/depth_view.hpp"

#include "gateway/encoding/streams.hpp"
#include "gateway/streams/stream_options.hpp"

namespace outcry::gateway {

/// What `extra` may say of a message.
struct MessageFacts {
    std::uint64_t channel_sequence = 0;
    Sequence sequence;       // the newest command that is in it
    Timestamp match_time{};  // of that command
    MessageTime sent{};
    std::optional<std::uint32_t> checksum{};
};

/// What was asked for: {"channelSeq":…,"engineSeq":…,"matchTime":…,"sendTime":…,"checksum":…}.
[[nodiscard]] std::string encode_additions(const MessageFacts& facts, Additions additions);
/// The message with a member `extra` behind its own; an array becomes {"data":[…],"extra":…}.
[[nodiscard]] std::string with_additions(std::string_view message, const MessageFacts& facts,
                                         Additions additions);

inline constexpr std::size_t checksum_levels_max = 25;
/// CRC32 over "price:quantity:" of the best levels as messages write them: first bid, first ask,
/// second bid, … without the last colon. A side that has ended is left out.
[[nodiscard]] std::uint32_t checksum_of(const InstrumentDefinition& instrument,
                                        const views::DepthView& depth);

}  // namespace outcry::gateway
