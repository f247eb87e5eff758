#!/usr/bin/env python3
"""Files, functions, parameter lists and lines stay small enough to be read."""

import cpp_source
import lint

FILE_LINES_MAX = 600
FUNCTION_LINES_MAX = 70
PARAMETERS_MAX = 5
LINE_COLUMNS_MAX = 100

# Macros of the test and benchmark libraries that look like functions with parameters.
MACROS = ("TEST", "TEST_F", "TEST_P", "BENCHMARK", "INSTANTIATE_TEST_SUITE_P")


def check(tree):
    violations = []
    for path in tree.code():
        lines = tree.lines(path)
        if len(lines) > FILE_LINES_MAX:
            violations.append(f"{path}:1: {len(lines)} lines, {FILE_LINES_MAX} are allowed")
        for number, line in enumerate(lines, 1):
            if len(line) > LINE_COLUMNS_MAX:
                violations.append(f"{path}:{number}: {len(line)} columns, "
                                  f"{LINE_COLUMNS_MAX} are allowed")
        violations += check_functions(path, tree.text(path))
    return violations


def check_functions(path, text):
    violations = []
    for function in cpp_source.functions(text):
        where = f"{path}:{function.line}: {function.name}"
        if function.line_count > FUNCTION_LINES_MAX:
            violations.append(f"{where}: {function.line_count} lines, "
                              f"{FUNCTION_LINES_MAX} are allowed")
        if function.parameter_count > PARAMETERS_MAX and function.name not in MACROS:
            violations.append(f"{where}: {function.parameter_count} parameters, "
                              f"{PARAMETERS_MAX} are allowed")
    return violations


def body(line_count):
    return "    work();\n" * line_count


CANARIES = [
    lint.Canary("a long file", {"src/base/long.cpp": "// line\n" * 601}, "601 lines"),
    lint.Canary("a long line", {"src/base/wide.cpp": "// " + "x" * 98 + "\n"}, "101 columns"),
    lint.Canary("a long function",
                {"src/base/f.cpp": "namespace a {\nvoid Book::f() const noexcept {\n"
                                   + body(69) + "}\n}  // namespace a\n"}, "f: 71 lines"),
    lint.Canary("a long constructor with an initialiser list",
                {"src/base/g.cpp": "Book::Book(int a, int b) : a_{a}, b_{b} {\n" + body(69)
                                   + "}\n"}, "Book: 71 lines"),
    lint.Canary("a long method in a class, after data with initialisers",
                {"include/outcry/base/h.hpp": "class H {\n    int a_[2] = {1, 2};\n"
                                              "    void f() {\n" + body(69) + "    }\n};\n"},
                "f: 71 lines"),
    lint.Canary("a long test", {"tests/unit/t_test.cpp": "TEST(A, B) {\n" + body(69) + "}\n"},
                "TEST: 71 lines"),
    lint.Canary("many parameters",
                {"src/base/p.cpp": "void p(int a, Map<int, int> b, int c, int d, int e, int f) {}"},
                "p: 6 parameters"),
    lint.Canary("many parameters in a declaration",
                {"src/base/q.hpp": "struct Q {\n    virtual int q(int a, int b, int c, int d,\n"
                                   "                  int e, int f) const = 0;\n};\n"},
                "q: 6 parameters"),
]

CLEAN = {
    "src/base/clean.cpp": "TEST(A, B) {\n" + body(68) + "}\n"
                          "constexpr int table[] = {\n" + "    1,\n" * 80 + "};\n"
                          "template <class A, class B, class C, class D, class E, class F>\n"
                          "int five(Map<A, B, C> a, int b, int c, int d, int e);\n"
                          "const char* text = \"void f(int, int, int, int, int, int);\";\n"
                          "enum class Side : unsigned char { buy, sell };\n"
}

if __name__ == "__main__":
    lint.main(check, CANARIES, CLEAN)
