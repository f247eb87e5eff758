#include "unit/sinks/kafka/example_rules.hpp"

#include "unit/sinks/kafka/example_events.hpp"

namespace outcry::sinks::kafka::test {
namespace {

constexpr AccountId parent{16};
constexpr AccountId child{17};
constexpr AssetId usdt{1};

/// Commands of one event each, from a sequence on.
class RuleEvents {
public:
    explicit RuleEvents(std::vector<Event>& events) : events_{events} {}

    /// A command of its own.
    Event& add(EventType type) {
        index_ = 0;
        return append(type, ++sequence_);
    }
    /// One more event of the same command.
    Event& add_more(EventType type) {
        events_.back().flags = 0;
        ++index_;
        return append(type, sequence_);
    }

private:
    Event& append(EventType type, std::uint64_t sequence) {
        events_.push_back(example_event(type, sequence, index_));
        events_.back().flags = EventFlag::last_of_command;
        return events_.back();
    }

    std::vector<Event>& events_;
    std::uint64_t sequence_ = 21;
    std::uint16_t index_ = 0;
};

void accept(Event& event, std::uint64_t order_id, OrderType type) {
    event.accepted.order_id = OrderId{order_id};
    event.accepted.account = parent;
    event.accepted.side = Side::sell;
    event.accepted.type = type;
    event.accepted.time_in_force = TimeInForce::gtc;
    event.accepted.price = Price{9'900};
    event.accepted.quantity = Quantity{2'000};
}

void set_terms(Event& event, std::uint64_t order_id, OrderPhase phase) {
    event.terms.order_id = OrderId{order_id};
    event.terms.account = parent;
    event.terms.phase = phase;
    event.terms.order_list_id = OrderListId{1};
    event.terms.reserved_amount = Amount{200'000'000};
    event.terms.strategy_id = 7;
    event.terms.strategy_type = 1'000'001;
    event.terms.session = SessionId{3};
}

/// An OCO: a take profit above, a stop loss below, which is triggered and rests.
void add_list(RuleEvents& events) {
    OrderListAccepted& list = events.add(EventType::order_list_accepted).list_accepted;
    list.order_list_id = OrderListId{1};
    list.order_ids = {OrderId{6}, OrderId{7}};
    list.account = parent;
    list.type = OrderListType::oco;
    list.client_order_id = ClientOrderId{"pair"};
    accept(events.add_more(EventType::order_accepted), 6, OrderType::limit_maker);
    set_terms(events.add_more(EventType::order_terms_set), 6, OrderPhase::working);
    accept(events.add_more(EventType::order_accepted), 7, OrderType::stop_loss_limit);
    set_terms(events.add_more(EventType::order_terms_set), 7, OrderPhase::waiting);

    Event& sibling = events.add(EventType::order_closed);
    sibling.closed = {.order_id = OrderId{6},
                      .price = Price{9'900},
                      .open_quantity = Quantity{2'000},
                      .account = parent,
                      .side = Side::sell,
                      .reason = CloseReason::list_sibling,
                      .was_resting = 1};
    Event& triggered = events.add_more(EventType::order_triggered);
    triggered.triggered.order_id = OrderId{7};
    triggered.triggered.price = Price{9'950};
    triggered.triggered.account = parent;
    triggered.triggered.side = Side::sell;
    triggered.triggered.kind = TriggerKind::triggered;
    Event& reserved = events.add_more(EventType::order_reserved);
    reserved.order_reserved.order_id = OrderId{7};
    reserved.order_reserved.amount = Amount{150'000'000};
    reserved.order_reserved.account = parent;
    reserved.order_reserved.side = Side::sell;
    Event& done = events.add(EventType::order_list_done);
    done.list_done.order_list_id = OrderListId{1};
    done.list_done.account = parent;
}

void add_sessions(RuleEvents& events) {
    Event& refreshed = events.add(EventType::iceberg_refreshed);
    refreshed.refreshed.order_id = OrderId{8};
    refreshed.refreshed.price = Price{10'000};
    refreshed.refreshed.visible_open_quantity = Quantity{500};
    refreshed.refreshed.open_quantity = Quantity{4'500};
    refreshed.refreshed.account = child;
    refreshed.refreshed.side = Side::buy;
    Event& staged = events.add(EventType::order_staged);
    staged.order_staged.account = child;
    staged.order_staged.staged_count = 2;
    Event& batch = events.add(EventType::batch_applied);
    batch.batch.account = child;
    batch.batch.member_count = 2;
    Event& repeated = events.add(EventType::order_repeated);
    repeated.repeated.order_id = OrderId{2};
    repeated.repeated.accepted_by = Sequence{9};
    repeated.repeated.account = child;
    repeated.repeated.client_order_id = ClientOrderId{"again"};
    Event& dead_man = events.add(EventType::dead_man_set);
    dead_man.dead_man.account = child;
    dead_man.dead_man.expires_at = Timestamp{1'800'000'000'000'000};
}

void add_instrument_rules(RuleEvents& events) {
    InstrumentRules& rules = events.add(EventType::instrument_rules_set).instrument_rules;
    rules.market_quantity_maximum = Quantity{1'000'000};
    rules.position_maximum = Quantity{5'000'000};
    rules.notional_maximum = 900'000'000;
    rules.price_step = 10;
    rules.quantity_step = 100;
    rules.bid_up_bips = 50'000;
    rules.ask_down_bips = 2'000;
    rules.market_band_bips = 500;
    rules.orders_maximum = 200;
    rules.trailing_minimum_bips = 10;
    rules.trailing_maximum_bips = 2'000;
    InstrumentChange& change = events.add(EventType::instrument_changed).instrument_change;
    change.price_minimum = Price{10};
    change.price_maximum = Price{90'000'000};
    change.quantity_minimum = Quantity{10};
    change.quantity_maximum = Quantity{8'000'000};
    change.notional_minimum = 1'000'000;
    Event& venue = events.add(EventType::venue_status_set);
    venue.venue_status.after = VenueStatus::cancel_only;
}

void add_account_rules(RuleEvents& events) {
    Event& status = events.add(EventType::account_status_set);
    status.account_status.account = child;
    status.account_status.after = AccountStatus::cancel_only;
    AccountLimits& limits = events.add(EventType::account_limits_set).account_limits;
    limits.account = child;
    limits.order_notional_maximum = Amount{int128{1'000'000'000'000} * 1'000'000'000'000};
    limits.order_quantity_maximum = Quantity{1'000};
    limits.open_orders_maximum = 50;
    limits.price_collar_bips = 300;
    limits.commands_per_second_maximum = 20;
    ExposureLimit& exposure = events.add(EventType::exposure_limit_set).exposure_limit;
    exposure.account = child;
    exposure.asset = usdt;
    exposure.maximum = Amount{2'500'000};
}

void add_fees(RuleEvents& events) {
    FeeTier& tier = events.add(EventType::fee_tier_set).fee_tier;
    tier.index = 2;
    tier.volume_asset = usdt;
    tier.volume_minimum = Amount{1'000'000'000'000};
    tier.maker_fee_ppm = -50;
    tier.taker_fee_ppm = 400;
    AccountFees& fees = events.add(EventType::account_fees_set).account_fees;
    fees.account = child;
    fees.has_own_rates = 1;
    fees.maker_fee_ppm = 100;
    fees.taker_fee_ppm = 200;
    fees.referrer = parent;
    fees.referrer_share_ppm = 250'000;
    fees.pays_in_fee_asset = 1;
    FeeAssetRate& rate = events.add(EventType::fee_asset_rate_set).fee_asset_rate;
    rate.asset = usdt;
    rate.fee_asset = AssetId{0};
    rate.numerator = 1;
    rate.denominator = 18'446'744'073'709'551'615U;
    rate.discount_ppm = 250'000;
    Event& tier_changed = events.add(EventType::account_tier_changed);
    tier_changed.tier.account = child;
    tier_changed.tier.after = 2;
    tier_changed.tier.volume = Amount{3'000'000'000'000};
}

/// A rebate for the maker, a fee in the fee asset for the taker, and a part of it passed on.
void add_money(RuleEvents& events) {
    OrderTraded& traded = events.add(EventType::order_traded).traded;
    traded.trade_id = TradeId{2};
    traded.price = Price{9'900};
    traded.quantity = Quantity{1'000};
    traded.maker_order_id = OrderId{7};
    traded.taker_order_id = OrderId{9};
    traded.maker_account = parent;
    traded.taker_account = child;
    traded.maker_open_quantity = Quantity{1'000};
    traded.maker_fee = Amount{-5'000};
    traded.taker_fee = Amount{40'000};
    traded.taker_side = Side::buy;
    traded.fee_flags = FeeFlag::maker_rebate | FeeFlag::taker_in_fee_asset;
    traded.fee_asset = usdt;
    ReferralPaid& paid = events.add_more(EventType::referral_paid).referral;
    paid.trade_id = TradeId{2};
    paid.amount = Amount{10'000};
    paid.account = child;
    paid.referrer = parent;
    paid.asset = usdt;
    BalanceTransferred& moved = events.add(EventType::balance_transferred).transferred;
    moved.amount = Amount{1'500'000};
    moved.source = parent;
    moved.target = child;
    moved.asset = usdt;
}

void add_keys(RuleEvents& events) {
    KeyRulesSet& rules = events.add(EventType::key_rules_set).key_rules;
    rules.account = parent;
    rules.name = KeyName{"key-of-al"};
    rules.expires_at = Timestamp{1'900'000'000'000'000};
    rules.address_count = 2;
    rules.instrument_count = 1;
    KeyAddressAllowed& four = events.add_more(EventType::key_address_allowed).key_address;
    four.name = KeyName{"key-of-al"};
    four.range = {.address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 1, 0, 0},
                  .prefix_bits = 112};
    KeyAddressAllowed& six = events.add_more(EventType::key_address_allowed).key_address;
    six.name = KeyName{"key-of-al"};
    six.range = {.address = {0x20, 0x01, 0x0d, 0xb8}, .prefix_bits = 32};
    KeyInstrumentsAllowed& allowed =
        events.add_more(EventType::key_instruments_allowed).key_instruments;
    allowed.name = KeyName{"key-of-al"};
    allowed.count = 2;
    allowed.instruments = {InstrumentId{0}, InstrumentId{3}};
}

}  // namespace

void add_rule_events(std::vector<Event>& events) {
    RuleEvents rules{events};
    add_list(rules);
    add_sessions(rules);
    add_instrument_rules(rules);
    add_account_rules(rules);
    add_fees(rules);
    add_money(rules);
    add_keys(rules);
}

}  // namespace outcry::sinks::kafka::test
