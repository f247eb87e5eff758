#!/usr/bin/env python3
"""Every limit that another module can see stands in docs/limits.md."""

import re

import cpp_source
import lint

LIMITS = "docs/limits.md"
LIMIT = re.compile(r'\bconstexpr\b[^;{}()=]*?\b(\w+_max)\b\s*(?:=|\{)')


def check(tree):
    page = tree.text(LIMITS) if LIMITS in tree.paths else ""
    described = set(re.findall(r"\b\w+_max\b", page))
    violations = []
    for path in tree.code():
        if not path.startswith("include/"):
            continue
        code = cpp_source.code_only(tree.text(path))
        for match in LIMIT.finditer(code):
            if match[1] not in described:
                line = cpp_source.line_of(code, match.start(1))
                violations.append(f"{path}:{line}: {match[1]} does not stand in {LIMITS}")
    return violations


CANARIES = [
    lint.Canary("a limit nobody described",
                {"include/outcry/base/limits.hpp":
                     "inline constexpr std::size_t order_count_max = 10;\n"},
                "order_count_max does not stand"),
    lint.Canary("a limit in a class, described under another name",
                {"include/outcry/base/a.hpp": "struct A {\n"
                                              "    static constexpr int depth_max{3};\n};\n",
                 LIMITS: "depth_maximum\n"}, "depth_max does not stand"),
]

CLEAN = {
    "include/outcry/base/limits.hpp": "inline constexpr int order_count_max = 10;\n"
                                      "int f(int local_max);\n// constexpr int x_max = 1;\n",
    "src/base/private.hpp": "constexpr int own_max = 1;\n",
    LIMITS: "| `order_count_max` | 10 |\n",
}

if __name__ == "__main__":
    lint.main(check, CANARIES, CLEAN)
