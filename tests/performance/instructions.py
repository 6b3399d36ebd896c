"""Holds the hot path to a recorded number of instructions, which callgrind counts and which no busy machine can change.

    instructions.py PROGRAM COMPILER             fails where it takes over 10 % more than what is recorded
    instructions.py PROGRAM COMPILER --record    writes down what it takes now

COMPILER names what the program was built with and how; figures are recorded for each, and one without a record is skipped.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

RECORD = Path(__file__).with_name("instructions.json")
FUNCTIONS = ("count_one_by_one", "count_in_columns")
ORDERS = 2_000
MOST = 1.10
SKIPPED = 77


def instructions(program: str, function: str) -> int:
    """How many one order takes, within the function and what it calls."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", f"--toggle-collect={function}", program]
        done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
        counted = re.search(r"Collected : (\d+)", done.stderr)
        if done.returncode != 0 or counted is None or int(counted[1]) == 0:
            sys.exit(f"{' '.join(command)} counted nothing:\n{done.stdout}{done.stderr}")
        return int(counted[1]) // ORDERS


def main() -> int:
    program, compiler = sys.argv[1], sys.argv[2]
    if shutil.which("valgrind") is None:
        print("SKIPPED: valgrind is not installed")
        return SKIPPED
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    if "--record" not in sys.argv and compiler not in record:
        print(f"SKIPPED: nothing is recorded for {compiler}")
        return SKIPPED
    counts = {function: instructions(program, function) for function in FUNCTIONS}
    if "--record" in sys.argv:
        record[compiler] = counts
        RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
        print(counts)
        return 0
    failed = 0
    for function, count in counts.items():
        before = record[compiler][function]
        print(f"{function}: {count} instructions an order, recorded {before}")
        if count > before * MOST:
            print(f"  more than {MOST:.0%} of the record: make it as fast as it was, or record it anew and say why")
            failed += 1
        elif count * MOST < before:
            print("  far less than the record: record it anew, so that it stays so")
    return failed


if __name__ == "__main__":
    sys.exit(main())
