#include <map>
#include <utility>
#include <vector>

#include "outcry/base/assert.hpp"

#include "views/implementation.hpp"
#include "views/load_rules.hpp"
#include "views/snapshot_checks.hpp"
#include "views/snapshot_reader.hpp"

namespace outcry::views {
namespace {

std::vector<AddressRange> addresses_of(const SetKeyRules& rules) {
    return {rules.addresses.begin(), rules.addresses.begin() + rules.address_count};
}

std::vector<InstrumentId> instruments_of(const SetKeyRules& rules) {
    return {rules.instruments.begin(), rules.instruments.begin() + rules.instrument_count};
}

/// Builds a state from records, each checked against those before it. A template only because the
/// state's class is private to the view.
template <class State>
class Loader {
public:
    Loader(State& state, std::span<const std::byte> bytes) : state_{state}, reader_{bytes} {}

    [[nodiscard]] bool run() {
        return take_header() && take_assets() && take_instruments() && take_accounts() &&
               take_balances() && take_keys() && take_orders() && take_trades() &&
               take_prevented() && take_aggregates() && take_candles() && take_refusals() &&
               load_order_lists(reader_, known(), state_.order_lists) && lists_are_known() &&
               load_amendments(reader_, known(), state_.amendments) &&
               load_rules(reader_, known(), state_.rules) && reader_.is_at_end() &&
               locked_is_reserved();
    }

private:
    [[nodiscard]] bool take_header() {
        SnapshotHeader header;
        if (!reader_.take(header)) return false;
        if (header.magic != snapshot_magic || header.version != snapshot_version) return false;
        if (header.status > VenueStatus::halted) return false;
        state_.rules.status = header.status;
        state_.sequence = header.sequence;
        state_.time = header.time;
        if (header.names_known_since == Sequence{}) return false;
        if (header.names_known_since > next(header.sequence)) return false;
        state_.names_dropped_before = Sequence{header.names_known_since.value() - 1};
        return true;
    }

    [[nodiscard]] bool take_assets() {
        return reader_.template take_section<AssetState>(
            SectionTag::assets, [&](const AssetState& asset) {
                if (!is_valid(asset) || asset.id.value() != state_.assets.size()) return false;
                state_.assets.push_back(
                    {.id = asset.id, .decimals = asset.decimals, .code = asset.code});
                return true;
            });
    }

    [[nodiscard]] bool take_instruments() {
        return reader_.template take_section<InstrumentSection>(
            SectionTag::instruments, [&](const InstrumentSection& section) {
                const InstrumentState& instrument = section.state;
                if (!is_valid(instrument, state_.assets.size())) return false;
                if (instrument.id.value() != state_.instruments.size()) return false;
                if (section.depth_last_update > state_.sequence) return false;
                if (section.rules.status_reason > StatusReason::reconciliation) return false;
                state_.add_instrument(definition_of(instrument));
                InstrumentView& view = *state_.instruments.back();
                view.rules = section.rules.rules;
                view.status_reason = section.rules.status_reason;
                view.trade_id_last = instrument.trade_id_last;
                view.price_last = instrument.price_last;
                depth_last_updates_.push_back(section.depth_last_update);
                aggregate_ids_last_.push_back(section.aggregate_id_last);
                return true;
            });
    }

    [[nodiscard]] bool take_accounts() {
        AccountId expected{};
        return reader_.template take_section<AccountSection>(
            SectionTag::accounts, [&](const AccountSection& section) {
                if (!is_valid(section) || section.state.id < expected) return false;
                expected = next(section.state.id);
                if (section.is_created == 0) {
                    if (state_.accounts.find(section.state.id) == nullptr) return false;
                    state_.accounts.edit(section.state.id).updated_at = section.updated_at;
                    return true;
                }
                return take_created(section);
            });
    }

    [[nodiscard]] bool take_created(const AccountSection& section) {
        const AccountId id = section.state.id;
        // Ids are dense: the first hole ends what a true snapshot can hold.
        if (id < user_account_first) return false;
        if (id.value() > user_account_first.value() + created_count_) return false;
        if (state_.accounts.find(section.parent) == nullptr) return false;
        ++created_count_;
        state_.accounts.create(
            {.id = id,
             .external_uid = section.state.external_uid,
             .name = section.state.name,
             .updated_at = section.updated_at,
             .trade_group = section.rules.trade_group,
             .default_self_trade_prevention = section.rules.default_self_trade_prevention,
             .status = section.status,
             .fee_tier = section.fee_tier,
             .parent = section.parent,
             .tier_volume = section.tier_volume,
             .dead_man_at = section.dead_man_at});
        return true;
    }

