#!/usr/bin/env python3
"""The public headers: each stands alone, is clean under strict warnings, and brings nothing but the standard library."""

import re
import unittest
from pathlib import Path

from building import COMPILER, ROOT, OutsideTest, run

HEADERS = sorted((ROOT / "include/bywhen").glob("*.h*"))
WARNINGS = ("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Wold-style-cast", "-Werror")
FLAGS = ("-std=c++20", "-x", "c++", *WARNINGS, f"-I{ROOT / 'include'}")


def unmarked(text: str) -> list[str]:
    """Declarations that others must link, and that BYWHEN_API is not said of; by the layout that clang-format gives."""
    text = re.sub(r"//.*", "", text)
    text = re.sub(r"^class BYWHEN_API .*?^};", "", text, flags=re.MULTILINE | re.DOTALL)
    functions = re.findall(r"^(?: {2})?(?:\[\[nodiscard\]\] )?(?!using |friend |static_assert|typedef |#)\w[^;{}#=]*\([^;{}]*\)[a-z ]*;",
                           text, re.MULTILINE)
    classes = re.findall(r"^class [^;]*?\{", text, re.MULTILINE)
    return [found for found in functions + classes if "BYWHEN_API" not in found]


class HeadersTest(OutsideTest):
    def including(self, *lines: str) -> Path:
        source = self.folder / "alone.cpp"
        source.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return source

    def test_there_are_headers(self):
        self.assertIn("bywhen.hpp", [header.name for header in HEADERS])

    def test_each_stands_alone(self):
        for header in HEADERS:
            with self.subTest(header=header.name):
                twice = f"#include <bywhen/{header.name}>"
                run(COMPILER, *FLAGS, "-fsyntax-only", self.including(twice, twice))

    def reached(self, *lines: str) -> set[Path]:
        """All files that are read to compile these lines."""
        source = self.including(*lines)
        rule = run(COMPILER, *FLAGS, "-M", source).replace("\\\n", " ").split()
        return {Path(name).resolve() for name in rule[1:]} - {source.resolve()}

    def test_they_reach_what_the_standard_library_reaches_and_nothing_else(self):
        texts = [header.read_text(encoding="utf-8") for header in HEADERS]
        standard = {name for text in texts for name in re.findall(r"#include <(.+)>", text)}
        ours = self.reached(*(f"#include <bywhen/{header.name}>" for header in HEADERS))
        self.assertEqual(set(HEADERS), ours - self.reached(*(f"#include <{name}>" for name in sorted(standard))))

    def test_they_name_ours_and_the_standard_library(self):
        for header in HEADERS:
            for name in re.findall(r"#\s*include\s*[<\"]([^>\"]+)", header.read_text(encoding="utf-8")):
                self.assertRegex(name, r"^(bywhen/\w+\.hp*|[a-z_0-9]+(\.h)?)$", header)

    def test_what_is_not_written_out_is_marked(self):
        """Or a shared library would keep it back: functions, classes, and functions of structs."""
        for header in HEADERS:
            self.assertEqual([], unmarked(header.read_text(encoding="utf-8")), header)

    def test_what_is_unmarked_would_be_seen(self):
        for text in ("int f(int a,\n      int b);\n", "[[nodiscard]] int f();\n", "class C {\n};\n",
                     "struct S {\n  int f() const;\n};\n"):
            self.assertEqual(1, len(unmarked(text)), text)
        for text in ("BYWHEN_API int f();\n", "[[nodiscard]] BYWHEN_API int f();\n", "class BYWHEN_API C {\n  int f();\n};\n",
                     "class C;\n", "struct S {\n  int f() const { return 1; }\n};\n", "using F = int(int);\n", "/// f();\n"):
            self.assertEqual([], unmarked(text), text)

    def test_a_leak_would_be_seen(self):
        self.assertTrue({path.parent.name for path in self.reached("#include <fmt/format.h>")} >= {"fmt"})


if __name__ == "__main__":
    unittest.main()
