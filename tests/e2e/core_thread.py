#!/usr/bin/env python3
"""The core's thread in a real server: pinned where the configuration says, and under `spin` and load
without a single system call. The journal's thread is watched beside it, to see that watching works."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from venue_process import FULL, Tally, Venue, seed  # noqa: E402

WATCH_SECONDS = 20 if FULL else 4
ORDERS_PER_SECOND = 2000
SIMULATOR_ACCOUNTS = ["maker-one", "maker-two", "taker-one", "taker-two"]  # by these names
COMMANDS_MIN = 20 * WATCH_SECONDS  # all agents spin: few CPUs leave little for the load


def threads_of(pid):
    tasks = Path(f"/proc/{pid}/task")
    return {(task / "comm").read_text().strip(): int(task.name) for task in tasks.iterdir()}


def allowed_cpus(thread):
    return os.sched_getaffinity(thread)


def commands_applied(venue):
    with urllib.request.urlopen(f"http://{venue.addresses['admin']}/metrics", timeout=30) as answer:
        text = answer.read().decode()
    found = re.search(r'^outcry_stage_seconds_count\{stage="core"\} (\d+)', text, re.MULTILINE)
    return int(found.group(1))


def is_permitted(output):
    return "Operation not permitted" not in output


def system_calls(thread, seconds, directory):
    """How many calls of each name the thread made meanwhile; None where watching is not allowed."""
    report = Path(directory) / f"calls-{thread}"
    strace = subprocess.Popen(["strace", "-qq", "-p", str(thread), "-o", report],
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True)
    time.sleep(seconds)
    strace.terminate()
    error = strace.communicate()[1]
    if not is_permitted(error):
        return None
    calls = {}
    for line in report.read_text().splitlines():
        name = re.match(r"(\w+)\(", line)
        if name:
            calls[name.group(1)] = calls.get(name.group(1), 0) + 1
    return calls


def watch(venue, cpu, tally, directory):
    threads = threads_of(venue.process.pid)
    core, journal = threads["core"], threads["journal"]
    tally.check(allowed_cpus(core) == {cpu}, f"core.cpu={cpu}: allowed on {allowed_cpus(core)}")
    tally.check(len(allowed_cpus(journal)) > 1 or os.cpu_count() == 1,
                f"the journal's thread is free, not on {allowed_cpus(journal)}")
    before = commands_applied(venue)
    calls = system_calls(core, WATCH_SECONDS, directory)
    if calls is None:
        return tally.skip("the system does not permit to trace a process")
    count = commands_applied(venue) - before
    print(f"{count} commands applied in {WATCH_SECONDS} s; calls of core: {calls}", flush=True)
    tally.check(count >= COMMANDS_MIN, f"only {count} commands were applied meanwhile")
    tally.check(calls == {}, f"the core's thread made system calls: {calls}")
    control = system_calls(journal, 1, directory)
    tally.check(any(name.startswith("pwrite") for name in control),
                f"the journal's writes are seen: {control}")


def main():
    tally = Tally()
    if shutil.which("strace") is None:
        tally.skip("missing part: strace")
        return tally.close()
    cpu = max(os.sched_getaffinity(0))
    arguments = []
    for setting in ("threads.spin=true", f"core.cpu={cpu}", "simulator.enabled=true",
                    f"simulator.orders_per_second={ORDERS_PER_SECOND}"):
        arguments += ["--set", setting]
    with tempfile.TemporaryDirectory(prefix="outcry-core-thread-") as directory:
        venue = Venue(directory, seed(SIMULATOR_ACCOUNTS), arguments)
        venue.start()
        try:
            watch(venue, cpu, tally, directory)
            tally.check(venue.stop() == 0, "serve stops cleanly")
        finally:
            venue.kill()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
