// What the hub sends to one subscriber alone: a state to begin with, what he missed while he was
// away, and what was left out while he was too slow.
#include <algorithm>
#include <utility>

#include "outcry/base/assert.hpp"

#include "gateway/encoding/order_stream.hpp"
#include "gateway/encoding/streams.hpp"
#include "gateway/streams/stream_hub.hpp"

namespace outcry::gateway {
namespace {

// As many as GET /api/v3/depth gives at most.
constexpr std::size_t snapshot_levels_max = 5000;

bool is_difference(StreamKind kind) noexcept {
    return kind == StreamKind::depth_100ms || kind == StreamKind::depth_1000ms;
}

/// Of a partial book; zero for other kinds.
std::size_t level_count_of(StreamKind kind) noexcept {
    switch (kind) {
        case StreamKind::depth_5_100ms:
        case StreamKind::depth_5_1000ms: return 5;
        case StreamKind::depth_10_100ms:
        case StreamKind::depth_10_1000ms: return 10;
        case StreamKind::depth_20_100ms:
        case StreamKind::depth_20_1000ms: return 20;
        default: return 0;
    }
}

/// The first trade in memory that a command from `from` on made; the id after the last one without.
TradeId first_trade_since(const views::VenueView& view, const views::InstrumentView& instrument,
                          Sequence from) {
    const InstrumentId id = instrument.definition.id;
    const auto oldest = view.trades(id, TradeId{1}, 1);
    const std::uint64_t end = instrument.trade_id_last.value() + 1;
    std::uint64_t low = oldest.empty() ? end : oldest.front()->trade_id.value();
    std::uint64_t high = end;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (view.trades(id, TradeId{middle}, 1).front()->sequence < from) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return TradeId{low};
}

/// Whether no trade from the command on has been forgotten.
bool knows_trades_since(const views::VenueView& view, const views::InstrumentView& instrument,
                        Sequence from) {
    const auto oldest = view.trades(instrument.definition.id, TradeId{1}, 1);
    if (oldest.empty()) return instrument.trade_id_last == TradeId{} || from > view.sequence();
    // The one before it, which is forgotten, may be of the same command.
    return oldest.front()->trade_id == TradeId{1} || oldest.front()->sequence < from;
}

}  // namespace

StreamHub::Subscription* StreamHub::find(Stream& stream, const Subscriber& subscriber) {
    auto& subscriptions = stream.subscriptions[static_cast<std::size_t>(subscriber.time_unit())];
    const auto place =
        std::find_if(subscriptions.begin(), subscriptions.end(),
                     [&](const Subscription& each) { return each.subscriber == &subscriber; });
    return place == subscriptions.end() ? nullptr : &*place;
}

bool StreamHub::can_resume(std::string_view name, Sequence from) const {
    const auto found = streams_.find(std::string{name});
    if (found != streams_.end()) return can_resume(found->second, from);
    Stream stream;
    const auto parts = parse_stream_name(name);
    if (!parts || parts->symbol.empty()) return true;
    const views::InstrumentView* const instrument = view_.find_instrument(upper(parts->symbol));
    if (instrument == nullptr) return true;
    stream.kind = parts->kind;
    stream.instrument = instrument->definition.id;
    return can_resume(stream, from);
}

bool StreamHub::can_resume(const Stream& stream, Sequence from) const {
    // What tells a state has nothing to send again.
    if (!stream.kind || stream.is_of_all_markets) return true;
    const views::InstrumentView& instrument = *view_.instruments()[stream.instrument.value()];
    if (is_difference(*stream.kind)) return from >= instrument.depth.touches_known_since();
    if (*stream.kind == StreamKind::orders) {
        return from >= order_changes_.known_since(stream.instrument) &&
               order_changes_.since(stream.instrument, from).size() <= limits_.resume_messages_max;
    }
    if (*stream.kind != StreamKind::trade) return true;
    if (!knows_trades_since(view_, instrument, from)) return false;
    const std::uint64_t first = first_trade_since(view_, instrument, from).value();
    return instrument.trade_id_last.value() + 1 - first <= limits_.resume_messages_max;
}

void StreamHub::begin(std::string_view name, Subscriber& subscriber) {
    const auto found = streams_.find(std::string{name});
    if (found == streams_.end()) return;
    Stream& stream = found->second;
    Subscription* const subscription = find(stream, subscriber);
    if (subscription == nullptr || !stream.kind) return;
    const StreamOptions& options = subscription->options;
    if (options.from && send_missed(stream, *subscription, *options.from)) return;
    if (options.has_snapshot || *stream.kind == StreamKind::status)
        send_state(stream, *subscription);
}

void StreamHub::send_to(Stream& stream, Subscription& subscription, std::string payload,
                        MessageFacts facts) {
    facts.sent = {clock_(), subscription.subscriber->time_unit()};
    if (facts.channel_sequence == 0) facts.channel_sequence = stream.message_count;
    if (subscription.options.additions.has_checksum && is_difference(*stream.kind)) {
        const views::InstrumentView& instrument = view_of(stream.instrument);
        facts.checksum = checksum_of(instrument.definition, instrument.depth);
    }
    PublicMessage message{stream.name, std::move(payload), facts};
    subscription.subscriber->on_stream_message(message, subscription.options);
    metrics_.messages_sent.add();
}

void StreamHub::send_state(Stream& stream, Subscription& subscription) {
    // The others send all they have at their next interval anyway.
    if (stream.is_of_all_markets) return;
    const views::InstrumentView& instrument = view_of(stream.instrument);
    const MessageTime time{clock_(), subscription.subscriber->time_unit()};
    if (is_difference(*stream.kind)) {
        subscription.depth_sent = instrument.depth.last_update();
        return send_to(stream, subscription,
                       encode_depth_snapshot(instrument, snapshot_levels_max, time),
                       {.sequence = view_.sequence(), .match_time = view_.time()});
    }
    if (*stream.kind == StreamKind::orders) {
        const Sequence last = order_changes_.last(stream.instrument);
        return send_to(stream, subscription, encode_order_snapshot(view_, instrument, last, time),
                       facts_of_now());
    }
    if (*stream.kind == StreamKind::book_ticker)
        return send_to(stream, subscription, encode_book_ticker(instrument), facts_of_now());
    if (*stream.kind != StreamKind::status) return;
    StatusMessage status = streams_of(stream.instrument).status;
    status.status = instrument.definition.status;
    // Set before this gateway was there; nothing was ever set for one that trades.
    if (!status.reason && status.status != InstrumentStatus::trading)
        status.reason = instrument.status_reason;
    send_to(stream, subscription, encode_status(instrument.definition, status, time),
            facts_of_now());
}

bool StreamHub::send_missed(Stream& stream, Subscription& subscription, Sequence from) {
    const StreamKind kind = *stream.kind;
    const bool is_trade = kind == StreamKind::trade;
    const bool has_past = is_trade || kind == StreamKind::orders || is_difference(kind);
    if (stream.is_of_all_markets || !has_past || !can_resume(stream, from)) return false;
    if (is_trade) {
        send_missed_trades(stream, subscription, from);
    } else if (kind == StreamKind::orders) {
        send_missed_orders(stream, subscription, from);
    } else {
        send_missed_depth(stream, subscription, from);
    }
    return true;
}

void StreamHub::send_missed_trades(Stream& stream, Subscription& subscription, Sequence from) {
    const views::InstrumentView& instrument = view_of(stream.instrument);
    const TradeId first = first_trade_since(view_, instrument, from);
    if (first > instrument.trade_id_last) return;
    const MessageTime time{clock_(), subscription.subscriber->time_unit()};
    for (const views::TradeRecord* const trade :
         view_.trades(stream.instrument, first, limits_.resume_messages_max)) {
        send_to(stream, subscription, encode_trade(instrument.definition, *trade, time),
                {.channel_sequence = trade->trade_id.value(),
                 .sequence = trade->sequence,
                 .match_time = trade->time});
    }
}

void StreamHub::send_missed_orders(Stream& stream, Subscription& subscription, Sequence from) {
    const views::InstrumentView& instrument = view_of(stream.instrument);
    const MessageTime time{clock_(), subscription.subscriber->time_unit()};
    for (const auto& changed : order_changes_.since(stream.instrument, from)) {
        send_to(stream, subscription, encode_order_changes(instrument.definition, changed, time),
                {.sequence = changed.sequence, .match_time = changed.time});
    }
}

void StreamHub::send_missed_depth(Stream& stream, Subscription& subscription, Sequence from) {
    const views::InstrumentView& instrument = view_of(stream.instrument);
    subscription.depth_sent = instrument.depth.last_update();
    if (from > instrument.depth.last_update()) return;
    const auto difference = instrument.depth.difference_since(from);
    const MessageTime time{clock_(), subscription.subscriber->time_unit()};
    send_to(stream, subscription, encode_depth_difference(instrument.definition, difference, time),
            {.sequence = difference.last, .match_time = view_.time()});
}

void StreamHub::catch_up() {
    is_anybody_owed_ = false;
    for (auto& [name, stream] : streams_) {
        for (auto& subscriptions : stream.subscriptions) {
            for (Subscription& subscription : subscriptions) {
                if (!subscription.is_owed) continue;
                if (subscription.subscriber->is_behind()) {
                    is_anybody_owed_ = true;
                } else {
                    catch_up(stream, subscription);
                }
            }
        }
    }
}

void StreamHub::catch_up(Stream& stream, Subscription& subscription) {
    subscription.is_owed = false;
    const Sequence from = next(subscription.depth_sent);
    if (is_difference(*stream.kind) && send_missed(stream, subscription, from)) return;
    const std::size_t level_count = level_count_of(*stream.kind);
    if (level_count == 0) return send_state(stream, subscription);
    send_to(stream, subscription, encode_partial_depth(view_of(stream.instrument), level_count),
            facts_of_now());
}

}  // namespace outcry::gateway
