#!/usr/bin/env python3
"""How markets come back after SIGKILL: cancel-only, then post-only, then trading.

A crash on the way begins anew; a market that the operator had stopped stays stopped; a clean stop
changes nothing; and the journal alone comes to the same state.
"""

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from venue_process import Connection, Tally, Venue, key_of, seed  # noqa: E402

CANCEL_ONLY_S = 2
POST_ONLY_S = 2
MARKETS = [{"venue": "spot", "symbol": symbol, "base": base, "quote": "USDT", "tick": "0.01",
            "step": "0.00001", "price": "60000"}
           for symbol, base in (("BTCUSDT", "BTC"), ("ETHUSDT", "ETH"))]


def statuses(venue):
    _, output = venue.run("admin", "market", "list", "--data", venue.data)
    return {market["symbol"]: market["status"] for market in json.loads(output)["result"]}


async def place(venue, order_type, price, symbol="BTCUSDT"):
    connection = await Connection(venue.endpoint).open()
    try:
        parameters = {"symbol": symbol, "side": "BUY", "type": order_type, "quantity": "0.01",
                      "price": price}
        if order_type == "LIMIT":
            parameters["timeInForce"] = "GTC"
        status, _ = await connection.request("POST", "/api/v3/order", parameters, key_of("ann"))
        return status
    finally:
        connection.close()


def wait_for(venue, symbol, status, seconds_max):
    deadline = time.monotonic() + seconds_max
    while time.monotonic() < deadline:
        if statuses(venue)[symbol] == status:
            return True
        time.sleep(0.05)
    return False


def kill_and_start(venue):
    venue.kill()
    venue.start()


async def run(tally):
    check = tally.check
    times = ["--set", f"recovery.cancel_only_s={CANCEL_ONLY_S}",
             "--set", f"recovery.post_only_s={POST_ONLY_S}"]
    with tempfile.TemporaryDirectory() as directory:
        venue = Venue(directory, seed(["ann"], markets=MARKETS), times).start()
        check(statuses(venue)["BTCUSDT"] == "trading", "a new venue trades")
        check(venue.stop() == 0, "a clean stop")
        venue.start()
        check(statuses(venue)["BTCUSDT"] == "trading", "after a clean stop it trades at once")
        venue.run("admin", "status", "market", "--symbol", "ETHUSDT", "--status", "halted",
                  "--data", venue.data)
        check(await place(venue, "LIMIT", "100") == 200, "ann rests")

        kill_and_start(venue)
        check(statuses(venue)["BTCUSDT"] == "cancel_only", "after a crash it takes only cancels")
        check(await place(venue, "LIMIT", "100") == 400, "and no order")
        check(wait_for(venue, "BTCUSDT", "post_only", CANCEL_ONLY_S + 5), "then it is post-only")
        check(await place(venue, "LIMIT_MAKER", "100") == 200, "and takes what rests")

        kill_and_start(venue)
        check(statuses(venue)["BTCUSDT"] == "cancel_only", "a crash on the way begins anew")
        check(wait_for(venue, "BTCUSDT", "post_only", CANCEL_ONLY_S + 5), "post-only again")
        check(venue.stop() == 0, "a clean stop on the way")
        venue.start()
        check(statuses(venue)["BTCUSDT"] == "post_only", "it goes on where it was")
        check(wait_for(venue, "BTCUSDT", "trading", POST_ONLY_S + 5), "and trades in the end")
        check(await place(venue, "LIMIT", "100") == 200, "and takes orders")
        check(statuses(venue)["ETHUSDT"] == "halted", "what the operator stopped stays stopped")

        kill_and_start(venue)
        venue.run("admin", "status", "market", "--symbol", "BTCUSDT", "--status", "halted",
                  "--data", venue.data)
        time.sleep(CANCEL_ONLY_S + 1)
        check(statuses(venue)["BTCUSDT"] == "halted", "an operator's status is left alone")
        check(venue.stop() == 0, "the last stop is clean")
        check(venue.state_hash() == venue.state_hash("--from-first-command"),
              "the journal alone comes to the same state")


def main():
    tally = Tally()
    asyncio.run(run(tally))
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
