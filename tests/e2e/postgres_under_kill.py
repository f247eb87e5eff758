#!/usr/bin/env python3
"""Postgres holds every event once, whoever is killed: the venue, or Postgres itself.

Accounts trade against a real server that writes to a real Postgres with fsync on. In turn, at random
moments, the venue gets SIGKILL and starts again, or Postgres does; trading goes on meanwhile. At the
end its tables are, byte by byte, those that a replay of the journal makes in an empty database.
OUTCRY_SEED repeats a run's decisions; the moment of a kill is real time and cannot be repeated.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from history_under_kill import ACCOUNTS, Trader, metric, tables_of  # noqa: E402
from postgres_process import Postgres, why_missing  # noqa: E402
from venue_process import FULL, Tally, Venue, seed  # noqa: E402

ROUNDS = 100 if FULL else 8
SECONDS_MAX = 120

# One line for each table: how many rows, and a digest over all of them in order.
TABLES = {
    "event": "SELECT sequence, event_index, time, type, encode(payload, 'hex') FROM event",
    "orders": "SELECT * FROM orders",
    "trade": "SELECT * FROM trade",
    "ledger_entry": "SELECT * FROM ledger_entry",
    "balance": "SELECT * FROM balance",
    "account": "SELECT * FROM account",
    "instrument": "SELECT * FROM instrument",
}


def digests(postgres):
    found = {}
    for name, rows in TABLES.items():
        found[name] = postgres.query(
            f"SELECT count(*), md5(string_agg(line, E'\\n' ORDER BY line)) "
            f"FROM (SELECT r::text AS line FROM ({rows}) AS r) AS lines")[0]
    return found


def wait_until_caught_up(venue):
    deadline = time.monotonic() + SECONDS_MAX
    while metric(venue, 'outcry_sink_position{sink="postgres"}') < metric(
            venue, "outcry_sequence_durable"):
        if time.monotonic() > deadline:
            raise RuntimeError("Postgres does not catch up:\n" + venue.log_tail())
        time.sleep(0.05)


async def trade_beside(venue, chance, fault):
    """Trades while `fault` happens in another thread; the venue is killed in the end."""
    trader = Trader(venue, chance)
    trading = asyncio.create_task(trader.trade(chance.uniform(0.3, 1.0)))
    await asyncio.get_running_loop().run_in_executor(None, fault)
    await trading
    return trader.acknowledged


def main():
    tally = Tally()
    if why_missing():
        tally.skip(why_missing())
        return tally.close()
    seed_number = int(os.environ.get("OUTCRY_SEED", random.randrange(1 << 32)))
    print(f"OUTCRY_SEED={seed_number}, {ROUNDS} rounds", flush=True)
    chance = random.Random(seed_number)
    with tempfile.TemporaryDirectory(prefix="outcry-postgres-") as directory:
        os.chmod(directory, 0o755)
        postgres = Postgres(Path(directory) / "postgres")
        venue = Venue(directory, seed(ACCOUNTS), [
            *postgres.arguments, "--set", "journal.sealed_segments_kept=1000000",
            "--set", "journal.segment_size_mib=1", "--set", "snapshot.commands=2000",
            "--set", "event_log.segment_size_mib=1", "--set", "engine.orders=65536",
            "--set", "engine.recent_order_ids=1048576"])
        acknowledged = 0

        def restart_postgres():
            time.sleep(chance.uniform(0, 0.4))
            postgres.kill()
            time.sleep(chance.uniform(0, 0.3))
            postgres.start()

        try:
            for round_number in range(ROUNDS):
                venue.start()
                fault = restart_postgres if round_number % 2 else lambda: None
                acknowledged += asyncio.run(trade_beside(venue, chance, fault))
            venue.start()
            wait_until_caught_up(venue)
            tally.check(venue.stop() == 0, f"no clean stop: {venue.log_tail()}")
            kept = digests(postgres)
            judge(venue, postgres, tally, kept)
            code, text = venue.run("rebuild", "--sink", "postgres", "--from-journal", "--data",
                                   venue.data)
            tally.check(code == 0, f"rebuild: {text}")
            for name, rebuilt in digests(postgres).items():
                tally.check(rebuilt == kept[name], f"{name}: {kept[name]}, rebuilt {rebuilt}")
        finally:
            venue.kill()
            postgres.stop()
    print(f"{acknowledged} acknowledged, {kept['event'][0]} events in Postgres")
    return tally.close()


def judge(venue, postgres, tally, kept):
    """Against tables that are derived anew from the first command of the journal."""
    output = venue.directory / "truth.sqlite"
    code, text = venue.run("rebuild", "--sink", "sqlite", "--from-journal", "--data", venue.data,
                           "--output", output)
    tally.check(code == 0, f"rebuild from the journal: {text}")
    truth = tables_of(output)
    last, event_count = truth["sink_position"][0][:2]
    tally.check(kept["event"][0] == str(event_count), f"events: {kept['event'][0]}, {event_count}")
    tally.check(event_count > 500, f"only {event_count} events")
    gaps = postgres.query(
        "SELECT count(DISTINCT sequence), max(sequence), count(*) - count(DISTINCT (sequence, "
        "event_index)) FROM event")[0]
    tally.check(gaps == [str(last), str(last), "0"], f"gaps or doubles: {gaps}, last is {last}")
    for name, theirs in (("orders", "orders"), ("trade", "trade"), ("ledger_entry", "ledger")):
        tally.check(kept[name][0] == str(len(truth[theirs])),
                    f"{name}: {kept[name][0]} rows, {len(truth[theirs])} in the journal")
    balances = {(int(account), int(asset)): int(amount) for account, asset, amount in
                postgres.query("SELECT account_id, asset_id, amount FROM balance")}
    tally.check(balances == {(row[0], row[1]): int(row[2]) for row in truth["balance"]},
                "balances differ")


if __name__ == "__main__":
    sys.exit(main())
