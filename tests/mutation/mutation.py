#!/usr/bin/env python3
"""Plants bugs in the engine, one at a time, and expects its tests to fail.

    tests/mutation/mutation.py [--only TEXT] [--first N] [--check] [--jobs N] [--folder DIR]

Works in a copy of the sources in a temporary folder, so it can run beside anything else; one that
is named with --folder stays, and the next run there builds less. A mutant that survives, that does not compile or whose place in the sources is gone is a failure.
--check looks only whether each mutant still finds its place.
"""

import argparse
import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engine_mutants import MUTANTS

SOURCE = Path(__file__).resolve().parent.parent.parent
ENGINE = Path("src/engine")
COPIED = ("CMakeLists.txt", "CMakePresets.json", "config", "include", "src", "tests")
# The cheapest that kills first; a mutant has survived when all of them pass.
SUITES = ("scenario_tests", "property_tests", "unit_tests", "contract_tests", "golden_tests")
SECONDS_MAX = 300
ENVIRONMENT = {"OUTCRY_SEED": "1", "OUTCRY_PROPERTY_COMMANDS": "1000000"}


class MutationError(Exception):
    """Nothing can be said about a mutant."""


def plant(text, mutant):
    path, before, after = mutant
    count = text.count(before)
    if count != 1:
        raise MutationError(f"stands there {count} times")
    return text.replace(before, after)


def check(mutants):
    failures = 0
    for mutant in mutants:
        try:
            plant((SOURCE / ENGINE / mutant[0]).read_text(), mutant)
        except (MutationError, OSError) as error:
            failures += 1
            print(f"{title(mutant)}: {error}")
    return failures


def title(mutant):
    path, before, after = mutant
    return f"{path}: `{' '.join(before.split())}` -> `{' '.join(after.split())}`"


def copy_if_changed(source, target):
    """With the time of now: an object that was built from a mutant must look old."""
    if not Path(target).exists() or not filecmp.cmp(source, target, shallow=False):
        shutil.copy(source, target)
    return target


class Copy:
    """The sources and a build of them, for mutants to be planted in."""

    def __init__(self, folder, jobs):
        self.folder = folder
        self.build = folder / "build/debug"
        self.jobs = jobs
        for name in COPIED:
            source = SOURCE / name
            if source.is_dir():
                shutil.copytree(source, folder / name, copy_function=copy_if_changed,
                                dirs_exist_ok=True)
            else:
                copy_if_changed(source, folder / name)

    def configure(self):
        # A mutant may leave a function that nobody calls.
        self.run(["cmake", "--preset", "debug", "-DOUTCRY_ONLY=engine", "-DOUTCRY_BENCH=OFF",
                  "-DOUTCRY_WARNINGS_AS_ERRORS=OFF"])

    def compile(self, target):
        self.run(["nice", "ninja", "-C", str(self.build), f"-j{self.jobs}", target])

    def run(self, command):
        environment = {**os.environ, "CCACHE_BASEDIR": str(self.folder)}
        done = subprocess.run(command, cwd=self.folder, env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            lines = [line for line in done.stdout.splitlines() if "error" in line]
            raise MutationError("does not compile: " + "".join(lines[:1]))

    def passes(self, suite):
        command = [str(self.build / "tests" / suite), "--gtest_brief=1", "--gtest_fail_fast"]
        try:
            done = subprocess.run(command, cwd=self.folder, env={**os.environ, **ENVIRONMENT},
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  timeout=SECONDS_MAX, check=False)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def killer_of(self, mutant):
        """The suite that fails with the mutant planted, or None."""
        path = self.folder / ENGINE / mutant[0]
        original = path.read_text()
        path.write_text(plant(original, mutant))
        try:
            for suite in SUITES:
                self.compile(suite)
                if not self.passes(suite):
                    return suite
            return None
        finally:
            path.write_text(original)


def hunt(mutants, copy):
    """Passed and failed."""
    passed = failed = 0
    copy.configure()
    for suite in SUITES:
        copy.compile(suite)
        if not copy.passes(suite):
            raise MutationError(f"{suite} fails without a mutant")
    for number, mutant in enumerate(mutants, 1):
        started = time.monotonic()
        try:
            killer = copy.killer_of(mutant)
            word = f"killed by {killer}" if killer else "SURVIVED"
        except MutationError as error:
            killer, word = None, f"FAILED: {error}"
        passed += killer is not None
        failed += killer is None
        print(f"{number:3}/{len(mutants)} {word}, {time.monotonic() - started:.0f} s, "
              f"{title(mutant)}", flush=True)
    return passed, failed


def main():
    parser = argparse.ArgumentParser(description="Plants bugs in the engine.")
    parser.add_argument("--only", metavar="TEXT", help="mutants whose description has this")
    parser.add_argument("--first", type=int, metavar="N", help="the first N of them")
    parser.add_argument("--check", action="store_true", help="only look for their places")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="compilers at a time")
    parser.add_argument("--folder", type=Path, help="work here, and leave what was built")
    arguments = parser.parse_args()
    mutants = [mutant for mutant in MUTANTS if (arguments.only or "") in title(mutant)]
    mutants = mutants[:arguments.first]
    if arguments.check:
        failed = check(mutants)
        passed = len(mutants) - failed
    else:
        try:
            with tempfile.TemporaryDirectory(prefix="outcry-mutation-") as temporary:
                folder = arguments.folder or Path(temporary)
                folder.mkdir(exist_ok=True)
                passed, failed = hunt(mutants, Copy(folder, arguments.jobs))
        except MutationError as error:
            print(error)
            passed, failed = 0, 1
    print(f"{passed} passed, {failed} failed, 0 skipped")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
