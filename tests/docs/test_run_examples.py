#!/usr/bin/env python3
"""Tests of run_examples.py, with a `bywhen` of a few lines of shell in place of the real one."""

import tempfile
import unittest
from pathlib import Path

import run_examples

# Refuses what holds BW0201, warns of what holds BW0601, and says nothing of the rest; scenarios that hold FAILS fail.
STAND_IN = """#!/bin/sh
[ "$1" = test ] && grep 'FAILS' "$2" && exit 1
grep -o 'error\\[BW0301\\]' "$2"
grep -o 'BW0201' "$2" && exit 1
grep -q 'BW0601' "$2" && echo 'warning BW0601'
exit 0
"""


class RunExamples(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.bywhen = self.folder / "bywhen"
        self.bywhen.write_text(STAND_IN)
        self.bywhen.chmod(0o755)

    def run_page(self, text: str) -> tuple[int, list[str]]:
        page = self.folder / "page.md"
        page.write_text(text)
        return run_examples.check_page(page, self.bywhen)

    def assert_good(self, text: str, examples: int = 1):
        self.assertEqual((examples, []), self.run_page(text))

    def assert_wrong(self, text: str, part: str):
        failures = self.run_page(text)[1]
        self.assertEqual(1, len(failures), failures)
        self.assertIn(part, failures[0])

    def test_policies(self):
        self.assert_good("```bywhen\nfine\n```\n")
        self.assert_good("```bywhen rejected BW0201\nBW0201\n```\n")
        self.assert_good("```bywhen warned BW0601\nBW0601\n```\n")
        self.assert_good("```bywhen fragment\nBW0601\n```\n")
        self.assert_good("```text\nBW0201\n```\n", examples=0)
        self.assert_wrong("```bywhen\nBW0201\n```\n", "exit 1")
        self.assert_wrong("```bywhen\nBW0601\n```\n", "no warnings")
        self.assert_wrong("```bywhen rejected BW0201\nfine\n```\n", "expected BW0201, exit 0")
        self.assert_wrong("```bywhen rejected\nfine\n```\n", "not those of")
        self.assert_wrong("```bywhen fragmint\nfine\n```\n", "not those of")

    def test_what_is_said(self):
        policy = "```bywhen rejected BW0201\nBW0201\n```\n"
        self.assert_good(policy + "```said\n  BW0201\n```\n", examples=2)
        self.assert_wrong(policy + "```said\nBW0202\n```\n", "not said: BW0202")
        mistaken = "```bywhen rejected BW0201\nBW0201 error[BW0301]\n```\n"
        self.assert_good(mistaken + "```said\nBW0201\nerror[BW0301]\n```\n", examples=2)
        self.assert_wrong(mistaken + "```said\nBW0201\n```\n", "also said: error[BW0301]")

    def test_scenarios_are_run(self):
        self.assert_good('```bywhen\nscenario "fine" { }\n```\n')
        self.assert_good("```bywhen\nFAILS\n```\n")
        self.assert_wrong('```bywhen\nscenario "FAILS" { }\n```\n', "its scenarios fail")

    def test_what_stands_before_and_after_counts_for_one_block(self):
        self.assert_wrong("<!-- before:\nBW0201\n-->\n```bywhen fragment\nfine\n```\n```bywhen fragment\nfine\n```\n", "page.md:4")
        self.assert_wrong("<!-- after: BW0201 -->\n```bywhen fragment\nfine\n```\n", "page.md:2")

    def test_consoles(self):
        self.assert_good("```console\n$ echo one; echo two >&2\none\ntwo\n$ true\n```\n")
        self.assert_good("```console\n$ printf 'a\\nb\\nc\\n'\na\n…\nc\n$ printf 'a\\nb\\n'\n…\na\nb\n…\n```\n")
        self.assert_good("```console\n$ echo a \\\n  b\na b\n$ exit 3\n# exit 3\n```\n")
        self.assert_wrong("```console\n$ echo one\ntwo\n```\n", "expected:\ntwo\nfound:\none")
        self.assert_wrong("```console\n$ echo one\n```\n", "found:\none")
        self.assert_wrong("```console\n$ true\n# exit 1\n```\n", "exit 0 instead of 1")
        self.assert_wrong("```console\ntwo\n```\n", "begins with")

    def test_files(self):
        self.assert_good("<!-- file: o.json -->\n```json\n{}\n```\n```console\n$ cat o.json\n{}\n$ ls -d tests\ntests\n```\n")
        self.assert_wrong("<!-- file: tests -->\n```json\n{}\n```\n", "name of the repository")


if __name__ == "__main__":
    unittest.main()
