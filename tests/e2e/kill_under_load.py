#!/usr/bin/env python3
"""SIGKILL at random moments under load, judged by the clients' own log.

Each round: clients place and cancel orders with more than 100 commands in flight, the server is
killed, started again, and everything that was acknowledged has to be there, once.
OUTCRY_SEED repeats a run's decisions; the moment of a kill is real time and cannot be repeated.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from venue_process import FULL, Connection, Tally, Venue, key_of, seed  # noqa: E402

SYMBOL = "BTCUSDT"
ACCOUNTS = ["ann", "bob", "cid", "dee"]
CONNECTIONS_PER_ACCOUNT = 32
ROUNDS = 200 if FULL else 20
BALANCES = {"USDT": Decimal(100_000_000), "BTC": Decimal(1000)}
DONE = ("FILLED", "CANCELED", "EXPIRED", "EXPIRED_IN_MATCH")


class ClientLog:
    """What the clients know: acknowledged, or sent without an answer."""

    def __init__(self):
        self.acknowledged = {}  # client order id -> the newest acknowledged facts
        self.unanswered = {}    # client order id -> account
        self.cancelled = set()  # client order ids whose cancel was acknowledged
        self.count = 0

    def new_id(self, round_number):
        self.count += 1
        return f"r{round_number}-{self.count}"


class Load:
    """The traffic of one round, until the server dies."""

    def __init__(self, venue, log, chance, round_number):
        self.venue, self.log, self.chance, self.round_number = venue, log, chance, round_number
        self.in_flight = self.in_flight_max = self.acknowledged = 0
        self.refusals = []

    async def trade(self, account):
        connection = Connection(self.venue.endpoint)
        mine = []
        try:
            await connection.open()
            while True:
                if mine and self.chance.random() < 0.4:
                    await self.cancel(connection, account, mine)
                else:
                    await self.place(connection, account, mine)
        except (OSError, asyncio.IncompleteReadError, ConnectionError, IndexError):
            pass  # the server was killed
        finally:
            connection.close()

    async def place(self, connection, account, mine):
        name = self.log.new_id(self.round_number)
        price = Decimal(60_000) + Decimal(self.chance.randint(-50, 50)) / 10
        parameters = {"symbol": SYMBOL, "side": self.chance.choice(["BUY", "SELL"]),
                      "type": "LIMIT", "timeInForce": self.chance.choice(["GTC", "GTC", "IOC"]),
                      "quantity": f"{self.chance.randint(1, 500) / 100000:.5f}", "price": price,
                      "newClientOrderId": name, "newOrderRespType": "FULL"}
        self.log.unanswered[name] = account
        status, body = await self.counted(connection, "POST", parameters, account)
        del self.log.unanswered[name]
        if status != 200:
            self.refusals.append((status, body))
            return
        self.acknowledged += 1
        self.log.acknowledged[name] = {
            "account": account, "orderId": body["orderId"], "origQty": Decimal(body["origQty"]),
            "executedQty": Decimal(body["executedQty"]), "status": body["status"],
            "trades": [fill["tradeId"] for fill in body["fills"]]}
        if body["status"] not in DONE:
            mine.append(name)

    async def cancel(self, connection, account, mine):
        name = mine.pop(self.chance.randrange(len(mine)))
        status, body = await self.counted(
            connection, "DELETE", {"symbol": SYMBOL, "origClientOrderId": name}, account)
        if status == 200:
            self.acknowledged += 1
            self.log.cancelled.add(name)
        elif body["code"] != -2011:  # filled meanwhile
            self.refusals.append((status, body))

    async def counted(self, connection, method, parameters, account):
        self.in_flight += 1
        self.in_flight_max = max(self.in_flight_max, self.in_flight)
        try:
            return await connection.request(method, "/api/v3/order", parameters, key_of(account))
        finally:
            self.in_flight -= 1

    async def run(self, seconds):
        tasks = [asyncio.create_task(self.trade(account))
                 for account in ACCOUNTS for _ in range(CONNECTIONS_PER_ACCOUNT)]
        await asyncio.sleep(seconds)
        self.venue.kill()
        await asyncio.gather(*tasks)


class Judge:
    """Compares the restarted venue with the clients' log."""

    def __init__(self, venue, log, tally, round_number):
        self.venue, self.log, self.tally, self.where = venue, log, tally, f"round {round_number}"

    async def run(self, names):
        connections = [await Connection(self.venue.endpoint).open() for _ in range(16)]
        await asyncio.gather(*(self.orders(connection, names[i::16])
                               for i, connection in enumerate(connections)))
        fills = {}
        for account in ACCOUNTS:
            await self.account(connections[0], account, fills)
        self.trade_ids(fills)
        for connection in connections:
            connection.close()

    async def orders(self, connection, names):
        for name in names:
            account = (self.log.acknowledged[name]["account"]
                       if name in self.log.acknowledged else self.log.unanswered[name])
            status, body = await connection.request(
                "GET", "/api/v3/order", {"symbol": SYMBOL, "origClientOrderId": name},
                key_of(account))
            if name in self.log.acknowledged:
                self.acknowledged_order(name, status, body)
            else:
                # Never answered: it went in, or it did not; both are right, a third is not.
                self.tally.check(status == 200 or body["code"] == -2013,
                                 f"{self.where}: unanswered {name}: {status} {body}")

    def acknowledged_order(self, name, status, body):
        known = self.log.acknowledged[name]
        if not self.tally.check(status == 200, f"{self.where}: {name} is lost: {body}"):
            return
        facts = (body["orderId"] == known["orderId"]
                 and Decimal(body["origQty"]) == known["origQty"]
                 and Decimal(body["executedQty"]) >= known["executedQty"]
                 and (known["status"] not in DONE or body["status"] == known["status"]))
        self.tally.check(facts, f"{self.where}: {name} was {known}, is {body}")
        if name in self.log.cancelled:
            self.tally.check(body["status"] == "CANCELED",
                             f"{self.where}: cancelled {name} is {body['status']}")

    async def account(self, connection, account, fills):
        key = key_of(account)
        _, balances = await connection.request("GET", "/api/v3/account", {}, key)
        _, open_orders = await connection.request("GET", "/api/v3/openOrders",
                                                  {"symbol": SYMBOL}, key)
        trades = await self.all_trades(connection, key)
        expected = dict(BALANCES)
        for trade in trades:
            quantity, quote = Decimal(trade["qty"]), Decimal(trade["quoteQty"])
            sign = 1 if trade["isBuyer"] else -1
            expected["BTC"] += sign * quantity
            expected["USDT"] -= sign * quote
            expected[trade["commissionAsset"]] -= Decimal(trade["commission"])
            fills.setdefault(trade["id"], []).append((account, trade["isBuyer"]))
        locked = {"BTC": Decimal(0), "USDT": Decimal(0)}
        for order in open_orders:
            rest = Decimal(order["origQty"]) - Decimal(order["executedQty"])
            if order["side"] == "SELL":
                locked["BTC"] += rest
            else:
                locked["USDT"] += rest * Decimal(order["price"])
        for entry in balances["balances"]:
            asset = entry["asset"]
            total = Decimal(entry["free"]) + Decimal(entry["locked"])
            self.tally.check(total == expected[asset],
                             f"{self.where}: {account} has {total} {asset}, trades make "
                             f"{expected[asset]}")
            self.tally.check(Decimal(entry["locked"]) == locked[asset],
                             f"{self.where}: {account} locks {entry['locked']} {asset}, open orders "
                             f"make {locked[asset]}")
        names = [order["clientOrderId"] for order in open_orders]
        self.tally.check(len(names) == len(set(names)), f"{self.where}: an order appears twice")

    async def all_trades(self, connection, key):
        trades, first = [], 0
        while True:
            _, page = await connection.request("GET", "/api/v3/myTrades",
                                               {"symbol": SYMBOL, "fromId": first, "limit": 1000},
                                               key)
            trades += page
            if len(page) < 1000:
                return trades
            first = page[-1]["id"] + 1

    def trade_ids(self, fills):
        newest = max(fills, default=0)
        self.tally.check(sorted(fills) == list(range(1, newest + 1)),
                         f"{self.where}: trade ids are not dense")
        for trade_id, sides in fills.items():
            buyers = sum(1 for _, is_buyer in sides if is_buyer)
            # A fill of an account with itself stands once in its list.
            if not (len(sides) == 2 and buyers == 1 or len(sides) == 1):
                self.tally.check(False, f"{self.where}: trade {trade_id} has sides {sides}")
        acknowledged = {trade for facts in self.log.acknowledged.values()
                        for trade in facts["trades"]}
        self.tally.check(acknowledged <= set(fills),
                         f"{self.where}: acknowledged trades are lost: "
                         f"{sorted(acknowledged - set(fills))[:5]}")


