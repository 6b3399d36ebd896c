#!/usr/bin/env python3
"""Writes the golden files of bad/ anew, for a person to read: refresh.py BYWHEN_TESTS

Shows what changed. A golden file is right when an operator who has made that mistake would know what to do: read it, do not only accept it.
"""

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
CASES = ["language: of every policy with mistakes is said what its golden file says", "grammar: mistakes give their messages, each once"]


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    environment = {**os.environ, "BYWHEN_REFRESH": "1"}
    for case in CASES:
        name = "".join("\\" + letter if letter in '\\,["' else letter for letter in case)
        status = subprocess.run([sys.argv[1], name], env=environment, check=False).returncode
        if status:
            return status
    return subprocess.run(["git", "status", "--short", "--", FOLDER], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
