#!/usr/bin/env python3
"""The server's image holds the package of every library that the program is linked with.

The image itself is built by compose.py alone, in the full run; a library that the Dockerfile does not
know would be found there late. Debian names which package a library is of.
"""

import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from venue_process import BINARY, SOURCE, Tally  # noqa: E402

# Of the smallest Debian: apt itself needs them.
OF_THE_BASE = {"libc6", "libgcc-s1", "libstdc++6"}


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def packages_of(library):
    """Those that hold a file of this name."""
    return {line.split(":")[0] for line in output_of("dpkg", "-S", f"*/{library}").splitlines()}


def installed_in_image():
    runtime = (SOURCE / "docker/Dockerfile").read_text().split(" AS build")[0]
    return set(re.findall(r"[a-z0-9.+-]+", runtime))


def main():
    tally = Tally()
    libraries = re.findall(r"\(NEEDED\).*\[(.*)\]", output_of("readelf", "--dynamic", BINARY))
    tally.check(len(libraries) > 8, f"the program is linked with {libraries}")
    present = installed_in_image() | OF_THE_BASE
    for library in libraries:
        if library.startswith(("lib", "ld-")) and not re.match(r"lib[alut]+san", library):
            packages = packages_of(library)
            tally.check(packages & present, f"the image lacks {library} of {sorted(packages)}")
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
