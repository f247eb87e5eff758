// What a trade and what operators do to balances.
#include "outcry/base/assert.hpp"

#include "views/implementation.hpp"

namespace outcry::views {
namespace {

bool has(const OrderTraded& traded, std::uint8_t flag) noexcept {
    return (traded.fee_flags & flag) != 0;
}

AssetId received_by(const InstrumentDefinition& instrument, Side side) noexcept {
    return side == Side::buy ? instrument.base_asset : instrument.quote_asset;
}

}  // namespace

TradeRecord VenueView::Implementation::trade_of(const Event& event,
                                                const InstrumentDefinition& instrument) noexcept {
    const OrderTraded& traded = event.traded;
    const AssetId of_taker = received_by(instrument, traded.taker_side);
    const AssetId of_maker = received_by(instrument, opposite(traded.taker_side));
    // A rebate is paid out of the taker's fee, in what the taker received.
    const AssetId of_maker_or_rebate = has(traded, FeeFlag::maker_rebate) ? of_taker : of_maker;
    return {
        .trade_id = traded.trade_id,
        .price = traded.price,
        .quantity = traded.quantity,
        .quote = quote_amount(instrument, traded.price, traded.quantity),
        .maker_order_id = traded.maker_order_id,
        .taker_order_id = traded.taker_order_id,
        .maker_fee = traded.maker_fee,
        .taker_fee = traded.taker_fee,
        .time = event.time,
        .sequence = event.sequence,
        .maker_account = traded.maker_account,
        .taker_account = traded.taker_account,
        .instrument = event.instrument,
        .maker_fee_asset =
            has(traded, FeeFlag::maker_in_fee_asset) ? traded.fee_asset : of_maker_or_rebate,
        .taker_fee_asset = has(traded, FeeFlag::taker_in_fee_asset) ? traded.fee_asset : of_taker,
        .taker_side = traded.taker_side};
}

void VenueView::Implementation::settle(const InstrumentDefinition& instrument,
                                       const TradeRecord& trade) {
    const bool taker_buys = trade.taker_side == Side::buy;
    const AccountId buyer = taker_buys ? trade.taker_account : trade.maker_account;
    const AccountId seller = taker_buys ? trade.maker_account : trade.taker_account;
    const Amount base = base_amount(instrument, trade.quantity);
    const AssetId base_asset = instrument.base_asset;
    const AssetId quote_asset = instrument.quote_asset;

    // The maker pays from what its order reserved, the taker from what is free: at the end of the
    // command that is what the engine's worst-case reservation comes to.
    BalanceRecord& paid = accounts.change(buyer, quote_asset, trade.time);
    (taker_buys ? paid.free : paid.locked) -= trade.quote;
    BalanceRecord& delivered = accounts.change(seller, base_asset, trade.time);
    (taker_buys ? delivered.locked : delivered.free) -= base;
    accounts.change(buyer, base_asset, trade.time).free += base;
    accounts.change(seller, quote_asset, trade.time).free += trade.quote;
    move_free({.source = trade.maker_account,
               .target = fee_account,
               .asset = trade.maker_fee_asset,
               .amount = trade.maker_fee},
              trade.time);
    move_free({.source = trade.taker_account,
               .target = fee_account,
               .asset = trade.taker_fee_asset,
               .amount = trade.taker_fee},
              trade.time);
}

void VenueView::Implementation::move_free(const Transfer& transfer, Timestamp at) {
    if (transfer.amount == Amount{}) return;
    accounts.change(transfer.source, transfer.asset, at).free -= transfer.amount;
    accounts.change(transfer.target, transfer.asset, at).free += transfer.amount;
}

void VenueView::Implementation::on_adjusted(const Event& event) {
    const BalanceAdjusted& adjusted = event.adjusted;
    const bool is_deposit = adjusted.kind == AdjustmentKind::deposit;
    move_free({.source = external_account,
               .target = adjusted.account,
               .asset = adjusted.asset,
               .amount = is_deposit ? adjusted.amount : -adjusted.amount},
              event.time);
    // The engine says what it came to: the cheapest proof that the view still agrees.
    const BalanceRecord& balance = accounts.change(adjusted.account, adjusted.asset, event.time);
    OUTCRY_ASSERT(balance.free == adjusted.free_after);
}

void VenueView::Implementation::on_transferred(const Event& event) {
    const BalanceTransferred& transferred = event.transferred;
    move_free({.source = transferred.source,
               .target = transferred.target,
               .asset = transferred.asset,
               .amount = transferred.amount},
              event.time);
}

void VenueView::Implementation::on_referral(const Event& event) {
    const ReferralPaid& referral = event.referral;
    move_free({.source = fee_account,
               .target = referral.referrer,
               .asset = referral.asset,
               .amount = referral.amount},
              event.time);
}

}  // namespace outcry::views
