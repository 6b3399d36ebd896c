#!/usr/bin/env python3
"""The C header: plain C99 for each compiler, C++ too, no function without a version, and the manual's example compiles."""

import re
import shutil
import unittest

from building import C_COMPILER, COMPILER, ROOT, OutsideTest, run
from c_interface import HEADER, SCRIPT, c_functions_by_node, code_blocks, declared

COMPILERS = sorted({C_COMPILER, *filter(None, map(shutil.which, ("gcc", "clang")))})
WARNINGS = ("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Wundef", "-Werror")
C_WARNINGS = (*WARNINGS, "-Wstrict-prototypes", "-Wmissing-prototypes", "-Wc++-compat")


class CHeaderTest(OutsideTest):
    def check(self, text: str, *command: str):
        source = self.folder / "source.c"
        source.write_text(text, encoding="utf-8")
        run(*command, f"-I{ROOT / 'include'}", "-fsyntax-only", source)

    def check_c(self, text: str):
        for compiler in COMPILERS:
            for standard in ("c99", "c11", "c17"):
                with self.subTest(compiler=compiler, standard=standard):
                    self.check(text, compiler, f"-std={standard}", *C_WARNINGS)

    def uses(self) -> str:
        """A program that names every constant and takes the address of every function."""
        text = HEADER.read_text(encoding="utf-8")
        constants = re.findall(r"^#define (BYWHEN_(?!BYWHEN_H)(?!\w+_INIT)\w+) ", text, re.MULTILINE)
        self.assertGreater(len(constants), 20)
        lines = [f"  total += (int64_t)({name} == 0);" for name in constants]
        lines += [f"  total += (int64_t)({name} == 0);" for name in declared()]
        return ("#include <bywhen/bywhen.h>\n#include <bywhen/bywhen.h>\nint64_t use(void);\nint64_t use(void) {\n"
                "  int64_t total = 0;\n  bywhen_standing standing = BYWHEN_STANDING_INIT;\n"
                "  bywhen_duty_standing duty = BYWHEN_DUTY_STANDING_INIT;\n  total += standing.from + duty.due;\n"
                + "\n".join(lines) + "\n  return total;\n}\n")

    def test_it_is_c(self):
        self.check_c("#include <bywhen/bywhen.h>\n")

    def test_all_of_it_can_be_used_in_c(self):
        for compiler in COMPILERS:
            with self.subTest(compiler=compiler):
                self.check(self.uses(), compiler, "-std=c99", *C_WARNINGS, "-Wno-address",
                           *(["-Wno-tautological-pointer-compare"] if "clang" in compiler else []))

    def test_all_of_it_can_be_used_in_cxx(self):
        self.check(self.uses().replace("(int64_t)", ""), COMPILER, "-x", "c++", "-std=c++20", *WARNINGS,
                   "-Wold-style-cast", "-Wno-address")

    def test_it_brings_the_standard_library_alone(self):
        names = re.findall(r"#include (.+)", HEADER.read_text(encoding="utf-8"))
        self.assertEqual(["<stddef.h>", "<stdint.h>", '"bywhen/export.hpp"'], names)

    def test_every_function_has_a_version(self):
        self.assertEqual(sorted(declared()), sorted(c_functions_by_node()))
        names = re.findall(r"^    (bywhen_\w+);$", SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)
        self.assertEqual(len(set(names)), len(names))

    def test_every_function_is_tested(self):
        tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/bindings").glob("test_*.c"))
        self.assertEqual([], [name for name in declared() if f"{name}(" not in tests])

    def test_the_manual_compiles(self):
        examples = code_blocks("c")
        self.assertTrue(examples)
        for example in examples:
            self.check_c(example)


if __name__ == "__main__":
    unittest.main()
