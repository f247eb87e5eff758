#!/usr/bin/env python3
"""How `serve` stops, and that clients cannot take from it what it needs to go on.

A stop is clean whoever reads its lines, does not wait for what the next start makes anew, and a
crowd of connections leaves the journal and the snapshots their file descriptors.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from venue_process import BINARY, Connection, Tally, Venue, seed  # noqa: E402

SEGMENT_SIZE_MIB = 256
DESCRIPTORS = 500


def venue_in(directory):
    (Path(directory) / "serve").mkdir()
    return Venue(Path(directory) / "serve", seed(["ann"]))


def stops_before_the_next_segment_is_filled(tally):
    with tempfile.TemporaryDirectory() as directory:
        venue = venue_in(directory).start("--set", f"journal.segment_size_mib={SEGMENT_SIZE_MIB}")
        tally.check(venue.stop() == 0, "a stop right after the start is clean")
        prepared = venue.data / "journal" / "next.prepared"
        size = prepared.stat().st_size if prepared.exists() else 0
        tally.check(size < SEGMENT_SIZE_MIB << 20,
                    "the stop does not wait until the next segment is filled")
        tally.check("stopped cleanly" in venue.log_tail(), "the stop says so")


def stops_cleanly_though_nobody_reads(tally):
    with tempfile.TemporaryDirectory() as directory:
        venue = venue_in(directory)
        venue.process = subprocess.Popen(
            [BINARY, "serve", "--data", venue.data, "--seed", venue.seed_file,
             "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        while b"outcry serves" not in venue.process.stdout.readline():
            tally.check(venue.process.poll() is None, "serve starts")
        venue.process.stdout.close()
        tally.check(venue.stop() == 0, "a stop whose lines nobody reads is clean")
        tally.check(not (venue.data / "serve.json").exists(), "it removes serve.json")
        tally.check(list((venue.data / "snapshots").glob("*.snapshot")), "it leaves a snapshot")


def snapshot(venue):
    token = (venue.data / "admin.token").read_text().strip()
    host, port = venue.admin_endpoint
    request = urllib.request.Request(f"http://{host}:{port}/snapshot", method="POST",
                                     headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


async def survives_a_crowd(tally):
    with tempfile.TemporaryDirectory() as directory:
        venue = venue_in(directory)
        start_under(venue, ["prlimit", f"--nofile={DESCRIPTORS // 2}:{DESCRIPTORS}"])
        tally.check("gateway.connections" in venue.log_tail(), "it says that it takes fewer")
        crowd = []
        try:
            for _ in range(DESCRIPTORS):
                crowd.append(await Connection(venue.endpoint).open())
            statuses = [await status_of(connection) for connection in crowd]
            tally.check(statuses[0] == 200, "the first of a crowd is served")
            tally.check(statuses.count(503) > 0, "the last of a crowd are refused")
            counts = await asyncio.to_thread(snapshot, venue)
            tally.check(counts["snapshots"] == 1, "a snapshot finds a descriptor")
            tally.check(await status_of(crowd[0]) == 200, "who was served before is served on")
        finally:
            for connection in crowd:
                connection.close()
        tally.check(venue.stop() == 0, "it stops cleanly")


async def status_of(connection):
    """Zero for a connection that was closed without an answer."""
    try:
        return (await connection.request("GET", "/api/v3/ping"))[0]
    except (ConnectionError, asyncio.IncompleteReadError):
        return 0


def start_under(venue, wrapper):
    with venue.log.open("ab") as log:
        venue.process = subprocess.Popen(
            [*wrapper, BINARY, "serve", "--data", venue.data, "--seed", venue.seed_file,
             "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    deadline = time.monotonic() + 60
    while not (venue.data / "serve.json").exists():
        if venue.process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(venue.log_tail())
        time.sleep(0.01)
    venue.addresses = json.loads((venue.data / "serve.json").read_text())


def main():
    tally = Tally()
    stops_before_the_next_segment_is_filled(tally)
    stops_cleanly_though_nobody_reads(tally)
    asyncio.run(survives_a_crowd(tally))
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
