#pragma once

#include <functional>
#include <optional>
#include <variant>
#include <vector>

#include "outcry/views/venue_view.hpp"

namespace outcry::gateway {

/// The orders that `VenueView::orders` would give if it had forgotten none.
struct OrdersQuestion {
    views::AccountQuery query;
};

struct OrderQuestion {
    OrderId order_id;
};

/// The trades that `VenueView::account_trades` would give; without an account those of all.
struct TradesQuestion {
    std::optional<AccountId> account;
    views::AccountQuery query;
};

struct HistoryQuestion {
    std::variant<OrdersQuestion, OrderQuestion, TradesQuestion> what;
    /// An answer that does not hold all commands up to this one is none: what the view has
    /// forgotten could be missing.
    Sequence minimum;
};

struct HistoryAnswer {
    bool is_available = false;  // false: the history was not there in time
    Sequence position;          // all commands up to this one are in it
    std::vector<views::OrderRecord> orders;
    std::vector<views::TradeRecord> trades;
};

/// What the views no longer hold, on another thread: nobody waits for a database here.
class HistorySource {
public:
    using Deliver = std::function<void(HistoryAnswer)>;

    HistorySource() = default;
    HistorySource(const HistorySource&) = delete;
    HistorySource& operator=(const HistorySource&) = delete;
    virtual ~HistorySource() = default;

    /// Any thread; never blocks. `deliver` is called once, by another thread. False, and nothing
    /// is called, when too many questions wait already.
    [[nodiscard]] virtual bool try_ask(const HistoryQuestion& question, Deliver deliver) = 0;
};

}  // namespace outcry::gateway
