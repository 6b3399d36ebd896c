#!/usr/bin/env python3
"""The picture of an order's time, and when something is possible: what must hold of every order, at every width."""

import json
import re
import unittest
import unicodedata
import xml.etree.ElementTree as ElementTree
from datetime import datetime
from zoneinfo import ZoneInfo

from command import GOOD, MACHINE, ORDERS, REFUSED, REPAIRS, ROOT, USAGE, CommandTest, run

ALIEXPRESS = "policies/aliexpress.bywhen"
LABELS = ("tests/cli/policies/labels.bywhen", f"{ORDERS}/labels.json")
SUBJECTS = [
    (ALIEXPRESS, "examples/orders/unpaid.json", "2026-03-02T09:00:00Z"),
    (ALIEXPRESS, "examples/orders/unpaid.json", "2026-05-02T09:00:00Z"),
    (ALIEXPRESS, "examples/orders/paid.json", "2026-03-02T20:00:00Z"),
    (ALIEXPRESS, "examples/orders/cancellation_requested.json", "2026-03-10T09:00:00Z"),
    (ALIEXPRESS, "examples/orders/closed_paid.json", "9999-12-31T23:59:59Z"),
    (REPAIRS, f"{ORDERS}/offered.json", "2026-03-05T09:00:00Z"),
    (REPAIRS, f"{ORDERS}/repaired.json", "2026-03-12T09:00:00Z"),
    (REPAIRS, f"{ORDERS}/returned.json", "2026-03-20T09:00:00Z"),
    ("policies/time-limits.bywhen", f"{ORDERS}/received.json", "2030-12-10T09:00:00Z"),
    (*LABELS, "2026-03-02T11:00:00Z"),
]
SVG = "{http://www.w3.org/2000/svg}"
SMALL = """policy small "Small" zone "UTC"
actor buyer %s
fact made_at : event
status open "Open" initial, final, marks made_at
action look %s { }
in open { buyer may look %s }
"""
MADE = '{"facts": {"made_at": "2026-03-01T10:00:00Z"}}'


def timeline(policy, order, at, *more, **others):
    return run("timeline", policy, order, "--at", at, *more, **others)


def clock_words(policy: str, instant: str) -> str:
    """The month, the day and the time on the wall clock of the policy's zone."""
    with open(ROOT / policy, encoding="utf-8") as file:
        zone = ZoneInfo(re.search(r'(?m)^zone "(.+?)"', file.read())[1])
    return f"{datetime.fromisoformat(instant.replace('Z', '+00:00')).astimezone(zone):%m-%d %H:%M}"


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def pixels(text: str) -> float:
    """What a common font of 13 pixels takes, on the average."""
    return 7.4 * columns(text)


