"""Starts a real `outcry serve` for a test, talks to it over loopback, and stops it by process id.

Standard library only. `OUTCRY_BINARY` names the program; without it the release build is taken.
"""

import asyncio
import hashlib
import hmac
import json
import os
import signal
import subprocess
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent.parent
BINARY = Path(os.environ.get("OUTCRY_BINARY", SOURCE / "build" / "release" / "outcry"))
FULL = os.environ.get("OUTCRY_FULL") == "1"


@dataclass
class Key:
    name: str
    secret: str

    def sign(self, payload):
        return hmac.new(self.secret.encode(), payload.encode(), hashlib.sha256).hexdigest()


def seed(accounts, balances=None, markets=None):
    """The JSON of `serve --seed`: `accounts` names with one HMAC key each, named key-NAME."""
    balances = balances or {"USDT": "100000000", "BTC": "1000"}
    markets = markets or [{"venue": "spot", "symbol": "BTCUSDT", "base": "BTC", "quote": "USDT",
                           "tick": "0.01", "step": "0.00001", "price": "60000"}]
    return {"markets": markets,
            "accounts": [{"name": name, "uid": str(index + 1), "balances": balances,
                          "keys": [{"apiKey": f"key-{name}", "type": "hmac",
                                    "secret": f"secret-{name}"}]}
                         for index, name in enumerate(accounts)]}


def key_of(name):
    return Key(f"key-{name}", f"secret-{name}")


class Venue:
    """One data directory, served by one process at a time."""

    def __init__(self, directory, seed_content, arguments=(), environment=None):
        self.directory = Path(directory)
        self.data = self.directory / "data"
        self.seed_file = self.directory / "seed.json"
        self.seed_file.write_text(json.dumps(seed_content))
        self.arguments = list(arguments)
        self.environment = {**os.environ, **(environment or {})}
        self.binary = BINARY
        self.process = None
        self.addresses = None
        self.log = self.directory / "serve.log"

    def start(self, *more, seconds_max=60):
        (self.data / "serve.json").unlink(missing_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.binary, "serve", "--data", self.data, "--seed", self.seed_file,
                 "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0",
                 *self.arguments, *more],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env=self.environment)
        deadline = time.monotonic() + seconds_max
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"serve ended with {self.process.returncode}:\n{self.log_tail()}")
            try:
                addresses = json.loads((self.data / "serve.json").read_text())
                if addresses["pid"] == self.process.pid:
                    self.addresses = addresses
                    return self
            except (FileNotFoundError, json.JSONDecodeError):
                pass
            time.sleep(0.01)
        raise RuntimeError(f"serve is not there after {seconds_max} s:\n{self.log_tail()}")

    def log_tail(self):
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""

    def kill(self):
        """As a crash: nothing is flushed, nobody is told."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self, seconds_max=60):
        """As an operator: SIGTERM. Answers the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds_max)

    @property
    def endpoint(self):
        host, port = self.addresses["http"].rsplit(":", 1)
        return host, int(port)

    @property
    def admin_endpoint(self):
        host, port = self.addresses["admin"].rsplit(":", 1)
        return host, int(port)

    def run(self, *arguments):
        """A command of the CLI; answers exit code and output."""
        done = subprocess.run([self.binary, *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=300)
        return done.returncode, done.stdout + done.stderr

    def state_hash(self, *arguments):
        done = subprocess.run([self.binary, "state-hash", "--data", self.data, *arguments],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
        if done.returncode != 0:
            raise RuntimeError(f"state-hash ended with {done.returncode}: {done.stderr}")
        return done.stdout.strip()


class Connection:
    """One HTTP/1.1 keep-alive connection; one request at a time."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.reader = self.writer = None

    async def open(self):
        self.reader, self.writer = await asyncio.open_connection(*self.endpoint)
        return self

    def close(self):
        if self.writer is not None:
            self.writer.close()

    async def request(self, method, path, parameters=None, key=None):
        parameters = dict(parameters or {})
        if key is not None:
            parameters.setdefault("timestamp", int(time.time() * 1000))
            parameters.setdefault("recvWindow", 60000)
        query = urllib.parse.urlencode(parameters)
        if key is not None:
            query += "&signature=" + key.sign(query)
        head = f"{method} {path}{'?' + query if query else ''} HTTP/1.1\r\nHost: venue\r\n"
        if key is not None:
            head += f"X-MBX-APIKEY: {key.name}\r\n"
        self.writer.write((head + "\r\n").encode())
        return await self.answer()

    async def answer(self):
        status_line = await self.reader.readline()
        if not status_line:
            raise ConnectionError("closed")
        status = int(status_line.split()[1])
        length = 0
        while (line := await self.reader.readline()) not in (b"\r\n", b""):
            name, value = line.decode().split(":", 1)
            if name.lower() == "content-length":
                length = int(value)
        body = await self.reader.readexactly(length)
        return status, json.loads(body) if body else None


class Tally:
    """Counts checks and prints the closing line that the test runner reads."""

    def __init__(self):
        self.passed = self.failed = 0
        self.skips = []

    def check(self, condition, what):
        if condition:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED: {what}", flush=True)
        return condition

    def skip(self, why):
        self.skips.append(why)
        print(f"skipped: {why}", flush=True)

    def close(self):
        print(f"{self.passed} passed, {self.failed} failed, {len(self.skips)} skipped")
        return 1 if self.failed else 0
