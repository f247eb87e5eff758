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
#include "gateway/encoding/market_streams.hpp"
#include "gateway/session/gateway_metrics.hpp"
#include "gateway/streams/order_changes.hpp"
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

    virtual void on_stream_message(PublicMessage& message, const StreamOptions& options) = 0;
    [[nodiscard]] virtual TimeUnit time_unit() const noexcept = 0;
    /// It has not taken yet what it was sent: conflated streams wait.
    [[nodiscard]] virtual bool is_behind() const noexcept = 0;
};

struct HubLimits {
    std::size_t resume_changes_max = 0;   // of a book, remembered for those who come back
    std::size_t resume_messages_max = 0;  // sent at once to one of them
};

/// Public streams of one gateway: makes each message once per form and hands it to those who
/// subscribed. Streams without a subscriber cost a look-up, names that mean nothing are kept and
/// come to life when their market is made. One thread.
class StreamHub {
public:
    StreamHub(views::VenueView& view, Clock clock, GatewayMetrics& metrics,
              const HubLimits& limits = {});

    void subscribe(std::string_view name, Subscriber& subscriber, const StreamOptions& options);
    void unsubscribe(std::string_view name, Subscriber& subscriber);
    /// After the subscriber was told that it is one: the snapshot, or what it has missed.
    void begin(std::string_view name, Subscriber& subscriber);
    /// Whether all that the stream has sent from a command on can be sent again.
    [[nodiscard]] bool can_resume(std::string_view name, Sequence from) const;

    /// After the view has applied the event: trades are encoded, the rest is noted.
    void on_event(const Event& event);
    /// After the answers and reports of the command: sends what it changed.
    void on_command_end();
    /// Ten times a second, and once a second behind it: what is sent at intervals.
    void on_tenth();
    void on_second();

    /// The newest command of which everything was sent that is not sent at intervals.
    [[nodiscard]] Sequence sequence() const noexcept { return view_.sequence(); }

private:
    struct Subscription {
        Subscriber* subscriber = nullptr;
        StreamOptions options{};
        bool is_owed = false;   // conflated: something was left out
        Sequence depth_sent{};  // of a difference stream: the last update that it has
    };
    struct Stream {
        std::string name;
        std::optional<StreamKind> kind;  // none: the name means nothing, so far
        InstrumentId instrument;
        bool is_of_all_markets = false;
        bool is_fresh = true;       // somebody has come: the next message is due anyway
        Sequence update_sent;       // of a partial book
        Timestamp candle_sent;      // its beginning
        TradeId candle_trade_sent;  // the last one in it
        std::uint64_t message_count = 0;
        std::array<std::vector<Subscription>, 2> subscriptions;  // by TimeUnit
        [[nodiscard]] bool is_silent() const noexcept {
            return subscriptions[0].empty() && subscriptions[1].empty();
        }
        [[nodiscard]] bool wants_checksum() const noexcept;
    };
    /// Several names may mean the same: `@depth` and `@depth@1000ms`.
    using Aliases = std::vector<Stream*>;
    struct InstrumentStreams {
        std::array<Aliases, stream_kind_count> by_kind;
        views::DepthLevel best_bid;  // as last sent
        views::DepthLevel best_ask;
        bool is_touched = false;   // by the command under way
        bool has_changed = false;  // in this second
        Timestamp changed_at;      // by the newest command
        StatusMessage status;      // the last change of it that was seen
    };
    struct PendingMessage {
        Stream* stream = nullptr;
        TimeUnit unit{};
        std::string payload;
        MessageFacts facts{};
    };
    using Encode = std::function<std::string(TimeUnit)>;

    [[nodiscard]] InstrumentStreams& streams_of(InstrumentId instrument);
    [[nodiscard]] Aliases& aliases_of(const Stream& stream);
    [[nodiscard]] views::InstrumentView& view_of(InstrumentId instrument);
    void connect(Stream& stream);
    void disconnect(Stream& stream);
    void set_collecting(const Stream& stream, bool is_collecting);
    void note_trade(const Event& event);
    void touch(InstrumentId instrument, Timestamp at);
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
    void publish(const Aliases& aliases, const Encode& encode, MessageFacts facts);
    void publish(const Aliases& aliases, const Encode& encode) {
        publish(aliases, encode, facts_of_now());
    }
    void send(Stream& stream, TimeUnit unit, std::string payload, const MessageFacts& facts);
    [[nodiscard]] MessageFacts facts_of_now() const;
    void publish_statuses();
    void publish_order_changes();
    // stream_hub_first.cpp
    [[nodiscard]] Subscription* find(Stream& stream, const Subscriber& subscriber);
    void send_to(Stream& stream, Subscription& subscription, std::string payload,
                 MessageFacts facts);
    void send_state(Stream& stream, Subscription& subscription);
    [[nodiscard]] bool send_missed(Stream& stream, Subscription& subscription, Sequence from);
    void send_missed_trades(Stream& stream, Subscription& subscription, Sequence from);
    void send_missed_orders(Stream& stream, Subscription& subscription, Sequence from);
    void send_missed_depth(Stream& stream, Subscription& subscription, Sequence from);
    [[nodiscard]] bool can_resume(const Stream& stream, Sequence from) const;
    void catch_up();
    void catch_up(Stream& stream, Subscription& subscription);

    views::VenueView& view_;
    Clock clock_;
    GatewayMetrics& metrics_;
    const HubLimits limits_;
    std::unordered_map<std::string, Stream> streams_;  // nodes keep their address
    std::vector<InstrumentStreams> by_instrument_;
    std::array<Aliases, stream_kind_count> of_all_markets_;
    std::uint64_t second_count_ = 0;
    std::vector<PendingMessage> trades_;  // of the command under way
    std::vector<InstrumentId> touched_;
    OrderChanges order_changes_;
    std::vector<Event> statuses_;  // changed by the command under way
    bool is_anybody_owed_ = false;
};

}  // namespace outcry::gateway
