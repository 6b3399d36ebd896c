#!/usr/bin/env python3
"""The example that serves decisions while its policy is edited: all that it says, in turn."""

import hashlib
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVE = Path(os.environ.get("BYWHEN_BUILD", ROOT / "build/dev")) / "examples/serve"
POLICY = (ROOT / "examples/hot_reload/answers.bywhen").read_text(encoding="utf-8")
ORDER = '{"facts": {"asked_at": "2026-03-02T10:00:00Z"}}'


def digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:12]}"


class HotReload(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "answers.bywhen"
        self.path.write_text(POLICY, encoding="utf-8")

    def start(self):
        self.program = subprocess.Popen(
            [SERVE, self.path, "2026-03-02T12:00:00Z"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.program.communicate)
        self.addCleanup(self.program.kill)

    def ask(self, order=ORDER):
        self.program.stdin.write(order + "\n")
        self.program.stdin.flush()
        return self.program.stdout.readline().rstrip("\n")

    def told(self):
        """What is said of the next edit: up to the line about the file."""
        lines = []
        while not lines or not lines[-1].startswith(f"{self.path}: "):
            line = self.program.stderr.readline()
            self.assertTrue(line, "the program ended")
            lines.append(line.rstrip("\n"))
        return lines[:-1], lines[-1].removeprefix(f"{self.path}: ")

    def test_edits_are_taken_in_and_broken_ones_are_not(self):
        three, wrong = (POLICY.replace("2 days", with_) for with_ in ("3 days", "3 dais"))
        self.start()
        self.assertEqual(([], f"`answers` is in force, {digest(POLICY)}"), self.told())
        self.assertEqual(f"by {digest(POLICY)}: seller must answer by 2026-03-04T10:00:00Z", self.ask())

        self.path.write_text(three, encoding="utf-8")
        self.assertEqual(([], f"`answers` is in force, {digest(three)} after {digest(POLICY)}"), self.told())
        by_three = f"by {digest(three)}: seller must answer by 2026-03-05T10:00:00Z"
        self.assertEqual(by_three, self.ask())

        self.path.write_text(wrong, encoding="utf-8")
        diagnostics, line = self.told()
        self.assertEqual(f"the policy has errors; {digest(three)} stays in force", line)
        self.assertIn("error[BW0301]", diagnostics[0])
        self.assertIn(f"--> {self.path}:4:", diagnostics[1])
        self.assertEqual(by_three, self.ask())

        self.path.unlink()
        self.assertEqual(([], f"no such file or directory; {digest(three)} stays in force"), self.told())
        self.assertEqual(by_three, self.ask())

        self.path.write_text(POLICY, encoding="utf-8")
        self.assertEqual(([], f"`answers` is in force, {digest(POLICY)} after {digest(three)}"), self.told())
        self.assertEqual(f"by {digest(POLICY)}: seller must answer by 2026-03-04T10:00:00Z", self.ask())

    def test_orders_that_are_refused_do_not_end_it(self):
        self.start()
        self.assertIn("BW0801", self.ask("{"))

    def test_without_a_policy_it_does_not_start(self):
        self.path.write_text("policy\n", encoding="utf-8")
        self.start()
        self.assertEqual(1, self.program.wait(60))


if __name__ == "__main__":
    unittest.main()
