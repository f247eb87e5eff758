#include "unit/views/event_script.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "outcry/domain/quantity.hpp"

namespace outcry::views::test {

void EventScript::finish() {
    buffer_.finish();
    for (const Event& event : buffer_.events()) {
        view_.apply(event);
        history_.push_back(event);
    }
    begin();
}

OrderId EventScript::accept(AccountId account, Side side, std::int64_t price,
                            std::uint64_t quantity, const OrderOptions& options) {
    OrderAccepted& accepted = append(EventType::order_accepted, options.instrument).accepted;
    accepted.order_id = OrderId{++order_id_last_};
    accepted.price = Price{price};
    accepted.quantity = Quantity{quantity};
    accepted.quote_quantity = Amount{options.quote_budget};
    accepted.account = account;
    accepted.side = side;
    accepted.type = options.type;
    accepted.time_in_force = options.time_in_force;
    accepted.client_order_id = ClientOrderId{options.name};
    return accepted.order_id;
}

void EventScript::trade(const OrderRecord& maker, const OrderRecord& taker, std::uint64_t quantity,
                        std::uint64_t maker_open) {
    const InstrumentDefinition& definition =
        view_.instruments()[maker.instrument.value()]->definition;
    const Settlement settlement =
        settlement_of(definition, maker.price, Quantity{quantity}, taker.side);
    const bool taker_buys = taker.side == Side::buy;
    OrderTraded& traded = append(EventType::order_traded, maker.instrument).traded;
    traded.trade_id = TradeId{++trade_ids_last_[maker.instrument.value()]};
    traded.price = maker.price;
    traded.quantity = Quantity{quantity};
    traded.maker_order_id = maker.order_id;
    traded.taker_order_id = taker.order_id;
    traded.maker_open_quantity = Quantity{maker_open};
    traded.maker_fee = taker_buys ? settlement.seller_fee : settlement.buyer_fee;
    traded.taker_fee = taker_buys ? settlement.buyer_fee : settlement.seller_fee;
    traded.maker_account = maker.account;
    traded.taker_account = taker.account;
    traded.taker_side = taker.side;
}

void EventScript::close(const OrderRecord& order, CloseReason reason, bool was_resting) {
    OrderClosed& closed = append(EventType::order_closed, order.instrument).closed;
    closed.order_id = order.order_id;
    closed.price = order.price;
    closed.account = order.account;
    closed.side = order.side;
    closed.reason = reason;
    closed.was_resting = was_resting ? 1 : 0;
}

void EventScript::close_waiting(const OrderRecord& order, CloseReason reason) {
    OrderClosed& closed = append(EventType::order_closed, order.instrument).closed;
    closed.order_id = order.order_id;
    closed.account = order.account;
    closed.side = order.side;
    closed.reason = reason;
    closed.was_resting = 2;
}

OrderTermsSet& EventScript::terms(OrderId id, AccountId account) {
    OrderTermsSet& terms = append(EventType::order_terms_set).terms;
    terms.order_id = id;
    terms.account = account;
    terms.reserves_by_formula = 1;
    return terms;
}

void EventScript::trigger(const OrderRecord& order, TriggerKind kind, std::int64_t price) {
    OrderTriggered& triggered = append(EventType::order_triggered, order.instrument).triggered;
    triggered.order_id = order.order_id;
    triggered.price = Price{price};
    triggered.account = order.account;
    triggered.side = order.side;
    triggered.kind = kind;
}

void EventScript::reserve(const OrderRecord& order, std::int64_t amount, bool is_by_formula) {
    OrderReserved& reserved = append(EventType::order_reserved, order.instrument).order_reserved;
    reserved.order_id = order.order_id;
    reserved.amount = Amount{amount};
    reserved.account = order.account;
    reserved.side = order.side;
    reserved.is_by_formula = is_by_formula ? 1 : 0;
}

void EventScript::refresh(const OrderRecord& order, std::uint64_t visible, std::uint64_t open) {
    IcebergRefreshed& refreshed = append(EventType::iceberg_refreshed, order.instrument).refreshed;
    refreshed.order_id = order.order_id;
    refreshed.price = order.price;
    refreshed.visible_open_quantity = Quantity{visible};
    refreshed.open_quantity = Quantity{open};
    refreshed.account = order.account;
    refreshed.side = order.side;
}

OrderListAccepted& EventScript::accept_list(AccountId account, OrderListType type,
                                            std::vector<OrderId> order_ids) {
    OrderListAccepted& list = append(EventType::order_list_accepted).list_accepted;
    list.order_list_id = OrderListId{++order_list_id_last_};
    std::ranges::copy(order_ids, list.order_ids.begin());
    list.account = account;
    list.type = type;
    return list;
}

void EventScript::finish_list(OrderListId id, AccountId account) {
    OrderListDone& done = append(EventType::order_list_done).list_done;
    done.order_list_id = id;
    done.account = account;
}

void EventScript::amend(const OrderRecord& order, const AmendOptions& options) {
    OrderAmended& amended = append(EventType::order_amended, order.instrument).amended;
    amended.order_id = order.order_id;
    amended.price_before = Price{options.price_before};
    amended.price = Price{options.price};
    amended.open_quantity_before = Quantity{options.open_before};
    amended.open_quantity = Quantity{options.open};
    amended.quantity = Quantity{options.total};
    amended.account = order.account;
    amended.side = order.side;
    amended.kept_priority = options.keeps_priority ? 1 : 0;
    amended.client_order_id = ClientOrderId{options.name};
}

void EventScript::create_asset(AssetId id, std::string_view code, std::uint8_t decimals) {
    AssetCreated& asset = append(EventType::asset_created).asset;
    asset.id = id;
    asset.decimals = decimals;
    asset.code = AssetCode{code};
    finish();
}

void EventScript::create_instrument(InstrumentId id, std::string_view symbol) {
    InstrumentCreated& created = append(EventType::instrument_created, id).instrument_created;
    created.tick_mantissa = 1;
    created.tick_scale = 2;
    created.lot_mantissa = 1;
    created.lot_scale = 4;
    created.price_minimum = Price{1};
    created.price_maximum = price_max;
    created.quantity_minimum = Quantity{1};
    created.quantity_maximum = quantity_max;
    created.maker_fee_ppm = 1000;
    created.taker_fee_ppm = 2000;
    created.base_asset = btc;
    created.quote_asset = usdt;
    created.status = InstrumentStatus::trading;
    created.symbol = Symbol{symbol};
    finish();
}

void EventScript::create_account(AccountId id, std::string_view name) {
    AccountCreated& created = append(EventType::account_created).account_created;
    created.external_uid = 1000 + id.value();
    created.account = id;
    created.name = FixedText<32>{name};
    finish();
}

void EventScript::adjust(AccountId account, AssetId asset, std::int64_t difference) {
    BalanceAdjusted& adjusted = append(EventType::balance_adjusted).adjusted;
    const bool is_deposit = difference > 0;
    adjusted.amount = Amount{is_deposit ? difference : -difference};
    adjusted.kind = is_deposit ? AdjustmentKind::deposit : AdjustmentKind::withdrawal;
    adjusted.account = account;
    adjusted.asset = asset;
    adjusted.free_after = view_.balance(account, asset).free + Amount{difference};
    finish();
}

void EventScript::create_venue() {
    constexpr std::int64_t funds = 1'000'000'000'000'000;
    create_asset(btc, "BTC");
    create_asset(usdt, "USDT");
    create_instrument(btcusdt, "BTCUSDT");
    create_instrument(ethusdt, "ETHUSDT");
    create_account(alice, "alice");
    create_account(bob, "bob");
    create_account(carol, "carol");
    for (const AccountId account : {alice, bob, carol}) {
        adjust(account, btc, funds);
        adjust(account, usdt, funds);
    }
}

std::string book_of(const DepthView& depth) {
    std::string text;
    for (const Side side : {Side::buy, Side::sell}) {
        for (const DepthLevel& level : depth.levels(side, 100)) {
            text += std::to_string(level.price.value()) + ":" +
                    std::to_string(level.quantity.value()) + "/" +
                    std::to_string(level.order_count) + " ";
        }
        if (side == Side::buy) text += "| ";
    }
    return text;
}

std::string queue_of(const VenueView& view, Side side) {
    std::string text;
    for (const OrderRecord* order : view.resting_orders(btcusdt, side, 100)) {
        text += std::to_string(order->order_id.value()) + ":" +
                std::to_string(shown_quantity(*order).value()) + " ";
    }
    return text;
}

void expect_balance(const VenueView& view, AccountId account, AssetId asset, std::int64_t free,
                    std::int64_t locked) {
    const BalanceRecord balance = view.balance(account, asset);
    EXPECT_EQ(static_cast<std::int64_t>(balance.free.value()), free);
    EXPECT_EQ(static_cast<std::int64_t>(balance.locked.value()), locked);
}

std::vector<std::byte> saved(const VenueView& view) {
    std::vector<std::byte> bytes;
    view.save([&](std::span<const std::byte> chunk) {
        bytes.insert(bytes.end(), chunk.begin(), chunk.end());
    });
    return bytes;
}

}  // namespace outcry::views::test