class Text(CommandTest):
    def test_lines_fit_at_every_width(self):
        for subject in SUBJECTS:
            for width in (*range(40, 131, 6), 200, 1000):
                result = timeline(*subject, "--width", width)
                self.assert_status(GOOD, result)
                self.assertLessEqual(max(map(columns, result.out.splitlines())), width, result.out)

    def test_every_instant_is_printed_at_every_width(self):
        """No date is hidden, and each stands in a line of its own."""
        for subject in SUBJECTS:
            outlook = json.loads(timeline(*subject, "--format", "json").out)
            instants = {outlook["at"], *(event["at"] for event in outlook["events"])}
            for course in outlook["courses"]:
                for window in course["windows"]:
                    instants |= {window["from"], window["until"]} - {None}
            for width in (40, 60, 80, 120):
                lines = timeline(*subject, "--width", width).out.splitlines()
                for instant in instants:
                    date = clock_words(subject[0], instant)
                    self.assertTrue(any(re.search(rf"^[ |]*(\d{{4}}-)?{date}", line) for line in lines), (date, lines))

    def test_the_picture_is_the_same_whatever_the_locale(self):
        for subject in SUBJECTS:
            self.assertEqual(timeline(*subject).out, timeline(*subject, LC_ALL="C").out)
            self.assertEqual(timeline(*subject).out, timeline(*subject, LC_ALL="C.UTF-8").out)

    def test_signs_stand_under_their_dates(self):
        shown = timeline(ALIEXPRESS, "examples/orders/cancellation_requested.json", "2026-03-10T09:00:00Z").out.splitlines()
        column = next(line for line in shown if "03-17" in line).index("03-17")
        row = next(line for line in shown if line.startswith("  Closed"))
        self.assertEqual((" ", "#"), (row[column - 1], row[column]))
        confirm = next(line for line in shown if line.startswith("  Confirm"))
        self.assertEqual(("=", "."), (confirm[column - 1], confirm[column]))
        now = next(line for line in shown if line.endswith(" now")).index("03-10")
        self.assertEqual("|", confirm[now])

    def test_eighty_columns_where_there_is_no_terminal(self):
        for subject in SUBJECTS:
            self.assertEqual(timeline(*subject, "--width", 80).out, timeline(*subject).out)

    def test_texts_cannot_steer_the_terminal(self):
        policy = self.write("evil.bywhen", SMALL % (r'"a\u{202E}b"', r'"\u{1B}[2Jx"', r'because "\u{9B}31m"'))
        for arguments in (("timeline", policy, "-"), ("when", policy, "-", "buyer", "look")):
            for form in ("text", "json"):
                result = run(*arguments, "--at", "2026-03-05T09:00:00Z", "--format", form, given=MADE)
                self.assert_status(GOOD, result)
                if form == "text":
                    for letter in "\x1b\x07\x9b\u202e":
                        self.assertNotIn(letter, result.out)

    def test_widths_that_are_none(self):
        for width in ("19", "0", "-1", "1001", "wide", ""):
            self.assert_fails(USAGE, "timeline", *SUBJECTS[0][:2], f"--width={width}", says="--width")


class Svg(CommandTest):
    def drawn(self, *subject):
        result = timeline(*subject, "--format", "svg")
        self.assert_status(GOOD, result)
        return ElementTree.fromstring(result.out), result.out

    def test_it_is_one_picture_that_needs_nothing_else(self):
        for subject in SUBJECTS:
            root, text = self.drawn(*subject)
            self.assertEqual(f"{SVG}svg", root.tag)
            self.assertEqual("img", root.get("role"))
            self.assertEqual(f"{SVG}title", root[0].tag)
            self.assertEqual(f"{SVG}desc", root[1].tag)
            self.assertEqual(root[0].get("id"), root.get("aria-labelledby"))
            self.assertEqual(root[1].get("id"), root.get("aria-describedby"))
            self.assertIn("prefers-color-scheme:dark", text)
            for foreign in ("<script", "href", "url(", "@import", "onload", "<image", "<foreignObject"):
                self.assertNotIn(foreign, text)

    def test_the_description_says_what_the_picture_shows(self):
        root, _ = self.drawn(ALIEXPRESS, "examples/orders/paid.json", "2026-03-02T20:00:00Z")
        self.assertIn("AliExpress: closing an order", root[0].text)
        self.assertIn("Awaiting shipment", root[0].text)
        self.assertIn(
            "Buyer, Cancel Order: forbidden from 2026-03-02 09:00 UTC until 2026-03-03 09:00 UTC (The payment is still being verified); "
            "allowed from 2026-03-03 09:00 UTC without end.", root[1].text)
        self.assertIn("paid_at happened at 2026-03-02 09:00 UTC.", root[1].text)

    def test_texts_do_not_overlap_and_stay_inside(self):
        for subject in SUBJECTS:
            root, _ = self.drawn(*subject)
            lines = {}
            for text in root.iter(f"{SVG}text"):
                lines.setdefault(float(text.get("y")), []).append((float(text.get("x")), text.text or ""))
                self.assertLessEqual(float(text.get("y")), float(root.get("height")))
            for line in lines.values():
                line.sort()
                for (x, words), (after, _) in zip(line, [*line[1:], (float(root.get("width")), "")]):
                    self.assertLessEqual(x + pixels(words), after, (words, line))

    def test_texts_keep_their_distance_from_the_line_above(self):
        for subject in SUBJECTS:
            root, _ = self.drawn(*subject)
            heights = sorted({float(text.get("y")) for text in root.iter(f"{SVG}text")})
            for above, below in zip(heights, heights[1:]):
                self.assertGreaterEqual(below - above, 15)

    def test_bars_lie_between_the_labels_and_the_right_end(self):
        for subject in SUBJECTS:
            root, _ = self.drawn(*subject)
            for bar in root.iter(f"{SVG}rect"):
                if bar.get("x") is None:
                    continue
                self.assertGreater(float(bar.get("width")), 0)
                self.assertLessEqual(float(bar.get("x")) + float(bar.get("width")), float(root.get("width")))

    def test_what_users_wrote_is_text(self):
        evil = r'"</text><script>alert(1)</script>&amp;\" onload=\"x\u{FFFE}\u{1}"'
        policy = self.write("evil.bywhen", SMALL % (evil, evil, "because " + evil))
        result = run("timeline", policy, "-", "--at", "2026-03-05T09:00:00Z", "--format", "svg",
                     given='{"id": "<b>]]>&", "facts": {"made_at": "2026-03-01T10:00:00Z"}}')
        self.assert_status(GOOD, result)
        root = ElementTree.fromstring(result.out)
        self.assertEqual([], list(root.iter(f"{SVG}script")))
        self.assertIn("</text><script>alert(1)</script>&amp;\" onload=\"x", root[1].text)
        self.assertIn("order <b>]]>&", root[0].text)

    def test_pictures_of_two_orders_can_stand_on_one_page(self):
        names = [self.drawn(*subject)[0].get("aria-labelledby") for subject in SUBJECTS]
        self.assertEqual(len(names), len(set(names)))


