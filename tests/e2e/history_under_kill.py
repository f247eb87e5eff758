#!/usr/bin/env python3
"""The history is exactly what the journal says, however often and whenever the server is killed.

Accounts trade; the server gets SIGKILL at random moments and starts again on the same directory.
At the end every table of history.sqlite must equal, row by row, one that is derived anew from the
first command of the journal: no gap, no duplicate, nothing altered. So must a rebuild from the event
log and its archive, and so must the start after the log was lost or its end was damaged.
OUTCRY_SEED repeats a run's decisions; the moment of a kill is real time and cannot be repeated.
"""

import asyncio
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
import urllib.request
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from venue_process import FULL, Connection, Tally, Venue, key_of, seed  # noqa: E402

ROUNDS = 200 if FULL else 12
ACCOUNTS = ["alice", "bob", "carol"]
SYMBOL = "BTCUSDT"
SECONDS_MAX = 60


class Trader:
    """Places orders that often cross, and cancels some, until the server is gone."""

    def __init__(self, venue, chance):
        self.venue, self.chance, self.acknowledged = venue, chance, 0

    async def run(self, account):
        connection, mine = Connection(self.venue.endpoint), []
        try:
            await connection.open()
            while True:
                if mine and self.chance.random() < 0.3:
                    await self.cancel(connection, account, mine)
                else:
                    await self.place(connection, account, mine)
        except (OSError, asyncio.IncompleteReadError, ConnectionError, IndexError):
            pass  # the server was killed
        finally:
            connection.close()

    async def place(self, connection, account, mine):
        price = Decimal(60_000) + Decimal(self.chance.randint(-20, 20)) / 10
        status, body = await connection.request("POST", "/api/v3/order", {
            "symbol": SYMBOL, "side": self.chance.choice(["BUY", "SELL"]), "type": "LIMIT",
            "timeInForce": "GTC", "price": price,
            "quantity": f"{self.chance.randint(1, 300) / 100000:.5f}"}, key_of(account))
        if status == 200:
            self.acknowledged += 1
            mine.append(body["orderId"])

    async def cancel(self, connection, account, mine):
        order = mine.pop(self.chance.randrange(len(mine)))
        await connection.request("DELETE", "/api/v3/order", {"symbol": SYMBOL, "orderId": order},
                                 key_of(account))

    async def trade(self, seconds):
        tasks = [asyncio.create_task(self.run(account)) for account in ACCOUNTS for _ in range(4)]
        await asyncio.sleep(seconds)
        self.venue.kill()
        await asyncio.gather(*tasks)


def metric(venue, name):
    with urllib.request.urlopen("http://{}:{}/metrics".format(*venue.admin_endpoint)) as answer:
        for line in answer.read().decode().splitlines():
            if line.startswith(name + " "):
                return int(float(line.split()[-1]))
    raise RuntimeError(f"no metric {name}")


def wait_until_caught_up(venue):
    deadline = time.monotonic() + SECONDS_MAX
    while metric(venue, 'outcry_sink_position{sink="history"}') < metric(
            venue, "outcry_sequence_durable"):
        if time.monotonic() > deadline:
            raise RuntimeError("the history does not catch up:\n" + venue.log_tail())
        time.sleep(0.02)


