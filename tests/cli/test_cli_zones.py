#!/usr/bin/env python3
"""Whatever is told to people is on the policy's wall clock, with its right distance from UTC; data for programs is UTC."""

import json
import re
import unittest
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from command import GOOD, ORDERS, CommandTest, run

OLIST = ("policies/olist.bywhen", f"{ORDERS}/parcel_late.json")
RECEIVED = ("policies/time-limits.bywhen", f"{ORDERS}/shipped/received.json")
SUBJECTS = [
    ("America/Sao_Paulo", *OLIST, "buyer", "open_claim", "2018-02-14T12:00:00Z"),
    ("America/Sao_Paulo", *OLIST, "buyer", "open_claim", "2018-02-18T01:30:00Z"),
    ("America/Sao_Paulo", *OLIST, "buyer", "withdraw", "2018-02-18T02:30:00Z"),
    ("Europe/Berlin", *RECEIVED, "consumer", "withdraw", "2025-12-20T09:00:30Z"),
    ("Europe/Berlin", *RECEIVED, "consumer", "claim", "2026-07-01T08:00:00Z"),
    ("Europe/Berlin", *RECEIVED, "trader", "announce", "2026-07-01T08:00:00.5Z"),
]
TOLD = re.compile(r"(\d{4}-\d\d-\d\d)[ \u00a0](\d\d:\d\d)(:\d\d)? UTC(?:([+-])(\d+)(?::(\d\d))?)?(?![\w+-])")
INSTANT = re.compile(r'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)"')
CLOCK_CHANGES = """policy twice "Twice" zone "Europe/Berlin"
actor buyer "Buyer"
fact made_at : event
status open "Open" initial, final, marks made_at
action look "Look" { }
in open { buyer may look from 1 day after made_at until 25 hours after made_at }
"""


def instant_of(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).replace(microsecond=0)


def told(text: str) -> set[datetime]:
    """The instants that are told with a distance from UTC."""
    instants = set()
    for date, clock, seconds, sign, hours, minutes in TOLD.findall(re.sub(r"\n +", " ", text)):
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
        instants.add(datetime.fromisoformat(f"{date} {clock}{seconds or ':00'}").replace(tzinfo=timezone(offset)))
    return instants


class Zones(CommandTest):
    def texts(self, policy, order, actor, action, at):
        for arguments in (("decide", policy, order), ("when", policy, order, actor, action), ("why", policy, order, actor, action),
                          ("timeline", policy, order, "--width", 120), ("timeline", policy, order, "--format", "svg"),
                          ("ask", policy, order, "show", "timeline", f"when may {actor} {action}", f"why may {actor} {action}")):
            result = run(*arguments, "--at", at)
            self.assert_status(GOOD, result)
            yield arguments, result.out

    def test_every_time_has_the_distance_that_the_zone_has_then(self):
        for zone, *subject in SUBJECTS:
            for arguments, text in self.texts(*subject):
                instants = told(text)
                with self.subTest(arguments, at=subject[-1]):
                    self.assertIn(instant_of(subject[-1]), instants)
                    for instant in instants:
                        self.assertEqual(instant.astimezone(ZoneInfo(zone)).utcoffset(), instant.utcoffset(), instant)

    def test_no_time_is_told_of_another_clock(self):
        for _, *subject in SUBJECTS:
            for arguments, text in self.texts(*subject):
                self.assertNotRegex(text, r" UTC(?![+-]\d)", arguments)
                self.assertNotRegex(text, r"\d\d:\d\dZ|\d\dT\d\d|\d\d:\d\d:\d\dZ", arguments)

    def test_the_instants_are_those_of_the_data(self):
        for _, policy, order, actor, action, at in SUBJECTS:
            for verb, more in (("decide", ()), ("when", (actor, action)), ("why", (actor, action)), ("timeline", ())):
                arguments = (verb, policy, order, *more, "--at", at)
                data = run(*arguments, "--format", "json").out
                known = {instant_of(text) for text in INSTANT.findall(data)}
                with self.subTest(verb, at=at):
                    self.assertTrue(known)
                    self.assertLessEqual(told(run(*arguments).out), known)
                    self.assertNotIn("UTC", data)

    def test_the_ticks_of_the_picture_are_of_the_same_clock(self):
        """What the estimated day is over is midnight there, not two in the morning."""
        for form in ("text", "svg"):
            result = run("timeline", *OLIST, "--at", "2018-02-14T12:00:00Z", "--format", form)
            self.assertRegex(result.out, r"[| >]02-15 00:00 due")
            self.assertIn("Times are UTC-2 (America/Sao_Paulo).", result.out)
            self.assertNotIn("02-15 02:00", result.out)

    def test_ticks_tell_the_distance_where_it_changes(self):
        policy = self.write("twice.bywhen", CLOCK_CHANGES)
        order = '{"facts": {"made_at": "2026-10-24T00:30:00Z"}}'
        for form in ("text", "svg"):
            result = run("timeline", policy, "-", "--at", "2026-10-25T00:00:00Z", "--format", form, given=order)
            self.assert_status(GOOD, result)
            ticks = re.findall(r"(?m)(?:^[| ]*|>)((?:2026-)?10-2\d \d\d:\d\d(?: UTC\+\d)?(?: now)?)", result.out)
            self.assertEqual(["2026-10-24 02:30 UTC+2", "10-25 02:00 now", "10-25 02:30", "10-25 02:30 UTC+1"], ticks[:4], result.out)
            self.assertIn("Times are those of Europe/Berlin.", result.out)

    def test_in_utc_it_is_utc(self):
        result = run("timeline", "policies/aliexpress.bywhen", "examples/orders/paid.json", "--at", "2026-03-02T20:00:00Z")
        self.assertIn("Times are UTC. ", result.out)
        self.assertNotRegex(result.out, r"UTC[+-]")

    def test_at_takes_the_time_that_is_told(self):
        """Without the distance the policy's clock is meant; with it the other hour of the two can be named."""
        policy, order = OLIST
        for at, shown in (("2018-02-14 10:00", "2018-02-14 10:00 UTC-2"), ("2018-02-17 23:30-02:00", "2018-02-17 23:30 UTC-2"),
                          ("2018-02-17 23:30-03:00", "2018-02-17 23:30 UTC-3"), ("2018-02-20 10:00", "2018-02-20 10:00 UTC-3")):
            self.assertIn(f"Shipped (shipped) · {shown}\n", run("decide", policy, order, "--at", at).out)

    def test_data_is_as_programs_read_it(self):
        result = run("decide", *OLIST, "--at", "2018-02-17 10:00", "--format", "json")
        self.assertEqual("2018-02-17T12:00:00Z", json.loads(result.out)["at"])


if __name__ == "__main__":
    unittest.main()
