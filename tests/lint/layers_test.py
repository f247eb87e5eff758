#!/usr/bin/env python3
"""Arrows between modules go down only, and libraries stay where layers.txt confines them."""

import re
from dataclasses import dataclass, field

import cpp_source
import lint

LAYERS = "tests/lint/layers.txt"
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
FLOATING = re.compile(r'\b(double|float)\b')
# Headers of the compiler (intrinsics) and of C; all other <….h> belong to a library or the system.
C_HEADERS = {"assert", "errno", "inttypes", "limits", "math", "stddef", "stdint", "stdio",
             "stdlib", "string", "time"}
SYSTEM = re.compile(r'^(sys|linux|netinet|arpa|net|asm)/|^(unistd|fcntl|pthread|sched|signal|poll|'
                    r'dirent|netdb|termios|spawn|pwd|grp|dlfcn|execinfo|mntent|syscall)\.h$')
TOP_FOLDERS = ("tests", "bench")


@dataclass
class Rules:
    modules: dict = field(default_factory=dict)
    libraries: dict = field(default_factory=dict)
    system: set = field(default_factory=set)
    forbidden: dict = field(default_factory=dict)
    integers_only: set = field(default_factory=set)
    errors: list = field(default_factory=list)


def read_rules(text):
    rules = Rules()
    for number, line in enumerate(text.splitlines(), 1):
        line = line.split("#", 1)[0].strip()
        if not line:
            continue
        subject, _, values = line.partition(" :") if " :" in line else line.partition(":")
        kind, _, name = subject.strip().partition(" ")
        read_rule(rules, f"{LAYERS}:{number}", (kind, name.strip()), values.split())
    return rules


def read_rule(rules, where, subject, values):
    kind, name = subject
    if kind == "module":
        for value in values:
            if value not in rules.modules:
                rules.errors.append(f"{where}: {name} may only include what stands above it, "
                                    f"and {value} does not")
        rules.modules[name] = set(values)
    elif kind == "library":
        rules.libraries[name] = set(values)
    elif kind == "system":
        rules.system = set(values)
    elif kind == "forbidden":
        rules.forbidden[name] = set(values)
    elif kind == "integers_only":
        rules.integers_only = set(values)
    else:
        rules.errors.append(f"{where}: what is '{kind}'?")


def owner_of(path):
    """(module, folder below it) of a file, or a folder of TOP_FOLDERS."""
    parts = path.split("/")
    if parts[0] == "src":
        return parts[1], "/".join(parts[1:-1])
    if parts[:2] == ["include", "outcry"]:
        return parts[2], "/".join(parts[2:-1])
    return parts[0], ""


def check(tree):
    rules = read_rules(tree.text(LAYERS))
    violations = list(rules.errors)
    files = set(tree.paths)
    for path in tree.code():
        code = cpp_source.without_comments(tree.text(path))
        for match in INCLUDE.finditer(code):
            fault = include_fault(rules, files, path, match)
            if fault:
                violations.append(f"{path}:{cpp_source.line_of(code, match.start())}: {fault}")
        violations += floating_point(rules, path, tree.text(path))
    return violations + check_build_file(tree, rules)


def include_fault(rules, files, path, match):
    module, folder = owner_of(path)
    if module not in rules.modules and module not in TOP_FOLDERS:
        return f"module {module} does not stand in {LAYERS}"
    header = match[2]
    if match[1] == '"':
        return own_header_fault(rules, files, path, header)
    if module in TOP_FOLDERS:
        return None
    return other_header_fault(rules, module, folder, header)


def own_header_fault(rules, files, path, header):
    module, _ = owner_of(path)
    if header.startswith("outcry/") and f"include/{header}" in files:
        target = header.split("/")[1]
        if module in TOP_FOLDERS or target == module or target in rules.modules[module]:
            return None
        return f"{module} may not include {target} (\"{header}\")"
    if f"src/{header}" in files and "/" in header:
        target = header.split("/")[0]
        if module in TOP_FOLDERS or (target == module and path.startswith("src/")):
            return None
        return f"\"{header}\" is private to {target}"
    if module in ("tests", "bench") and f"tests/{header}" in files and "/" in header:
        return None
    if module == "bench" and header.startswith("bench/") and header in files:
        return None
    return f"\"{header}\" is not a full path from include/, src/ or tests/ to a file of ours"


