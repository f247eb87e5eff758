// Drives Binance's own connector, @binance/spot, against a server whose address is given: REST,
// WebSocket API and streams, with only the URLs changed.
//
//   node connector_spot.mjs ADDRESS:PORT API_KEY SECRET OTHER_API_KEY OTHER_SECRET
import { Spot } from '@binance/spot';

import { answered, check, close, step, until } from './tally.mjs';

const [address, apiKey, secret, otherKey, otherSecret] = process.argv.slice(2);
const symbol = 'BTCUSDT';
const market = { symbol };
const limitBuy = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 0.01 };
const pairOfSells = {
    symbol, side: 'SELL', quantity: 0.01, aboveType: 'LIMIT_MAKER', abovePrice: 70000,
    belowType: 'STOP_LOSS_LIMIT', belowPrice: 49000, belowStopPrice: 49500,
    belowTimeInForce: 'GTC',
};
// Its log would only repeat what the checks say.
console.warn = () => {};
console.info = () => {};

function connector(key, keySecret) {
    const credentials = { apiKey: key, apiSecret: keySecret };
    return new Spot({
        configurationRestAPI: { ...credentials, basePath: `http://${address}` },
        configurationWebsocketAPI: { ...credentials, wsURL: `ws://${address}/ws-api/v3` },
        configurationWebsocketStreams: { wsURL: `ws://${address}` },
    });
}

const ann = connector(apiKey, secret);
const ben = connector(otherKey, otherSecret);
const rest = (name, parameters, isRight) => answered(`REST ${name}`,
    async () => (await ann.restAPI[name](parameters)).data(), isRight);

async function readMarket() {
    for (const name of ['ping', 'time', 'exchangeInfo']) await rest(name);
    for (const name of ['depth', 'getTrades', 'historicalTrades', 'aggTrades', 'avgPrice',
        'ticker24hr', 'tickerTradingDay', 'tickerPrice', 'tickerBookTicker', 'ticker']) {
        await rest(name, market);
    }
    for (const name of ['klines', 'uiKlines']) await rest(name, { symbol, interval: '1m' });
}

async function trade() {
    await ben.restAPI.newOrder({ ...limitBuy, side: 'SELL', price: 60000 });
    await rest('newOrder', { ...limitBuy, price: 60000 }, (seen) => seen.status === 'FILLED');
    const order = await rest('newOrder', { ...limitBuy, price: 50000 }, (seen) => seen.orderId > 0);
    await rest('orderTest', { ...limitBuy, price: 50000, computeCommissionRates: true },
        (seen) => seen.standardCommissionForOrder !== undefined);
    const named = { symbol, orderId: order.orderId };
    await rest('getOrder', named, (seen) => seen.status === 'NEW');
    await rest('orderAmendKeepPriority', { ...named, newQty: 0.005 },
        (seen) => Number(seen.amendedOrder.qty) === 0.005);
    await rest('orderAmendments', named, (seen) => seen.length === 1);
    await rest('orderCancelReplace', {
        ...limitBuy, price: 50001, cancelReplaceMode: 'STOP_ON_FAILURE',
        cancelOrderId: order.orderId,
    }, (seen) => seen.newOrderResult === 'SUCCESS');
    await rest('getOpenOrders', market, (seen) => seen.length === 1);
    await rest('allOrders', market, (seen) => seen.length === 3);
    await rest('deleteOrder', { symbol, orderId: (await ann.restAPI.getOpenOrders(market)
        .then((answer) => answer.data()))[0].orderId }, (seen) => seen.status === 'CANCELED');
}

