#include "unit/views/event_script.hpp"

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

std::vector<std::byte> saved(const VenueView& view) {
    std::vector<std::byte> bytes;
    view.save([&](std::span<const std::byte> chunk) {
        bytes.insert(bytes.end(), chunk.begin(), chunk.end());
    });
    return bytes;
}

}  // namespace outcry::views::test
