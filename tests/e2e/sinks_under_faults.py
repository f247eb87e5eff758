#!/usr/bin/env python3
"""Every sink holds every event once, whatever breaks, and in whatever order.

Accounts trade against a real server that writes to its history, a real Postgres with fsync on and a
real Kafka broker. Faults come at random: SIGKILL of the venue, of Postgres, of the broker; a paused
Postgres; connections that are cut; a full disk under the history; a second server by mistake. At the
end each sink is compared, row by row and record by record, with the event log, the history with what
is derived anew from the first command of the journal, and the orders with what the clients were told.
OUTCRY_SEED repeats a run's decisions; the moment of a fault is real time and cannot be repeated.
"""

import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import kafka_process  # noqa: E402
import postgres_process  # noqa: E402
from history_under_kill import ACCOUNTS, Trader, metric, tables_of  # noqa: E402
from venue_process import BINARY, FULL, Tally, Venue, seed  # noqa: E402

FAULTS = 200 if FULL else 20
SECONDS_MAX = 180
SMALL_DISK_MIB = 4096 if FULL else 512  # more than the history comes to


class Client(Trader):
    """Remembers which orders it was told of."""

    def __init__(self, venue, chance, told):
        super().__init__(venue, chance)
        self.told = told

    async def place(self, connection, account, mine):
        count = len(mine)
        await super().place(connection, account, mine)
        if len(mine) > count:
            self.told[mine[-1]] = account

    async def trade_until(self, is_over):
        tasks = [asyncio.create_task(self.run(account)) for account in ACCOUNTS for _ in range(2)]
        while not is_over():
            await asyncio.sleep(0.02)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class SmallDisk:
    """A file system of its own that a ballast file can fill; none where there is no right to it."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.directory.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_MIB}m", "tmpfs",
                                  self.directory], capture_output=True)
        self.is_there = mounted.returncode == 0

    def fill(self):
        try:
            with (self.directory / "ballast").open("wb", buffering=0) as ballast:
                while True:
                    ballast.write(bytes(1 << 16))
        except OSError:
            pass

    def clear(self):
        (self.directory / "ballast").unlink(missing_ok=True)

    def unmount(self):
        if self.is_there:
            subprocess.run(["umount", "-l", self.directory], check=False)


class Faults:
    """What may happen, each with its end: afterwards everything is up again."""

    def __init__(self, venue, postgres, kafka, disk, chance, tally):
        self.venue, self.postgres, self.kafka, self.disk = venue, postgres, kafka, disk
        self.chance, self.tally = chance, tally
        self.kinds = [self.kill_venue, self.kill_postgres, self.pause_postgres,
                      self.cut_connections, self.second_server]
        if kafka is not None:
            self.kinds.append(self.kill_kafka)
        if disk.is_there:
            self.kinds.append(self.fill_disk)

    def wait(self, seconds_max):
        time.sleep(self.chance.uniform(0, seconds_max))

    def kill_venue(self):
        self.venue.kill()

    def kill_postgres(self):
        self.postgres.kill()
        self.wait(0.3)
        self.postgres.start()

    def pause_postgres(self):
        """All of its processes: a machine that has stopped to answer."""
        processes = self.postgres_processes()
        for pid in processes:
            os.kill(pid, signal.SIGSTOP)
        self.wait(1.0)
        for pid in processes:
            os.kill(pid, signal.SIGCONT)

    def postgres_processes(self):
        parent = self.postgres.postmaster()
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True,
                                  text=True).stdout.split()
        return [parent, *map(int, children)]

    def cut_connections(self):
        self.postgres.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                            "WHERE application_name LIKE 'outcry-%'")

    def second_server(self):
        second = subprocess.run([BINARY, "serve", "--data", self.venue.data, "--listen",
                                 "127.0.0.1:0", "--admin-listen", "127.0.0.1:0",
                                 *self.venue.arguments],
                                stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        self.tally.check(second.returncode != 0, "a second server on the same directory started")

    def kill_kafka(self):
        self.kafka.kill()
        self.wait(0.3)
        self.kafka.start()

    def fill_disk(self):
        self.disk.fill()
        self.wait(0.8)
        self.disk.clear()

    def happen(self, counts):
        self.wait(0.4)
        fault = self.chance.choice(self.kinds)
        counts[fault.__name__] += 1
        fault()
        self.wait(0.3)


def trade_through(venue, faults, chance, told, counts):
    """One fault while clients trade."""
    is_over = threading.Event()

    def disturb():
        try:
            faults.happen(counts)
        finally:
            is_over.set()

    disturbing = threading.Thread(target=disturb)
    disturbing.start()
    asyncio.run(Client(venue, chance, told).trade_until(is_over.is_set))
    disturbing.join()
    if venue.process.poll() is not None:
        venue.start()


def wait_until_caught_up(venue, names):
    deadline = time.monotonic() + SECONDS_MAX
    for name in names:
        while metric(venue, f'outcry_sink_position{{sink="{name}"}}') < metric(
                venue, "outcry_sequence_durable"):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{name} does not catch up:\n" + venue.log_tail())
            time.sleep(0.05)


def judge(venue, postgres, tally, told):
    code, text = venue.run("reconcile", "--data", venue.data)
    tally.check(code == 0, f"reconcile: {code} {text}")
    tally.check("postgres: the same as the venue" in text, f"reconcile: {text}")
    output = venue.directory / "truth.sqlite"
    code, text = venue.run("rebuild", "--sink", "sqlite", "--from-journal", "--data", venue.data,
                           "--output", output)
    tally.check(code == 0, f"rebuild from the journal: {text}")
    truth, kept = tables_of(output), tables_of(venue.data / "history.sqlite")
    for name, rows in truth.items():
        tally.check(kept.get(name) == rows, f"history: table {name} differs")
    last, event_count = truth["sink_position"][0][:2]
    found = postgres.query("SELECT count(*), max(sequence), count(*) - count(DISTINCT (sequence, "
                           "event_index)) FROM event")[0]
    tally.check(found == [str(event_count), str(last), "0"],
                f"events in Postgres: {found}, {event_count} up to {last}")
    accounts = dict(postgres.query("SELECT name, account_id FROM account"))
    owners = dict(postgres.query("SELECT order_id, account_id FROM orders"))
    lost = [order for order, account in told.items()
            if owners.get(str(order)) != accounts[account]]
    tally.check(not lost, f"{len(lost)} of {len(told)} acknowledged orders are not in Postgres")


def run(directory, chance, tally):
    postgres = postgres_process.Postgres(Path(directory) / "postgres")
    missing = kafka_process.why_missing()
    if missing:
        tally.skip(missing)
    kafka = None if missing else kafka_process.Kafka(Path(directory) / "kafka")
    disk = SmallDisk(Path(directory) / "small")
    if not disk.is_there:
        tally.skip("no right to mount: the history's disk is not filled")
    venue = Venue(directory, seed(ACCOUNTS), [
        *postgres.arguments, *(kafka.arguments if kafka else []),
        "--set", "journal.sealed_segments_kept=1000000", "--set", "journal.segment_size_mib=1",
        "--set", "snapshot.commands=2000", "--set", "event_log.segment_size_mib=1",
        "--set", "engine.orders=65536", "--set", "engine.recent_order_ids=1048576"])
    told, counts = {}, Counter()
    try:
        if disk.is_there:
            venue.data.mkdir()
            (venue.data / "history.sqlite").symlink_to(disk.directory / "history.sqlite")
        venue.start()
        faults = Faults(venue, postgres, kafka, disk, chance, tally)
        for _ in range(FAULTS):
            trade_through(venue, faults, chance, told, counts)
        wait_until_caught_up(venue, ["history", "postgres", *(["kafka"] if kafka else [])])
        tally.check(venue.stop() == 0, f"no clean stop: {venue.log_tail()}")
        judge(venue, postgres, tally, told)
    finally:
        venue.kill()
        postgres.stop()
        if kafka:
            kafka.kill()
        disk.unmount()
    print(f"{len(told)} orders acknowledged, faults: {dict(sorted(counts.items()))}")


def main():
    tally = Tally()
    if postgres_process.why_missing():
        tally.skip(postgres_process.why_missing())
        return tally.close()
    seed_number = int(os.environ.get("OUTCRY_SEED", random.randrange(1 << 32)))
    print(f"OUTCRY_SEED={seed_number}, {FAULTS} faults", flush=True)
    directory = tempfile.mkdtemp(prefix="outcry-faults-")
    os.chmod(directory, 0o755)
    try:
        run(directory, random.Random(seed_number), tally)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