async function placeLists() {
    const list = await rest('orderListOco', pairOfSells, (seen) => seen.orders.length === 2);
    await rest('orderOco', {
        symbol, side: 'SELL', quantity: 0.01, price: 70000, stopPrice: 49500,
        stopLimitPrice: 49000, stopLimitTimeInForce: 'GTC',
    });
    const working = {
        symbol, workingType: 'LIMIT', workingSide: 'BUY', workingPrice: 40000,
        workingQuantity: 0.01, workingTimeInForce: 'GTC', pendingSide: 'SELL',
        pendingQuantity: 0.01,
    };
    await rest('orderListOto', { ...working, pendingType: 'MARKET' });
    await rest('orderListOtoco', {
        ...working, pendingAboveType: 'LIMIT_MAKER', pendingAbovePrice: 70000,
        pendingBelowType: 'STOP_LOSS', pendingBelowStopPrice: 39000,
    }, (seen) => seen.orders.length === 3);
    await rest('allOrderList', {}, (seen) => seen.length === 4);
    await rest('getOrderList', { orderListId: list.orderListId });
    await rest('deleteOrderList', { symbol, orderListId: list.orderListId },
        (seen) => seen.listOrderStatus === 'ALL_DONE');
    await rest('deleteOpenOrders', market);
}

async function readAccount() {
    await rest('getAccount', {}, (seen) => seen.balances.length === 2);
    await rest('myTrades', market, (seen) => seen.length === 1);
    for (const name of ['rateLimitOrder', 'myAllocations', 'accountCommission', 'myFilters']) {
        await rest(name, market);
    }
    await rest('myPreventedMatches', { symbol, preventedMatchId: 1 });
}

async function useWebSocketApi() {
    const api = await ann.websocketAPI.connect();
    const ask = (name, parameters, isRight) => answered(`WebSocket ${name}`,
        async () => (await api[name](parameters)).data, isRight);
    for (const name of ['ping', 'time', 'exchangeInfo']) await ask(name);
    for (const name of ['depth', 'tradesRecent', 'tradesHistorical', 'tradesAggregate', 'avgPrice',
        'ticker24hr', 'tickerTradingDay', 'tickerPrice', 'tickerBook', 'ticker']) {
        await ask(name, market);
    }
    await ask('klines', { symbol, interval: '1m' });
    const order = await ask('orderPlace', { ...limitBuy, price: 50000 }, (seen) => seen.orderId > 0);
    await ask('orderTest', { ...limitBuy, price: 50000 });
    await ask('orderStatus', { symbol, orderId: order.orderId }, (seen) => seen.status === 'NEW');
    await ask('orderCancelReplace', {
        ...limitBuy, price: 50001, cancelReplaceMode: 'STOP_ON_FAILURE',
        cancelOrderId: order.orderId,
    });
    await ask('openOrdersStatus', market, (seen) => seen.length === 1);
    await ask('orderListPlaceOco', pairOfSells);
    for (const name of ['myTrades', 'allOrders', 'accountCommission']) await ask(name, market);
    for (const name of ['accountStatus', 'allOrderLists', 'accountRateLimitsOrders']) {
        await ask(name, {});
    }
    await ask('openOrdersCancelAll', market);
    await api.disconnect();
}

async function watch() {
    const connection = await ann.websocketStreams.connect();
    const counts = {};
    const wanted = {
        trade: market, aggTrade: market, bookTicker: market, miniTicker: market, ticker: market,
        avgPrice: market, allMiniTicker: {}, kline: { symbol, interval: '1s' },
        diffBookDepth: { symbol, updateSpeed: '100ms' },
        partialBookDepth: { symbol, levels: '5', updateSpeed: '100ms' },
        rollingWindowTicker: { symbol, windowSize: '1h' },
    };
    for (const [name, parameters] of Object.entries(wanted)) {
        const lower = parameters.symbol ? { ...parameters, symbol: symbol.toLowerCase() } : {};
        connection[name](lower).on('message', () => { counts[name] = (counts[name] ?? 0) + 1; });
    }
    const names = Object.keys(wanted);
    // Until the subscriptions are there, too.
    await until(() => {
        ben.restAPI.newOrder({ ...limitBuy, side: 'SELL', price: 60000 });
        ann.restAPI.newOrder({ ...limitBuy, price: 60000 });
        return names.every((name) => counts[name] > 0);
    });
    for (const name of names) check(counts[name] > 0, `stream ${name}`, counts);
    await connection.disconnect();
}

await step('market', readMarket);
await step('orders', trade);
await step('lists', placeLists);
await step('account', readAccount);
await step('WebSocket API', useWebSocketApi);
await step('streams', watch);
close();
