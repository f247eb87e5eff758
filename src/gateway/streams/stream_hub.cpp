#include "gateway/streams/stream_hub.hpp"

#include <algorithm>
#include <utility>

#include "outcry/base/assert.hpp"

#include "gateway/encoding/market_streams.hpp"
#include "gateway/encoding/order_stream.hpp"
#include "gateway/encoding/streams.hpp"

namespace outcry::gateway {
namespace {

using views::DepthLevel;
using views::DepthView;
using views::InstrumentView;

bool is_same(const DepthLevel& left, const DepthLevel& right) noexcept {
    return left.price == right.price && left.quantity == right.quantity;
}

std::optional<DepthView::Channel> channel_of(StreamKind kind) noexcept {
    if (kind == StreamKind::depth_100ms) return DepthView::Channel::every_100ms;
    if (kind == StreamKind::depth_1000ms) return DepthView::Channel::every_1000ms;
    return std::nullopt;
}

/// What it says replaces what it said before, or can be said in one message later: the kinds that
/// may be conflated.
bool is_state(StreamKind kind) noexcept {
    return kind >= StreamKind::book_ticker && kind <= StreamKind::depth_20_1000ms;
}

}  // namespace

StreamHub::StreamHub(views::VenueView& view, Clock clock, GatewayMetrics& metrics,
                     const HubLimits& limits)
    : view_{view},
      clock_{std::move(clock)},
      metrics_{metrics},
      limits_{limits},
      order_changes_{view, limits.resume_changes_max} {
    for (const auto& instrument : view_.instruments())
        if (instrument != nullptr) instrument->depth.keep_touches(limits_.resume_changes_max);
}

bool StreamHub::Stream::wants_checksum() const noexcept {
    const auto wants = [](const Subscription& each) { return each.options.additions.has_checksum; };
    return std::any_of(subscriptions[0].begin(), subscriptions[0].end(), wants) ||
           std::any_of(subscriptions[1].begin(), subscriptions[1].end(), wants);
}

StreamHub::InstrumentStreams& StreamHub::streams_of(InstrumentId instrument) {
    if (instrument.value() >= by_instrument_.size())
        by_instrument_.resize(std::size_t{instrument.value()} + 1);
    return by_instrument_[instrument.value()];
}

void StreamHub::subscribe(std::string_view name, Subscriber& subscriber,
                          const StreamOptions& options) {
    auto [found, is_new] = streams_.try_emplace(std::string{name});
    Stream& stream = found->second;
    if (is_new) {
        stream.name = name;
        connect(stream);
    }
    OUTCRY_ASSERT(find(stream, subscriber) == nullptr);
    Subscription subscription{.subscriber = &subscriber, .options = options};
    if (stream.kind && channel_of(*stream.kind))
        subscription.depth_sent = view_of(stream.instrument).depth.last_update();
    stream.subscriptions[static_cast<std::size_t>(subscriber.time_unit())].push_back(subscription);
    stream.is_fresh = true;
    metrics_.subscriptions.add(1);
}

void StreamHub::unsubscribe(std::string_view name, Subscriber& subscriber) {
    const auto found = streams_.find(std::string{name});
    OUTCRY_ASSERT(found != streams_.end());
    Stream& stream = found->second;
    Subscription* const place = find(stream, subscriber);
    OUTCRY_ASSERT(place != nullptr);
    auto& subscriptions = stream.subscriptions[static_cast<std::size_t>(subscriber.time_unit())];
    *place = subscriptions.back();
    subscriptions.pop_back();
    metrics_.subscriptions.add(-1);
    if (!stream.is_silent()) return;
    // Within a command, while its trades wait for its end.
    std::erase_if(trades_, [&](const PendingMessage& trade) { return trade.stream == &stream; });
    disconnect(stream);
    streams_.erase(found);
}

void StreamHub::connect(Stream& stream) {
    const auto name = parse_stream_name(stream.name);
    if (!name) return;
    stream.is_of_all_markets = name->symbol.empty();
    if (stream.is_of_all_markets) {
        stream.kind = name->kind;
        aliases_of(stream).push_back(&stream);
        return;
    }
    const InstrumentView* const instrument = view_.find_instrument(upper(name->symbol));
    if (instrument == nullptr) return;
    stream.kind = name->kind;
    stream.instrument = instrument->definition.id;
    Aliases& aliases = aliases_of(stream);
    aliases.push_back(&stream);
    if (aliases.size() == 1) set_collecting(stream, true);
}

void StreamHub::disconnect(Stream& stream) {
    if (!stream.kind) return;
    Aliases& aliases = aliases_of(stream);
    std::erase(aliases, &stream);
    if (aliases.empty() && !stream.is_of_all_markets) set_collecting(stream, false);
}

StreamHub::Aliases& StreamHub::aliases_of(const Stream& stream) {
    const auto kind = static_cast<std::size_t>(*stream.kind);
    return stream.is_of_all_markets ? of_all_markets_[kind]
                                    : streams_of(stream.instrument).by_kind[kind];
}

InstrumentView& StreamHub::view_of(InstrumentId instrument) {
    const auto instruments = view_.instruments();
    OUTCRY_ASSERT(instrument.value() < instruments.size());
    OUTCRY_ASSERT(instruments[instrument.value()] != nullptr);
    return *instruments[instrument.value()];
}

void StreamHub::set_collecting(const Stream& stream, bool is_collecting) {
    InstrumentView& instrument = view_of(stream.instrument);
    if (const auto channel = channel_of(*stream.kind))
        instrument.depth.set_collecting(*channel, is_collecting);
    if (*stream.kind != StreamKind::book_ticker) return;
    // The first message comes with the first change from here on.
    InstrumentStreams& streams = streams_of(stream.instrument);
    streams.best_bid = instrument.depth.best(Side::buy);
    streams.best_ask = instrument.depth.best(Side::sell);
}

void StreamHub::on_event(const Event& event) {
    order_changes_.on_event(event);
    switch (event.type) {
        case EventType::order_traded: note_trade(event); [[fallthrough]];
        case EventType::order_accepted:
        case EventType::order_closed:
        case EventType::order_amended: return touch(event.instrument, event.time);
        case EventType::instrument_status_changed:
        case EventType::venue_status_set: statuses_.push_back(event); return;
        case EventType::instrument_created:
            view_of(event.instrument).depth.keep_touches(limits_.resume_changes_max);
            // Names that meant nothing may mean something now.
            for (auto& [name, stream] : streams_)
                if (!stream.kind) connect(stream);
            return;
        default: return;
    }
}

void StreamHub::note_trade(const Event& event) {
    const auto kind = static_cast<std::size_t>(StreamKind::trade);
    for (Stream* const stream : streams_of(event.instrument).by_kind[kind]) {
        for (const TimeUnit unit : {TimeUnit::milliseconds, TimeUnit::microseconds}) {
            if (stream->subscriptions[static_cast<std::size_t>(unit)].empty()) continue;
            const auto& definition = view_of(event.instrument).definition;
            const MessageTime time{clock_(), unit};
            trades_.push_back({stream,
                               unit,
                               encode_trade(definition, event, time),
                               {.channel_sequence = event.traded.trade_id.value(),
                                .sequence = event.sequence,
                                .match_time = event.time,
                                .sent = time}});
        }
    }
}

void StreamHub::touch(InstrumentId instrument, Timestamp at) {
    InstrumentStreams& streams = streams_of(instrument);
    streams.has_changed = true;
    streams.changed_at = at;
    if (streams.is_touched) return;
    streams.is_touched = true;
    touched_.push_back(instrument);
}

void StreamHub::on_command_end() {
    for (PendingMessage& trade : trades_)
        send(*trade.stream, trade.unit, std::move(trade.payload), trade.facts);
    trades_.clear();
    for (const InstrumentId instrument : touched_) {
        publish_aggregates(instrument);
        publish_book_ticker(instrument);
    }
    touched_.clear();
    publish_order_changes();
    if (!statuses_.empty()) publish_statuses();
}

void StreamHub::publish_order_changes() {
    const auto kind = static_cast<std::size_t>(StreamKind::orders);
    for (const OrderChanges::OfCommand& changed : order_changes_.take()) {
        const Aliases& aliases = streams_of(changed.instrument).by_kind[kind];
        if (aliases.empty()) continue;
        const InstrumentDefinition& definition = view_of(changed.instrument).definition;
        const Timestamp now = clock_();
        publish(
            aliases,
            [&](TimeUnit unit) { return encode_order_changes(definition, changed, {now, unit}); },
            {.sequence = changed.sequence, .match_time = changed.time});
    }
}

void StreamHub::publish_statuses() {
    const auto kind = static_cast<std::size_t>(StreamKind::status);
    const auto message_of = [](const Event& event) {
        return StatusMessage{event.status.after, event.status.before, event.status.reason,
                             event.time};
    };
    const auto encode = [&](const Event& event, TimeUnit unit) {
        const MessageTime time{clock_(), unit};
        if (event.type == EventType::venue_status_set) return encode_venue_status(event, time);
        return encode_status(view_of(event.instrument).definition, message_of(event), time);
    };
    for (const Event& event : statuses_) {
        if (event.type == EventType::venue_status_set) continue;
        InstrumentStreams& streams = streams_of(event.instrument);
        streams.status = message_of(event);
        publish(streams.by_kind[kind], [&](TimeUnit unit) { return encode(event, unit); });
    }
    publish(of_all_markets_[kind], [&](TimeUnit unit) {
        std::string text = "[";
        for (const Event& event : statuses_) {
            if (text.size() > 1) text.push_back(',');
            text.append(encode(event, unit));
        }
        return text + "]";
    });
    statuses_.clear();
}

void StreamHub::publish_aggregates(InstrumentId instrument) {
    const auto kind = static_cast<std::size_t>(StreamKind::aggregate_trade);
    const Aliases& aliases = streams_of(instrument).by_kind[kind];
    if (aliases.empty()) return;
    const Timestamp now = clock_();
    for (const views::AggregateRecord* const record : view_.new_aggregates(instrument)) {
        MessageFacts facts = facts_of_now();
        facts.channel_sequence = record->id;
        publish(
            aliases,
            [&](TimeUnit unit) {
                return encode_aggregate_trade({view_, view_of(instrument), {now, unit}}, *record);
            },
            facts);
    }
}

void StreamHub::publish_book_ticker(InstrumentId instrument) {
    InstrumentStreams& streams = streams_of(instrument);
    streams.is_touched = false;
    const Aliases& aliases = streams.by_kind[static_cast<std::size_t>(StreamKind::book_ticker)];
    if (aliases.empty()) return;
    const InstrumentView& view = view_of(instrument);
    const DepthLevel bid = view.depth.best(Side::buy);
    const DepthLevel ask = view.depth.best(Side::sell);
    if (is_same(bid, streams.best_bid) && is_same(ask, streams.best_ask)) return;
    streams.best_bid = bid;
    streams.best_ask = ask;
    publish(aliases, [&view](TimeUnit) { return encode_book_ticker(view); });
}

void StreamHub::publish_depth(DepthView::Channel channel) {
    for (std::size_t i = 0; i < by_instrument_.size(); ++i)
        publish_difference(InstrumentId{static_cast<std::uint16_t>(i)}, channel);
}

void StreamHub::publish_difference(InstrumentId instrument, DepthView::Channel channel) {
    const StreamKind kind = channel == DepthView::Channel::every_100ms ? StreamKind::depth_100ms
                                                                       : StreamKind::depth_1000ms;
    const Aliases& aliases = streams_of(instrument).by_kind[static_cast<std::size_t>(kind)];
    if (aliases.empty()) return;
    InstrumentView& view = view_of(instrument);
    const views::DepthDifference difference = view.depth.take_difference(channel);
    if (difference.changes.empty()) return;
    const Timestamp now = clock_();
    MessageFacts facts{.sequence = difference.last,
                       .match_time = streams_of(instrument).changed_at};
    const auto wants = [](const Stream* stream) { return stream->wants_checksum(); };
    if (std::any_of(aliases.begin(), aliases.end(), wants))
        facts.checksum = checksum_of(view.definition, view.depth);
    publish(
        aliases,
        [&](TimeUnit unit) {
            return encode_depth_difference(view.definition, difference, {now, unit});
        },
        facts);
}

MessageFacts StreamHub::facts_of_now() const {
    return {.sequence = view_.sequence(), .match_time = view_.time()};
}

void StreamHub::publish(const Aliases& aliases, const Encode& encode, MessageFacts facts) {
    const std::uint64_t own_sequence = facts.channel_sequence;
    for (Stream* const stream : aliases) {
        ++stream->message_count;
        if (own_sequence == 0) facts.channel_sequence = stream->message_count;
        for (const TimeUnit unit : {TimeUnit::milliseconds, TimeUnit::microseconds}) {
            if (stream->subscriptions[static_cast<std::size_t>(unit)].empty()) continue;
            facts.sent = {clock_(), unit};
            send(*stream, unit, encode(unit), facts);
        }
    }
}

void StreamHub::send(Stream& stream, TimeUnit unit, std::string payload,
                     const MessageFacts& facts) {
    PublicMessage message{stream.name, std::move(payload), facts};
    auto& subscriptions = stream.subscriptions[static_cast<std::size_t>(unit)];
    const bool may_wait = is_state(*stream.kind);
    for (Subscription& each : subscriptions) {
        if (may_wait && each.options.is_conflated &&
            (each.is_owed || each.subscriber->is_behind())) {
            each.is_owed = is_anybody_owed_ = true;
            continue;
        }
        each.depth_sent = facts.sequence;
        each.subscriber->on_stream_message(message, each.options);
    }
    metrics_.messages_sent.add(subscriptions.size());
}

}  // namespace outcry::gateway
