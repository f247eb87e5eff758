#include <algorithm>
#include <cstring>
#include <vector>

#include "outcry/base/assert.hpp"

#include "views/implementation.hpp"
#include "views/snapshot_format.hpp"

namespace outcry::views {
namespace {

/// Gathers records into chunks of a size that is worth a call.
class SnapshotWriter {
public:
    explicit SnapshotWriter(const VenueView::Chunk& write) : write_{write} {
        buffer_.reserve(chunk_size_bytes);
    }

    template <class Record>
    void add(const Record& record) {
        static_assert(is_state_record<Record>);
        if (buffer_.size() + sizeof record > chunk_size_bytes) flush();
        const auto bytes = std::as_bytes(std::span{&record, 1});
        buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    }
    template <class Record>
    void begin(SectionTag tag, std::size_t record_count) {
        add(SectionHeader{
            .tag = tag, .record_size_bytes = sizeof(Record), .record_count = record_count});
    }
    void flush() {
        if (!buffer_.empty()) write_(buffer_);
        buffer_.clear();
    }

private:
    static constexpr std::size_t chunk_size_bytes = 64 * 1024;
    const VenueView::Chunk& write_;
    std::vector<std::byte> buffer_;
};

InstrumentState state_of(const InstrumentView& view) {
    const InstrumentDefinition& definition = view.definition;
    return {.tick_mantissa = definition.tick_mantissa,
            .lot_mantissa = definition.lot_mantissa,
            .base_units_per_lot = definition.base_units_per_lot,
            .quote_units_per_tick_lot = definition.quote_units_per_tick_lot,
            .price_minimum = definition.price_minimum,
            .price_maximum = definition.price_maximum,
            .quantity_minimum = definition.quantity_minimum,
            .quantity_maximum = definition.quantity_maximum,
            .notional_minimum = definition.notional_minimum,
            .trade_id_last = view.trade_id_last,
            .price_last = view.price_last,
            .maker_fee_ppm = definition.maker_fee_ppm,
            .taker_fee_ppm = definition.taker_fee_ppm,
            .id = definition.id,
            .base_asset = definition.base_asset,
            .quote_asset = definition.quote_asset,
            .tick_scale = definition.tick_scale,
            .lot_scale = definition.lot_scale,
            .status = definition.status,
            .symbol = definition.symbol};
}

KeySection section_of(const KeyView& key) {
    KeySection section{.state = {.account = key.account,
                                 .material_size = static_cast<std::uint16_t>(key.material.size()),
                                 .name = key.name,
                                 .type = key.type,
                                 .permissions = key.permissions},
                       .is_revoked = key.is_revoked ? 1U : 0U};
    std::ranges::copy(key.material, section.state.material.begin());
    return section;
}

void save_accounts(SnapshotWriter& writer, const AccountStore& accounts) {
    std::vector<AccountSection> known;
    std::vector<BalanceState> balances;
    for (std::uint32_t value = 0; value < accounts.end(); ++value) {
        const AccountView* account = accounts.find(AccountId{value});
        if (account == nullptr) continue;
        known.push_back(
            {.state = {.external_uid = account->external_uid,
                       .id = account->id,
                       .name = account->name},
             .updated_at = account->updated_at,
             .is_created = account->id >= user_account_first ? 1U : 0U,
             .rules = {.account = account->id,
                       .trade_group = account->trade_group,
                       .default_self_trade_prevention = account->default_self_trade_prevention}});
        for (const BalanceRecord& balance : accounts.balances(account->id)) {
            balances.push_back({.free = balance.free,
                                .locked = balance.locked,
                                .account = account->id,
                                .asset = balance.asset});
        }
    }
    writer.begin<AccountSection>(SectionTag::accounts, known.size());
    for (const AccountSection& account : known) writer.add(account);
    writer.begin<BalanceState>(SectionTag::balances, balances.size());
    for (const BalanceState& balance : balances) writer.add(balance);
}

void save_keys(SnapshotWriter& writer, const KeyStore& keys) {
    const std::vector<const KeyView*> all = keys.all();
    writer.begin<KeySection>(SectionTag::keys, all.size());
    for (const KeyView* key : all) writer.add(section_of(*key));

    StagedState staged{.size = static_cast<std::uint16_t>(keys.staged().size())};
    std::ranges::copy(keys.staged(), staged.bytes.begin());
    writer.begin<StagedState>(SectionTag::staged, 1);
    writer.add(staged);
}

void save_orders(SnapshotWriter& writer, const OrderStore& orders) {
    writer.begin<OrderRecord>(SectionTag::closed_orders, orders.closed_count());
    orders.for_each_closed([&](const OrderSlot& slot) { writer.add(slot.record); });

    std::vector<const OrderRecord*> open;
    open.reserve(orders.open_count());
    for (std::uint32_t account = 0; account < orders.account_end(); ++account) {
        orders.for_each_open(AccountId{account},
                             [&](const OrderSlot& slot) { open.push_back(&slot.record); });
    }
    OUTCRY_ASSERT(open.size() == orders.open_count());
    std::ranges::sort(open, {}, [](const OrderRecord* record) { return record->order_id; });
    writer.begin<OrderRecord>(SectionTag::open_orders, open.size());
    for (const OrderRecord* record : open) writer.add(*record);
}

void save_candles(SnapshotWriter& writer,
                  const std::vector<std::unique_ptr<InstrumentView>>& instruments) {
    std::size_t count = 0;
    for (const auto& instrument : instruments) {
        for (const CandleSeries& series : instrument->candles.series()) {
            count += series.candles().size();
        }
    }
    writer.begin<CandleSection>(SectionTag::candles, count);
    for (const auto& instrument : instruments) {
        for (std::uint16_t i = 0; i < CandleHistory::series_count; ++i) {
            for (const Candle& candle : instrument->candles.series()[i].candles()) {
                writer.add(CandleSection{
                    .candle = candle, .instrument = instrument->definition.id, .series = i});
            }
        }
    }
}

}  // namespace

void VenueView::save(const Chunk& write) const {
    const Implementation& state = *implementation_;
    OUTCRY_ASSERT(state.next_index == 0);
    SnapshotWriter writer{write};
    writer.add(SnapshotHeader{
        .sequence = state.sequence, .time = state.time, .names_known_since = names_known_since()});
    writer.begin<AssetState>(SectionTag::assets, state.assets.size());
    for (const AssetDefinition& asset : state.assets) {
        writer.add(AssetState{.id = asset.id, .decimals = asset.decimals, .code = asset.code});
    }
    writer.begin<InstrumentSection>(SectionTag::instruments, state.instruments.size());
    for (const auto& instrument : state.instruments) {
        writer.add(InstrumentSection{
            .state = state_of(*instrument),
            .depth_last_update = instrument->depth.last_update(),
            .aggregate_id_last = state.aggregates.id_last(instrument->definition.id)});
    }
    save_accounts(writer, state.accounts);
    save_keys(writer, state.keys);
    save_orders(writer, state.orders);
    writer.begin<TradeRecord>(SectionTag::trades, state.trades.count());
    state.trades.for_each([&](const TradeRecord& trade) { writer.add(trade); });
    writer.begin<PreventedMatchRecord>(SectionTag::prevented_matches,
                                       state.prevented_matches.size());
    for (const PreventedMatchRecord& match : state.prevented_matches) writer.add(match);
    writer.begin<AggregateRecord>(SectionTag::aggregates, state.aggregates.count());
    state.aggregates.for_each([&](const AggregateRecord& record) { writer.add(record); });
    save_candles(writer, state.instruments);
    writer.begin<RefusalRecord>(SectionTag::refusals, state.refusals.all().size());
    for (const RefusalRecord& refusal : state.refusals.all()) writer.add(refusal);
    writer.flush();
}

}  // namespace outcry::views
