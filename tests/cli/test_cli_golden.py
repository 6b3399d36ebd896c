#!/usr/bin/env python3
"""Holds whole outputs of every verb against golden files; golden.py says how they are written."""

import unittest

import golden


class Golden(unittest.TestCase):
    maxDiff = None

    def test_there_are_cases(self):
        self.assertGreater(len(golden.CASES), 20)


def add_case(case):
    def test(self):
        self.assertMultiLineEqual(case.read_text(encoding="utf-8"), golden.outcome(golden.command_of(case)))

    setattr(Golden, f"test_{case.stem.replace('-', '_')}", test)


for found in golden.CASES:
    add_case(found)


if __name__ == "__main__":
    unittest.main()
