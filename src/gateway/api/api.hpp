#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/domain/reject_reason.hpp"
#include "outcry/gateway/gateway_options.hpp"
#include "outcry/gateway/history_source.hpp"
#include "outcry/gateway/listen_keys.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/rate_limit/rate_limiter.hpp"
#include "gateway/streams/stream_options.hpp"

namespace outcry::gateway {

class AccountEvents;
class SecretSeal;

enum class Method : std::uint8_t { get, post, put, delete_, other };
enum class TimeUnit : std::uint8_t { milliseconds, microseconds };

/// A request as its bytes came: signatures are made over exactly these. The views need to live only
/// as long as the call.
struct RestRequest {
    Method method = Method::other;
    std::string_view path;                        // without query, not decoded
    std::string_view query;                       // without '?', not decoded
    std::string_view body;                        // whatever its content type says
    std::string_view api_key;                     // X-MBX-APIKEY; empty when there is none
    TimeUnit time_unit = TimeUnit::milliseconds;  // X-MBX-TIME-UNIT
    Timestamp received_at;  // zero: now. A parked request keeps its first time.
    ClientAddress client;
    bool is_idempotent = false;  // X-Idempotent: true
};

struct WebSocketRequest {
    std::string_view message;  // one text message of /ws-api/v3
    Timestamp received_at;
};

/// A user data stream that one connection has asked for.
struct UserSubscription {
    std::int64_t id = 0;
    AccountId account;
    KeyName key;
    bool is_of_session = false;       // ends with session.logout
    std::vector<AccountId> copied{};  // a drop copy: of all of these, each named with its events
    StreamOptions options{};
    bool has_heartbeat = false;
    [[nodiscard]] bool is_of(AccountId other) const noexcept {
        return copied.empty() ? other == account
                              : std::find(copied.begin(), copied.end(), other) != copied.end();
    }
    // The shell's: whether it was told what comes first, and how much it was told since.
    bool is_begun = false;
    std::uint64_t message_count = 0;
};

/// What one connection of /ws-api/v3 has authenticated and subscribed to. The shell makes one for
/// each connection and hands it to every request of it; only `Api` changes it.
struct SessionAuthentication {
    struct Logon {
        KeyName key;
        AccountId account;
        Timestamp since;
    };
    Timestamp connected_since;
    TimeUnit time_unit = TimeUnit::milliseconds;  // ?timeUnit=
    bool returns_rate_limits = true;              // ?returnRateLimits=
    ClientAddress client;
    std::optional<Logon> logon;
    std::vector<UserSubscription> subscriptions;
    std::int64_t subscription_count = 0;    // ever made; the next one's id
    SessionId id;                           // of this connection, for orders that end with it
    bool cancels_on_disconnect = false;     // unless an order says otherwise
    std::vector<AccountId> bound_accounts;  // those that have sent such orders

