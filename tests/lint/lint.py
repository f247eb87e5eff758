"""What the lint tests share: the files of a tree, and a main that runs a check and its canaries.

A check is a function from a Tree to a list of violations, each "path:line: what is wrong".
A canary is a small tree with one violation; the check must name it. A check that finds nothing
in its canary is broken, whatever it says about the real tree.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SOURCE_ROOT = Path(__file__).resolve().parents[2]
CODE_FOLDERS = ("src", "include", "tests", "bench")
CODE_SUFFIXES = (".cpp", ".hpp")


class Tree:
    """The files of a checkout: what git knows and what it would add, or simply what is there."""

    def __init__(self, root):
        self.root = Path(root)
        self._texts = {}
        self.paths = sorted(self._list())

    def _list(self):
        if (self.root / ".git").exists():
            listed = subprocess.run(
                ["git", "-c", "core.quotePath=off", "ls-files", "-co", "--exclude-standard", "-z"],
                cwd=self.root, check=True, capture_output=True).stdout.decode()
            return {path for path in listed.split("\0") if path and (self.root / path).is_file()}
        return {os.path.relpath(os.path.join(folder, name), self.root)
                for folder, _, names in os.walk(self.root) for name in names}

    def code(self):
        return [path for path in self.paths
                if path.startswith(tuple(folder + "/" for folder in CODE_FOLDERS))
                and path.endswith(CODE_SUFFIXES)]

    def bytes(self, path):
        return (self.root / path).read_bytes()

    def text(self, path):
        if path not in self._texts:
            self._texts[path] = self.bytes(path).decode("utf-8", "replace")
        return self._texts[path]

    def lines(self, path):
        return self.text(path).splitlines()


@dataclass
class Canary:
    """A tree with one violation, and a part of the message that must name it."""
    name: str
    files: dict
    expected: str


def violations_of(check, files):
    with tempfile.TemporaryDirectory(prefix="outcry-lint-") as folder:
        for path, text in files.items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return check(Tree(folder))


def canary_failure(check, canary):
    violations = violations_of(check, canary.files)
    if len(violations) == 1 and canary.expected in violations[0]:
        return None
    return f"canary '{canary.name}': expected '{canary.expected}', got {violations}"


def main(check, canaries, clean_files=None):
    """Checks the real tree, every canary, and that a small clean tree is found clean."""
    failures = []
    violations = check(Tree(SOURCE_ROOT))
    if violations:
        failures.append("\n".join(violations))
    for canary in canaries:
        failure = canary_failure(check, canary)
        if failure:
            failures.append(failure)
    count = 1 + len(canaries)
    if clean_files is not None:
        count += 1
        unexpected = violations_of(check, clean_files)
        if unexpected:
            failures.append(f"a clean tree is not found clean: {unexpected}")
    for failure in failures:
        print(failure)
    print(f"{count - len(failures)} passed, {len(failures)} failed, 0 skipped")
    sys.exit(1 if failures else 0)
