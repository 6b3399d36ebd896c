#!/usr/bin/env python3
"""No line of what is told to people is wider than the window, at every width."""

import re
import unittest

from command import GOOD, ORDERS, REPAIRS, CommandTest, run, without_escapes
from test_cli_outlook import ALIEXPRESS, LABELS, columns
from test_cli_terminal import on_terminal

WIDTHS = range(20, 121)
LIMITS = "policies/time-limits.bywhen"
OLIST = "policies/olist.bywhen"
PAID = "examples/orders/paid.json"
ON_TERMINAL = {
    "decide in UTC": ("decide", ALIEXPRESS, "examples/orders/cancellation_requested.json", "--at", "2026-03-10T09:00:00Z"),
    "decide with long labels": ("decide", *LABELS, "--at", "2026-03-02T11:00:00Z"),
    "decide away from UTC": ("decide", OLIST, f"{ORDERS}/parcel_late.json", "--at", "2018-02-17T12:00:00Z"),
    "when": ("when", ALIEXPRESS, PAID, "buyer", "request_cancellation", "--at", "2026-03-02T20:00:00Z"),
    "when with a rule whose name is long": ("when", *LABELS, "seller", "remind", "--at", "2026-03-02T11:00:00Z"),
    "why": ("why", ALIEXPRESS, PAID, "buyer", "request_cancellation", "--at", "2026-03-02T20:00:00Z"),
    "why away from UTC": ("why", LIMITS, f"{ORDERS}/received.json", "consumer", "withdraw", "--at", "2030-12-10T09:00:00Z"),
    "ask": ("ask", REPAIRS, f"{ORDERS}/offered.json", "--at", "2026-03-05T09:00:00Z", "who may", "until when", "what next", "show"),
}
TIMELINES = [
    (ALIEXPRESS, PAID, "2026-03-02T20:00:00Z"),
    (ALIEXPRESS, "examples/orders/cancellation_requested.json", "2026-03-10T09:00:00Z"),
    (LIMITS, f"{ORDERS}/received.json", "2030-12-10T09:00:00Z"),
    (OLIST, f"{ORDERS}/parcel_late.json", "2018-02-17T12:00:00Z"),
    (*LABELS, "2026-03-02T11:00:00Z"),
]
SHORT_HOURS = """policy short_hours "Short hours" zone "%s"
actor buyer "Buyer"
fact made_at : event
status open "Open" initial, final, marks made_at
action look "Look" { }
in open {
  %s: buyer may look from 1 day after made_at until 7 days 1 second after made_at
}
"""


class Widths(CommandTest):
    def assert_fits(self, width: int, text: str):
        for line in without_escapes(text).splitlines():
            self.assertLessEqual(columns(line), width, f"{line!r} at {width} in\n{text}")

    def test_on_a_terminal(self):
        for name, arguments in ON_TERMINAL.items():
            for width in WIDTHS:
                with self.subTest(name, width=width):
                    self.assert_fits(width, on_terminal(*arguments, columns=width))

    def test_pictures(self):
        for subject in TIMELINES:
            for width in WIDTHS:
                result = run("timeline", *subject[:2], "--at", subject[2], "--width", width)
                self.assert_status(GOOD, result)
                with self.subTest(subject, width=width):
                    self.assert_fits(width, result.out)

    def test_pictures_of_days_when_the_clocks_change(self):
        """Their dates are the longest: with seconds and distances from UTC that are no whole hours."""
        for zone, made in (("Australia/Lord_Howe", "2026-04-01T15:45:30Z"), ("America/St_Johns", "2026-10-28T04:00:30Z"),
                           ("Asia/Kolkata", "2026-04-01T15:45:30Z")):
            policy = self.write("short.bywhen", SHORT_HOURS % (zone, "the_rule_" + 60 * "x"))
            order = '{"facts": {"made_at": "%s"}}' % made
            at = made.replace("30Z", "31Z")
            for width in WIDTHS:
                result = run("timeline", policy, "-", "--at", at, "--width", width, given=order)
                self.assert_status(GOOD, result)
                with self.subTest(zone, width=width):
                    self.assert_fits(width, result.out)

    def test_nothing_is_lost_in_a_narrow_window(self):
        """Cut or not, all letters of a wide page are there, in their order."""
        for name in ("decide in UTC", "decide away from UTC", "when", "why", "why away from UTC"):
            wide = re.sub(r"\s", "", without_escapes(on_terminal(*ON_TERMINAL[name], columns=120)))
            for width in (20, 27, 33, 41):
                narrow = re.sub(r"\s", "", without_escapes(on_terminal(*ON_TERMINAL[name], columns=width)))
                self.assertEqual(wide, narrow)

    def test_no_line_ends_in_a_blank_or_has_none_but_blanks(self):
        for arguments in ON_TERMINAL.values():
            for width in (20, 44, 80):
                for line in without_escapes(on_terminal(*arguments, columns=width)).splitlines():
                    self.assertEqual(line.rstrip(), line)


if __name__ == "__main__":
    unittest.main()
