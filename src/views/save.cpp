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

AccountSection section_of(const AccountView& account) {
    return {.state = {.external_uid = account.external_uid, .id = account.id, .name = account.name},
            .updated_at = account.updated_at,
            .is_created = account.id >= user_account_first ? 1U : 0U,
            .rules = {.account = account.id,
                      .trade_group = account.trade_group,
                      .default_self_trade_prevention = account.default_self_trade_prevention},
            .dead_man_at = account.dead_man_at,
            .tier_volume = account.tier_volume,
            .parent = account.parent,
            .status = account.status,
            .fee_tier = account.fee_tier};
}

SetKeyRules rules_of(const KeyView& key) {
    SetKeyRules rules{.expires_at = key.expires_at,
                      .name = key.name,
                      .address_count = static_cast<std::uint8_t>(key.addresses.size()),
                      .instrument_count = static_cast<std::uint8_t>(key.instruments.size())};
    std::ranges::copy(key.addresses, rules.addresses.begin());
    std::ranges::copy(key.instruments, rules.instruments.begin());
    return rules;
}

KeySection section_of(const KeyView& key) {
    KeySection section{.state = {.account = key.account,
                                 .material_size = static_cast<std::uint16_t>(key.material.size()),
                                 .name = key.name,
                                 .type = key.type,
                                 .permissions = key.permissions},
                       .rules = rules_of(key),
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
        known.push_back(section_of(*account));
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

/// The order in which they trade is the engine's, and not that of their ids.
void save_queues(SnapshotWriter& writer,
                 const std::vector<std::unique_ptr<InstrumentView>>& instruments) {
    std::vector<QueueSection> resting;
    const auto take = [&](const OrderQueue& queue) {
        for (const OrderSlot* slot = queue.first; slot != nullptr; slot = slot->queue_next)
            resting.push_back({.order_id = slot->record.order_id});
        return true;
    };
    for (const auto& instrument : instruments) {
        instrument->depth.for_each_queue(Side::buy, take);
        instrument->depth.for_each_queue(Side::sell, take);
    }
    writer.begin<QueueSection>(SectionTag::queues, resting.size());
    for (const QueueSection& order : resting) writer.add(order);
}

template <class Rules>
void save_map(SnapshotWriter& writer, SectionTag tag, const Rules& rules) {
    writer.begin<typename Rules::mapped_type>(tag, rules.size());
    for (const auto& [key, value] : rules) writer.add(value);
}

void save_rules(SnapshotWriter& writer, const RulesStore& rules) {
    save_map(writer, SectionTag::account_limits, rules.all_limits());
    save_map(writer, SectionTag::exposure_limits, rules.all_exposures());
    save_map(writer, SectionTag::account_fees, rules.all_fees());
    writer.begin<FeeTier>(SectionTag::fee_tiers, rules.tiers().size());
    for (const FeeTier& tier : rules.tiers()) writer.add(tier);
    writer.begin<FeeAssetRate>(SectionTag::fee_asset_rates, rules.rates().size());
    for (const FeeAssetRate& rate : rules.rates()) writer.add(rate);
}

void save_order_lists(SnapshotWriter& writer, const OrderListStore& lists) {
    const std::vector<const OrderListRecord*> all = lists.all();
    writer.begin<OrderListRecord>(SectionTag::order_lists, all.size());
    for (const OrderListRecord* list : all) writer.add(*list);
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
    writer.add(SnapshotHeader{.status = state.rules.status,
                              .sequence = state.sequence,
                              .time = state.time,
                              .names_known_since = names_known_since()});
    writer.begin<AssetState>(SectionTag::assets, state.assets.size());
    for (const AssetDefinition& asset : state.assets) {
        writer.add(AssetState{.id = asset.id, .decimals = asset.decimals, .code = asset.code});
    }
    writer.begin<InstrumentSection>(SectionTag::instruments, state.instruments.size());
    for (const auto& instrument : state.instruments) {
        writer.add(InstrumentSection{
            .state = state_of(*instrument),
            .rules = {.rules = instrument->rules,
                      .instrument = instrument->definition.id,
                      .status_reason = instrument->status_reason},
            .depth_last_update = instrument->depth.last_update(),
            .aggregate_id_last = state.aggregates.id_last(instrument->definition.id)});
    }
    save_accounts(writer, state.accounts);
    save_keys(writer, state.keys);
    save_orders(writer, state.orders);
    save_queues(writer, state.instruments);
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
    save_order_lists(writer, state.order_lists);
    writer.begin<OrderAmendmentRecord>(SectionTag::amendments, state.amendments.all().size());
    for (const OrderAmendmentRecord& amendment : state.amendments.all()) writer.add(amendment);
    save_rules(writer, state.rules);
    writer.flush();
}

}  // namespace outcry::views
