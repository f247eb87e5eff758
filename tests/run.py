#!/usr/bin/env python3
"""Runs the tests of one build and says what passed. `./dev test` calls it after building.

    tests/run.py --build build/debug [--filter X]
    tests/run.py --lint                              only the lint tests; needs no build

Suites: every lint test, every tests/<kind> program, the fuzzers, the benchmarks with tiny inputs,
each executable tests/e2e/*.py, and in the long form the mutants of tests/mutation. A line per suite, and `N passed, N failed, N skipped` at last.

OUTCRY_FULL=1 takes the long form of the tests. CI=true makes a skip for a missing part
(a message that begins with `missing part`) a failure. A suite that is silent about its end is
killed after its time limit, which the long form and the sanitizers extend, and has failed.
"""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent
FULL = os.environ.get("OUTCRY_FULL") == "1"
IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
COUNTS = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$")

# Programs of these kinds are split over the processors; the others measure or own the machine.
SHARDED_KINDS = ("unit", "contract", "scenario", "golden", "property", "simulation")
KINDS = SHARDED_KINDS + ("integration",)
SECONDS_MAX = {"unit": 300, "contract": 300, "scenario": 120, "golden": 120, "property": 600,
               "simulation": 600, "integration": 900, "fuzz_smoke": 600, "bench": 300, "e2e": 600,
               "lint": 120, "mutation": 1200}
SANITIZER_SLOWDOWN = 4
OUTPUT_LINES_SHOWN_MAX = 60


@dataclass
class Outcome:
    passed: int = 0
    failed: int = 0
    skips: list = field(default_factory=list)     # (test, why)
    reports: list = field(default_factory=list)   # text to show

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skips += other.skips
        self.reports += other.reports

    def fail(self, report):
        self.failed += 1
        self.reports.append(report)


@dataclass
class Suite:
    name: str
    kind: str
    run: object  # (Suite, test pattern or None) -> Outcome
    path: Path
    has_test_names: bool = False
    slowdown: int = 1
    arguments: tuple = ()

    @property
    def seconds_max(self):
        return SECONDS_MAX[self.kind] * self.slowdown * (10 if FULL else 1)


# --- programs ----------------------------------------------------------------------------------


class Program:
    """A child in a session of its own, so that what it started ends with it."""

    def __init__(self, command, environment):
        self.output = tempfile.TemporaryFile(mode="w+", errors="replace")
        self.process = subprocess.Popen(
            command, cwd=SOURCE, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
            stdout=self.output, stderr=subprocess.STDOUT, start_new_session=True)

    def wait(self, deadline):
        """The exit status, or None when the time was over."""
        try:
            return self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return None
        finally:
            self.end()

    def end(self):
        # Also after a normal exit: a server left behind would hold its port.
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    def text(self):
        self.output.seek(0)
        return self.output.read()


def tail(text):
    lines = text.rstrip().splitlines()
    cut = ["[…]"] if len(lines) > OUTPUT_LINES_SHOWN_MAX else []
    return "\n".join(cut + lines[-OUTPUT_LINES_SHOWN_MAX:])


def how_it_ended(status, suite):
    if status is None:
        return f"killed after {suite.seconds_max} s"
    if status < 0:
        return f"ended by {signal.Signals(-status).name}"
    return f"exit status {status}"


# --- programs of GoogleTest --------------------------------------------------------------------


def run_gtest(suite, pattern):
    shard_count = (os.cpu_count() or 1) if suite.kind in SHARDED_KINDS else 1
    deadline = time.monotonic() + suite.seconds_max
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="outcry-test-") as folder:
        shards = []
        for index in range(shard_count):
            report = Path(folder) / f"{index}.xml"
            command = [str(suite.path), f"--gtest_output=xml:{report}", "--gtest_color=no"]
            if pattern:
                command.append(f"--gtest_filter={pattern}")
            environment = {"GTEST_TOTAL_SHARDS": str(shard_count), "GTEST_SHARD_INDEX": str(index),
                           "OUTCRY_SHARD": str(index)}
            shards.append((Program(command, environment), report))
        for program, report in shards:
            status = program.wait(deadline)
            outcome.add(gtest_outcome(suite, status, report, program.text()))
    return outcome


