// Drives ccxt and ccxt.pro against a server whose address is given: only the URL is changed.
// Prints a line per check and `N passed, N failed, N skipped` at last.
//
//   node ccxt_spot.mjs ADDRESS:PORT API_KEY SECRET OTHER_API_KEY OTHER_SECRET
import ccxt from 'ccxt';

import { check, close, step } from './tally.mjs';

const [address, apiKey, secret, otherKey, otherSecret] = process.argv.slice(2);
const symbol = 'BTC/USDT';

function pointAt(exchange) {
    const rest = `http://${address}`;
    const stream = `ws://${address}`;
    Object.assign(exchange.urls.api, {
        public: `${rest}/api/v3`, private: `${rest}/api/v3`, v1: `${rest}/api/v1`,
        sapi: `${rest}/sapi/v1`, sapiV2: `${rest}/sapi/v2`, sapiV3: `${rest}/sapi/v3`,
        sapiV4: `${rest}/sapi/v4`, dapiPublic: `${rest}/dapi/v1`,
    });
    exchange.urls.api.ws = { ...exchange.urls.api.ws, spot: `${stream}/ws`,
        'ws-api': { ...exchange.urls.api.ws?.['ws-api'], spot: `${stream}/ws-api/v3` } };
    exchange.options.fetchMarkets = { ...exchange.options.fetchMarkets, types: ['spot'] };
    return exchange;
}

function client(type, key, keySecret) {
    return pointAt(new type({ apiKey: key, secret: keySecret, enableRateLimit: false }));
}

async function refusal(action) {
    try {
        await action();
    } catch (error) {
        return error.constructor.name;
    }
    return 'nothing';
}

async function readMarkets(exchange) {
    const markets = await exchange.loadMarkets();
    check(markets[symbol]?.spot && markets[symbol].active, 'loadMarkets', Object.keys(markets));
    check(markets[symbol].precision.price === 0.01, 'precision', markets[symbol].precision);
    check((await exchange.fetchStatus()).status === 'ok', 'fetchStatus');
    check(Math.abs(await exchange.fetchTime() - Date.now()) < 5000, 'fetchTime');
    const book = await exchange.fetchOrderBook(symbol, 5);
    check(Array.isArray(book.bids) && Array.isArray(book.asks), 'fetchOrderBook', book);
}

async function tradeByRest(exchange, other) {
    const sell = await other.createOrder(symbol, 'limit', 'sell', 0.5, 60010);
    check(sell.status === 'open', 'a limit order rests', sell.status);
    const maker = await exchange.createOrder(symbol, 'limit', 'buy', 0.2, 59000,
        { postOnly: true });
    check(maker.type === 'limit' || maker.postOnly, 'a post-only order', maker.type);
    const market = await exchange.createOrder(symbol, 'market', 'buy', 0.1);
    check(market.status === 'closed' && market.filled === 0.1, 'a market order', market);
    check(market.average === 60010, 'its average price', market.average);
    const budget = await exchange.createMarketBuyOrderWithCost(symbol, 600.1);
    check(budget.filled === 0.01, 'a market order for an amount', budget.filled);
    const missed = await exchange.createOrder(symbol, 'limit', 'buy', 0.1, 59500,
        { timeInForce: 'IOC' });
    check(missed.status !== 'open', 'an IOC order that meets nothing', missed.status);

    const edited = await exchange.editOrder(maker.id, symbol, 'limit', 'buy', 0.3, 59001);
    check(edited.id !== maker.id && edited.amount === 0.3, 'editOrder', edited);
    const seen = await exchange.fetchOrder(edited.id, symbol);
    check(seen.price === 59001 && seen.status === 'open', 'fetchOrder', seen);
    const open = await exchange.fetchOpenOrders(symbol);
    check(open.length === 1 && open[0].id === edited.id, 'fetchOpenOrders', open.length);
    const cancelled = await exchange.cancelOrder(edited.id, symbol);
    check(cancelled.status === 'canceled', 'cancelOrder', cancelled.status);
    check(await refusal(() => exchange.cancelOrder(edited.id, symbol)) === 'OrderNotFound',
        'a repeated cancel is OrderNotFound');
    check(await refusal(() => exchange.createOrder(symbol, 'limit', 'buy', 100000, 60000)) ===
        'InsufficientFunds', 'too large an order is InsufficientFunds');
    check(await refusal(() => exchange.fetchOrder('999999', symbol)) === 'OrderNotFound',
        'an unknown order is OrderNotFound');
    await exchange.createOrder(symbol, 'limit', 'buy', 0.1, 58000);
    await exchange.cancelAllOrders(symbol);
    check((await exchange.fetchOpenOrders(symbol)).length === 0, 'cancelAllOrders');
    const all = await exchange.fetchOrders(symbol);
    check(all.length === 6, 'fetchOrders', all.length);
    check((await exchange.fetchClosedOrders(symbol)).length >= 2, 'fetchClosedOrders');
}

