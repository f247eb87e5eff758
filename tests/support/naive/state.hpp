#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "outcry/base/int128.hpp"
#include "outcry/domain/command.hpp"
#include "outcry/domain/instrument.hpp"
#include "outcry/domain/reject_reason.hpp"
#include "outcry/domain/rules.hpp"

namespace outcry::test::naive {

// What the obvious engine remembers.

struct Order {
    std::uint64_t id = 0;
    std::uint64_t arrival = 0;  // place in the queue: larger is later
    std::int64_t price = 0;     // zero: none
    std::uint64_t open = 0;
    std::uint64_t total = 0;
    std::uint32_t account = 0;
    std::uint16_t instrument = 0;
    Side side{};
    OrderType type{};
    TimeInForce in_force{};
    SelfTradePrevention prevention{};
    ClientOrderId name;
    OrderTerms terms;
    OrderPhase phase{};
    std::uint64_t shown = 0;      // iceberg: what of `open` is in sight
    std::int64_t hold_price = 0;  // what a stop market buy reserves at
    std::int64_t watermark = 0;   // trailing: the best price since; zero: none yet
    std::uint64_t ready_rank = 0;
    bool is_to_start = false;  // ready because the working order of its list was filled
    std::uint64_t list = 0;    // zero: none
    bool has_terms = false;
    bool holds_nothing = false;    // the other order of its list does, or it pends
    std::optional<int128> budget;  // all that it may spend in this command
    int128 held = 0;               // what is locked for it
};

struct List {
    std::uint64_t id = 0;
    OrderListType type{};
    std::uint32_t account = 0;
    std::uint16_t instrument = 0;
    ClientOrderId name;
    std::vector<std::uint64_t> orders;  // by place
};

struct Balance {
    int128 free = 0;
    int128 locked = 0;
};

struct Instrument {
    InstrumentDefinition definition;
    InstrumentRules rules;
    std::uint64_t trades = 0;
    std::uint64_t prevented = 0;
    std::int64_t last = 0;  // price of the last trade; zero before the first
    bool is_touched = false;
    std::int64_t low = 0;
    std::int64_t high = 0;
};

/// A refusal, or none.
struct Reason {
    RejectReason reason = RejectReason::none;
    int128 given = 0;
    int128 limit = 0;
    std::size_t member = 0;  // of a list or batch the order that it is about, plus one

    explicit operator bool() const { return reason != RejectReason::none; }
};

struct Account {
    std::uint64_t uid = 0;
    std::string name;
    std::uint32_t parent = 0;
    std::uint32_t group = 0;
    SelfTradePrevention prevention{};
    AccountStatus status{};
    std::int64_t rate_second = 0;
    std::uint64_t rate_count = 0;
    std::uint8_t tier = 0;
    std::int64_t tier_day = -1;       // when its tier was looked for last
    std::uint64_t tier_found_by = 0;  // the command that did
    AccountFees fees;
    std::map<std::int64_t, int128> volumes;  // by day
    std::int64_t dead_at = 0;                // zero: no timer
};

struct Key {
    std::string name;
    std::uint32_t account = 0;
};

struct MassAction {
    RequestId request;
    CancelScope scope{};
    std::uint32_t account = 0;
    std::optional<std::uint16_t> instrument;
    std::optional<Side> side;
    std::uint32_t session = 0;
    CloseReason reason{};
};

/// Who is trading now, and what it would still like.
struct Taking {
    std::uint64_t id = 0;
    std::uint32_t account = 0;
    Side side{};
    SelfTradePrevention prevention{};
    std::uint64_t prevented = 0;  // lots that prevention took off it
    std::optional<std::int64_t> limit;
    std::uint64_t open = 0;
    std::optional<int128> budget;
    bool is_by_quote = false;
    std::uint64_t step = 1;   // lots that a budget pays for come in multiples of it
    std::int64_t first = 0;   // price of the first fill
    std::int64_t latest = 0;  // and of the last one
    bool has_traded = false;
};

/// What an amendment comes to, once the order is known.
struct Amendment {
    std::int64_t price = 0;
    std::uint64_t total = 0;
    std::uint64_t open = 0;
    bool cancels = false;
    Reason refusal;
};

enum class Ending { done, own_order, limit_reached, budget_spent };

/// What trying an order out found besides what it traded.
struct Trial {
    std::uint64_t fee_events = 0;  // at most, up to now
    std::uint64_t certain = 0;     // lots of the fills that surely begin in time
    bool has_filled = false;
};

struct Preview {
    std::uint64_t certain = 0;  // no matter what the fees bring
    uint128 quantity = 0;
    int128 quote = 0;
};

struct Remembered {
    std::uint32_t account = 0;
    ClientOrderId name;
    Command command;
    std::uint64_t order = 0;
    Sequence accepted_by;
    std::int64_t time = 0;
};

[[nodiscard]] bool is_definition_good(const InstrumentDefinition& definition);

/// By the top byte of the request.
[[nodiscard]] inline Reason of_member(Reason reason, std::size_t place) {
    if (reason) reason.member = place + 1;
    return reason;
}

/// Whether the rules of a market ask how much each account has open there.
[[nodiscard]] inline bool asks_for_counts(const InstrumentRules& rules) {
    return rules.orders_maximum != 0 || rules.stop_orders_maximum != 0 ||
           rules.iceberg_orders_maximum != 0 || rules.order_lists_maximum != 0 ||
           rules.position_maximum.value() != 0;
}

[[nodiscard]] inline std::uint8_t gateway_of(const Command& command) {
    return static_cast<std::uint8_t>(command.request.value() >> 56);
}

[[nodiscard]] inline bool is_market_type(OrderType type) {
    return type == OrderType::market || type == OrderType::market_by_quote;
}
[[nodiscard]] inline bool is_maker_type(OrderType type) {
    return type == OrderType::limit_maker || type == OrderType::limit_maker_slide;
}
/// A stop by its numbers, whatever the domain says of it.
[[nodiscard]] inline bool is_any_stop(OrderType type) {
    return static_cast<int>(type) >= 6 && static_cast<int>(type) <= 9;
}
[[nodiscard]] inline bool is_market_stop(OrderType type) {
    return type == OrderType::stop_loss || type == OrderType::take_profit;
}
/// Has a limit price, at once or when it is triggered.
[[nodiscard]] inline bool has_price(OrderType type) {
    return !is_market_type(type) && !is_market_stop(type);
}
/// May be open after its command: a maker, a waiting stop, a limit that is not immediate.
[[nodiscard]] inline bool may_stay(OrderType type, TimeInForce in_force) {
    if (is_maker_type(type) || is_any_stop(type)) return true;
    return type == OrderType::limit &&
           (in_force == TimeInForce::gtc || in_force == TimeInForce::gtd);
}
/// May stand in the book.
[[nodiscard]] inline bool may_rest(OrderType type, TimeInForce in_force) {
    if (is_maker_type(type)) return true;
    return has_price(type) && (in_force == TimeInForce::gtc || in_force == TimeInForce::gtd);
}
/// Whether a stop waits for the last price to rise to its own.
[[nodiscard]] inline bool waits_for_rise(OrderType type, Side side) {
    const bool loses = type == OrderType::stop_loss || type == OrderType::stop_loss_limit;
    return loses ? side == Side::buy : side == Side::sell;
}

}  // namespace outcry::test::naive
