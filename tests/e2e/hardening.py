#!/usr/bin/env python3
"""What the built binary and its process do not give away to who gets in.

The ELF file says whether addresses are random, tables read-only, stacks not executable and calls
checked. A server that is made to crash leaves no core file, unless it was told that it may.
"""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from venue_process import BINARY, Tally, seed  # noqa: E402

SMALL = ["--set", "engine.orders=4096", "--set", "engine.recent_order_ids=65536"]


def elf(*flags):
    return subprocess.run(["readelf", "--wide", *flags, BINARY], capture_output=True, text=True,
                          check=True).stdout


def look_at_binary(tally):
    header, segments = elf("--file-header"), elf("--program-headers")
    dynamic, symbols = elf("--dynamic"), elf("--dyn-syms")
    tally.check(re.search(r"Type:\s+DYN", header), "not position independent")
    tally.check("GNU_RELRO" in segments, "the tables of addresses stay writable")
    tally.check(re.search(r"BIND_NOW|FLAGS.*NOW", dynamic), "addresses are looked up lazily")
    stack = re.search(r"GNU_STACK.*", segments)
    tally.check(stack and " RW " in stack[0], f"the stack is executable: {stack}")
    writable_code = [line for line in segments.splitlines() if " LOAD " in line and " RWE " in line]
    tally.check(not writable_code, f"code that can be written: {writable_code}")
    tally.check("RPATH" not in dynamic and "RUNPATH" not in dynamic, "libraries from odd folders")
    if BINARY.parent.name in ("release", "debug"):
        tally.check("__stack_chk_fail" in symbols, "no stack protectors")
    if BINARY.parent.name == "release":
        tally.check(re.search(r"__mem\w+_chk|__\w*printf_chk|__read_chk", symbols), "no checked calls")


def crash(directory, *arguments):
    """Whether the kernel wrote a core file."""
    data = Path(directory) / "data"
    shutil.rmtree(data, ignore_errors=True)
    seed_file = Path(directory) / "seed.json"
    seed_file.write_text(json.dumps(seed(["ann"])))

    def allow_core_files():
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    process = subprocess.Popen(
        [BINARY, "serve", "--data", data, "--seed", seed_file, "--listen", "127.0.0.1:0",
         "--admin-listen", "127.0.0.1:0", *SMALL, *arguments], cwd=directory, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=allow_core_files)
    deadline = time.monotonic() + 60
    while not (data / "serve.json").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGSEGV)
    _, status = os.waitpid(process.pid, 0)
    process.returncode = status
    return os.WCOREDUMP(status)


def main():
    tally = Tally()
    look_at_binary(tally)
    with tempfile.TemporaryDirectory(prefix="outcry-crash-") as directory:
        tally.check(not crash(directory), "a crash leaves a core file")
        if not crash(directory, "--set", "server.core_files=true"):
            tally.skip("this machine writes no core files at all")
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