async function readAccount(exchange) {
    const balance = await exchange.fetchBalance();
    check(balance.BTC.total > 1000.1 && balance.USDT.used === 0, 'fetchBalance', balance.BTC);
    const trades = await exchange.fetchMyTrades(symbol);
    check(trades.length === 2 && trades[0].fee.currency === 'BTC', 'fetchMyTrades', trades.length);
    const fee = await exchange.fetchTradingFee(symbol);
    check(fee.taker === 0.001, 'fetchTradingFee', fee);
    check(symbol in await exchange.fetchTradingFees(), 'fetchTradingFees');
    check('BTC' in await exchange.fetchCurrencies(), 'fetchCurrencies');
}

async function readHistory(exchange) {
    const trades = await exchange.fetchTrades(symbol);
    check(trades.length === 2 && trades[0].price === 60010, 'fetchTrades', trades.length);
    const ticker = await exchange.fetchTicker(symbol);
    check(ticker.last === 60010 && ticker.baseVolume === 0.11, 'fetchTicker', ticker);
    check(symbol in await exchange.fetchTickers(), 'fetchTickers');
    check((await exchange.fetchLastPrices())[symbol].price === 60010, 'fetchLastPrices');
    check((await exchange.fetchBidsAsks())[symbol].ask === 60010, 'fetchBidsAsks');
    const candles = await exchange.fetchOHLCV(symbol, '1m');
    check(candles.length >= 1 && candles.at(-1)[4] === 60010, 'fetchOHLCV', candles);
}

async function placeConditionals(exchange) {
    const stop = await exchange.createOrder(symbol, 'market', 'sell', 0.01, undefined,
        { stopLossPrice: 50000 });
    const seen = await exchange.fetchOrder(stop.id, symbol);
    check(seen.status === 'open' && seen.triggerPrice === 50000, 'a stop loss waits', seen);
    check(seen.info.type === 'STOP_LOSS' && seen.info.isWorking === false, 'its type', seen.info);
    const stopLimit = await exchange.createOrder(symbol, 'limit', 'sell', 0.01, 49000,
        { stopLossPrice: 50000 });
    const edited = await exchange.editOrder(stopLimit.id, symbol, 'limit', 'sell', 0.02, 48000,
        { stopPrice: 49000 });
    const moved = await exchange.fetchOrder(edited.id, symbol);
    check(moved.info.type === 'STOP_LOSS_LIMIT' && moved.triggerPrice === 49000 &&
        moved.amount === 0.02, 'editOrder of a stop', moved);
    const profit = await exchange.createOrder(symbol, 'limit', 'sell', 0.01, 70000,
        { takeProfitPrice: 69000 });
    check((await exchange.fetchOrder(profit.id, symbol)).info.type === 'TAKE_PROFIT_LIMIT',
        'a take profit');
    const trailing = await exchange.createOrder(symbol, 'STOP_LOSS', 'sell', 0.01, undefined,
        { trailingDelta: 100 });
    check((await exchange.fetchOrder(trailing.id, symbol)).info.trailingDelta === 100,
        'a trailing stop');
    const iceberg = await exchange.createOrder(symbol, 'limit', 'sell', 0.1, 71000,
        { icebergQty: '0.01' });
    check((await exchange.fetchOrder(iceberg.id, symbol)).info.icebergQty === '0.01000000',
        'an iceberg');
    check(await refusal(() => exchange.createOrder(symbol, 'market', 'sell', 0.01, undefined,
        { stopLossPrice: 90000 })) === 'OrderImmediatelyFillable',
    'a stop that has been reached is refused');
    check((await exchange.cancelOrder(stop.id, symbol)).status === 'canceled', 'it is cancelled');
    await exchange.cancelAllOrders(symbol);
    check((await exchange.fetchOpenOrders(symbol)).length === 0, 'and the others with it');
}