def gtest_outcome(suite, status, report, output):
    outcome = Outcome()
    if status in (0, 1) and report.exists():
        for case in ElementTree.parse(report).iter("testcase"):
            add_gtest_case(outcome, case, output)
        if status == 0 or outcome.failed:
            return outcome
        outcome.fail(f"{suite.name}: {how_it_ended(status, suite)}\n{tail(output)}")
        return outcome
    # It died on the way and left no report: count what it told.
    outcome.passed = len(re.findall(r"^\[       OK \] ", output, re.MULTILINE))
    outcome.failed = len(re.findall(r"^\[  FAILED  \] .*\(\d+ ms\)$", output, re.MULTILINE))
    started = re.findall(r"^\[ RUN      \] (\S+)", output, re.MULTILINE)
    where = f" in {started[-1]}" if started else ""
    outcome.fail(f"{suite.name}: {how_it_ended(status, suite)}{where}\n{tail(output)}")
    return outcome


def add_gtest_case(outcome, case, output):
    name = f"{case.get('classname')}.{case.get('name')}"
    if case.get("status") == "notrun":
        return
    skipped = case.find("skipped")
    if case.find("failure") is not None:
        outcome.fail(gtest_case_output(name, output))
    elif skipped is not None or case.get("result") == "skipped":
        # The message is preceded by its place in the source.
        message = (skipped.get("message") or skipped.text or "") if skipped is not None else ""
        lines = [line for line in message.splitlines() if line.strip()]
        outcome.skips.append((name, lines[-1].strip() if lines else "no reason given"))
    else:
        outcome.passed += 1


def gtest_case_output(name, output):
    match = re.search(rf"^\[ RUN      \] {re.escape(name)}$.*?^\[  FAILED  \] {re.escape(name)}\b",
                      output, re.MULTILINE | re.DOTALL)
    return tail(match[0]) if match else f"{name} failed"


# --- programs that count for themselves ---------------------------------------------------------


def run_counting(suite, _pattern):
    """Lint tests, fuzz_smoke and e2e scripts: the last line says what happened."""
    command = [str(suite.path), *suite.arguments]
    if suite.path.suffix == ".py":
        command.insert(0, sys.executable)
    program = Program(command, {"PYTHONDONTWRITEBYTECODE": "1"})
    status = program.wait(time.monotonic() + suite.seconds_max)
    output = program.text()
    lines = output.rstrip().splitlines() or [""]
    counts = COUNTS.match(lines[-1])
    outcome = Outcome()
    if counts is None:
        outcome.fail(f"{suite.name}: {how_it_ended(status, suite)}, and no word about its tests\n"
                     f"{tail(output)}")
        return outcome
    outcome.passed, outcome.failed = int(counts[1]), int(counts[2])
    reasons = [line[len("skipped: "):] for line in lines if line.startswith("skipped: ")]
    for i in range(int(counts[3])):
        outcome.skips.append((suite.name, reasons[i] if i < len(reasons) else "no reason given"))
    if outcome.failed:
        lines.pop()
        outcome.reports.append(tail("\n".join(lines)))
    elif status != 0:
        outcome.fail(f"{suite.name}: {how_it_ended(status, suite)}\n{tail(output)}")
    return outcome


# --- benchmarks, as tests -----------------------------------------------------------------------


def run_engine_benchmark(suite):
    """A program of its own that checks the fills against a plain book and exits with 1 if not."""
    program = Program([str(suite.path), "--steps", "20000", "--only", "1k_orders"], {})
    status = program.wait(time.monotonic() + suite.seconds_max)
    outcome = Outcome()
    if status == 0:
        outcome.passed = 1
    else:
        outcome.fail(f"{suite.name}: {how_it_ended(status, suite)}\n{tail(program.text())}")
    return outcome


def run_benchmarks(suite, pattern):
    """Each benchmark once with tiny inputs: it must run; how fast is not asked here."""
    if suite.path.name == "bench_engine":
        return run_engine_benchmark(suite)
    with tempfile.TemporaryDirectory(prefix="outcry-bench-") as folder:
        report = Path(folder) / "report.json"
        command = [str(suite.path), "--benchmark_min_time=0.001", f"--benchmark_out={report}",
                   "--benchmark_out_format=json"]
        if pattern:
            command.append(f"--benchmark_filter={re.escape(pattern).replace(chr(92) + '*', '.*')}")
        program = Program(command, {"OUTCRY_BENCH_TINY": "1"})
        status = program.wait(time.monotonic() + suite.seconds_max)
        outcome = Outcome()
        if status != 0 or not report.exists() or report.stat().st_size == 0:
            outcome.fail(f"{suite.name}: {how_it_ended(status, suite)}\n{tail(program.text())}")
            return outcome
        for row in json.loads(report.read_text()).get("benchmarks", []):
            if row.get("run_type") == "aggregate":
                continue
            if row.get("error_occurred"):
                outcome.fail(f"{row['name']}: {row.get('error_message')}")
            else:
                outcome.passed += 1
        return outcome


