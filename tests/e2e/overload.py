#!/usr/bin/env python3
"""Three times the orders that the venue can make durable, by open loop: the surplus is refused with
-1008, every cancel goes in, memory stays flat, and afterwards the venue is as fast as before.

What the venue can do is fixed by a slow disk: each durable write takes 200 ms more and holds at most
256 commands, so that no more than 1,280 commands a second get through, on any machine.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from venue_process import BINARY, FULL, SOURCE, Connection, Tally, Venue, key_of, seed  # noqa: E402

SYMBOL = "BTCUSDT"
SECONDS = 60 if FULL else 8
WRITE_DELAY_MS = 200
COMMANDS_PER_WRITE = 256
CAPACITY_PER_SECOND = COMMANDS_PER_WRITE * 1000 // WRITE_DELAY_MS
ORDERS_PER_SECOND = 3 * CAPACITY_PER_SECOND
CANCELS = 8 * SECONDS  # each waits for the rings before it
RESIDENT_GROWTH_KIB_MAX = 16 * 1024
KEPT_KIB_PER_ORDER = 2  # a report and a position of each accepted one
# Small stores, so that what grows without bound shows, and a short way to the disk.
SETTINGS = ["gateway.ring_slots=1024", "journal.ring_slots=1024", "views.closed_orders=1024", "views.trades=1000",
            "engine.recent_order_ids=65536", "gateway.request_timeout_s=60",
            "snapshot.interval_s=86400"]


def build_slow_disk(directory):
    library = Path(directory) / "slow_disk.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library,
                    SOURCE / "tests" / "support" / "slow_disk.c", "-ldl"], check=True)
    return library


def order_file(directory):
    """Orders that never trade nor rest, at the pace of the overload."""
    path = Path(directory) / "orders.csv"
    start_ns, step_ns = 1_700_000_000_000_000_000, 1_000_000_000 // ORDERS_PER_SECOND
    with path.open("w") as file:
        file.write("ts_ns,symbol,action,order_id,side,price,qty\n")
        for row in range(ORDERS_PER_SECOND * SECONDS):
            file.write(f"{start_ns + row * step_ns},{SYMBOL},I,{row + 1},B,1,1000\n")
    return path


def resident_kib(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise RuntimeError("no VmRSS")


async def place(connection, name, price="50000"):
    return await connection.request(
        "POST", "/api/v3/order",
        {"symbol": SYMBOL, "side": "BUY", "type": "LIMIT", "timeInForce": "GTC",
         "quantity": "0.001", "price": price, "newClientOrderId": name}, key_of("maker"))


async def cancel(connection, name):
    return await connection.request(
        "DELETE", "/api/v3/order", {"symbol": SYMBOL, "origClientOrderId": name}, key_of("maker"))


async def median_ack_s(endpoint, prefix):
    """One order at a time, each cancelled again."""
    connection = await Connection(endpoint).open()
    times = []
    for index in range(15):
        start = time.monotonic()
        status, body = await place(connection, f"{prefix}-{index}")
        times.append(time.monotonic() - start)
        if status != 200:
            raise RuntimeError(f"{prefix}: {body}")
        await cancel(connection, f"{prefix}-{index}")
    connection.close()
    return statistics.median(times)


async def in_parallel(endpoint, names, action):
    """The answers to `action` of every name, over 32 connections."""
    answers = []

    async def some(part):
        connection = await Connection(endpoint).open()
        for name in part:
            answers.append(await action(connection, name))
        connection.close()

    await asyncio.gather(*(some(names[start::32]) for start in range(32)))
    return answers


async def watch_memory(pid, samples):
    while True:
        samples.append(resident_kib(pid))
        await asyncio.sleep(0.25)


async def overload(venue, tally, directory):
    secret = Path(directory) / "secret"
    secret.write_text(key_of("taker").secret + "\n")
    names = [f"resting-{index}" for index in range(CANCELS)]
    placed = await in_parallel(venue.endpoint, names, place)
    tally.check(all(status == 200 for status, _ in placed), "the orders to be cancelled rest")
    before_s = await median_ack_s(venue.endpoint, "before")

    feed = await asyncio.create_subprocess_exec(
        BINARY, "feed", "--orders", order_file(directory), "--url",
        f"http://{venue.addresses['http']}", "--symbol", SYMBOL, "--api-key", "key-taker",
        "--secret-file", secret, "--speed", "1x", "--connections", "4",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = asyncio.create_task(feed.communicate())
    await asyncio.sleep(SECONDS / 4)  # the rings fill
    samples = []
    memory = asyncio.create_task(watch_memory(venue.process.pid, samples))
    cancelled = await in_parallel(venue.endpoint, names, cancel)
    was_under_load = not output.done()
    text = (await output)[0].decode()
    memory.cancel()
    print(text, flush=True)

    refused = next(int(line.split()[1]) for line in text.splitlines()
                   if line.startswith("overload"))
    sent = ORDERS_PER_SECOND * SECONDS
    tally.check(feed.returncode == 0, f"feed ends with {feed.returncode}")
    tally.check("unanswered  0\n" in text, "every order is answered")
    tally.check(was_under_load, "the cancels were sent under load")
    tally.check(refused >= sent // 2, f"{refused} of {sent} orders got -1008: about two thirds")
    tally.check(refused < sent * 9 // 10, f"{refused} of {sent} orders got -1008: trading goes on")
    others = [answer for answer in cancelled if answer[0] != 200]
    tally.check(len(cancelled) == CANCELS and not others,
                f"{len(others)} of {CANCELS} cancels were not admitted: {others[:3]}")
    # What accounts were told is kept for those who come back, up to its limit of 64 MiB.
    kept_kib = min((sent - refused) * KEPT_KIB_PER_ORDER, 64 << 10)
    growth_kib = max(samples) - samples[0]
    tally.check(growth_kib <= RESIDENT_GROWTH_KIB_MAX + kept_kib,
                f"memory grew by {growth_kib} KiB under overload")

    after_s = await median_ack_s(venue.endpoint, "after")
    print(f"median ack {before_s * 1000:.0f} ms before, {after_s * 1000:.0f} ms after; "
          f"memory grew by {growth_kib} KiB, {refused} of {sent} orders refused", flush=True)
    tally.check(after_s <= 1.5 * before_s, f"median ack {before_s} s before, {after_s} s after")


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="outcry-overload-") as directory:
        environment = {"LD_PRELOAD": str(build_slow_disk(directory)),
                       "ASAN_OPTIONS": "verify_asan_link_order=0"}
        venue = Venue(directory, seed(["maker", "taker"]), environment=environment)
        venue.start()  # seeds at the disk's own speed
        tally.check(venue.stop() == 0, "the seeded venue stops")
        arguments = [part for setting in SETTINGS for part in ("--set", setting)]
        venue = Venue(directory, seed(["maker", "taker"]), arguments,
                      {**environment, "OUTCRY_WRITE_DELAY_MS": str(WRITE_DELAY_MS)})
        venue.start()
        try:
            asyncio.run(overload(venue, tally, directory))
            tally.check(venue.stop() == 0, "the venue stops cleanly afterwards")
        finally:
            venue.kill()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
