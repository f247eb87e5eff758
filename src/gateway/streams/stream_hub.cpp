#include "gateway/streams/stream_hub.hpp"

#include <algorithm>
#include <utility>

#include "outcry/base/assert.hpp"

#include "gateway/encoding/market_streams.hpp"
#include "gateway/encoding/streams.hpp"

namespace outcry::gateway {
namespace {

using views::DepthLevel;
using views::DepthView;
using views::InstrumentView;

std::string upper(std::string_view text) {
    std::string result{text};
    for (char& character : result)
        if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 32);
    return result;
}

bool is_same(const DepthLevel& left, const DepthLevel& right) noexcept {
    return left.price == right.price && left.quantity == right.quantity;
}

std::optional<DepthView::Channel> channel_of(StreamKind kind) noexcept {
    if (kind == StreamKind::depth_100ms) return DepthView::Channel::every_100ms;
    if (kind == StreamKind::depth_1000ms) return DepthView::Channel::every_1000ms;
    return std::nullopt;
}

}  // namespace

StreamHub::StreamHub(views::VenueView& view, Clock clock, GatewayMetrics& metrics)
    : view_{view}, clock_{std::move(clock)}, metrics_{metrics} {}

StreamHub::InstrumentStreams& StreamHub::streams_of(InstrumentId instrument) {
    if (instrument.value() >= by_instrument_.size())
        by_instrument_.resize(std::size_t{instrument.value()} + 1);
    return by_instrument_[instrument.value()];
}

void StreamHub::subscribe(std::string_view name, Subscriber& subscriber) {
    auto [found, is_new] = streams_.try_emplace(std::string{name});
    Stream& stream = found->second;
    if (is_new) {
        stream.name = name;
        connect(stream);
    }
    auto& subscribers = stream.subscribers[static_cast<std::size_t>(subscriber.time_unit())];
    OUTCRY_ASSERT(std::find(subscribers.begin(), subscribers.end(), &subscriber) ==
                  subscribers.end());
    subscribers.push_back(&subscriber);
    stream.is_fresh = true;
    metrics_.subscriptions.add(1);
}

void StreamHub::unsubscribe(std::string_view name, Subscriber& subscriber) {
    const auto found = streams_.find(std::string{name});
    OUTCRY_ASSERT(found != streams_.end());
    Stream& stream = found->second;
    auto& subscribers = stream.subscribers[static_cast<std::size_t>(subscriber.time_unit())];
    const auto place = std::find(subscribers.begin(), subscribers.end(), &subscriber);
    OUTCRY_ASSERT(place != subscribers.end());
    *place = subscribers.back();
    subscribers.pop_back();
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
    switch (event.type) {
        case EventType::order_traded: note_trade(event); [[fallthrough]];
        case EventType::order_accepted:
        case EventType::order_closed:
        case EventType::order_amended: return touch(event.instrument);
        case EventType::instrument_created:
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
            if (stream->subscribers[static_cast<std::size_t>(unit)].empty()) continue;
            const auto& definition = view_of(event.instrument).definition;
            trades_.push_back({stream, unit, encode_trade(definition, event, {clock_(), unit})});
        }
    }
}

void StreamHub::touch(InstrumentId instrument) {
    InstrumentStreams& streams = streams_of(instrument);
    streams.has_changed = true;
    if (streams.is_touched) return;
    streams.is_touched = true;
    touched_.push_back(instrument);
}

void StreamHub::on_command_end() {
    for (PendingMessage& trade : trades_) send(*trade.stream, trade.unit, std::move(trade.payload));
    trades_.clear();
    for (const InstrumentId instrument : touched_) {
        publish_aggregates(instrument);
        publish_book_ticker(instrument);
    }
    touched_.clear();
}

void StreamHub::publish_aggregates(InstrumentId instrument) {
    const auto kind = static_cast<std::size_t>(StreamKind::aggregate_trade);
    const Aliases& aliases = streams_of(instrument).by_kind[kind];
    if (aliases.empty()) return;
    const Timestamp now = clock_();
    for (const views::AggregateRecord* const record : view_.new_aggregates(instrument)) {
        publish(aliases, [&](TimeUnit unit) {
            return encode_aggregate_trade({view_, view_of(instrument), {now, unit}}, *record);
        });
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
    publish(aliases, [&](TimeUnit unit) {
        return encode_depth_difference(view.definition, difference, {now, unit});
    });
}

void StreamHub::publish(const Aliases& aliases, const Encode& encode) {
    for (Stream* const stream : aliases)
        for (const TimeUnit unit : {TimeUnit::milliseconds, TimeUnit::microseconds})
            if (!stream->subscribers[static_cast<std::size_t>(unit)].empty())
                send(*stream, unit, encode(unit));
}

void StreamHub::send(Stream& stream, TimeUnit unit, std::string payload) {
    PublicMessage message{stream.name, std::move(payload)};
    const auto& subscribers = stream.subscribers[static_cast<std::size_t>(unit)];
    for (Subscriber* const subscriber : subscribers) subscriber->on_stream_message(message);
    metrics_.messages_sent.add(subscribers.size());
}

}  // namespace outcry::gateway