# --- which suites there are ----------------------------------------------------------------------


def lint_suites():
    return [Suite(f"lint {path.stem.removesuffix('_test')}", "lint", run_counting, path)
            for path in sorted((SOURCE / "tests/lint").glob("*_test.py"))]


def built_suites(build):
    suites = []
    for kind in KINDS:
        program = build / "tests" / f"{kind}_tests"
        if program.exists():
            suites.append(Suite(kind, kind, run_gtest, program, has_test_names=True))
    fuzz_smoke = build / "tests/fuzz_smoke"
    if fuzz_smoke.exists():
        suites.append(Suite("fuzz smoke", "fuzz_smoke", run_counting, fuzz_smoke))
    for kind in ("micro", "engine"):
        program = build / "bench" / f"bench_{kind}"
        if program.exists():
            suites.append(Suite(f"bench {kind}", "bench", run_benchmarks, program))
    return suites


def slow_down(suites, build):
    """Sanitized builds are given more time."""
    if build.name in ("asan", "tsan"):
        for suite in suites:
            suite.slowdown = SANITIZER_SLOWDOWN
    return suites


def e2e_suites():
    return [Suite(f"e2e {path.stem}", "e2e", run_counting, path)
            for path in sorted((SOURCE / "tests/e2e").glob("*.py")) if os.access(path, os.X_OK)]


def mutation_suites():
    """Bugs planted in the engine: an hour of compiling, so in the short form it is only looked
    whether each still finds its place."""
    path = SOURCE / "tests/mutation/mutation.py"
    return [Suite("mutation engine", "mutation", run_counting, path,
                  arguments=() if FULL else ("--check",))]


def choose(suites, text):
    """(suite, test pattern) pairs for --filter: a suite, a pattern of tests, or `suite:pattern`."""
    if text is None:
        return [(suite, None) for suite in suites]
    name, _, pattern = text.partition(":")
    named = [suite for suite in suites if fnmatchcase(suite.name, name) or suite.kind == name]
    if named:
        return [(suite, pattern or None) for suite in named]
    pattern = text if "*" in text else f"*{text}*"
    return [(suite, pattern) for suite in suites if suite.has_test_names]


# --- what it says --------------------------------------------------------------------------------


def run_suite(suite, pattern):
    """Runs one suite, prints its line and what failed, and returns its outcome."""
    on_terminal = sys.stdout.isatty()
    if on_terminal:
        print(f"{suite.name:<24} …", end="", flush=True)
    started = time.monotonic()
    outcome = suite.run(suite, pattern)
    if IN_CI:
        missing = [skip for skip in outcome.skips if skip[1].startswith("missing part")]
        outcome.skips = [skip for skip in outcome.skips if skip not in missing]
        for name, why in missing:
            outcome.fail(f"{name}: {why}")
    seconds = time.monotonic() - started
    print(f"{chr(13) if on_terminal else ''}{suite.name:<24} {outcome.passed} passed, "
          f"{outcome.failed} failed, {len(outcome.skips)} skipped, {seconds:.1f} s", flush=True)
    for report in outcome.reports:
        print("    " + report.replace("\n", "\n    "), flush=True)
    for name, why in outcome.skips:
        print(f"    skipped {name}: {why}", flush=True)
    return outcome


def main():
    parser = argparse.ArgumentParser(description="Runs the tests of one build.")
    parser.add_argument("--build", type=Path, help="build/<preset>")
    parser.add_argument("--lint", action="store_true", help="only the lint tests")
    parser.add_argument("--filter", metavar="X", help="suite, pattern of tests, or suite:pattern")
    arguments = parser.parse_args()
    suites = lint_suites()
    if not arguments.lint:
        if arguments.build is None or not arguments.build.is_dir():
            parser.error("--build names a build directory, as build/debug")
        build = arguments.build.resolve()
        os.environ["OUTCRY_BINARY"] = str(build / "outcry")
        os.environ["OUTCRY_SOURCE_DIR"] = str(SOURCE)
        suites += slow_down(built_suites(build) + e2e_suites() + mutation_suites(), build)

    total = Outcome()
    for suite, pattern in choose(suites, arguments.filter):
        total.add(run_suite(suite, pattern))
    if total.passed + total.failed + len(total.skips) == 0:
        total.failed = 1
        print("No test ran.")
    print(f"{total.passed} passed, {total.failed} failed, {len(total.skips)} skipped")
    sys.exit(1 if total.failed else 0)


if __name__ == "__main__":
    main()
