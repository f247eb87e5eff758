"""As much C++ as the lint tests need: code without comments and literals, and its functions.

This is no parser. It knows brackets and the words before them, which is enough for code in the
form that clang-format leaves.
"""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^(\s]{0,16})\(.*?\)\1"'
    r'''|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+\'''', re.DOTALL)
_DIRECTIVE = re.compile(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', re.MULTILINE)
_NOT_A_FUNCTION = re.compile(r'\b(?:if|for|while|switch|catch|return|do|else|requires)\s*$')
_SCOPE = re.compile(r'\b(?:namespace|class|struct|union|enum|concept)\b|\bextern\s*"[^"]*"\s*$')
_SKIPPED_WORDS = {"alignas", "noexcept", "requires", "decltype", "explicit", "static_assert",
                  "__attribute__", "sizeof", "throw", "operator"}


def _blank(text):
    return re.sub(r'[^\n]', ' ', text)


def without_comments(text):
    """The same text, comments blanked; literals stay."""
    return _TOKEN.sub(lambda m: _blank(m[0]) if m[0][0] == "/" else m[0], text)


def comments(text):
    """(offset, comment) of each comment."""
    return [(m.start(), m[0]) for m in _TOKEN.finditer(text) if m[0][0] == "/"]


def code_only(text):
    """The same text with comments and the insides of literals blanked: offsets stay."""
    def replace(match):
        found = match[0]
        if found[0] == "/":
            return _blank(found)
        return '"' + _blank(found[1:-1]) + '"'
    return _TOKEN.sub(replace, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


@dataclass
class Function:
    name: str
    line: int
    line_count: int       # 0 for a declaration
    parameter_count: int


def _matching(text, start, opening, closing):
    depth = 0
    for i in range(start, len(text)):
        if text[i] == opening:
            depth += 1
        elif text[i] == closing:
            depth -= 1
            if depth == 0:
                return i
    return len(text) - 1


def _without_attributes(head):
    return re.sub(r'\[\[.*?\]\]', lambda m: _blank(m[0]), head, flags=re.DOTALL)


def _without_template_heads(head):
    """Blanks `template <…>`, whose brackets hold commas and parentheses of their own."""
    while (match := re.search(r'\btemplate\s*<', head)) is not None:
        end = _matching(head, match.end() - 1, "<", ">")
        head = head[:match.start()] + _blank(head[match.start():end + 1]) + head[end + 1:]
    return head


def _parameter_list(head):
    """(name, text between the parentheses) of the first parameter list in a declaration."""
    position = 0
    while (opening := head.find("(", position)) >= 0:
        closing = _matching(head, opening, "(", ")")
        before = head[:opening].rstrip()
        word = re.search(r'(~?\w+|operator\s*\S+)$', before)
        if word and word[1] == "operator":  # operator()(…): the first pair is the name
            position = closing + 1
            rest = re.match(r'\s*\(', head[position:])
            if rest:
                opening = position + rest.end() - 1
                return "operator()", head[opening + 1:_matching(head, opening, "(", ")")]
            continue
        if word and word[1] not in _SKIPPED_WORDS:
            return word[1], head[opening + 1:closing]
        position = closing + 1
    return None


def _count_parameters(text):
    if text.strip() in ("", "void"):
        return 0
    depth = 0
    count = 1
    for character in text:
        if character in "(<[{":
            depth += 1
        elif character in ")>]}":
            depth -= 1
        elif character == "," and depth == 0:
            count += 1
    return count


class _Scanner:
    """Walks the braces of one file: scopes are entered, function bodies are measured."""

    def __init__(self, text):
        self.text = _DIRECTIVE.sub(lambda m: _blank(m[0]), code_only(text))
        self.functions = []
        self.head_start = 0

    def scan(self):
        i = 0
        while i < len(self.text):
            character = self.text[i]
            if character == "(":
                i = _matching(self.text, i, "(", ")")
            elif character == ";":
                self._declaration(i)
                self.head_start = i + 1
            elif character == "}":
                self.head_start = i + 1
            elif character == "{":
                i = self._brace(i)
            i += 1
        return self.functions

    def _head(self, end):
        return _without_template_heads(_without_attributes(self.text[self.head_start:end]))

    def _declaration(self, end):
        head = self._head(end)
        # A call or an initialiser is no declaration; `= 0`, `= default` and `= delete` are.
        plain = re.sub(r'=\s*(?:0|default|delete)\s*$', '', head)
        plain = re.sub(r'\boperator\s*[^\s\w(]+', 'operator_', plain)
        if "(" not in plain or re.search(r'\b(?:using|typedef|return|static_assert)\b', plain):
            return
        if "=" in plain.split("(", 1)[0]:
            return
        self._add(plain, end, 0)

    def _brace(self, opening):
        """Returns where to go on: past a body or an initialiser, or just inside a scope."""
        head = self._head(opening)
        closing = _matching(self.text, opening, "{", "}")
        before_parameters = head.split("(", 1)[0]
        if _SCOPE.search(before_parameters) and not self._returns_a_struct(head):
            self.head_start = opening + 1
            return opening
        if "(" not in head or "=" in re.sub(r'\boperator\s*\S+', '', before_parameters):
            return closing  # an initialiser; the declaration goes on to its `;`
        if self._is_member_initialiser(head, closing):
            return closing
        self._add(head, opening, self.text.count("\n", opening, closing) + 1)
        self.head_start = closing + 1
        return closing

    @staticmethod
    def _returns_a_struct(head):
        return re.search(r'\b(?:struct|class|enum|union)\s+\w+\s+\w+\s*\($', head) is not None

    def _is_member_initialiser(self, head, closing):
        if not re.search(r'\)[\w\s]*:(?!:)', head):
            return False
        following = self.text[closing + 1:closing + 200].lstrip()
        return following[:1] in (",", "{") or head.rstrip().endswith(",")

    def _add(self, head, end, line_count):
        found = _parameter_list(head)
        if found is None or _NOT_A_FUNCTION.search(head.split("(", 1)[0]):
            return
        name, parameters = found
        start = self.head_start + len(head) - len(head.lstrip())
        line = line_of(self.text, start)
        if line_count:
            # From the first line of the signature to the closing brace.
            line_count += line_of(self.text, end) - line
        self.functions.append(Function(name, line, line_count, _count_parameters(parameters)))


def functions(text):
    """Functions defined or declared at class or namespace scope."""
    return _Scanner(text).scan()
