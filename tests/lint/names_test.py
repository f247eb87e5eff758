#!/usr/bin/env python3
"""Words that do not belong into the code, the file names or the comments."""

import re

import cpp_source
import lint

# This folder names what it forbids.
EXEMPT = ("tests/lint/",)

# Members of the system's `msghdr` keep their names.
SYSTEM_NAMES = re.compile(r'\bmsg_(?:iov|iovlen|name|namelen|control|controllen|flags|hdr|len)\b')
SHORT_WORDS = re.compile(r'(?<![A-Za-z0-9])(px|qty|mgr|ctx|msg|idx|tmp)(?![A-Za-z0-9])')
FOLDER_WORDS = {"util", "utils", "utility", "utilities", "common", "helper", "helpers", "misc"}
FILE_NAME = re.compile(r'^[a-z0-9_]+(\.[a-z0-9_]+)*$')
MACHINE_PATH = re.compile(r'(?<![\w.$}/>-])/(?:work|root|farm|home/[a-z]+)(?:/|\b(?=["\'\s]))')
AUTHOR = re.compile(r'@author\b|\bcreated by\b|\bauthor:', re.IGNORECASE)
MAIL = re.compile(r'\b[\w.+-]+@(?!example\.)[\w-]+\.(?:com|org|net|io|de|dev)\b')
TODO = re.compile(r'\b(?:TODO|FIXME|XXX|HACK)\b(\((docs/[\w./-]+\.md)(?:,[^)]*)?\))?')
TEXT_SUFFIXES = (".cpp", ".hpp", ".py", ".md", ".txt", ".cmake", ".json", ".toml", ".yaml", ".yml",
                 ".sh", ".js", ".ts", ".sql", ".html", ".css", ".scenario")
TEXT_NAMES = ("dev", ".ci/run", ".gitignore", ".clang-format", ".clang-tidy", "docker/Dockerfile")


def check(tree):
    violations = []
    for path in tree.paths:
        if path.startswith(EXEMPT):
            continue
        violations += check_path(path)
        if path.endswith(TEXT_SUFFIXES) or path in TEXT_NAMES:
            violations += check_text(tree, path)
    for path in tree.code():
        if not path.startswith(EXEMPT):
            violations += check_code(path, tree.text(path))
    return violations


def check_path(path):
    folders, _, name = path.rpartition("/")
    words = set(re.split(r"[/_.-]", path.lower()))
    if words & FOLDER_WORDS and path.endswith((".cpp", ".hpp", ".py")):
        return [f"{path}:1: {', '.join(words & FOLDER_WORDS)}: find the noun"]
    if path.endswith((".cpp", ".hpp")) and not FILE_NAME.match(name):
        return [f"{path}:1: a file name is snake_case"]
    return []


def check_text(tree, path):
    violations = []
    for number, line in enumerate(tree.lines(path), 1):
        where = f"{path}:{number}"
        if MACHINE_PATH.search(line):
            violations.append(f"{where}: a path of one machine")
        if AUTHOR.search(line) or MAIL.search(line):
            violations.append(f"{where}: a person; git knows who wrote it")
        if path.startswith(("docs/", "README")):
            continue
        for match in TODO.finditer(line):
            if not match[2]:
                violations.append(f"{where}: a TODO names its page: TODO(docs/page.md, owner): …")
            elif match[2] not in tree.paths:
                violations.append(f"{where}: {match[2]} does not exist")
    return violations


def check_code(path, text):
    code = cpp_source.code_only(text)
    # A header's name is the library's.
    code = re.sub(r'^[ \t]*#[ \t]*include[^\n]*', lambda m: " " * len(m[0]), code, flags=re.M)
    code = SYSTEM_NAMES.sub(lambda m: " " * len(m[0]), code)
    return [f"{path}:{cpp_source.line_of(code, match.start())}: '{match[1]}' in full words, please"
            for match in SHORT_WORDS.finditer(code)]


CANARIES = [
    lint.Canary("a short word", {"src/base/b.cpp": "int order_qty = 1;\n"}, "'qty' in full words"),
    lint.Canary("a folder without a noun", {"src/base/utils/b.cpp": "\n"}, "find the noun"),
    lint.Canary("a file without a noun", {"src/base/string_helpers.hpp": "\n"}, "find the noun"),
    lint.Canary("a file in camel case", {"src/base/OrderBook.hpp": "\n"}, "snake_case"),
    lint.Canary("a machine's path", {"config/a.toml": 'data = "/home/someone/data"\n'},
                "a path of one machine"),
    lint.Canary("an author", {"src/base/b.cpp": "// @author somebody\n"}, "git knows"),
    lint.Canary("a mail address", {"docs/a.md": "Write to somebody@gmail.com.\n"}, "git knows"),
    lint.Canary("a TODO without a page", {"src/base/b.cpp": "// TODO fix\n"}, "names its page"),
    lint.Canary("a TODO with a page that is not there",
                {"src/base/b.cpp": "// TODO(docs/limits.md, journal): one sync per batch.\n"},
                "docs/limits.md does not exist"),
]

CLEAN = {
    "docs/limits.md": "TODO lists are kept here.\n",
    "src/base/b.cpp": "// TODO(docs/limits.md, journal): one sync per batch.\n"
                      "const char* body = \"{\\\"msg\\\":1}\";  // msg and qty are Binance's words\n"
                      "void f(msghdr& message) { message.msg_iovlen = 0; }\n"
                      "auto temporary = \"/var/lib/outcry\";\n",
}

if __name__ == "__main__":
    lint.main(check, CANARIES, CLEAN)