def other_header_fault(rules, module, folder, header):
    if "/" not in header and "." not in header:  # the standard library
        if header in rules.forbidden.get(module, ()):
            return f"{module} does without <{header}>"
        return None
    if re.sub(r"\.h$", "", header) in C_HEADERS or re.search(r"intrin\.h$|^cpuid\.h$", header):
        return None
    if SYSTEM.search(header):
        return None if module in rules.system else f"{module} may not include <{header}>"
    prefixes = [prefix for prefix in rules.libraries if header.startswith(prefix)]
    if not prefixes:
        return f"<{header}> belongs to no library of {LAYERS}"
    allowed = rules.libraries[max(prefixes, key=len)]
    parts = folder.split("/")
    places = {"*"} | {"/".join(parts[:i]) for i in range(1, len(parts) + 1)}
    if allowed & places:
        return None
    return f"{folder} may not include <{header}>"


def floating_point(rules, path, text):
    if owner_of(path)[0] not in rules.integers_only:
        return []
    code = cpp_source.code_only(text)
    return [f"{path}:{cpp_source.line_of(code, match.start())}: {match[1]} in a module that decides"
            for match in FLOATING.finditer(code)]


def check_build_file(tree, rules):
    """CMake links exactly what layers.txt allows; one of them could otherwise go stale."""
    if "CMakeLists.txt" not in tree.paths:
        return []
    violations = []
    text = re.sub(r"#[^\n]*", "", tree.text("CMakeLists.txt"))
    for match in re.finditer(r"\boutcry_module\(([^)]*)\)", text):
        words = match[1].split()
        keyword = None
        depends = set()
        for word in words[1:]:
            if word in ("DEPENDS", "THIRD_PARTY", "OPTIONS"):
                keyword = word
            elif keyword == "DEPENDS":
                depends.add(word)
        if depends != rules.modules.get(words[0]):
            violations.append(f"CMakeLists.txt:{cpp_source.line_of(text, match.start())}: "
                              f"DEPENDS of {words[0]} and {LAYERS} differ")
    return violations


RULES = """
module base :
module domain : base
module engine : base domain
module gateway : base domain
library boost/ : base gateway
library boost/asio : gateway
library pqxx/ : gateway/postgres
system : base
forbidden engine : thread
integers_only : engine
"""


def canary(name, path, text, expected):
    files = {LAYERS: RULES, "include/outcry/engine/engine.hpp": "", "include/outcry/base/a.hpp": "",
             "src/engine/book/ladder.hpp": "", "include/outcry/gateway/g.hpp": "", path: text}
    return lint.Canary(name, files, expected)


CANARIES = [
    canary("an arrow that goes up", "src/engine/e.cpp", '#include "outcry/gateway/g.hpp"\n',
           "engine may not include gateway"),
    canary("neighbours that meet", "src/gateway/g.cpp", '#include "outcry/engine/engine.hpp"\n',
           "gateway may not include engine"),
    canary("another module's private header", "src/gateway/g.cpp",
           '#include "engine/book/ladder.hpp"\n', "is private to engine"),
    canary("a private header behind a public one", "include/outcry/engine/e.hpp",
           '#include "engine/book/ladder.hpp"\n', "is private to engine"),
    canary("a relative include", "src/engine/book/l.cpp", '#include "ladder.hpp"\n',
           "is not a full path"),
    canary("a library out of place", "src/base/b.cpp", "#include <boost/asio/ip/tcp.hpp>\n",
           "base may not include <boost/asio/ip/tcp.hpp>"),
    canary("a library outside its folder", "src/gateway/kafka/p.cpp", "#include <pqxx/pqxx>\n",
           "gateway/kafka may not include <pqxx/pqxx>"),
    canary("an unknown library", "src/base/b.cpp", "#include <uv.h>\n", "belongs to no library"),
    canary("the system in the engine", "src/engine/e.cpp", "#include <sys/mman.h>\n",
           "engine may not include <sys/mman.h>"),
    canary("a thread in the engine", "src/engine/e.cpp", "#include <thread>\n",
           "engine does without <thread>"),
    canary("a double that decides", "src/engine/e.cpp", "double price = 1;\n", "double in a module"),
    canary("an unknown module", "src/utils/u.cpp", "#include <vector>\n",
           "module utils does not stand"),
    lint.Canary("a layer below itself", {LAYERS: "module base : domain\nmodule domain :\n"},
                "base may only include what stands above it"),
    canary("a build file of its own opinion", "CMakeLists.txt",
           "outcry_module(engine DEPENDS base THIRD_PARTY fmt)\n", "DEPENDS of engine"),
]

CLEAN = canary("", "src/gateway/postgres/p.cpp",
               '// #include "ladder.hpp"\n#include <pqxx/pqxx>\n#include <boost/asio.hpp>\n'
               '#include <thread>\n#include "outcry/gateway/g.hpp"\n#include <immintrin.h>\n'
               'double seconds = 1;\n', "").files

if __name__ == "__main__":
    lint.main(check, CANARIES, CLEAN)
