#!/usr/bin/env python3
"""The shape of the repository: its top level, a README per module, no binary or generated file."""

import re

import lint

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "dev", "src", "include",
             "tests", "bench", "config", "docker", "docs"}
README_LINES_MAX = 60
FILE_SIZE_BYTES_MAX = 1_000_000
GENERATED = re.compile(r'(^|/)(build|node_modules|__pycache__|CMakeFiles|target)/|'
                       r'\.(o|a|so|pyc|gch|pch|class|jar|log|orig|rej|swp)$|'
                       r'(^|/)(CMakeCache\.txt|compile_commands\.json)$')
# Bytes on purpose: files of old formats, seeds of fuzzers, keys and pictures.
BINARY_ALLOWED = ("tests/golden/", "tests/fuzz/corpus/", "docs/images/")
FUZZER_LIST = "tests/fuzz/fuzzers.hpp"


def check(tree):
    violations = []
    modules = set()
    for path in tree.paths:
        top = path.split("/")[0]
        if top not in TOP_LEVEL and not top.startswith("."):
            violations.append(f"{path}: {top} does not belong to the top level")
        if GENERATED.search(path) and not path.startswith("config/build/"):
            violations.append(f"{path}: a generated file")
        else:
            violations += check_bytes(tree, path)
        module = re.match(r"(?:src|include/outcry)/([^/]+)/", path)
        if module:
            modules.add(module[1])
    for module in sorted(modules):
        violations += check_readme(tree, f"src/{module}/README.md")
    return violations + check_headers(tree) + check_fuzzers(tree)


def check_bytes(tree, path):
    data = tree.bytes(path)
    violations = []
    if len(data) > FILE_SIZE_BYTES_MAX:
        violations.append(f"{path}: {len(data)} bytes, {FILE_SIZE_BYTES_MAX} are allowed")
    if b"\0" in data and not path.startswith(BINARY_ALLOWED):
        violations.append(f"{path}: a binary file")
    return violations


def check_readme(tree, path):
    if path not in tree.paths:
        return [f"{path}: missing; it says what the module promises and what it does not do"]
    count = len(tree.lines(path))
    if count > README_LINES_MAX:
        return [f"{path}: {count} lines, {README_LINES_MAX} are allowed"]
    return []


def check_headers(tree):
    return [f"{path}:1: a header begins with #pragma once" for path in tree.code()
            if path.endswith(".hpp") and "#pragma once" not in tree.text(path)]


def check_fuzzers(tree):
    """A fuzzer that is not listed would be built and never run."""
    if FUZZER_LIST not in tree.paths:
        return []
    listed = set(re.findall(r"\bX\((\w+)\)", tree.text(FUZZER_LIST)))
    violations = []
    for path in tree.paths:
        name = re.match(r"tests/fuzz/(\w+)_fuzzer\.cpp$", path)
        if name and name[1] not in listed:
            violations.append(f"{path}: not listed in {FUZZER_LIST}")
    return violations


CANARIES = [
    lint.Canary("a stranger at the top", {"notes.txt": "\n"}, "notes.txt does not belong"),
    lint.Canary("a module without a README", {"src/base/b.cpp": "\n"}, "README.md: missing"),
    lint.Canary("a long README", {"src/base/README.md": "line\n" * 61}, "61 lines"),
    lint.Canary("a binary file", {"docs/a.md": b"a\0b"}, "a binary file"),
    lint.Canary("a big file", {"config/a.json": "1" * 1_000_001}, "1000001 bytes"),
    lint.Canary("a generated file", {"tests/e2e/node_modules/a.js": "\n"}, "a generated file"),
    lint.Canary("a header without its guard", {"tests/support/a.hpp": "int f();\n"},
                "#pragma once"),
    lint.Canary("a fuzzer nobody runs",
                {FUZZER_LIST: "#pragma once\n#define F(X) X(canary)\n",
                 "tests/fuzz/json_fuzzer.cpp": "\n"}, "json_fuzzer.cpp: not listed"),
]

CLEAN = {
    ".gitignore": "\n", "README.md": "\n", "src/base/README.md": "line\n" * 60,
    "tests/golden/v1.journal": b"\0\1", "config/build/modules.cmake": "\n",
}

if __name__ == "__main__":
    lint.main(check, CANARIES, CLEAN)
