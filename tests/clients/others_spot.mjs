// Drives three clients that others wrote (binance, node-binance-api, binance-api-node) against a
// server whose address is given, with only the URLs changed.
//
//   node others_spot.mjs ADDRESS:PORT API_KEY SECRET OTHER_API_KEY OTHER_SECRET
import apiNode from 'binance-api-node';
import * as binance from 'binance';
import NodeBinanceApi from 'node-binance-api';

import { answered, check, close, step, until } from './tally.mjs';

const [address, apiKey, secret] = process.argv.slice(2);
const symbol = 'BTCUSDT';
const market = { symbol };
const [http, stream] = [`http://${address}`, `ws://${address}`];
console.info = () => {};

async function useBinance() {
    const client = new binance.MainClient({ api_key: apiKey, api_secret: secret, baseUrl: http });
    const ask = (name, parameters, isRight) => answered(`binance ${name}`,
        () => client[name](parameters), isRight);
    for (const name of ['testConnectivity', 'getExchangeInfo', 'getAccountInformation',
        'getSpotUserDataListenKey']) await ask(name);
    for (const name of ['getOrderBook', 'getRecentTrades', 'getHistoricalTrades',
        'getAggregateTrades', 'getAvgPrice', 'getSymbolPriceTicker', 'getSymbolOrderBookTicker',
        'getRollingWindowTicker', 'getAccountTradeList']) await ask(name, market);
    await ask('getKlines', { symbol, interval: '1m' });
    const limit = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 0.01 };
    const order = await ask('submitNewOrder', { ...limit, price: 30000, newOrderRespType: 'FULL' },
        (seen) => seen.status === 'NEW');
    await ask('getOrder', { symbol, orderId: order.orderId });
    await ask('replaceOrder', {
        ...limit, price: 30001, cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: order.orderId,
    });
    await ask('getOpenOrders', market, (seen) => seen.length === 1);
    await ask('getAllOrders', market);
    await ask('cancelAllSymbolOrders', market, (seen) => seen.length === 1);
    await watchWithBinance(client, limit);
}

async function watchWithBinance(client, limit) {
    const streams = new binance.WebsocketClient({ wsUrl: stream });
    const seen = new Set();
    streams.on('message', (message) => { seen.add(Array.isArray(message) ? 'all' : message.e); });
    streams.on('exception', (error) => check(false, 'binance streams', error));
    streams.subscribe([`${symbol.toLowerCase()}@trade`, `${symbol.toLowerCase()}@depth@100ms`,
        '!miniTicker@arr'], 'main');
    const wanted = ['trade', 'depthUpdate', 'all'];
    await until(() => {
        client.submitNewOrder({ ...limit, side: 'SELL', price: 50000 });
        client.submitNewOrder({ ...limit, price: 50000 });
        return wanted.every((name) => seen.has(name));
    });
    for (const name of wanted) check(seen.has(name), `binance stream ${name}`, [...seen]);
    streams.closeAll(true);
    await client.cancelAllSymbolOrders(market).catch(() => {});
}

async function useNodeBinanceApi() {
    const client = new NodeBinanceApi().options({
        APIKEY: apiKey, APISECRET: secret,
        urls: { base: `${http}/api/`, stream: `${stream}/ws/`,
            combineStream: `${stream}/stream?streams=` },
    });
    const ask = (name, ...parameters) => answered(`node-binance-api ${name}`,
        () => client[name](...parameters));
    for (const name of ['time', 'prices', 'bookTickers', 'exchangeInfo', 'balance', 'account']) {
        await ask(name);
    }
    for (const name of ['depth', 'prevDay', 'trades', 'allOrders']) await ask(name, symbol);
    await ask('candlesticks', symbol, '5m');
    await ask('buy', symbol, 0.01, 30000);
    await ask('openOrders', symbol);
    await ask('cancelAll', symbol);
}

async function useApiNode() {
    const client = apiNode.default({
        apiKey, apiSecret: secret, httpBase: http, wsBase: `${stream}/ws`,
        wsApi: `${stream}/ws-api/v3`,
    });
    const ask = (name, parameters, isRight) => answered(`binance-api-node ${name}`,
        () => client[name](parameters), isRight);
    for (const name of ['ping', 'time', 'exchangeInfo', 'prices', 'allBookTickers', 'accountInfo']) {
        await ask(name);
    }
    for (const name of ['book', 'aggTrades', 'trades', 'dailyStats', 'avgPrice', 'myTrades',
        'allOrders']) await ask(name, market);
    await ask('candles', { symbol, interval: '5m' });
    const buy = { symbol, side: 'BUY', quantity: '0.01', price: '30000' };
    await ask('order', buy, (seen) => seen.status === 'NEW');
    await ask('orderTest', buy);
    await ask('orderOco', {
        symbol, side: 'SELL', quantity: '0.01', price: '90000', stopPrice: '20000',
        stopLimitPrice: '19999',
    });
    await ask('openOrders', market, (seen) => seen.length === 3);
    await ask('cancelOpenOrders', market);
    await watchWithApiNode(client);
}

async function watchWithApiNode(client) {
    const seen = new Set();
    const note = (name) => () => seen.add(name);
    const ends = [client.ws.trades([symbol], note('trades')), client.ws.depth(symbol, note('depth')),
        client.ws.candles(symbol, '1s', note('candles')), client.ws.ticker(symbol, note('ticker')),
        await client.ws.user(note('user'))];
    const wanted = ['trades', 'depth', 'candles', 'ticker', 'user'];
    await until(() => {
        client.order({ symbol, side: 'SELL', quantity: '0.01', price: '50000' });
        client.order({ symbol, side: 'BUY', quantity: '0.01', price: '50000' });
        return wanted.every((name) => seen.has(name));
    });
    for (const name of wanted) check(seen.has(name), `binance-api-node stream ${name}`, [...seen]);
    for (const end of ends) end();
}

await step('binance', useBinance);
await step('node-binance-api', useNodeBinanceApi);
await step('binance-api-node', useApiNode);
close();
