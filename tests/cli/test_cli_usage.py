#!/usr/bin/env python3
"""How the command is called wrongly, and what it says then."""

import unittest

from command import GOOD, MACHINE, ORDERS, REFUSED, REPAIRS, USAGE, CommandTest, run

OFFERED = f"{ORDERS}/offered.json"
AT = ("--at", "2026-03-05T09:00:00Z")
VERBS = ("check", "decide", "when", "preview", "timeline", "apply", "record", "replay", "test", "fmt", "schema")


class Usage(CommandTest):
    def test_each_verb_has_a_help_with_an_example(self):
        for verb in VERBS:
            result = run(verb, "--help")
            self.assert_status(GOOD, result)
            self.assertIn("Example", result.out)
            self.assertIn(f"  bywhen {verb} ", result.out)
            self.assertEqual("", result.err)
            self.assertLessEqual(max(map(len, result.out.splitlines())), 100)

    def test_help_needs_nothing_else(self):
        self.assertEqual(run("decide", "--help").out, run("decide", "x", "y", "--help").out)

    def test_arguments_that_are_missing(self):
        self.assert_fails(USAGE, says="a verb is missing")
        for verb in VERBS:
            self.assert_fails(USAGE, verb, says="is required")
        self.assert_fails(USAGE, "apply", REPAIRS, OFFERED, "customer", says="ACTION is required")
        self.assert_fails(USAGE, "record", REPAIRS, OFFERED, says="FACT=VALUE is required")

    def test_arguments_that_are_unknown(self):
        self.assert_fails(USAGE, "decid", says="did you mean `decide`?")
        self.assert_fails(USAGE, "--verson", says="did you mean `--version`?")
        self.assert_fails(USAGE, "decide", REPAIRS, OFFERED, "--att", "x", says="did you mean `--at`?")
        self.assert_fails(USAGE, "schema", REPAIRS, "more", says="`more` is not expected here")
        self.assert_fails(USAGE, "decide", REPAIRS, OFFERED, "--xyzzy", says="Try `bywhen decide --help`.")

    def test_values_that_are_unknown(self):
        self.assert_fails(USAGE, "check", "--format", "xml", REPAIRS, says="xml not in {text,json}")
        self.assert_fails(USAGE, "check", "--format", "1", REPAIRS, says="1 not in")
        self.assert_fails(USAGE, "check", "--color", "sometimes", REPAIRS, says="sometimes not in")
        self.assert_fails(USAGE, "decide", REPAIRS, OFFERED, "--at", says="--at")
        self.assert_fails(USAGE, "decide", REPAIRS, OFFERED, *AT, *AT, says="--at")

    def test_times_that_cannot_be_read(self):
        for time in ("tomorrow", "", " ", "2026-02-30", "2026-03-01T25:00:00Z", "-1", "2026-10-25 02:30", "99999-01-01", "\x1b[31m"):
            result = run("decide", REPAIRS, OFFERED, f"--at={time}")
            self.assert_status(USAGE, result)
            self.assertNotIn("\x1b", result.err)
        for arguments in (("apply", REPAIRS, OFFERED, "customer", "approve"), ("record", REPAIRS, OFFERED, "warranty=yes")):
            self.assert_fails(USAGE, *arguments, "--at", "soon", says="`soon`")

    def test_times_as_people_type_them(self):
        exact = run("decide", REPAIRS, OFFERED, "--at", "2026-03-05T09:00:00Z")
        self.assert_status(GOOD, exact)
        for time in ("2026-03-05 10:00", "2026-03-05T10:00:00+01:00", "2026-03-05 10:00:00"):
            self.assertEqual(exact, run("decide", REPAIRS, OFFERED, "--at", time))

    def test_an_order_or_a_file_of_orders(self):
        self.assert_fails(USAGE, "decide", REPAIRS, OFFERED, "--orders", "x.ndjson", says="excludes")
        self.assert_fails(USAGE, "decide", REPAIRS, "--orders", says="--orders")

    def test_facts_that_are_no_pairs(self):
        for fact in ("damage", "=x", "", "="):
            self.assert_fails(USAGE, "record", REPAIRS, OFFERED, *AT, fact, says="is not of the form FACT=VALUE")

    def test_names_that_are_verbs_too(self):
        policy = self.write("verbs.bywhen", """policy verbs zone "UTC"
            actor check "Check"
            fact made_at, recorded_at : event
            status open "Open" initial, final, marks made_at
            action record "Record" { marks recorded_at }
            action apply "Apply" { }
            in open { check may record, apply }""")
        order = self.write("decide", '{"facts": {"made_at": "2026-03-01T10:00:00Z"}}')
        result = run("apply", policy, order, "check", "record", *AT)
        self.assert_status(GOOD, result)
        self.assertIn('"recorded_at":"2026-03-05T09:00:00Z"', result.out)
        self.assert_status(GOOD, run("apply", *AT, policy.name, "decide", "check", "apply", folder=self.folder))

    def test_without_at_it_is_now(self):
        result = run("decide", REPAIRS, OFFERED, "--format", "json")
        self.assert_status(GOOD, result)
        self.assertRegex(result.out, r'"at":"20[2-9]\d-\d\d-\d\dT')

    def test_an_empty_order_is_an_order(self):
        self.assert_fails(REFUSED, "decide", REPAIRS, *AT, says="error[BW08", given="{}")
        self.assert_fails(REFUSED, "decide", REPAIRS, "-", *AT, says="error[BW08", given="")

    def test_dash_and_nothing_are_standard_input(self):
        order = (self.folder / "o.json")
        text = '{"facts": {"sent_in_at": "2026-03-02T09:00:00Z", "price": "40.00 EUR", "pay_by": "card"}}'
        order.write_text(text)
        named = run("decide", REPAIRS, order, *AT)
        self.assert_status(GOOD, named)
        self.assertEqual(named, run("decide", REPAIRS, "-", *AT, given=text))
        self.assertEqual(named, run("decide", REPAIRS, *AT, given=text))
        self.assertIn('"look', run("apply", REPAIRS, "-", *AT, "shop", "look", given=text).out)

    def test_what_the_policy_lacks_beats_the_order(self):
        self.assert_fails(MACHINE, "decide", "none.bywhen", "none.json", says="none.bywhen: no such file")


if __name__ == "__main__":
    unittest.main()
