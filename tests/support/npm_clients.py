"""Gets the clients of tests/clients from npm, from their lock file, and runs one of their programs."""

import shutil
import subprocess
import tempfile

from venue_process import SOURCE, Tally, Venue, key_of, seed

CLIENTS = SOURCE / "tests" / "clients"


def install(tally):
    """Whether the clients are there, as the lock file has them."""
    installed = CLIENTS / "node_modules" / ".package-lock.json"
    lock = CLIENTS / "package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return True
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            tally.skip(f"missing part: {program}")
            return False
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=CLIENTS, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        tally.skip("missing part: clients from npm: " + done.stderr.strip()[-200:])
        return False
    installed.touch()
    return True


def run(program):
    """Against a venue of its own, with two accounts; answers the exit code of a test."""
    tally = Tally()
    if not install(tally):
        return tally.close()
    with tempfile.TemporaryDirectory() as directory:
        venue = Venue(directory, seed(["ann", "ben"])).start()
        ann, ben = key_of("ann"), key_of("ben")
        host, port = venue.endpoint
        try:
            done = subprocess.run(["node", program, f"{host}:{port}", ann.name, ann.secret,
                                   ben.name, ben.secret],
                                  cwd=CLIENTS, stdin=subprocess.DEVNULL, timeout=300, check=False)
            code = venue.stop()
        finally:
            venue.kill()
    return done.returncode or code
