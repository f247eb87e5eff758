#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "outcry/domain/event.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/api/api.hpp"
#include "gateway/session/gateway_metrics.hpp"
#include "gateway/streams/public_message.hpp"
#include "gateway/streams/stream_name.hpp"

namespace outcry::gateway {

/// Whoever gets the messages of a stream. It stays subscribed until it says otherwise, never from
/// within `on_stream_message`.
class Subscriber {
public:
    Subscriber() = default;
    Subscriber(const Subscriber&) = delete;
    Subscriber& operator=(const Subscriber&) = delete;
    virtual ~Subscriber() = default;

    virtual void on_stream_message(PublicMessage& message) = 0;
    [[nodiscard]] virtual TimeUnit time_unit() const noexcept = 0;
};

/// Public streams of one gateway: makes each message once per form and hands it to those who
/// subscribed. Streams without a subscriber cost a look-up, names that mean nothing are kept and
/// come to life when their market is made. One thread.
class StreamHub {
public:
    StreamHub(views::VenueView& view, Clock clock, GatewayMetrics& metrics);

    void subscribe(std::string_view name, Subscriber& subscriber);
    void unsubscribe(std::string_view name, Subscriber& subscriber);

    /// After the view has applied the event: trades are encoded, the rest is noted.
    void on_event(const Event& event);
    /// After the answers and reports of the command: sends what it changed.
    void on_command_end();
    /// Ten times a second, and once a second behind it: what is sent at intervals.
    void on_tenth();
    void on_second();

private:
    struct Stream {
        std::string name;
        std::optional<StreamKind> kind;  // none: the name means nothing, so far
        InstrumentId instrument;
        bool is_of_all_markets = false;
        bool is_fresh = true;       // somebody has come: the next message is due anyway
        Sequence update_sent;       // of a partial book
        Timestamp candle_sent;      // its beginning
        TradeId candle_trade_sent;  // the last one in it
        std::array<std::vector<Subscriber*>, 2> subscribers;  // by TimeUnit
        [[nodiscard]] bool is_silent() const noexcept {
            return subscribers[0].empty() && subscribers[1].empty();
        }
    };
    /// Several names may mean the same: `@depth` and `@depth@1000ms`.
    using Aliases = std::vector<Stream*>;
    struct InstrumentStreams {
        std::array<Aliases, stream_kind_count> by_kind;
        views::DepthLevel best_bid;  // as last sent
        views::DepthLevel best_ask;
        bool is_touched = false;   // by the command under way
        bool has_changed = false;  // in this second
    };
    struct PendingMessage {
        Stream* stream = nullptr;
        TimeUnit unit{};
        std::string payload;
    };
    using Encode = std::function<std::string(TimeUnit)>;

    [[nodiscard]] InstrumentStreams& streams_of(InstrumentId instrument);
    [[nodiscard]] Aliases& aliases_of(const Stream& stream);
    [[nodiscard]] views::InstrumentView& view_of(InstrumentId instrument);
    void connect(Stream& stream);
    void disconnect(Stream& stream);
    void set_collecting(const Stream& stream, bool is_collecting);
    void note_trade(const Event& event);
    void touch(InstrumentId instrument);
    void publish_aggregates(InstrumentId instrument);
    void publish_book_ticker(InstrumentId instrument);
    void publish_depth(views::DepthView::Channel channel);
    // stream_hub_intervals.cpp
    void publish_partial_depth(StreamKind kind, std::size_t level_count);
    void publish_candles();
    void publish_candle(Stream& stream);
    void publish_tickers(StreamKind kind);
    void publish_average_prices();
    [[nodiscard]] std::string encode_of_kind(StreamKind kind, InstrumentId instrument,
                                             TimeUnit unit) const;
    template <class Visit>
    void for_each_stream(StreamKind kind, Visit visit);
    void publish_difference(InstrumentId instrument, views::DepthView::Channel channel);
    void publish(const Aliases& aliases, const Encode& encode);
    void send(Stream& stream, TimeUnit unit, std::string payload);

    views::VenueView& view_;
    Clock clock_;
    GatewayMetrics& metrics_;
    std::unordered_map<std::string, Stream> streams_;  // nodes keep their address
    std::vector<InstrumentStreams> by_instrument_;
    std::array<Aliases, stream_kind_count> of_all_markets_;
    std::uint64_t second_count_ = 0;
    std::vector<PendingMessage> trades_;  // of the command under way
    std::vector<InstrumentId> touched_;
};

}  // namespace outcry::gateway
