"""Runs the command `bywhen` as its users do. What the tests of this folder share."""

import os
import re
import subprocess
import tempfile
import unittest
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
COMMAND = Path(os.environ.get("BYWHEN_COMMAND", ROOT / "build/dev/bin/bywhen"))
REPAIRS = "tests/cli/policies/repairs.bywhen"
ORDERS = "tests/cli/orders"
SECONDS = 60

GOOD, REFUSED, USAGE, MACHINE = range(4)


@dataclass
class Result:
    status: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """As a user has it, but without what would change the output."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LC_ALL", "LANG")}
    return {**kept, "TERM": "xterm-256color", **more}


def run(*arguments: object, given: str | bytes = b"", folder: Path = ROOT, **more: str) -> Result:
    given = given.encode() if isinstance(given, str) else given
    done = subprocess.run(
        [str(COMMAND), *map(str, arguments)], input=given, capture_output=True, cwd=folder, env=environment(**more),
        timeout=SECONDS, check=False)
    return Result(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def without_escapes(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)


class CommandTest(unittest.TestCase):
    """With a folder of its own, and assertions that show both outputs."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def assert_status(self, status: int, result: Result):
        self.assertEqual(status, result.status, f"\nstandard output:\n{result.out}\nstandard error:\n{result.err}")

    def assert_fails(self, status: int, *arguments: object, says: str, **more):
        """Nothing comes out but a message that holds these words."""
        result = run(*arguments, **more)
        self.assert_status(status, result)
        self.assertIn(says, result.err)
        self.assertEqual("", result.out)
        return result
