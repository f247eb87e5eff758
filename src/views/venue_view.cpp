#include "outcry/views/venue_view.hpp"

#include <algorithm>

#include "views/implementation.hpp"

namespace outcry::views {
namespace {

/// The first or the last `limit` live ids among the positions [first, last), ascending.
enum class Keep : std::uint8_t { oldest, newest };
struct Selection {
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t limit = 0;
    Keep keep = Keep::newest;
};

/// `record_of(id)` gives the record, or null for one that does not belong to the answer.
template <class Record, class RecordOf>
std::vector<const Record*> select(const IdIndex& index, const Selection& wanted,
                                  RecordOf record_of) {
    std::vector<const Record*> result;
    const auto entries = index.entries();
    const auto take = [&](std::uint64_t entry) {
        if (IdIndex::is_gone(entry)) return;
        if (const Record* record = record_of(entry)) result.push_back(record);
    };
    if (wanted.keep == Keep::oldest) {
        for (std::size_t position = wanted.first;
             position < wanted.last && result.size() < wanted.limit; ++position) {
            take(entries[position]);
        }
        return result;
    }
    for (std::size_t position = wanted.last;
         position > wanted.first && result.size() < wanted.limit; --position) {
        take(entries[position - 1]);
    }
    std::ranges::reverse(result);
    return result;
}

bool is_of_order(const TradeRecord& trade, const AccountQuery& query) noexcept {
    if (query.order_id == OrderId{}) return true;
    return (trade.maker_order_id == query.order_id && trade.maker_account == query.account) ||
           (trade.taker_order_id == query.order_id && trade.taker_account == query.account);
}

/// The times between which a trade may lie; those of an order are within its life.
struct TimeRange {
    Timestamp start;
    Timestamp end;  // included; zero: open
};

TimeRange time_range_of(const AccountQuery& query, const OrderSlot* order) noexcept {
    TimeRange range{.start = query.start, .end = query.end};
    if (order == nullptr) return range;
    range.start = std::max(range.start, order->record.accepted_at);
    const bool is_open_end = range.end == Timestamp{};
    range.end =
        is_open_end ? order->record.updated_at : std::min(range.end, order->record.updated_at);
    return range;
}

}  // namespace

VenueView::VenueView(const ViewLimits& limits)
    : implementation_{std::make_unique<Implementation>(limits)} {}
VenueView::~VenueView() = default;
VenueView::VenueView(VenueView&&) noexcept = default;

void VenueView::apply(const Event& event) { implementation_->apply(event); }

Sequence VenueView::sequence() const noexcept { return implementation_->sequence; }
Timestamp VenueView::time() const noexcept { return implementation_->time; }

std::span<const AssetDefinition> VenueView::assets() const noexcept {
    return implementation_->assets;
}

std::span<const std::unique_ptr<InstrumentView>> VenueView::instruments() const noexcept {
    return implementation_->instruments;
}

InstrumentView* VenueView::find_instrument(std::string_view symbol) noexcept {
    const auto found = implementation_->instrument_ids.find(symbol);
    if (found == implementation_->instrument_ids.end()) return nullptr;
    return implementation_->instruments[found->second.value()].get();
}

const AssetDefinition* VenueView::find_asset(std::string_view code) const noexcept {
    for (const AssetDefinition& asset : implementation_->assets) {
        if (asset.code.view() == code) return &asset;
    }
    return nullptr;
}

const AccountView* VenueView::find_account(AccountId account) const noexcept {
    return implementation_->accounts.find(account);
}

const AccountView* VenueView::find_account_named(std::string_view name) const noexcept {
    return implementation_->accounts.find(name);
}

std::size_t VenueView::account_count() const noexcept {
    return implementation_->accounts.created_count();
}

std::span<const AccountId> VenueView::sub_accounts(AccountId account) const noexcept {
    return implementation_->accounts.sub_accounts(account);
}

std::vector<BalanceRecord> VenueView::balances(AccountId account) const {
    std::vector<BalanceRecord> result = implementation_->accounts.balances(account);
    std::ranges::sort(result, {}, &BalanceRecord::asset);
    return result;
}

BalanceRecord VenueView::balance(AccountId account, AssetId asset) const {
    for (const BalanceRecord& balance : implementation_->accounts.balances(account)) {
        if (balance.asset == asset) return balance;
    }
    return {.asset = asset, .free = {}, .locked = {}};
}

const OrderRecord* VenueView::find_order(OrderId order_id) const noexcept {
    const OrderSlot* slot = implementation_->orders.find(order_id);
    return slot == nullptr ? nullptr : &slot->record;
}

const OrderRecord* VenueView::find_order(AccountId account, InstrumentId instrument,
                                         std::string_view client_order_id) const noexcept {
    const OrderSlot* slot =
        implementation_->orders.find_named(account, instrument, client_order_id);
    return slot == nullptr ? nullptr : &slot->record;
}

const RefusalRecord* VenueView::find_refusal(AccountId account, InstrumentId instrument,
                                             std::string_view client_order_id) const noexcept {
    return implementation_->refusals.find(account, instrument, client_order_id);
}

Sequence VenueView::names_known_since() const noexcept {
    return next(
        std::max({implementation_->names_dropped_before, implementation_->orders.dropped_last(),
                  implementation_->refusals.dropped_last()}));
}

std::vector<const OrderRecord*> VenueView::open_orders(
    AccountId account, std::optional<InstrumentId> instrument) const {
    std::vector<const OrderRecord*> result;
    implementation_->orders.for_each_open(account, [&](const OrderSlot& slot) {
        if (instrument && slot.record.instrument != *instrument) return;
        result.push_back(&slot.record);
    });
    return result;
}

std::vector<const OrderRecord*> VenueView::resting_orders(InstrumentId instrument, Side side,
                                                          std::size_t limit) const {
    std::vector<const OrderRecord*> result;
    if (instrument.value() >= implementation_->instruments.size()) return result;
    const DepthView& depth = implementation_->instruments[instrument.value()]->depth;
    depth.for_each_queue(side, [&](const OrderQueue& queue) {
        for (const OrderSlot* slot = queue.first; slot != nullptr; slot = slot->queue_next) {
            if (result.size() == limit) return false;
            result.push_back(&slot->record);
        }
        return true;
    });
    return result;
}

std::vector<const OrderAmendmentRecord*> VenueView::amendments(OrderId order_id, Sequence from,
                                                               std::size_t limit) const {
    return implementation_->amendments.find(order_id, from, limit);
}

const OrderListRecord* VenueView::find_order_list(OrderListId order_list_id) const noexcept {
    return implementation_->order_lists.find(order_list_id);
}

const OrderListRecord* VenueView::find_order_list(AccountId account,
                                                  std::string_view client_order_id) const noexcept {
    return implementation_->order_lists.find(account, client_order_id);
}

std::vector<const OrderRecord*> VenueView::orders(const AccountQuery& query) const {
    const AccountHistory* history =
        implementation_->histories.find(query.account, query.instrument);
    if (history == nullptr) return {};
    const OrderStore& orders = implementation_->orders;
    const IdIndex& index = history->orders;
    const auto record_of = [&](std::uint64_t id) { return &orders.find(OrderId{id})->record; };

    const bool has_start = query.order_id != OrderId{} || query.start != Timestamp{};
    Selection wanted{.first = index.lower_bound(query.order_id.value()),
                     .last = index.entries().size(),
                     .limit = query.limit,
                     .keep = has_start ? Keep::oldest : Keep::newest};
    if (query.start != Timestamp{}) {
        wanted.first = std::max(wanted.first, index.first_where([&](std::uint64_t id) {
            return record_of(id)->accepted_at >= query.start;
        }));
    }
    if (query.end != Timestamp{}) {
        wanted.last = index.first_where(
            [&](std::uint64_t id) { return record_of(id)->accepted_at > query.end; });
    }
    return select<OrderRecord>(index, wanted, record_of);
}

std::vector<const TradeRecord*> VenueView::trades(InstrumentId instrument, TradeId from,
                                                  std::size_t limit) const {
    const TradeStore& trades = implementation_->trades;
    const std::size_t count = trades.count(instrument);
    std::size_t first = count - std::min(count, limit);
    if (from != TradeId{}) first = trades.position_of(instrument, from);
    const std::size_t last = std::min(count, first + std::min(count, limit));
    std::vector<const TradeRecord*> result;
    result.reserve(last - first);
    for (std::size_t position = first; position < last; ++position) {
        result.push_back(&trades.at(instrument, position));
    }
    return result;
}

std::vector<const AggregateRecord*> VenueView::aggregates(const AggregateQuery& query) const {
    return implementation_->aggregates.find(query);
}

std::vector<const AggregateRecord*> VenueView::new_aggregates(InstrumentId instrument) const {
    return implementation_->aggregates.of_command(instrument, implementation_->sequence);
}

std::vector<const TradeRecord*> VenueView::account_trades(const AccountQuery& query) const {
    const AccountHistory* history =
        implementation_->histories.find(query.account, query.instrument);
    if (history == nullptr) return {};
    const IdIndex& index = history->trades;
    const auto record_of = [&](std::uint64_t id) -> const TradeRecord& {
        return implementation_->trades.find(query.instrument, TradeId{id});
    };

    const bool has_start = query.from_trade_id != TradeId{} || query.start != Timestamp{};
    Selection wanted{.first = index.lower_bound(query.from_trade_id.value()),
                     .last = index.entries().size(),
                     .limit = query.limit,
                     .keep = has_start ? Keep::oldest : Keep::newest};
    const TimeRange range = time_range_of(query, implementation_->orders.find(query.order_id));
    if (range.start != Timestamp{}) {
        wanted.first = std::max(wanted.first, index.first_where([&](std::uint64_t id) {
            return record_of(id).time >= range.start;
        }));
    }
    if (range.end != Timestamp{}) {
        wanted.last =
            index.first_where([&](std::uint64_t id) { return record_of(id).time > range.end; });
    }
    return select<TradeRecord>(index, wanted, [&](std::uint64_t id) {
        const TradeRecord& trade = record_of(id);
        return is_of_order(trade, query) ? &trade : nullptr;
    });
}

std::vector<const PreventedMatchRecord*> VenueView::prevented_matches(const AccountQuery& query,
                                                                      PreventedMatchId from) const {
    std::vector<const PreventedMatchRecord*> result;
    for (const PreventedMatchRecord& match : implementation_->prevented_matches) {
        if (result.size() == query.limit) break;
        if (match.instrument != query.instrument || match.id < from) continue;
        const bool is_maker =
            match.maker_account == query.account &&
            (query.order_id == OrderId{} || query.order_id == match.maker_order_id);
        const bool is_taker =
            match.taker_account == query.account &&
            (query.order_id == OrderId{} || query.order_id == match.taker_order_id);
        if (is_maker || is_taker) result.push_back(&match);
    }
    return result;
}

const KeyView* VenueView::find_key(std::string_view name) const noexcept {
    return implementation_->keys.find(name);
}

}  // namespace outcry::views