    [[nodiscard]] bool take_balances() {
        return reader_.template take_section<BalanceState>(
            SectionTag::balances, [&](const BalanceState& balance) {
                const AccountView* account = state_.accounts.find(balance.account);
                if (account == nullptr || balance.asset.value() >= state_.assets.size()) {
                    return false;
                }
                const std::pair name{balance.account, balance.asset};
                if (!locked_.try_emplace(name, balance.locked).second) return false;
                BalanceRecord& target =
                    state_.accounts.change(balance.account, balance.asset, account->updated_at);
                target.free = balance.free;
                target.locked = balance.locked;
                return true;
            });
    }

    [[nodiscard]] bool take_keys() {
        const auto take_key = [&](const KeySection& section) {
            const KeyState& key = section.state;
            if (!is_valid(key) || section.is_revoked > 1) return false;
            if (!is_valid(section.rules)) return false;
            if (state_.accounts.find(key.account) == nullptr) return false;
            const auto material = std::span{key.material}.first(key.material_size);
            return state_.keys.restore({.name = key.name,
                                        .account = key.account,
                                        .type = key.type,
                                        .permissions = key.permissions,
                                        .material = {material.begin(), material.end()},
                                        .is_revoked = section.is_revoked != 0,
                                        .expires_at = section.rules.expires_at,
                                        .addresses = addresses_of(section.rules),
                                        .instruments = instruments_of(section.rules)});
        };
        const auto take_staged = [&](const StagedState& staged) {
            if (staged.size > staged_size_max) return false;
            state_.keys.stage(0, std::span{staged.bytes}.first(staged.size));
            return true;
        };
        return reader_.template take_section<KeySection>(SectionTag::keys, take_key) &&
               reader_.template take_section<StagedState>(SectionTag::staged, take_staged);
    }

    [[nodiscard]] bool take_orders() {
        OrderId id_before{};
        const auto take_closed = [&](const OrderRecord& order) {
            return is_known(order) && is_closed(order.status) && state_.orders.restore(order);
        };
        const auto take_open = [&](const OrderRecord& order) {
            if (!is_known(order) || is_closed(order.status)) return false;
            if (order.order_id <= id_before || !may_be_open(order)) return false;
            id_before = order.order_id;
            if (!state_.orders.restore(order) || !reserve(order)) return false;
            const bool waits = order.phase != OrderPhase::working;
            if (waits) state_.orders.find(order.order_id)->place = OrderPlace::outside;
            resting_count_ += waits ? 0 : 1;
            return true;
        };
        const auto take_resting = [&](const QueueSection& section) {
            OrderSlot* slot = state_.orders.find(section.order_id);
            if (slot == nullptr || !slot->is_open() || slot->place != OrderPlace::in_flight)
                return false;
            slot->place = OrderPlace::book;
            state_.show(*slot, Sequence{});
            --resting_count_;
            return true;
        };
        const bool is_taken =
            reader_.template take_section<OrderRecord>(SectionTag::closed_orders, take_closed) &&
            reader_.template take_section<OrderRecord>(SectionTag::open_orders, take_open) &&
            reader_.template take_section<QueueSection>(SectionTag::queues, take_resting) &&
            resting_count_ == 0;
        if (!is_taken) return false;
        state_.orders.restore_histories();
        for (std::size_t index = 0; index < depth_last_updates_.size(); ++index) {
            state_.instruments[index]->depth.restore_last_update(depth_last_updates_[index]);
        }
        return true;
    }

    [[nodiscard]] bool lists_are_known() const {
        bool is_known = true;
        for (std::uint32_t account = 0; account < state_.orders.account_end(); ++account) {
            state_.orders.for_each_open(AccountId{account}, [&](const OrderSlot& slot) {
                const OrderListId id = slot.record.order_list_id;
                is_known &= id == OrderListId{} || state_.order_lists.find(id) != nullptr;
            });
        }
        return is_known;
    }

    [[nodiscard]] bool take_trades() {
        std::vector<TradeId> last(state_.instruments.size());
        const auto take_trade = [&](const TradeRecord& trade) {
            if (!is_valid(trade) || trade.instrument.value() >= last.size()) return false;
            if (state_.accounts.find(trade.maker_account) == nullptr) return false;
            if (state_.accounts.find(trade.taker_account) == nullptr) return false;
            TradeId& before = last[trade.instrument.value()];
            if (before != TradeId{} && trade.trade_id != next(before)) return false;
            before = trade.trade_id;
            state_.trades.add(trade);
            return true;
        };
        if (!reader_.template take_section<TradeRecord>(SectionTag::trades, take_trade)) {
            return false;
        }
        for (std::size_t index = 0; index < last.size(); ++index) {
            const TradeId expected = state_.instruments[index]->trade_id_last;
            if (last[index] != TradeId{} && last[index] != expected) return false;
        }
        return true;
    }