async function triggerAStop(exchange, other) {
    const stop = await exchange.createOrder(symbol, 'market', 'sell', 0.01, undefined,
        { takeProfitPrice: 60030 });
    await other.createOrder(symbol, 'limit', 'buy', 0.01, 60000);
    await other.createOrder(symbol, 'limit', 'sell', 0.01, 60009);
    check((await exchange.fetchOrder(stop.id, symbol)).status === 'open', 'not yet triggered');
    const asks = await other.fetchOpenOrders(symbol);
    for (const order of asks.filter((each) => each.side === 'sell'))
        await other.cancelOrder(order.id, symbol);
    await other.createOrder(symbol, 'limit', 'sell', 0.01, 60030);
    await exchange.createOrder(symbol, 'market', 'buy', 0.01);
    // Its turn is a command of its own, after that of the trade.
    let filled = await exchange.fetchOrder(stop.id, symbol);
    for (let i = 0; filled.status === 'open' && i < 50; ++i) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        filled = await exchange.fetchOrder(stop.id, symbol);
    }
    check(filled.status === 'closed' && filled.average === 60000, 'a take profit is triggered',
        filled);
}

async function placeLists(exchange) {
    const oco = { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.01', aboveType: 'LIMIT_MAKER',
        abovePrice: '70000', belowType: 'STOP_LOSS', belowStopPrice: '50000' };
    const list = await exchange.privatePostOrderListOco(oco);
    check(list.contingencyType === 'OCO' && list.orders.length === 2 &&
        list.orderReports.length === 2, 'orderList/oco', list);
    const open = await exchange.privateGetOpenOrderList();
    check(open.length === 1 && open[0].orderListId === list.orderListId, 'openOrderList', open);
    await exchange.cancelOrder(list.orders[0].orderId, symbol);
    check((await exchange.fetchOpenOrders(symbol)).length === 0, 'one cancels the other');
    const done = await exchange.privateGetOrderList({ orderListId: list.orderListId });
    check(done.listOrderStatus === 'ALL_DONE', 'orderList', done);

    const older = await exchange.privatePostOrderOco({ symbol: 'BTCUSDT', side: 'SELL',
        quantity: '0.01', price: '70000', stopPrice: '50000', stopLimitPrice: '49000',
        stopLimitTimeInForce: 'GTC' });
    const cancelled = await exchange.privateDeleteOrderList({ symbol: 'BTCUSDT',
        orderListId: older.orderListId });
    check(cancelled.listOrderStatus === 'ALL_DONE' && cancelled.orderReports.length === 2,
        'DELETE orderList', cancelled);
    const oto = await exchange.privatePostOrderListOto({ symbol: 'BTCUSDT', workingType: 'LIMIT',
        workingSide: 'BUY', workingPrice: '40000', workingQuantity: '0.01',
        workingTimeInForce: 'GTC', pendingType: 'MARKET', pendingSide: 'SELL',
        pendingQuantity: '0.01' });
    check(oto.orderReports[1].status === 'PENDING_NEW', 'orderList/oto', oto.orderReports);
    await exchange.cancelAllOrders(symbol);
    const all = await exchange.privateGetAllOrderList();
    check(all.length === 3 && all.every((each) => each.listOrderStatus === 'ALL_DONE'),
        'allOrderList', all.length);
    check(await refusal(() => exchange.privatePostOrderListOco({ ...oco, abovePrice: '40000' })) !==
        'nothing', 'an OCO with prices on the wrong sides is refused');
}

/// The first update that `watch` gives after `act` and that the condition accepts.
async function watched(watch, act, accepts) {
    const deadline = Date.now() + 15000;
    let next = watch();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await act();
    while (Date.now() < deadline) {
        const update = await Promise.race([next,
            new Promise((resolve) => setTimeout(() => resolve(null), 15000))]);
        if (update === null) return null;
        if (accepts(update)) return update;
        next = watch();
    }
    return null;
}