class Data(CommandTest):
    def test_the_outlook_is_json(self):
        for subject in SUBJECTS:
            result = timeline(*subject, "--format", "json")
            self.assert_status(GOOD, result)
            outlook = json.loads(result.out)
            self.assertEqual(
                {"policy", "at", "present", "stays", "courses", "settled", "next", "events", "horizon"}, set(outlook) - {"id"})
            self.assertEqual(1, result.out.count("\n"))

    def test_when_is_the_outlook_of_one_course(self):
        whole = json.loads(timeline(*SUBJECTS[3], "--format", "json").out)
        policy, order, at = SUBJECTS[3]
        for course in whole["courses"]:
            one = json.loads(run("when", policy, order, course["actor"], course["action"], "--at", at, "--format", "json").out)
            self.assertEqual([course], one["courses"])
            self.assertEqual(whole["stays"], one["stays"])

    def test_data_is_never_coloured(self):
        for form in ("json", "svg"):
            self.assertNotIn("\x1b", timeline(*SUBJECTS[0], "--format", form, "--color", "always").out)
        self.assertIn("\x1b", timeline(*SUBJECTS[0], "--color", "always").out)


class Calling(CommandTest):
    AT = ("--at", "2026-03-05T09:00:00Z")

    def test_an_order_from_standard_input(self):
        with open(f"{ORDERS}/offered.json", encoding="utf-8") as file:
            text = file.read()
        self.assertEqual(run("timeline", REPAIRS, f"{ORDERS}/offered.json", *self.AT), run("timeline", REPAIRS, "-", *self.AT, given=text))
        named = run("when", REPAIRS, f"{ORDERS}/offered.json", "customer", "approve", *self.AT)
        self.assert_status(GOOD, named)
        self.assertEqual(named, run("when", REPAIRS, "-", "customer", "approve", *self.AT, given=text))

    def test_without_at_it_is_now(self):
        result = run("timeline", REPAIRS, f"{ORDERS}/offered.json", "--format", "json")
        self.assert_status(GOOD, result)
        self.assertRegex(result.out, r'"at":"20[2-9]\d-\d\d-\d\dT')

    def test_what_is_wrong_with_the_order(self):
        for verb, more in (("timeline", ()), ("when", ("customer", "approve"))):
            self.assert_fails(REFUSED, verb, REPAIRS, f"{ORDERS}/bad.json", *more, *self.AT, says="error[BW0810]")
            self.assert_fails(REFUSED, verb, REPAIRS, "-", *more, *self.AT, says="error[BW08", given="")
            self.assert_fails(MACHINE, verb, REPAIRS, "none.json", *more, *self.AT, says="none.json: no such file")
            self.assert_fails(MACHINE, verb, "none.bywhen", "none.json", *more, *self.AT, says="none.bywhen: no such file")
            self.assert_fails(REFUSED, verb, "tests/cli/policies/wrong.bywhen", "none.json", *more, *self.AT, says="error[BW02")
            self.assert_fails(USAGE, verb, REPAIRS, f"{ORDERS}/offered.json", *more, "--at", "soon", says="`soon`")

    def test_names_that_are_unknown(self):
        order = f"{ORDERS}/offered.json"
        self.assert_fails(REFUSED, "when", REPAIRS, order, "costumer", "approve", *self.AT, says="did you mean `customer`?")
        self.assert_fails(REFUSED, "when", REPAIRS, order, "customer", "aprove", *self.AT, says="did you mean `approve`?")

    def test_arguments_that_are_missing_or_wrong(self):
        order = f"{ORDERS}/offered.json"
        self.assert_fails(USAGE, "when", REPAIRS, order, "customer", says="ACTION is required")
        self.assert_fails(USAGE, "timeline", REPAIRS, says="ORDER is required")
        self.assert_fails(USAGE, "timeline", REPAIRS, order, "--format", "png", says="png not in {text,json,svg}")
        self.assert_fails(USAGE, "when", REPAIRS, order, "customer", "approve", "--format", "svg", says="svg not in {text,json}")


