#!/usr/bin/env python3
"""Compiles the C++ of the documentation, and configures its CMake; README.md beside this file says how they are written."""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import run_examples
from run_examples import ROOT, Block

BUILD = Path(os.environ.get("BYWHEN_BUILD", ROOT / "build/dev"))
SECONDS = 300
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror", "-Wno-unused-variable", "-Wno-unused-parameter",
            "-Wno-unused-but-set-variable", "-Wno-unused-function"]
STANDARD = ["algorithm", "cstdint", "fstream", "iostream", "map", "optional", "stdexcept", "string", "string_view", "thread", "utility", "variant", "vector"]
HOST = """cmake_minimum_required(VERSION 3.25)
project(host LANGUAGES CXX)
add_executable(your_service main.cpp)
"""


def setting(name: str) -> str:
    found = re.search(rf"^{name}:\w+=(.*)$", (BUILD / "CMakeCache.txt").read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else ""


def blocks(mark: str) -> list[Block]:
    return [block for page in run_examples.all_pages() for block in run_examples.blocks_of(page) if block.marks[:1] == [mark]]


def is_program(block: Block) -> bool:
    return re.search(r"^int main\(", block.text, re.MULTILINE) is not None


def wrapped(block: Block, number: int) -> str:
    """The block in a namespace of its own, its lines known by those of its page."""
    body = re.sub(r"^#include .*$", "", block.text, flags=re.MULTILINE)
    body = f'#line {block.line + 1} "{block.place.rpartition(":")[0]}"\n{body}'
    if block.scope == "file":
        return f"namespace snippet_{number} {{\n{body}}}\n"
    if block.scope:
        raise ValueError(f"{block.place}: the scope is `file` or none")
    return f"namespace snippet_{number} {{\nvoid run({block.given}) {{\n{body}}}\n}}\n"


def translation_units(found: list[Block]) -> list[str]:
    """All snippets as one, and each program by itself."""
    snippets = [block for block in found if not is_program(block)]
    includes = sorted({line for block in snippets for line in re.findall(r"^#include .*$", block.text, re.MULTILINE)})
    heading = [f"#include <{name}>" for name in STANDARD] + ['#include "bywhen/bywhen.hpp"', *includes]
    whole = "\n".join([*heading, *(wrapped(block, number) for number, block in enumerate(snippets, 1))])
    return [whole, *(block.text for block in found if is_program(block))]


def compile_errors(text: str) -> str:
    """What the compiler says, if it refuses the text."""
    with tempfile.NamedTemporaryFile("w", suffix=".cpp", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        done = subprocess.run(
            [setting("CMAKE_CXX_COMPILER"), "-std=c++20", "-fsyntax-only", *WARNINGS, f"-I{ROOT / 'include'}", f"-I{ROOT}", file.name],
            capture_output=True, text=True, timeout=SECONDS, check=False)
    return "" if done.returncode == 0 else done.stderr or "the compiler failed\n"


def block_of(text: str, **more: str) -> Block:
    return Block(ROOT / "docs/x.md", 7, ["cpp"], text, **more)


class Cpp(unittest.TestCase):
    def test_every_block_compiles(self):
        found = blocks("cpp")
        self.assertGreater(len(found), 6)
        for unit in translation_units(found):
            errors = compile_errors(unit)
            self.assertEqual("", errors, f"\n{errors}")

    def test_mistakes_are_seen_at_their_line(self):
        def errors(*found: Block) -> str:
            return compile_errors(translation_units(list(found))[0])
        self.assertEqual("", errors(block_of("int one = 1;\n"), block_of("int one = 2;\n")))
        self.assertEqual("", errors(block_of("int twice(int n) { return 2 * n; }\n", scope="file")))
        self.assertEqual("", errors(block_of("bywhen::Instant later = now;\n", given="bywhen::Instant now")))
        self.assertIn("docs/x.md:9:", errors(block_of("int one = 1;\nint two = three;\n")))
        self.assertIn("docs/x.md:8:", errors(block_of("bywhen::Instant later = now;\n")))
        self.assertIn("nodiscard", errors(block_of("bywhen::version();\n")))
        self.assertIn("docs/x.md:8:", errors(block_of("std::string text = 5;\n")))
        with self.assertRaises(ValueError):
            errors(block_of("int one = 1;\n", scope="here"))

    def test_programs_stand_alone(self):
        program = block_of("#include <cstdio>\nint main() { return 0; }\n")
        self.assertEqual(program.text, translation_units([program])[1])
        self.assertEqual("", compile_errors(program.text))


class CMake(unittest.TestCase):
    def configured(self, folder: Path, block: Block, prefix: Path) -> str:
        """What CMake says, if it refuses the project."""
        project = folder / f"host-{block.line}"
        project.mkdir()
        (project / "main.cpp").write_text("int main() {}\n")
        (project / "CMakeLists.txt").write_text(HOST + block.text.replace("…", "filled_in"), encoding="utf-8")
        (project / "bywhen").symlink_to(ROOT)
        done = subprocess.run(
            ["cmake", "-G", "Ninja", "-S", project, "-B", project / "build", f"-DCMAKE_PREFIX_PATH={prefix}",
             f"-DFETCHCONTENT_SOURCE_DIR_BYWHEN={ROOT}", f"-DCMAKE_CXX_COMPILER={setting('CMAKE_CXX_COMPILER')}"],
            capture_output=True, text=True, timeout=SECONDS, check=False)
        return "" if done.returncode == 0 else f"{block.place}:\n{done.stdout}{done.stderr}"

    def test_every_block_configures(self):
        found = blocks("cmake")
        self.assertGreater(len(found), 2)
        with tempfile.TemporaryDirectory() as folder:
            prefix = Path(folder, "prefix")
            installed = subprocess.run(
                ["cmake", "--install", BUILD, "--prefix", prefix], capture_output=True, text=True, timeout=SECONDS, check=False)
            self.assertEqual(0, installed.returncode, installed.stderr)
            for block in found:
                self.assertEqual("", self.configured(Path(folder), block, prefix))
            wrong = Block(ROOT / "docs/x.md", 7, ["cmake"], "find_package(bywhen 99 REQUIRED)\n")
            self.assertIn("bywhen", self.configured(Path(folder), wrong, prefix))


if __name__ == "__main__":
    unittest.main()
