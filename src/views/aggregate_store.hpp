#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "outcry/views/aggregate.hpp"
#include "outcry/views/records.hpp"

#include "views/chunked_queue.hpp"

namespace outcry::views {

/// The newest aggregates of the venue, made from trades as they come.
class AggregateStore {
public:
    explicit AggregateStore(std::size_t count_max) : count_max_{count_max} {}

    void add(const TradeRecord& trade) {
        Instrument& instrument = at(trade.instrument);
        if (!instrument.records.empty()) {
            AggregateRecord& last = instrument.records[instrument.records.size() - 1];
            if (last.sequence == trade.sequence && last.taker_order_id == trade.taker_order_id &&
                last.price == trade.price) {
                last.quantity += trade.quantity;
                last.trade_id_last = trade.trade_id;
                return;
            }
        }
        push({.id = ++instrument.id_last,
              .price = trade.price,
              .quantity = trade.quantity,
              .trade_id_first = trade.trade_id,
              .trade_id_last = trade.trade_id,
              .taker_order_id = trade.taker_order_id,
              .time = trade.time,
              .sequence = trade.sequence,
              .instrument = trade.instrument,
              .taker_side = trade.taker_side});
    }
    /// For loading: false unless it follows the last one of its instrument.
    [[nodiscard]] bool restore(const AggregateRecord& record) {
        Instrument& instrument = at(record.instrument);
        if (!instrument.records.empty() && record.id != instrument.id_last + 1) return false;
        instrument.id_last = record.id;
        push(record);
        return true;
    }

    /// Drops the oldest above the limit; only between two commands.
    void trim() {
        while (order_.size() > count_max_) {
            at(order_.front()).records.pop_front();
            order_.pop_front();
        }
    }

    [[nodiscard]] std::uint64_t id_last(InstrumentId instrument) const {
        return instrument.value() < by_instrument_.size()
                   ? by_instrument_[instrument.value()].id_last
                   : 0;
    }
    void restore_id_last(InstrumentId instrument, std::uint64_t id) { at(instrument).id_last = id; }

    /// Ascending: from an id or a time on the oldest `limit`, else the newest.
    [[nodiscard]] std::vector<const AggregateRecord*> find(const AggregateQuery& query) const {
        if (query.instrument.value() >= by_instrument_.size()) return {};
        const auto& records = by_instrument_[query.instrument.value()].records;
        const auto position_of = [&](auto is_before) {
            std::size_t low = 0;
            std::size_t high = records.size();
            while (low < high) {
                const std::size_t middle = (low + high) / 2;
                if (is_before(records[middle])) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        };
        const std::size_t first = position_of([&](const AggregateRecord& record) {
            return record.id < query.from_id || record.time < query.start;
        });
        const std::size_t end = position_of([&](const AggregateRecord& record) {
            return query.end == Timestamp{} || record.time <= query.end;
        });
        if (first >= end) return {};
        const std::size_t count = std::min(end - first, query.limit);
        const bool has_start = query.from_id != 0 || query.start != Timestamp{};
        const std::size_t begin = has_start ? first : end - count;
        std::vector<const AggregateRecord*> result;
        result.reserve(count);
        for (std::size_t i = begin; i < begin + count; ++i) result.push_back(&records[i]);
        return result;
    }
    /// Those that one command made, ascending.
    [[nodiscard]] std::vector<const AggregateRecord*> of_command(InstrumentId instrument,
                                                                 Sequence sequence) const {
        std::vector<const AggregateRecord*> result;
        if (instrument.value() >= by_instrument_.size()) return result;
        const auto& records = by_instrument_[instrument.value()].records;
        for (std::size_t i = records.size(); i > 0 && records[i - 1].sequence == sequence; --i) {
            result.push_back(&records[i - 1]);
        }
        std::reverse(result.begin(), result.end());
        return result;
    }

    [[nodiscard]] std::size_t count() const noexcept { return order_.size(); }
    /// In the order in which they began, over all instruments.
    template <class Visit>
    void for_each(Visit visit) const {
        std::vector<std::size_t> positions(by_instrument_.size());
        for (std::size_t i = 0; i < order_.size(); ++i) {
            const std::size_t instrument = order_[i].value();
            visit(by_instrument_[instrument].records[positions[instrument]++]);
        }
    }

private:
    struct Instrument {
        ChunkedQueue<AggregateRecord> records;
        std::uint64_t id_last = 0;
    };
    [[nodiscard]] Instrument& at(InstrumentId instrument) {
        if (instrument.value() >= by_instrument_.size()) {
            by_instrument_.resize(instrument.value() + std::size_t{1});
        }
        return by_instrument_[instrument.value()];
    }
    void push(const AggregateRecord& record) {
        at(record.instrument).records.push_back(record);
        order_.push_back(record.instrument);
    }

    std::size_t count_max_;
    std::vector<Instrument> by_instrument_;
    ChunkedQueue<InstrumentId, 4096> order_;
};

}  // namespace outcry::views
