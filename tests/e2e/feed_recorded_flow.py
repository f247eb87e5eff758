#!/usr/bin/env python3
"""Recorded order flow through a real server: `outcry feed` sends it over the WebSocket API, and the
venue's own trades, read back over REST, are the fills of the recorded reference; so is the book."""

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from venue_process import BINARY, SOURCE, Connection, Tally, Venue, key_of, seed  # noqa: E402

DATA = SOURCE.parent / "shared" / "data" / "order-flow"
# Set, wire symbol. A tick is 0.01 and a lot 0.000001 whatever they were: rows are ticks and lots.
SETS = (("cme_esh4_20231225", "ESH4"),
        ("nasdaq_aapl_20120621_0930", "AAPL"),
        ("bitstamp_btcusd_20260502_0236", "BTCUSD"))
TICK, STEP = Decimal("0.01"), Decimal("0.000001")
PAGE = 1000
WATCHED_COUNT = 20
KEY = key_of("feed")


def content(name):
    return subprocess.run(["zstd", "-dc", DATA / name], check=True, capture_output=True,
                          text=True).stdout


def recorded_fills(name):
    rows = content(f"{name}.trades_ref.csv.zst").splitlines()[1:]
    return [tuple(row.split(",")[3:]) for row in rows]


def venue_seed(symbol):
    market = {"venue": "spot", "symbol": symbol, "base": "BASE", "quote": "QUOTE",
              "tick": str(TICK), "step": format(STEP, "f"), "price": "100"}
    plenty = "1" + 18 * "0"
    return seed(["feed"], {"BASE": plenty, "QUOTE": plenty}, [market])


async def all_of(connection, path, parameters, identity):
    """Every element behind the first page, by the id that pages go by."""
    name, key = identity
    elements, first = [], 1
    while True:
        status, page = await connection.request(
            "GET", path, {**parameters, name: first, "limit": PAGE}, KEY)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {page}")
        elements += page
        if len({element[key] for element in page}) < PAGE:
            return elements
        first = page[-1][key] + 1


async def venue_fills(endpoint, symbol):
    connection = await Connection(endpoint).open()
    try:
        orders = await all_of(connection, "/api/v3/allOrders", {"symbol": symbol},
                              ("orderId", "orderId"))
        trades = await all_of(connection, "/api/v3/myTrades", {"symbol": symbol},
                              ("fromId", "id"))
        status, depth = await connection.request("GET", "/api/v3/depth",
                                                 {"symbol": symbol, "limit": 5})
        if status != 200:
            raise RuntimeError(f"depth: {status} {depth}")
    finally:
        connection.close()
    names = {order["orderId"]: order["clientOrderId"] for order in orders}
    sides = {}
    for trade in trades:
        sides.setdefault(trade["id"], {})["maker" if trade["isMaker"] else "taker"] = trade
    fills = []
    for trade_id in sorted(sides):
        maker, taker = sides[trade_id]["maker"], sides[trade_id]["taker"]
        fills.append((names[maker["orderId"]], names[taker["orderId"]],
                      "B" if taker["isBuyer"] else "S",
                      str(int(Decimal(maker["price"]) / TICK)),
                      str(int(Decimal(maker["qty"]) / STEP))))
    return fills, depth


def levels(side):
    return [[int(Decimal(price) / TICK), int(Decimal(quantity) / STEP)] for price, quantity in side]


def first_difference(expected, actual):
    for index, pair in enumerate(zip(expected, actual)):
        if pair[0] != pair[1]:
            return f"fill {index}: expected {pair[0]}, got {pair[1]}"
    return f"{len(expected)} fills expected, {len(actual)} there"


def check_set(tally, directory, name, symbol):
    venue = Venue(directory, venue_seed(symbol), ["--set", "engine.open_orders_per_account=100000"])
    secret = Path(directory) / "secret"
    secret.write_text(KEY.secret + "\n")
    venue.start()
    try:
        url = f"http://{venue.addresses['http']}"
        watch = subprocess.Popen([BINARY, "watch", f"{symbol.lower()}@trade", "--url", url,
                                  "--count", str(WATCHED_COUNT)],
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        hgrm = Path(directory) / "acks.hgrm"
        code, output = venue.run("feed", "--orders", DATA / f"{name}.orders.csv.zst", "--url", url,
                                 "--symbol", symbol, "--api-key", KEY.name, "--secret-file", secret,
                                 "--hgrm", hgrm)
        print(f"{name}\n{output}", flush=True)
        tally.check(code == 0, f"{name}: feed ends with {code}")
        tally.check("unanswered  0\n" in output, f"{name}: every request is answered")
        tally.check("overload    0 " in output, f"{name}: nothing is refused for load")
        tally.check(hgrm.exists() and "Percentile" in hgrm.read_text(), f"{name}: .hgrm is written")

        fills, depth = asyncio.run(venue_fills(venue.endpoint, symbol))
        expected = recorded_fills(name)
        tally.check(fills == expected, f"{name}: {first_difference(expected, fills)}")
        meta = json.loads((DATA / f"{name}.meta.json").read_text())["fidelity"]["final_depth5"]
        for side, recorded in (("bids", meta[0]), ("asks", meta[1])):
            tally.check(levels(depth[side]) == [level[:2] for level in recorded],
                        f"{name}: the five best {side} are the recorded ones")

        try:
            lines = watch.communicate(timeout=30)[0].splitlines()
        except subprocess.TimeoutExpired:
            watch.kill()
            lines = watch.communicate()[0].splitlines()
        tally.check(len(lines) == WATCHED_COUNT and watch.returncode == 0
                    and all(line.endswith(("buy", "sell")) for line in lines),
                    f"{name}: watch prints {WATCHED_COUNT} trades, not {lines}")
        tally.check(venue.stop() == 0, f"{name}: serve stops cleanly")
    finally:
        venue.kill()


def main():
    tally = Tally()
    if not DATA.is_dir():
        tally.skip("no recorded order flow beside the checkout")
        return tally.close()
    if shutil.which("zstd") is None:
        tally.skip("missing part: the zstd tool")
        return tally.close()
    for name, symbol in SETS:
        with tempfile.TemporaryDirectory(prefix="outcry-feed-") as directory:
            check_set(tally, directory, name, symbol)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