    [[nodiscard]] bool take_aggregates() {
        const auto take_aggregate = [&](const AggregateRecord& record) {
            return is_valid(record) && record.instrument.value() < state_.instruments.size() &&
                   state_.aggregates.restore(record);
        };
        if (!reader_.template take_section<AggregateRecord>(SectionTag::aggregates,
                                                            take_aggregate)) {
            return false;
        }
        for (std::size_t index = 0; index < aggregate_ids_last_.size(); ++index) {
            const InstrumentId instrument{static_cast<std::uint16_t>(index)};
            const std::uint64_t restored = state_.aggregates.id_last(instrument);
            if (restored != 0 && restored != aggregate_ids_last_[index]) return false;
            state_.aggregates.restore_id_last(instrument, aggregate_ids_last_[index]);
        }
        return true;
    }

    [[nodiscard]] bool take_candles() {
        return reader_.template take_section<CandleSection>(
            SectionTag::candles, [&](const CandleSection& section) {
                if (section.instrument.value() >= state_.instruments.size()) return false;
                if (section.series >= CandleHistory::series_count) return false;
                CandleHistory& candles = state_.instruments[section.instrument.value()]->candles;
                return is_valid(section.candle) &&
                       candles.series()[section.series].restore(section.candle);
            });
    }

    [[nodiscard]] bool take_prevented() {
        return reader_.template take_section<PreventedMatchRecord>(
            SectionTag::prevented_matches, [&](const PreventedMatchRecord& match) {
                if (!is_valid(match) || match.instrument.value() >= state_.instruments.size()) {
                    return false;
                }
                state_.prevented_matches.push_back(match);
                if (state_.prevented_matches.size() > state_.limits.prevented_matches_max) {
                    state_.prevented_matches.pop_front();
                }
                return true;
            });
    }

    [[nodiscard]] bool take_refusals() {
        Sequence before{};
        return reader_.template take_section<RefusalRecord>(
            SectionTag::refusals, [&](const RefusalRecord& refusal) {
                if (!is_valid(refusal) || refusal.sequence < before) return false;
                if (refusal.sequence > state_.sequence) return false;
                before = refusal.sequence;
                state_.refusals.add(refusal);
                return true;
            });
    }

    [[nodiscard]] bool is_known(const OrderRecord& order) const {
        if (order.instrument.value() >= state_.instruments.size()) return false;
        if (state_.accounts.find(order.account) == nullptr) return false;
        return is_valid(order, state_.instruments[order.instrument.value()]->definition);
    }

    /// Counts the order's reservation against what its account has locked.
    [[nodiscard]] bool reserve(const OrderRecord& order) {
        const Amount amount = state_.held_by(order);
        if (amount == Amount{}) return true;
        const InstrumentDefinition& instrument =
            state_.instruments[order.instrument.value()]->definition;
        const bool is_buy = order.side == Side::buy;
        const auto found =
            locked_.find({order.account, is_buy ? instrument.quote_asset : instrument.base_asset});
        // Amounts that are not negative cannot overflow here: false stands before below zero.
        if (found == locked_.end() || found->second < amount) return false;
        found->second -= amount;
        return true;
    }

    [[nodiscard]] KnownNames known() const {
        return {.accounts = state_.accounts,
                .instrument_count = state_.instruments.size(),
                .asset_count = state_.assets.size(),
                .sequence = state_.sequence};
    }

    [[nodiscard]] bool locked_is_reserved() const {
        for (const auto& [name, rest] : locked_) {
            if (rest != Amount{}) return false;
        }
        return true;
    }

    State& state_;
    SnapshotReader reader_;
    std::vector<Sequence> depth_last_updates_;
    std::vector<std::uint64_t> aggregate_ids_last_;
    std::map<std::pair<AccountId, AssetId>, Amount> locked_;  // not yet explained by an order
    std::uint32_t created_count_ = 0;
    std::size_t resting_count_ = 0;  // open orders that no queue has shown yet
};

}  // namespace

bool VenueView::load(std::span<const std::byte> bytes) {
    auto loaded = std::make_unique<Implementation>(implementation_->limits);
    Loader<Implementation> loader{*loaded, bytes};
    if (!loader.run()) return false;
    loaded->orders.trim();
    loaded->trades.trim();
    loaded->aggregates.trim();
    loaded->refusals.trim();
    loaded->order_lists.trim();
    loaded->amendments.trim();
    implementation_ = std::move(loaded);
    return true;
}

}  // namespace outcry::views
