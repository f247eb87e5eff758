"""Starts a real Postgres for a test, on a free loopback port, and stops it by process id.

Debian's postgresql-15; as root it runs as the user postgres, which Postgres demands.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql/15/bin")


def why_missing():
    """Empty when Postgres is there."""
    if not (PROGRAMS / "initdb").exists():
        return "missing part: postgresql-15"
    return ""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postgres:
    """One cluster with a database `outcry`, kept over restarts. `fsync` is on, as in production."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.data = self.directory / "pg"
        self.port = free_port()
        self.process = None
        self.directory.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.directory, "postgres", "postgres")
        self.call("initdb", "-D", self.data, "-A", "trust", "-U", "outcry", "--no-sync")
        self.start()
        self.call("createdb", *self.address, "outcry")

    @property
    def address(self):
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", "outcry"]

    @property
    def arguments(self):
        """For `outcry serve`."""
        return ["--set", "postgres.enabled=true", "--set", f"postgres.port={self.port}"]

    def command(self, program, *arguments):
        # Not runuser: it stays as a parent that stops itself when a test pauses its child.
        becomes = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]
        prefix = becomes if os.geteuid() == 0 else []
        return [*prefix, str(PROGRAMS / program), *map(str, arguments)]

    def call(self, program, *arguments):
        done = subprocess.run(self.command(program, *arguments), stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120, cwd="/")
        if done.returncode != 0:
            raise RuntimeError(f"{program} ended with {done.returncode}: {done.stderr}")
        return done.stdout

    def spawn(self):
        with (self.directory / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command("postgres", "-D", self.data, "-p", self.port, "-c",
                             "listen_addresses=127.0.0.1", "-c",
                             f"unix_socket_directories={self.directory}"),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")

    def start(self, seconds_max=60):
        self.spawn()
        deadline = time.monotonic() + seconds_max
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                self.spawn()  # children of a killed one still hold its memory
            ready = subprocess.run([PROGRAMS / "pg_isready", *self.address, "-d", "postgres"],
                                   capture_output=True)
            if ready.returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError("Postgres is not there:\n" + (self.directory / "log").read_text()[-2000:])

    def postmaster(self):
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def kill(self):
        """As a crash of the server; its children notice and end."""
        if self.process is not None and self.process.poll() is None:
            os.kill(self.postmaster(), signal.SIGKILL)
            self.process.wait()

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            os.kill(self.postmaster(), signal.SIGINT)
            self.process.wait()

    def query(self, sql):
        """Rows of text."""
        out = self.call("psql", *self.address, "-d", "outcry", "-X", "-A", "-t", "-F", "|", "-c", sql)
        return [line.split("|") for line in out.splitlines()]
