#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "outcry/views/records.hpp"

#include "views/account_histories.hpp"
#include "views/chunked_queue.hpp"

namespace outcry::views {

/// The newest trades of the venue. Ids are dense per instrument, so an instrument's trades are a
/// queue in which an id is a position.
class TradeStore {
public:
    TradeStore(std::size_t trades_max, AccountHistories& histories)
        : trades_max_{trades_max}, histories_{histories} {}

    void add(const TradeRecord& trade) {
        if (trade.instrument.value() >= by_instrument_.size()) {
            by_instrument_.resize(trade.instrument.value() + std::size_t{1});
        }
        ChunkedQueue<TradeRecord>& trades = by_instrument_[trade.instrument.value()];
        if (!trades.empty()) {
            OUTCRY_ASSERT(trades[trades.size() - 1].trade_id.value() + 1 == trade.trade_id.value());
        }
        trades.push_back(trade);
        order_.push_back(trade.instrument);
        histories_.add_trade(trade.maker_account, trade.instrument, trade.trade_id);
        if (trade.taker_account != trade.maker_account) {
            histories_.add_trade(trade.taker_account, trade.instrument, trade.trade_id);
        }
    }

    /// Drops the oldest above the limit.
    void trim() {
        while (order_.size() > trades_max_) {
            ChunkedQueue<TradeRecord>& trades = by_instrument_[order_.front().value()];
            const TradeRecord& trade = trades.front();
            histories_.erase_trade(trade.maker_account, trade.instrument, trade.trade_id);
            if (trade.taker_account != trade.maker_account) {
                histories_.erase_trade(trade.taker_account, trade.instrument, trade.trade_id);
            }
            trades.pop_front();
            order_.pop_front();
        }
    }

    [[nodiscard]] std::size_t count() const noexcept { return order_.size(); }
    [[nodiscard]] std::size_t count(InstrumentId instrument) const noexcept {
        return instrument.value() < by_instrument_.size()
                   ? by_instrument_[instrument.value()].size()
                   : 0;
    }
    /// From the oldest in memory on.
    [[nodiscard]] const TradeRecord& at(InstrumentId instrument, std::size_t position) const {
        return by_instrument_[instrument.value()][position];
    }
    /// The position of the first trade whose id is not smaller.
    [[nodiscard]] std::size_t position_of(InstrumentId instrument, TradeId trade_id) const {
        const std::size_t size = count(instrument);
        if (size == 0) return 0;
        const TradeId first = at(instrument, 0).trade_id;
        if (trade_id <= first) return 0;
        return std::min<std::size_t>(size, trade_id.value() - first.value());
    }
    [[nodiscard]] const TradeRecord& find(InstrumentId instrument, TradeId trade_id) const {
        return at(instrument, position_of(instrument, trade_id));
    }

    /// In the order in which they happened, over all instruments.
    template <class Visit>
    void for_each(Visit visit) const {
        std::vector<std::size_t> positions(by_instrument_.size());
        for (std::size_t index = 0; index < order_.size(); ++index) {
            const InstrumentId instrument = order_[index];
            visit(at(instrument, positions[instrument.value()]++));
        }
    }

private:
    std::size_t trades_max_;
    AccountHistories& histories_;
    std::vector<ChunkedQueue<TradeRecord>> by_instrument_;
    ChunkedQueue<InstrumentId, 4096> order_;
};

}  // namespace outcry::views
