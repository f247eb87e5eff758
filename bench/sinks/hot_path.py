#!/usr/bin/env python3
"""What the sinks cost those who do not wait for them, and how fast they follow.

    bench/sinks/hot_path.py [--seconds 60] [--rate 2000] [--rounds 2]

`cost`: processor time of the threads `core` and `journal` per command at a fixed rate, with all sinks
off, on, and stopped (Postgres and the broker get SIGSTOP), in turns; no thread spins, and the two have
a processor to themselves. `keeps up`: each
sink alone beside as many orders as the venue takes, and when it has to catch up with all of them. The release build, a real Postgres with fsync on and a real broker, all on this machine.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(SOURCE / "tests/support"))
sys.path.insert(0, str(SOURCE / "tests/e2e"))
import kafka_process  # noqa: E402
import postgres_process  # noqa: E402
from history_under_kill import metric  # noqa: E402
from venue_process import Venue, seed  # noqa: E402

QUIET = ["--set", "threads.spin=false", "--set", "threads.spin_count=1"]
THREADS = ("core", "journal")


def write_orders(path, count, rate):
    """Half of the orders is cancelled, most of the others trade."""
    chance = random.Random(11)
    resting = []
    with path.open("w", encoding="ascii") as file:
        file.write("ts_ns,symbol,action,order_id,side,price,qty\n")
        for row in range(count):
            time_ns = 1_700_000_000_000_000_000 + row * 1_000_000_000 // rate
            if resting and chance.random() < 0.4:
                order, side = resting.pop(chance.randrange(len(resting)))
                file.write(f"{time_ns},BTCUSDT,C,{order},{side},0,0\n")
                continue
            side = chance.choice("BS")
            price = 6_000_000 + chance.randint(-10, 10)
            file.write(f"{time_ns},BTCUSDT,N,{row + 1},{side},{price},{chance.randint(1, 50)}\n")
            resting.append((row + 1, side))
            if len(resting) > 2_000:
                resting.pop(0)
    return path


class Bench:
    def __init__(self, directory, options):
        self.directory, self.options = Path(directory), options
        self.postgres = postgres_process.Postgres(self.directory / "postgres")
        self.kafka = kafka_process.Kafka(self.directory / "kafka")
        (self.directory / "secret").write_text("secret-ann")
        self.turn = 0

    def venue(self, arguments):
        """Fresh, with empty targets."""
        self.turn += 1
        self.postgres.query("DROP SCHEMA public CASCADE")
        self.postgres.query("CREATE SCHEMA public")
        directory = self.directory / f"venue{self.turn}"
        directory.mkdir()
        venue = Venue(directory, seed(["ann"], balances={"USDT": "1000000000", "BTC": "100000"}), [
            *QUIET, *arguments, "--set", f"kafka.topic_prefix=turn{self.turn}."])
        return venue.start()

    def sink_arguments(self, names):
        arguments = ["--set", f"history.enabled={str('history' in names).lower()}"]
        if "postgres" in names:
            arguments += self.postgres.arguments
        if "kafka" in names:
            arguments += self.kafka.arguments
        return arguments

    def feed(self, venue, orders, speed):
        done = subprocess.run(
            [venue.binary, "feed", "--orders", orders, "--url", "http://%s:%d" % venue.endpoint,
             "--symbol", "BTCUSDT", "--api-key", "key-ann", "--secret-file",
             self.directory / "secret", "--speed", speed],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
        return {line.split()[0]: line.split()[1] for line in done.stdout.splitlines()
                if len(line.split()) > 1}

    def stopped(self, is_stopped):
        number = signal.SIGSTOP if is_stopped else signal.SIGCONT
        parent = self.postgres.postmaster()
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], text=True,
                                  capture_output=True).stdout.split()
        for pid in (self.kafka.process.pid, parent, *map(int, children)):
            os.kill(pid, number)

    def end(self):
        self.postgres.stop()
        self.kafka.kill()


def tasks_of(pid):
    return [(int(task.name), (task / "comm").read_text().strip())
            for task in Path(f"/proc/{pid}/task").iterdir()]


def part_processors(bench, venue):
    """The hot path has the last processor to itself, as in production; everybody else the others."""
    last = os.cpu_count() - 1
    others = set(range(last)) or {0}
    for task, name in tasks_of(venue.process.pid):
        os.sched_setaffinity(task, {last} if name in THREADS else others)
    parent = bench.postgres.postmaster()
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], text=True,
                              capture_output=True).stdout.split()
    for pid in (bench.kafka.process.pid, parent, *map(int, children)):
        for task, _ in tasks_of(pid):
            os.sched_setaffinity(task, others)
    os.sched_setaffinity(0, others)  # and whom this process starts: the client


def thread_times_ns(pid):
    """What each thread has run, by its name."""
    times = {}
    for task, name in tasks_of(pid):
        times[name] = int(Path(f"/proc/{pid}/task/{task}/schedstat").read_text().split()[0])
    return times


def measure_cost(bench, case, orders):
    names = () if case == "off" else ("history", "postgres", "kafka")
    venue = bench.venue(bench.sink_arguments(names))
    try:
        if not bench.options.shared:
            part_processors(bench, venue)
        if case == "stopped":
            bench.stopped(True)
        commands = metric(venue, "outcry_sequence_durable")
        before = thread_times_ns(venue.process.pid)
        report = bench.feed(venue, orders, "1x")
        after = thread_times_ns(venue.process.pid)
        commands = metric(venue, "outcry_sequence_durable") - commands
    finally:
        if case == "stopped":
            bench.stopped(False)
        venue.kill()
    spent = {name: (after[name] - before[name]) / commands for name in THREADS}
    return {**spent, **{name: float(report[name]) for name in ("p50", "p99", "p99.9")}}


def print_cost(bench):
    options = bench.options
    orders = write_orders(bench.directory / "paced.csv", options.seconds * options.rate,
                          options.rate)
    print(f"cost: {options.rate} orders/s for {options.seconds} s, durability disk, "
          f"{options.rounds} rounds")
    cases = ["off", "on", "stopped"]
    found = {case: [] for case in cases}
    for round_number in range(options.rounds):
        for case in cases[round_number % 3:] + cases[:round_number % 3]:
            found[case].append(measure_cost(bench, case, orders))
    print("sinks      core us   journal us   both, to off   ack p50 us       p99     p99.9")
    base = None
    for case, rows in found.items():
        mean = {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}
        both = mean["core"] + mean["journal"]
        base = base or both
        print(f"{case:<9} {mean['core'] / 1e3:8.2f} {mean['journal'] / 1e3:12.2f} "
              f"{both / base:14.3f} {mean['p50']:12.0f} {mean['p99']:9.0f} {mean['p99.9']:9.0f}",
              flush=True)


def live_pace(bench, name, orders):
    """Commands a second: of the venue with this sink, and of the sink meanwhile."""
    venue = bench.venue(bench.sink_arguments((name,)))
    try:
        first, start = metric(venue, "outcry_sequence_durable"), time.monotonic()
        bench.feed(venue, orders, "max")
        seconds, then = time.monotonic() - start, metric(venue, position_of(name))
        return ((metric(venue, "outcry_sequence_durable") - first) / seconds,
                (then - first) / seconds)
    finally:
        venue.kill()


def catch_up_pace(bench, name, orders):
    """Commands a second, of a venue that has traded without the sink and now does nothing else."""
    venue = bench.venue(bench.sink_arguments(()))
    try:
        bench.feed(venue, orders, "max")
        venue.stop()
        venue.start(*bench.sink_arguments((name,)))
        first, start = metric(venue, position_of(name)), time.monotonic()
        durable = metric(venue, "outcry_sequence_durable")
        while metric(venue, position_of(name)) < durable:
            time.sleep(0.02)
        return (durable - first) / (time.monotonic() - start)
    finally:
        venue.kill()


def position_of(name):
    return f'outcry_sink_position{{sink="{name}"}}'


def print_pace(bench):
    count = bench.options.seconds * 10_000
    orders = write_orders(bench.directory / "many.csv", count, 1_000_000)
    print(f"keeps up: {count} orders as fast as the venue takes them")
    print("sink       venue commands/s   sink meanwhile   to catch up, venue idle")
    for name in ("history", "postgres", "kafka"):
        venue, sink = live_pace(bench, name, orders)
        caught = catch_up_pace(bench, name, orders)
        print(f"{name:<9} {venue:17.0f} {sink:16.0f} {caught:25.0f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--shared", action="store_true",
                        help="leave the choice of processors to the kernel")
    options = parser.parse_args()
    missing = postgres_process.why_missing() or kafka_process.why_missing()
    if missing:
        sys.exit(missing)
    directory = tempfile.mkdtemp(prefix="outcry-hot-path-")
    os.chmod(directory, 0o755)
    bench = Bench(directory, options)
    try:
        print_cost(bench)
        os.sched_setaffinity(0, range(os.cpu_count()))
        print_pace(bench)
    finally:
        bench.end()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
