#!/usr/bin/env python3
"""A copy that differs is found while the venue trades, and halts it where the operator wants that.

A row of the history is changed under a running server. With `alert` there is a line and a metric, and
trading goes on; with `halt` the venue takes no order until an operator opens it, over a crash as well.
"""

import asyncio
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from history_under_kill import metric, wait_until_caught_up  # noqa: E402
from venue_process import Connection, Tally, Venue, key_of, seed  # noqa: E402

SECONDS_MAX = 30
DIFFERENCES = 'outcry_reconcile_differences{sink="history"}'
EVERY_SECOND = ["--set", "reconcile.interval_s=1"]


async def orders(venue, count):
    """HTTP statuses."""
    connection = await Connection(venue.endpoint).open()
    try:
        return [(await connection.request("POST", "/api/v3/order", {
            "symbol": "BTCUSDT", "side": side, "type": "LIMIT", "timeInForce": "GTC",
            "price": "60000", "quantity": "0.01"}, key_of("ann")))[0]
            for side in ("BUY", "SELL") * (count // 2)]
    finally:
        connection.close()


def change_quantity(venue, by):
    """Of the first trade, under the running server."""
    database = sqlite3.connect(venue.data / "history.sqlite", timeout=20)
    changed = database.execute("UPDATE trade SET quantity = quantity + ? WHERE id = 1", (by,))
    database.commit()
    database.close()
    return changed.rowcount


def wait_for(condition):
    deadline = time.monotonic() + SECONDS_MAX
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def run(directory, tally):
    check = tally.check
    venue = Venue(directory, seed(["ann"]), EVERY_SECOND).start()
    try:
        check(asyncio.run(orders(venue, 20)) == [200] * 20, "orders are taken")
        wait_until_caught_up(venue)
        check(change_quantity(venue, 1) == 1, "a difference is planted")
        check(wait_for(lambda: metric(venue, DIFFERENCES) > 0), "the metric tells the difference")
        check("history DIFFERS from the venue" in venue.log_tail(), "a line tells it")
        check(asyncio.run(orders(venue, 2)) == [200] * 2, "with `alert` trading goes on")
        check(venue.stop() == 0, f"no clean stop: {venue.log_tail()}")

        venue.start("--set", "reconcile.on_difference=halt")
        check(wait_for(lambda: "the venue is halted by command" in venue.log_tail()), "it is halted")
        check(asyncio.run(orders(venue, 2)) == [400] * 2, "a halted venue takes no order")
        venue.kill()
        change_quantity(venue, -1)
        venue.start("--set", "reconcile.on_difference=halt")
        check(asyncio.run(orders(venue, 2)) == [400] * 2, "after a crash it is still halted")
        code, text = venue.run("admin", "status", "venue", "--status", "open", "--data", venue.data)
        check(code == 0, f"an operator opens it: {text}")
        check(asyncio.run(orders(venue, 2)) == [200] * 2, "and it trades")
        compared = 'outcry_reconcile_sequence{sink="history"}'
        wait_until_caught_up(venue)
        check(wait_for(lambda: metric(venue, compared) == metric(venue, "outcry_sequence_durable")),
              "the copy is compared again")
        check(metric(venue, DIFFERENCES) == 0, "what was put right differs no more")
        check(asyncio.run(orders(venue, 2)) == [200] * 2, "and halts nothing")
        check(venue.stop() == 0, f"no clean stop: {venue.log_tail()}")
    finally:
        venue.kill()


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="outcry-reconcile-") as directory:
        run(directory, tally)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