class Sentences(CommandTest):
    """The first sentence of `when`, for every way in which it can stand."""

    def said(self, window: str, at: str = "2026-03-05T10:00:00Z", more: str = "") -> str:
        policy = self.write("small.bywhen", SMALL % ('"Buyer"', '"Look"', window) + more)
        result = run("when", policy, "-", "buyer", "look", "--at", at, given=MADE)
        self.assert_status(GOOD, result)
        return result.out.split("\n\n")[1]

    def test_now(self):
        self.assertEqual("Yes: possible now, without end.", self.said(""))
        self.assertEqual("Yes: possible now, until 2026-03-08 10:00 UTC (in 3 days).", self.said("within 7 days after made_at"))

    def test_now_for_one_reason_after_another(self):
        self.assertEqual(
            "Yes: possible now, until 2026-03-11 10:00 UTC (in 6 days).",
            self.said('until 6 days after made_at because "Early" buyer may look until 10 days after made_at because "Late"'))

    def test_later(self):
        self.assertEqual("Not now: possible from 2026-03-08 10:00 UTC (in 3 days), without end.", self.said("from 7 days after made_at"))
        self.assertEqual(
            "Not now: possible from 2026-03-08 10:00 UTC (in 3 days), until 2026-03-11 10:00 UTC (in 6 days).",
            self.said("from 7 days after made_at until 10 days after made_at"))

    def test_no_longer(self):
        self.assertEqual("No longer: it was possible until 2026-03-03 10:00 UTC (2 days ago).", self.said("within 2 days after made_at"))

    def test_at_the_bounds(self):
        window = "from 4 days after made_at until 5 days after made_at"
        self.assertTrue(self.said(window).startswith("Yes: "))
        self.assertTrue(self.said(window, "2026-03-05T09:59:59.999999Z").startswith("Not now: "))
        self.assertTrue(self.said(window, "2026-03-06T09:59:59.999999Z").startswith("Yes: "))
        self.assertTrue(self.said(window, "2026-03-06T10:00:00Z").startswith("No longer: "))

    def test_unknown(self):
        facts = "\nfact insured : yes/no?\n"
        self.assertEqual("Unknown: it depends on insured.", self.said("when insured", more=facts))
        self.assertEqual(
            "Not now: from 2026-03-08 10:00 UTC (in 3 days), without end it depends on insured.",
            self.said("from 7 days after made_at when insured", more=facts))
        self.assertEqual(
            "No longer: it may have been possible until 2026-03-03 10:00 UTC (2 days ago).",
            self.said("within 2 days after made_at when insured", more=facts))

    def test_never(self):
        self.assertTrue(self.said("when made_at has not happened").startswith("Never, as things are: no rule that could allow it holds."))
        self.assertEqual(
            "Never, as things are: It is wrapped; It is dark.",
            self.said('buyer may not look until 9 days after made_at because "It is wrapped"\n'
                      'buyer may not look because "It is dark"'))
        self.assertEqual("Never, as things are: a rule forbids it.", self.said("buyer may not look"))


if __name__ == "__main__":
    unittest.main()
