#!/usr/bin/env python3
"""The version is stated in one place. That everything tells the same one is tested where it is told."""

import re
import unittest

from building import ROOT, VERSION

FOLDERS = ("include", "grammar", "interpreter", "cli", "bindings", "scripts")


class VersionTest(unittest.TestCase):
    def test_it_is_a_semantic_version(self):
        self.assertRegex(VERSION, r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")

    def test_it_is_stated_once(self):
        text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
        self.assertEqual(1, text.count(VERSION))
        self.assertRegex(text, rf"project\(bywhen VERSION {re.escape(VERSION)} ")
        for folder in FOLDERS:
            for path in (path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"):
                with self.subTest(path=path):
                    self.assertNotRegex(path.read_text(encoding="utf-8", errors="replace"), rf"(?<![\d.]){re.escape(VERSION)}(?![\d.])")


if __name__ == "__main__":
    unittest.main()