def tables_of(path):
    """Every row of every table; the position without the epoch, which is the start's number."""
    database = sqlite3.connect(path)
    names = [row[0] for row in database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    tables = {}
    for name in names:
        columns = "sequence, event_count, journal" if name == "sink_position" else "*"
        tables[name] = database.execute(
            f"SELECT {columns} FROM {name} ORDER BY 1, 2, 3").fetchall()
    database.close()
    return tables


class Judge:
    def __init__(self, venue, tally):
        self.venue, self.check = venue, tally.check

    def rebuilt(self, *arguments):
        output = self.venue.directory / "rebuilt.sqlite"
        code, text = self.venue.run("rebuild", "--sink", "sqlite", "--data", self.venue.data,
                                    "--output", output, *arguments)
        self.check(code == 0, f"rebuild {arguments}: {text}")
        return tables_of(output)

    def same(self, what, tables, truth):
        for name, rows in truth.items():
            other = tables.get(name) or []
            differing = sum(a != b for a, b in zip(rows, other)) + abs(len(rows) - len(other))
            self.check(differing == 0, f"{what}: {differing} of {len(rows)} rows of {name} differ")

    def compare(self, where):
        truth = self.rebuilt("--from-journal")
        self.same(f"{where}: history", tables_of(self.venue.data / "history.sqlite"), truth)
        self.same(f"{where}: rebuild from the event log", self.rebuilt(), truth)
        return truth


PLANTED = {
    "a changed row": "UPDATE trade SET quantity = quantity + 1 WHERE id = 7",
    "a missing row": "DELETE FROM ledger WHERE (sequence, event_index, entry_index) IN "
                     "(SELECT sequence, event_index, entry_index FROM ledger LIMIT 1 OFFSET 20)",
    "a doubled row": "INSERT INTO trade SELECT instrument, id + 1000000, sequence, event_index, "
                     "time, price, quantity, quote, maker_order, taker_order, maker_account, "
                     "taker_account, maker_fee, taker_fee, taker_side, maker_fee_asset, "
                     "taker_fee_asset FROM trade WHERE id = 7",
    "a changed balance": "UPDATE balance SET amount = '1' WHERE account = 16 AND asset = 1",
}


def find_planted_differences(venue, judge):
    """Reconciliation finds nothing where nothing is, and each planted difference."""
    history = venue.data / "history.sqlite"
    code, text = venue.run("reconcile", "--data", venue.data)
    judge.check(code == 0 and "the same as the venue" in text, f"reconcile: {code} {text}")
    for what, statement in PLANTED.items():
        shutil.copy(history, venue.directory / "kept.sqlite")
        database = sqlite3.connect(history)
        judge.check(database.execute(statement).rowcount == 1, f"{what} is not planted")
        database.commit()
        database.close()
        code, text = venue.run("reconcile", "--data", venue.data)
        judge.check(code == 65 and "DIFFERS" in text, f"{what} is not found: {code} {text}")
        shutil.copy(venue.directory / "kept.sqlite", history)


def archived_count(venue):
    return len(list((venue.data / "archive").glob("*.events.zst")))


def lose_the_end_of_the_log(venue, judge):
    """The power fails and takes the unsynced end of the log; half a batch is left of it."""
    newest = sorted((venue.data / "events").glob("*.events"))[-1]
    size = newest.stat().st_size
    os.truncate(newest, max(72, size - 1000))
    venue.start()
    wait_until_caught_up(venue)
    judge.check(venue.stop() == 0, "the start after a torn log does not stop cleanly")
    judge.compare("torn log")


def lose_the_whole_log(venue, judge):
    for name in ("events", "archive"):
        shutil.rmtree(venue.data / name)
    venue.start()
    wait_until_caught_up(venue)
    judge.check(venue.stop() == 0, "the start without a log does not stop cleanly")
    judge.compare("lost log")


def refuse_a_journal_behind_the_log(venue, judge):
    """The log proves that commands were durable which the journal has lost."""
    venue.start()
    venue.kill()
    shutil.rmtree(venue.data / "snapshots")
    for name in sorted((venue.data / "journal").glob("*.segment"))[1:]:
        name.unlink()
    try:
        venue.start()
        judge.check(False, "the venue starts although its journal lost commands")
    except RuntimeError as error:
        judge.check("ended with 65" in str(error) and "lost" in str(error), f"not refused: {error}")


def main():
    seed_number = int(os.environ.get("OUTCRY_SEED", random.randrange(1 << 32)))
    print(f"OUTCRY_SEED={seed_number}, {ROUNDS} rounds", flush=True)
    chance = random.Random(seed_number)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="outcry-history-") as directory:
        venue = Venue(directory, seed(ACCOUNTS), [
            "--set", "journal.segment_size_mib=1", "--set", "journal.sealed_segments_kept=1000000",
            "--set", "snapshot.commands=2000", "--set", "event_log.segment_size_mib=1",
            "--set", "event_log.segments_kept=1", "--set", "engine.orders=65536",
            "--set", "engine.recent_order_ids=1048576"])
        judge = Judge(venue, tally)
        acknowledged = 0
        try:
            for _ in range(ROUNDS):
                venue.start()
                trader = Trader(venue, chance)
                asyncio.run(trader.trade(chance.uniform(0.1, 0.8)))
                acknowledged += trader.acknowledged
            venue.start()
            wait_until_caught_up(venue)
            judge.check(metric(venue, 'outcry_sink_state{sink="history"}') == 2, "not running")
            judge.check(venue.stop() == 0, "no clean stop")
            truth = judge.compare("after kills")
            judge.check(len(truth["trade"]) > 100, f"only {len(truth['trade'])} trades")
            judge.check(archived_count(venue) > 0 or not FULL, "nothing was archived")
            events = truth["sink_position"][0][1]
            find_planted_differences(venue, judge)
            lose_the_end_of_the_log(venue, judge)
            lose_the_whole_log(venue, judge)
            refuse_a_journal_behind_the_log(venue, judge)
        finally:
            venue.kill()
    print(f"{acknowledged} acknowledged, {events} events, {len(truth['orders'])} orders, "
          f"{len(truth['trade'])} trades")
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
