#!/usr/bin/env python3
"""The words of an answer that depend on how far away an instant is, and on how the policy is written."""

import unittest

from command import GOOD, ORDERS, REPAIRS, CommandTest, run

POLICY = """policy words "Words" zone "UTC"
actor buyer "Buyer"
fact made_at, seen_at : event
fact wish : text?
status open "Open" initial, final, marks made_at
action look "Look" { marks seen_at }
action ask "Ask" { asks wish }
action buy { }
in open {
%s
}
"""
ORDER = '{"facts": {"made_at": "2026-03-01T10:00:00Z"}}'


class Distances(CommandTest):
    def shown(self, at: str) -> str:
        """When the repair is due, which is on 5 March at 10:00 in Berlin."""
        result = run("decide", REPAIRS, f"{ORDERS}/sent_in.json", "--at", at)
        self.assert_status(GOOD, result)
        return result.out.split("Deadlines\n  Shop must: Look at it  ")[1].splitlines()[0]

    def test_in_words(self):
        for at, words in {
            "2026-03-02T09:00:00Z": "in 3 days",
            "2026-03-02T09:00:00.000001Z": "in 2 days 23 hours",
            "2026-03-03T08:59:00Z": "in 2 days",
            "2026-03-04T09:00:00Z": "in 1 day",
            "2026-03-04T09:00:01Z": "in 23 hours",
            "2026-03-05T07:00:00Z": "in 2 hours",
            "2026-03-05T06:59:00Z": "in 2 hours 1 minute",
            "2026-03-05T08:57:29Z": "in 2 minutes 31 seconds",
            "2026-03-05T08:59:59Z": "in 1 second",
            "2026-03-05T08:59:59.999999Z": "in less than a second",
        }.items():
            self.assertEqual(f"by 2026-03-05 10:00 UTC+1 ({words})", self.shown(at))
        for at, words in {
            "2026-03-05T09:00:00Z": "now",
            "2026-03-05T09:00:00.5Z": "less than a second ago",
            "2026-03-05T09:01:00Z": "1 minute ago",
            "2036-03-05T09:00:00Z": "3653 days ago",
            "9999-12-31T23:59:59.999999Z": "2912379 days ago",
        }.items():
            self.assertEqual(f"overdue since 2026-03-05 10:00 UTC+1 ({words})", self.shown(at))


class Reasons(CommandTest):
    def shown(self, rules: str) -> str:
        policy = self.write("words.bywhen", POLICY % rules)
        result = run("decide", policy, "--at", "2026-03-05T09:00:00Z", given=ORDER)
        self.assert_status(GOOD, result)
        return result.out

    def test_a_sentence_over_several_lines_is_quoted_without_reason_and_comment(self):
        shown = self.shown("""  buyer may ask, buy
  seeing: buyer may look   # "quoted"
    when wish is "a # because \\"x\\""  # more
    # a line of comment

    and seen_at has happened because "Reasons"
  buyer may look when seen_at has happened""")
        self.assertIn('        buyer may look when wish is "a # because \\"x\\""', shown)
        self.assertNotIn("Reasons", shown)
        self.assertNotIn("comment", shown)

    def test_the_reason_of_a_prohibition(self):
        shown = self.shown("""  buyer may look, ask, buy
  buyer may not look until 10 days after made_at because "It is wrapped\"""")
        self.assertIn("    Look (look)  from 2026-03-11 10:00 UTC (in 6 days)\n        It is wrapped · words.bywhen:11\n", shown)

    def test_what_an_action_asks(self):
        self.assertIn("    Ask (ask)    without end\n        words.bywhen:10\n        asks wish\n", self.shown("  buyer may look, ask, buy"))

    def test_an_action_without_a_label_is_called_by_its_name(self):
        self.assertIn("    buy          without end\n", self.shown("  buyer may look, ask, buy"))


if __name__ == "__main__":
    unittest.main()
