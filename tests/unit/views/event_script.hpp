#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/domain/event_buffer.hpp"
#include "outcry/views/venue_view.hpp"

namespace outcry::views::test {

inline constexpr AssetId btc{0};
inline constexpr AssetId usdt{1};
inline constexpr InstrumentId btcusdt{0};
inline constexpr InstrumentId ethusdt{1};
inline constexpr AccountId alice{16};
inline constexpr AccountId bob{17};
inline constexpr AccountId carol{18};

struct OrderOptions {
    OrderType type = OrderType::limit;
    TimeInForce time_in_force = TimeInForce::gtc;
    std::string_view name = "";
    InstrumentId instrument = btcusdt;
    std::int64_t quote_budget = 0;
};

struct AmendOptions {
    std::int64_t price_before = 0;
    std::int64_t price = 0;
    std::uint64_t open_before = 0;
    std::uint64_t open = 0;
    std::uint64_t total = 0;
    bool keeps_priority = false;
    std::string_view name = "";
};

/// Writes the events of one command after another, as an engine would, and hands each finished
/// command to a view. The caller says what happened; nothing is matched here.
class EventScript {
public:
    explicit EventScript(VenueView& view) : view_{view} { begin(); }

    Event& append(EventType type, InstrumentId instrument = btcusdt) {
        return buffer_.append(type, instrument);
    }
    /// Ends the command; its events reach the view.
    void finish();
    void apply_single(EventType type) {
        static_cast<void>(append(type));  // an event without content
        finish();
    }

    [[nodiscard]] OrderId accept(AccountId account, Side side, std::int64_t price,
                                 std::uint64_t quantity, const OrderOptions& options = {});
    /// Fees follow the rates 0.1 % for makers, 0.2 % for takers unless given otherwise.
    void trade(const OrderRecord& maker, const OrderRecord& taker, std::uint64_t quantity,
               std::uint64_t maker_open);
    void close(const OrderRecord& order, CloseReason reason, bool was_resting);
    /// Of an order that waits outside the book.
    void close_waiting(const OrderRecord& order, CloseReason reason);
    /// The terms of an order that was just accepted, to be filled in further.
    [[nodiscard]] OrderTermsSet& terms(OrderId id, AccountId account);
    void trigger(const OrderRecord& order, TriggerKind kind, std::int64_t price = 0);
    void reserve(const OrderRecord& order, std::int64_t amount, bool is_by_formula);
    void refresh(const OrderRecord& order, std::uint64_t visible, std::uint64_t open);
    OrderListAccepted& accept_list(AccountId account, OrderListType type,
                                   std::vector<OrderId> order_ids);
    void finish_list(OrderListId id, AccountId account);
    [[nodiscard]] OrderId order_id_after(std::uint64_t count) const {
        return OrderId{order_id_last_ + count};
    }
    void amend(const OrderRecord& order, const AmendOptions& options);

    /// A command of its own that only rests.
    [[nodiscard]] OrderId rest(AccountId account, Side side, std::int64_t price,
                               std::uint64_t quantity, const OrderOptions& options = {}) {
        const OrderId id = accept(account, side, price, quantity, options);
        finish();
        return id;
    }
    void cancel(OrderId id) {
        close(*view_.find_order(id), CloseReason::cancelled_by_user, true);
        finish();
    }

    void create_asset(AssetId id, std::string_view code, std::uint8_t decimals = 8);
    /// Ticks of 0.01 and lots of 0.0001 on 8 decimals: a lot is 10,000 units of the base, a tick
    /// times a lot 100 of the quote.
    void create_instrument(InstrumentId id, std::string_view symbol);
    void create_account(AccountId id, std::string_view name);
    void adjust(AccountId account, AssetId asset, std::int64_t difference);

    /// Both assets, both instruments, three accounts with 10^15 units of each asset: 13 commands.
    void create_venue();

    [[nodiscard]] const std::vector<Event>& history() const { return history_; }

private:
    void begin() {
        ++sequence_;
        buffer_.begin(Sequence{sequence_}, Timestamp{static_cast<std::int64_t>(sequence_ * 10)},
                      RequestId{});
    }

    VenueView& view_;
    EventBuffer buffer_;
    std::vector<Event> history_;
    std::uint64_t sequence_ = 0;
    std::uint64_t order_id_last_ = 0;
    std::uint64_t order_list_id_last_ = 0;
    std::uint64_t trade_ids_last_[2] = {0, 0};
};

/// A view and its script, ready to trade.
struct Venue {
    explicit Venue(const ViewLimits& limits = {.closed_orders_max = 1000, .trades_max = 1000})
        : view{limits}, script{view} {
        script.create_venue();
    }
    [[nodiscard]] DepthView& depth() { return view.instruments()[0]->depth; }
    [[nodiscard]] const OrderRecord& order(OrderId id) const { return *view.find_order(id); }

    VenueView view;
    EventScript script;
};

/// Levels as "price:quantity/orders", bids then asks, for literal comparison.
[[nodiscard]] std::string book_of(const DepthView& depth);
/// What rests on one side as "id:shown" in the order in which it trades.
[[nodiscard]] std::string queue_of(const VenueView& view, Side side);
void expect_balance(const VenueView& view, AccountId account, AssetId asset, std::int64_t free,
                    std::int64_t locked);

[[nodiscard]] std::vector<std::byte> saved(const VenueView& view);

}  // namespace outcry::views::test