def main():
    seed_number = int(os.environ.get("OUTCRY_SEED", random.randrange(1 << 32)))
    print(f"OUTCRY_SEED={seed_number}, {ROUNDS} rounds", flush=True)
    chance = random.Random(seed_number)
    tally, log = Tally(), ClientLog()
    acknowledged = in_flight_max = 0
    with tempfile.TemporaryDirectory(prefix="outcry-kill-") as directory:
        venue = Venue(directory, seed(ACCOUNTS), ["--set", "journal.segment_size_mib=4",
                                                  "--set", "snapshot.commands=5000",
                                                  "--set", "engine.orders=65536",
                                                  "--set", "engine.recent_order_ids=1048576"])
        try:
            for round_number in range(1, ROUNDS + 1):
                venue.start()
                load = Load(venue, log, chance, round_number)
                known = set(log.acknowledged)
                asyncio.run(load.run(chance.uniform(0.1, 0.6)))
                acknowledged += load.acknowledged
                in_flight_max = max(in_flight_max, load.in_flight_max)
                tally.check(not load.refusals, f"refused: {load.refusals[:3]}")
                first = venue.state_hash()
                tally.check(venue.state_hash() == first, "a second replay gives another state")
                started = time.monotonic()
                venue.start()
                print(f"round {round_number}: {load.acknowledged} acknowledged, "
                      f"{len(log.unanswered)} unanswered, up again after "
                      f"{time.monotonic() - started:.2f} s", flush=True)
                # Orders of earlier rounds are judged again now and then, those of this one always.
                new = [name for name in log.acknowledged if name not in known]
                old = chance.sample(sorted(known), min(50, len(known)))
                asyncio.run(Judge(venue, log, tally, round_number).run(
                    new + old + list(log.unanswered)))
                log.unanswered.clear()
                venue.kill()
            tally.check(in_flight_max >= 100, f"only {in_flight_max} commands were in flight")
            code, output = venue.run("journal", "verify", "--data", venue.data)
            tally.check(code == 0, f"journal verify: {output}")
        finally:
            venue.kill()
    print(f"{acknowledged} acknowledged commands, at most {in_flight_max} in flight")
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
