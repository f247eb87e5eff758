#!/usr/bin/env python3
"""The code is as clang-format leaves it: `clang-format-19 -i FILE` mends a finding."""

import re
import shutil
import subprocess
import sys

import lint

CLANG_FORMAT = "clang-format-19"
STYLE = lint.SOURCE_ROOT / ".clang-format"


def check(tree):
    paths = tree.code()
    if not paths:
        return []
    done = subprocess.run(
        [CLANG_FORMAT, f"--style=file:{STYLE}", "--dry-run", "--ferror-limit=0", *paths],
        cwd=tree.root, capture_output=True, text=True)
    places = re.findall(r"^([^\s:]+):(\d+):\d+: (?:warning|error): ", done.stderr, re.MULTILINE)
    first_lines = {}
    for path, line in places:
        first_lines.setdefault(path, line)
    return [f"{path}:{line}: not as clang-format leaves it" for path, line in first_lines.items()]


CANARIES = [
    lint.Canary("two spaces", {"src/base/b.cpp": "int f() {\n  return 1;\n}\n"},
                "not as clang-format"),
]

CLEAN = {"src/base/b.cpp": "int f() { return 1; }\n"}

if __name__ == "__main__":
    if shutil.which(CLANG_FORMAT) is None:
        print(f"skipped: missing part: {CLANG_FORMAT}")
        print("0 passed, 0 failed, 1 skipped")
        sys.exit(0)
    lint.main(check, CANARIES, CLEAN)
