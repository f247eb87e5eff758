#!/usr/bin/env python3
"""ccxt and ccxt.pro from npm against a real server, with only the URL changed."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from venue_process import SOURCE, Tally, Venue, key_of, seed  # noqa: E402

CLIENTS = SOURCE / "tests" / "clients"


def install(tally):
    """Whether the clients are there; installs them from their lock file when they are not."""
    if (CLIENTS / "node_modules" / "ccxt").is_dir():
        return True
    if shutil.which("npm") is None:
        tally.skip("missing part: npm")
        return False
    done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
                          cwd=CLIENTS, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=300)
    if done.returncode != 0:
        tally.skip("missing part: ccxt from npm: " + done.stderr.strip()[-200:])
        return False
    return True


def main():
    tally = Tally()
    if shutil.which("node") is None:
        tally.skip("missing part: node")
        return tally.close()
    if not install(tally):
        return tally.close()
    with tempfile.TemporaryDirectory() as directory:
        venue = Venue(directory, seed(["ann", "ben"])).start()
        ann, ben = key_of("ann"), key_of("ben")
        host, port = venue.endpoint
        done = subprocess.run(["node", "ccxt_spot.mjs", f"{host}:{port}", ann.name, ann.secret,
                               ben.name, ben.secret],
                              cwd=CLIENTS, stdin=subprocess.DEVNULL, timeout=300, check=False)
        code = venue.stop()
    return done.returncode or code


if __name__ == "__main__":
    sys.exit(main())