    /// A revoked key: logs off and drops its subscriptions at once. True when any was dropped:
    /// each gets an `eventStreamTerminated`, and the shell looks at `subscriptions` again.
    bool forget_key(std::string_view name);
};

/// A finished answer. REST: status and body. WebSocket: `body` is the whole message.
struct Answer {
    int status = 200;
    std::string body;
    Sequence sequence;  // X-Engine-Seq: the answer shows at least everything up to it
    RateUsage usage;
    bool is_replay = false;  // of an idempotent order that came before: X-Idempotent-Replay
};

/// Where an answer goes and in which form; opaque to the shell.
struct Envelope {
    bool is_websocket = false;
    TimeUnit time_unit = TimeUnit::milliseconds;
    FixedText<78> id;  // of the WebSocket request: its raw JSON text
    bool shows_rate_limits = false;
};

enum class ResponseType : std::uint8_t { ack, result, full };

/// A command to be pushed to the core, and what its answer needs. The shell sets
/// `command.request`, checks `expires_at` against the clock once more when it had to wait for room,
/// collects all events of that request (until `Api::is_complete`), and calls `Api::answer`.
struct Submission {
    Command command;
    /// Pushed right before `command`, with the same request: its orders and cancels. All of them
    /// or none; the answer belongs to `command`.
    std::vector<Command> staged{};
    Timestamp expires_at;
    Envelope envelope;
    ResponseType response_type = ResponseType::ack;
    ClientOrderId client_order_id_before;  // of an amended order
    RequestCost cost;
    /// The cancel of a cancel-replace whose new order is beyond a limit.
    struct WithoutOrder {
        ReplaceMode mode{};
        LimitReached limit;
        Timestamp now;
    };
    std::optional<WithoutOrder> without_order{};
};

/// `minSeq`: the view is not there yet. The shell parks the bytes and hands them in again,
/// with their `received_at`, once `view.sequence() >= minimum`; after `minimum_wait_us_max` it
/// sends `Api::answer_not_there_yet`.
struct Wait {
    Sequence minimum;
    Envelope envelope;
};
inline constexpr std::int64_t minimum_wait_us_max = 5'000'000;

/// `SessionAuthentication::subscriptions` is different now: the shell registers the new ones and
/// forgets the others, then sends the answer.
struct SubscriptionsChanged {
    Answer answer;
};

/// Several requests in one, each of which stands and falls by itself. The shell settles each and
/// gives their answers, in this order, to `Api::answer_batch`.
struct Batch {
    Envelope envelope;
    std::vector<std::variant<Answer, Submission>> items;
};

/// The view has forgotten part of what is asked for. The shell asks the history, and hands the
/// bytes in again with what it says: see `Api::set_history`.
struct HistoryNeeded {
    HistoryQuestion question;
    Envelope envelope;
};

/// REST gives no SubscriptionsChanged.
using Reply = std::variant<Answer, Submission, Wait, SubscriptionsChanged, HistoryNeeded, Batch>;

struct ApiOptions {
    std::int64_t recv_window_us_default = 5'000'000;
    std::int64_t recv_window_us_max = 60'000'000;
    std::int64_t clock_ahead_us_max = 1'000'000;
    std::size_t open_orders_per_account_max = 10'000;  // shown as MAX_NUM_ORDERS
    std::uint64_t client_order_id_prefix = 0;          // zero: random per process
    RateLimits rate_limits{};
    std::size_t account_events_size_max = 0;  // bytes; zero: no events of accounts are kept
    std::size_t resume_messages_max = 4000;
    ListenKeys* listen_keys = nullptr;  // of all gateways; none: its own
    bool has_history = false;           // of what the view has forgotten
};

using Clock = std::function<Timestamp()>;  // microseconds since 1970 UTC

/// The spot API without sockets: bytes in, answers or commands out. Owned by one gateway thread,
/// the owner of `view`. Keeps secrets unsealed in memory until their key is revoked.
class Api {
public:
    Api(views::VenueView& view, Clock clock, const SecretSeal& seal, const ApiOptions& options);
    ~Api();
    Api(Api&&) noexcept;

    [[nodiscard]] Reply handle_rest(const RestRequest& request);
    [[nodiscard]] Reply handle_websocket(const WebSocketRequest& request,
                                         SessionAuthentication& session);

    /// Every event, after the view has applied it: forgets the secrets of revoked keys.
    void on_event(const Event& event);

    /// Whether a stream that was opened with this key, from there, may go on.
    [[nodiscard]] bool accepts(std::string_view api_key, const ClientAddress& client);

    /// Those that older user data streams are opened with.
    [[nodiscard]] ListenKeys& listen_keys() noexcept;
    /// What accounts were told; filled by the shell's user streams.
    [[nodiscard]] AccountEvents& account_events() noexcept;

    /// Whether `event` is the last one of a submission's events: the end of its command, for a
    /// mass cancel the end of its last slice.
    [[nodiscard]] static bool is_complete(const Submission& submission, const Event& event);
    /// The answer to a submission from all of its events, after the view has applied them.
    [[nodiscard]] Answer answer(const Submission& submission, std::span<const Event> events);
    /// It did not reach the engine: `overloaded` or `expired_before_engine`.
    [[nodiscard]] Answer answer_refused(const Submission& submission, RejectReason reason);
    /// No events came in time; whether it was executed is not known.
    [[nodiscard]] Answer answer_unknown(const Submission& submission);
    [[nodiscard]] Answer answer_not_there_yet(const Wait& wait);
    /// One answer from those to the items of a batch.
    [[nodiscard]] Answer answer_batch(const Envelope& envelope, std::span<const Answer> answers);
    /// The history cannot be asked now.
    [[nodiscard]] Answer answer_history_away(const Envelope& envelope);

    /// What the history said to the question of the request that is handed in next; null after it.
    void set_history(const HistoryAnswer* answer) noexcept;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

/// The body of an error that the shell itself finds: {"code":…,"msg":"…"}.
[[nodiscard]] std::string encode_error(int code, std::string_view text);

}  // namespace outcry::gateway
