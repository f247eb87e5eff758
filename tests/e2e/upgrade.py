#!/usr/bin/env python3
"""A later version of the engine takes over, and every copy can still be made anew.

The same program is built a second time with another version number. It starts from the snapshot of a
clean stop and trades on; afterwards history, Postgres and Kafka are rebuilt from archive and event log,
which two versions wrote, and are what they were. What only one version can decide is refused: a journal
tail that another one left, and events that would be derived from its commands.
"""

import asyncio
import os
import random
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import kafka_process  # noqa: E402
import postgres_process  # noqa: E402
from history_under_kill import ACCOUNTS, metric, tables_of  # noqa: E402
from postgres_under_kill import digests  # noqa: E402
from sinks_under_faults import Client, wait_until_caught_up  # noqa: E402
from venue_process import BINARY, SOURCE, Tally, Venue, seed  # noqa: E402

VERSION = int(re.search(r"engine_version = (\d+)",
                        (SOURCE / "include/outcry/wire/version.hpp").read_text())[1])
LATER = BINARY.parent / "tests" / "outcry_later_version"
TRADING_S = 1.5


def trade(venue, chance):
    end = time.monotonic() + TRADING_S
    client = Client(venue, chance, {})
    asyncio.run(client.trade_until(lambda: time.monotonic() > end))
    return client.acknowledged


def hand_over(venue, chance, sinks, tally):
    """Each version trades; answers how many commands the first one left."""
    venue.start()
    tally.check(trade(venue, chance) > 100, "the earlier version took few orders")
    tally.check(venue.stop() == 0, f"no clean stop: {venue.log_tail()}")
    venue.binary = LATER
    venue.start()
    left = metric(venue, "outcry_sequence_durable")
    tally.check(trade(venue, chance) > 100, "the later version took few orders")
    wait_until_caught_up(venue, sinks)
    tally.check(metric(venue, "outcry_sequence_durable") > left + 100, "few commands")
    tally.check(venue.stop() == 0, f"no clean stop: {venue.log_tail()}")
    return left


def rebuild_all(venue, postgres, sinks, tally):
    rebuilt = venue.directory / "rebuilt.sqlite"
    code, text = venue.run("rebuild", "--sink", "sqlite", "--data", venue.data, "--output", rebuilt)
    tally.check(code == 0, f"rebuild of the history: {text}")
    kept, made = tables_of(venue.data / "history.sqlite"), tables_of(rebuilt)
    for name, rows in kept.items():
        tally.check(made.get(name) == rows, f"history: table {name} differs")
    kept = digests(postgres)
    for sink in sinks[1:]:
        code, text = venue.run("rebuild", "--sink", sink, "--data", venue.data)
        tally.check(code == 0, f"rebuild of {sink}: {text}")
        code, text = venue.run("reconcile", "--sink", sink, "--data", venue.data)
        tally.check(code == 0, f"{sink} after the rebuild: {text}")
    for name, made in digests(postgres).items():
        tally.check(made == kept[name], f"Postgres: {name} was {kept[name]}, rebuilt {made}")


def refuse_to_decide_for_another(venue, left, tally):
    for binary, version in ((LATER, VERSION), (BINARY, 1000)):
        venue.binary = binary
        output = venue.directory / "refused.sqlite"
        code, text = venue.run("rebuild", "--sink", "sqlite", "--from-journal", "--data",
                               venue.data, "--output", output)
        tally.check(code == 1 and f"written by engine version {version}" in text,
                    f"events derived from the journal of another version: {code} {text}")
        tally.check(not output.exists(), "a refused rebuild leaves a file")
    tally.check(f"from command {left + 1} on" in text, f"the first command is named: {text}")


def refuse_the_tail_of_another(venue, chance, tally):
    venue.binary = LATER
    venue.start()
    trade(venue, chance)
    venue.kill()
    venue.binary = BINARY
    try:
        venue.start()
        tally.check(False, "the earlier version starts behind a tail of the later one")
    except RuntimeError as error:
        tally.check("engine version 1000" in str(error), f"the version is not named: {error}")
    venue.binary = LATER
    venue.start()
    tally.check(venue.stop() == 0, f"no clean stop: {venue.log_tail()}")
    venue.binary = BINARY
    venue.start()
    tally.check(trade(venue, chance) > 100, "the earlier version does not go on after a clean stop")
    tally.check(venue.stop() == 0, f"no clean stop: {venue.log_tail()}")


def run(directory, tally):
    chance = random.Random(7)
    postgres = postgres_process.Postgres(Path(directory) / "postgres")
    missing = kafka_process.why_missing()
    if missing:
        tally.skip(missing)
    kafka = None if missing else kafka_process.Kafka(Path(directory) / "kafka")
    sinks = ["history", "postgres", *(["kafka"] if kafka else [])]
    venue = Venue(directory, seed(ACCOUNTS), [
        *postgres.arguments, *(kafka.arguments if kafka else []),
        "--set", "journal.sealed_segments_kept=1000000", "--set", "journal.segment_size_mib=1",
        "--set", "event_log.segment_size_mib=1", "--set", "event_log.segments_kept=1",
        "--set", "engine.orders=65536", "--set", "engine.recent_order_ids=1048576"])
    try:
        left = hand_over(venue, chance, sinks, tally)
        rebuild_all(venue, postgres, sinks, tally)
        refuse_to_decide_for_another(venue, left, tally)
        refuse_the_tail_of_another(venue, chance, tally)
    finally:
        venue.kill()
        postgres.stop()
        if kafka:
            kafka.kill()


def main():
    tally = Tally()
    missing = postgres_process.why_missing() or (
        "" if LATER.exists() else f"missing part: {LATER.name}")
    if missing:
        tally.skip(missing)
        return tally.close()
    directory = tempfile.mkdtemp(prefix="outcry-upgrade-")
    os.chmod(directory, 0o755)
    try:
        run(directory, tally)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
