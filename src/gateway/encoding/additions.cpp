#include "gateway/encoding/additions.hpp"

#include <vector>

#include <zlib.h>

#include "outcry/base/assert.hpp"

#include "gateway/encoding/json_writer.hpp"
#include "gateway/parameters/decimal.hpp"

namespace outcry::gateway {

std::string encode_additions(const MessageFacts& facts, Additions additions) {
    std::string text;
    JsonWriter json{text, facts.sent.unit};
    json.begin_object();
    if (additions.has_sequence) {
        json.name("channelSeq").count(facts.channel_sequence);
        json.name("engineSeq").count(facts.sequence.value());
    }
    if (additions.has_times) {
        json.name("matchTime").time(facts.match_time);
        json.name("sendTime").time(facts.sent.now);
    }
    if (additions.has_checksum && facts.checksum) json.name("checksum").count(*facts.checksum);
    json.end_object();
    return text;
}

std::string with_additions(std::string_view message, const MessageFacts& facts,
                           Additions additions) {
    OUTCRY_ASSERT(!message.empty());
    const std::string extra = encode_additions(facts, additions);
    std::string text;
    text.reserve(message.size() + extra.size() + 24);
    if (message.front() == '[') {
        text.append("{\"data\":").append(message);
    } else {
        text.append(message.substr(0, message.size() - 1));
    }
    return text.append(",\"extra\":").append(extra).append("}");
}

std::uint32_t checksum_of(const InstrumentDefinition& instrument, const views::DepthView& depth) {
    const auto bids = depth.levels(Side::buy, checksum_levels_max);
    const auto asks = depth.levels(Side::sell, checksum_levels_max);
    std::string text;
    const auto append = [&](const std::vector<views::DepthLevel>& levels, std::size_t index) {
        if (index >= levels.size()) return;
        append_price(text, instrument, levels[index].price);
        text.push_back(':');
        append_quantity(text, instrument, levels[index].quantity);
        text.push_back(':');
    };
    for (std::size_t i = 0; i < checksum_levels_max; ++i) {
        append(bids, i);
        append(asks, i);
    }
    if (!text.empty()) text.pop_back();
    // SAFETY: zlib reads bytes; char and Bytef alias.
    return static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())));
}

}  // namespace outcry::gateway
