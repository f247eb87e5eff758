#include "sinks/kafka/book_changes.hpp"

#include <algorithm>
#include <tuple>

#include "sinks/kafka/json_object.hpp"

namespace outcry::sinks::kafka {
namespace {

[[nodiscard]] std::int64_t lots_of(Quantity quantity) {
    return static_cast<std::int64_t>(quantity.value());  // below 2^60
}

}  // namespace

void BookChanges::change(const Event& event, Side side, Price price, std::int64_t lots) {
    changes_.push_back({event.instrument, side, price, lots});
}

void BookChanges::add_accepted(const Event& event) {
    const OrderAccepted& accepted = event.accepted;
    const bool may_rest = accepted.type == OrderType::limit ||
                          accepted.type == OrderType::limit_maker ||
                          accepted.type == OrderType::limit_maker_slide;
    taker_ = {accepted.order_id, accepted.side, accepted.price, may_rest};
    if (may_rest) change(event, accepted.side, accepted.price, lots_of(accepted.quantity));
}

void BookChanges::add_traded(const Event& event) {
    const OrderTraded& traded = event.traded;
    const std::int64_t lots = -lots_of(traded.quantity);
    change(event, opposite(traded.taker_side), traded.price, lots);
    if (taker_.may_rest && taker_.order_id == traded.taker_order_id) {
        change(event, taker_.side, taker_.price, lots);
    }
}

void BookChanges::add_closed(const Event& event) {
    const OrderClosed& closed = event.closed;
    const bool was_added = taker_.may_rest && taker_.order_id == closed.order_id;
    if (closed.was_resting == 0 && !was_added) return;
    const Price price = was_added ? taker_.price : closed.price;
    change(event, closed.side, price, -lots_of(closed.open_quantity));
}

void BookChanges::add_amended(const Event& event) {
    const OrderAmended& amended = event.amended;
    taker_ = {amended.order_id, amended.side, amended.price, true};
    change(event, amended.side, amended.price_before, -lots_of(amended.open_quantity_before));
    change(event, amended.side, amended.price, lots_of(amended.open_quantity));
}

/// `decrement` takes the quantity off both, like a trade.
void BookChanges::add_prevented(const Event& event) {
    const SelfTradePrevented& prevented = event.prevented;
    if (prevented.mode != SelfTradePrevention::decrement) return;
    const std::int64_t lots = -lots_of(prevented.quantity);
    change(event, opposite(prevented.taker_side), prevented.price, lots);
    if (taker_.may_rest && taker_.order_id == prevented.taker_order_id) {
        change(event, taker_.side, taker_.price, lots);
    }
}

void BookChanges::add(const Event& event) {
    if (event.type == EventType::order_accepted) add_accepted(event);
    if (event.type == EventType::order_traded) add_traded(event);
    if (event.type == EventType::order_closed) add_closed(event);
    if (event.type == EventType::order_amended) add_amended(event);
    if (event.type == EventType::self_trade_prevented) add_prevented(event);
}

void BookChanges::clear() {
    changes_.clear();
    taker_ = {};
}

/// Sorts by instrument, side and price, one change per level, those that cancel out gone.
void BookChanges::merge() {
    const auto level = [](const Change& change) {
        return std::tuple{change.instrument, change.side, change.price};
    };
    std::ranges::sort(changes_, {}, level);
    std::size_t kept = 0;
    for (const Change& change : changes_) {
        if (kept > 0 && level(changes_[kept - 1]) == level(change)) {
            changes_[kept - 1].lots += change.lots;
        } else {
            changes_[kept++] = change;
        }
    }
    changes_.resize(kept);
    std::erase_if(changes_, [](const Change& change) { return change.lots == 0; });
}

void BookChanges::append_record(std::span<const Change> changes,
                                const InstrumentDefinition& instrument, const Event& last,
                                RecordList& records) const {
    Record& record = records.append(Topic::book, last.sequence, last.index);
    record.key = instrument.symbol.view();
    std::string& text = record.value;
    JsonObject object{text};
    object.number("schema", 1);
    object.word("event", "book_changed");
    object.number("sequence", last.sequence);
    object.number("index", last.index);
    object.number("time_us", last.time);
    object.number("instrument", instrument.id);
    object.word("symbol", instrument.symbol.view());
    for (const Side side : {Side::buy, Side::sell}) {
        object.append_name(side == Side::buy ? "bids" : "asks");
        text += '[';
        for (const Change& change : changes) {
            if (change.side != side) continue;
            text += text.back() == '[' ? "[\"" : ",[\"";
            append_decimal(text,
                           static_cast<int128>(change.price.value()) * instrument.tick_mantissa,
                           instrument.tick_scale, decimals_shown_min);
            text += "\",\"";
            append_decimal(text, static_cast<int128>(change.lots) * instrument.lot_mantissa,
                           instrument.lot_scale, decimals_shown_min);
            text += "\"]";
        }
        text += ']';
    }
    object.close();
}

bool BookChanges::finish(const Event& last, const Definitions& definitions, RecordList& records) {
    merge();
    const std::span<const Change> all{changes_};
    std::size_t begin = 0;
    while (begin < all.size()) {
        const InstrumentId id = all[begin].instrument;
        std::size_t end = begin;
        while (end < all.size() && all[end].instrument == id) ++end;
        const InstrumentDefinition* const instrument = definitions.instrument(id);
        if (instrument == nullptr) return false;
        append_record(all.subspan(begin, end - begin), *instrument, last, records);
        begin = end;
    }
    clear();
    return true;
}

}  // namespace outcry::sinks::kafka