async function watchAll(exchange, other) {
    await exchange.loadMarkets();
    await exchange.loadHttpProxyAgent();
    const trade = async () => {
        await other.createOrder(symbol, 'limit', 'sell', 0.01, 60005);
        await other.createOrder(symbol, 'market', 'buy', 0.01);
    };
    const some = (update) => update !== undefined;
    let quoted = 57000;
    const quote = () => other.createOrder(symbol, 'limit', 'buy', 0.01, quoted += 1);
    check(await watched(() => exchange.watchTrades(symbol), trade, (seen) => seen.length > 0),
        'watchTrades');
    check(await watched(() => exchange.watchOrderBook(symbol), quote,
        (seen) => seen.bids.length > 0), 'watchOrderBook');
    check(await watched(() => exchange.watchTicker(symbol), trade, (seen) => seen.last === 60005),
        'watchTicker');
    check(await watched(() => exchange.watchTickers([symbol]), trade, some), 'watchTickers');
    check(await watched(() => exchange.watchBidsAsks([symbol]), quote, some), 'watchBidsAsks');
    check(await watched(() => exchange.watchOHLCV(symbol, '1m'), trade, (seen) => seen.length > 0),
        'watchOHLCV');
    let order;
    const reported = await watched(() => exchange.watchOrders(symbol), async () => {
        order = await exchange.createOrder(symbol, 'limit', 'buy', 0.01, 55000);
    }, (seen) => seen.some((each) => each.id === order?.id || each.price === 55000));
    check(reported !== null, 'watchOrders');
    check(await watched(() => exchange.watchBalance(),
        () => exchange.cancelOrder(order.id, symbol), some), 'watchBalance');
    check(await watched(() => exchange.watchMyTrades(symbol), async () => {
        await other.createOrder(symbol, 'limit', 'sell', 0.01, 60004);
        await exchange.createOrder(symbol, 'market', 'buy', 0.01);
    }, (seen) => seen.length > 0), 'watchMyTrades');

    const placed = await exchange.createOrderWs(symbol, 'limit', 'buy', 0.01, 54000);
    check(placed.status === 'open', 'createOrderWs', placed);
    const edited = await exchange.editOrderWs(placed.id, symbol, 'limit', 'buy', 0.02, 54001);
    check(edited.amount === 0.02, 'editOrderWs', edited);
    check((await exchange.fetchOrderWs(edited.id, symbol)).status === 'open', 'fetchOrderWs');
    check((await exchange.fetchOpenOrdersWs(symbol)).length === 1, 'fetchOpenOrdersWs');
    check((await exchange.cancelOrderWs(edited.id, symbol)).status === 'canceled',
        'cancelOrderWs');
    // ccxt itself reads nothing but `info` from this answer of a spot account.
    check((await exchange.fetchBalanceWs()).info.balances.length === 2, 'fetchBalanceWs');
    check((await exchange.fetchOrdersWs(symbol)).length > 6, 'fetchOrdersWs');
    check((await exchange.fetchClosedOrdersWs(symbol)).length > 2, 'fetchClosedOrdersWs');
    check((await exchange.fetchMyTradesWs(symbol)).length > 0, 'fetchMyTradesWs');
    check((await exchange.fetchOHLCVWs(symbol, '1m')).length > 0, 'fetchOHLCVWs');
    check((await exchange.fetchTradesWs(symbol)).length > 0, 'fetchTradesWs');
    await exchange.createOrderWs(symbol, 'limit', 'buy', 0.01, 54002);
    await exchange.cancelAllOrdersWs(symbol);
    check((await exchange.fetchOpenOrdersWs(symbol)).length === 0, 'cancelAllOrdersWs');
}

const exchange = client(ccxt.binance, apiKey, secret);
const other = client(ccxt.binance, otherKey, otherSecret);
const streams = client(ccxt.pro.binance, apiKey, secret);
await step('markets', () => readMarkets(exchange));
await step('orders', async () => { await other.loadMarkets(); await tradeByRest(exchange, other); });
await step('account', () => readAccount(exchange));
await step('history', () => readHistory(exchange));
await step('conditional orders', () => placeConditionals(exchange));
await step('triggers', () => triggerAStop(exchange, other));
await step('lists', () => placeLists(exchange));
await step('streams', () => watchAll(streams, other));
await streams.close();
close();
