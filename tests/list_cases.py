#!/usr/bin/env python3
"""Writes a CTest file with one test for each case of a Catch2 program: list_cases.py PROGRAM FOLDER OUTPUT

Catch2's own CMake function does the same, but a bracket in a case's name makes it lose cases.
"""

import subprocess
import sys
from pathlib import Path

PROPERTIES = "SKIP_RETURN_CODE 77 TIMEOUT 600"


def quoted(text: str) -> str:
    return f"[===[{text}]===]"


def as_pattern(name: str) -> str:
    """The name as a test specification that means this case alone."""
    return "".join("\\" + letter if letter in '\\,["' else letter for letter in name)


def test_of(program: str, folder: str, name: str) -> str:
    arguments = [program, as_pattern(name), "--warn", "NoTests"]
    return (
        f"add_test({quoted(name)} {' '.join(map(quoted, arguments))})\n"
        f"set_tests_properties({quoted(name)} PROPERTIES {PROPERTIES} WORKING_DIRECTORY {quoted(folder)})\n"
    )


def main() -> int:
    program, folder, output = sys.argv[1:]
    # The status is the number of cases, so only a signal tells of failure.
    listed = subprocess.run([program, "--list-test-names-only"], stdout=subprocess.PIPE, text=True, check=False)
    names = [name for name in listed.stdout.splitlines() if name]
    if listed.returncode < 0 or not names:
        print(f"{program} lists no cases", file=sys.stderr)
        return 1
    Path(output).write_text("".join(test_of(program, folder, name) for name in names), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
