#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "outcry/base/result.hpp"
#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/domain/reject_reason.hpp"
#include "outcry/engine/engine.hpp"

#include "app/order_flow/byte_source.hpp"
#include "app/order_flow/flow_records.hpp"
#include "app/order_flow/order_row.hpp"

namespace outcry::app {

struct FlowReplayLimits {
    std::uint32_t resting_orders_max = 1U << 20;
};

struct ReplayCounts {
    std::uint64_t command_count = 0;
    std::uint64_t fill_count = 0;
    std::map<RejectReason, std::uint64_t> refused;
};

/// Why a file with a U row is refused: auctions are not built yet.
[[nodiscard]] FlowError auction_refusal(std::uint64_t row_number);

/// A resting order as the file knows it.
struct LiveOrder {
    OrderId engine_id;
    std::uint64_t file_id = 0;
    std::int64_t price = 0;
    std::uint64_t open_quantity = 0;
    Side side{};
};

/// Puts the rows of a recorded order file through an engine of its own: one instrument, prices and
/// quantities as they stand, one account with funds beyond need, no fees, no self-trade prevention.
/// Used by one thread at a time.
class FlowReplay {
public:
    explicit FlowReplay(const FlowReplayLimits& limits = {});

    /// Applies one row. What the rules refuse is counted and changes nothing; an error means that
    /// the file cannot be replayed at all.
    [[nodiscard]] Result<void, FlowError> apply(std::uint64_t row_number, const OrderRow& row);

    /// The fills of the last row.
    [[nodiscard]] std::span<const FlowTrade> trades() const noexcept { return trades_; }
    /// The resting order of that file id; null when there is none.
    [[nodiscard]] const LiveOrder* find(std::uint64_t file_id) const;
    [[nodiscard]] const ReplayCounts& counts() const noexcept { return counts_; }
    /// Bids from the best, then asks from the best.
    [[nodiscard]] std::vector<FlowLevel> book() const;
    /// The instrument of the file; empty before the first row.
    [[nodiscard]] std::string_view symbol() const noexcept { return symbol_.view(); }

private:
    /// What a command is made for; events are understood in its light.
    struct Context {
        std::uint64_t row_number = 0;
        std::int64_t time_ns = 0;
        std::uint64_t file_id = 0;
        RowAction action{};
    };
    void create_venue();
    void execute();
    [[nodiscard]] Result<void, FlowError> place(const OrderRow& row);
    void prepare_placement(const OrderRow& row);
    [[nodiscard]] Result<void, FlowError> cancel(std::uint64_t file_id);
    [[nodiscard]] Result<void, FlowError> reduce(const OrderRow& row);
    [[nodiscard]] Result<void, FlowError> modify(const OrderRow& row);
    [[nodiscard]] Result<void, FlowError> clear_book();
    [[nodiscard]] Result<void, FlowError> run();
    [[nodiscard]] Result<void, FlowError> refuse(RejectReason reason);
    [[nodiscard]] Result<void, FlowError> handle(const Event& event);
    void on_accepted(const OrderAccepted& accepted);
    void on_traded(const OrderTraded& traded);
    void on_closed(const OrderClosed& closed);
    void on_amended(const OrderAmended& amended);
    [[nodiscard]] LiveOrder& order_of(OrderId engine_id);
    void forget(OrderId engine_id);
    Command& begin(CommandType type);

    engine::Engine engine_;
    EventBuffer events_;
    Command command_;
    Sequence sequence_;
    Timestamp time_;
    AccountId account_;
    InstrumentId instrument_;
    Symbol symbol_;
    Context context_;
    /// The rest of an order that met the engine's limit of fills per command.
    std::optional<OrderRow> remainder_;
    std::vector<FlowTrade> trades_;
    ReplayCounts counts_;
    boost::unordered_flat_map<std::uint64_t, std::uint64_t> engine_ids_;  // by file id
    boost::unordered_flat_map<std::uint64_t, LiveOrder> orders_;          // by engine id
};

}  // namespace outcry::app
